"""The door: who is let through, and where the others are sent."""

from __future__ import annotations

from flask import Flask

from eventapp.domain.people import StaffRole
from tests.client import Client
from tests.factories import an_account, an_edition


def test_strangers_are_sent_to_sign_in_and_come_back(app: Flask, client: Client) -> None:
    an_edition()

    answer = client.get("messages.list_messages", edition="43", page=2, status=302)

    assert answer.headers["Location"] == "/sign-in?next=/e/43/messages/?page%3D2"


def test_a_role_of_one_edition_opens_no_door_of_another(app: Flask, client: Client) -> None:
    an_edition(slug="44", is_default=False)
    an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    client.sign_in("secretary")

    client.get("audit.list_entries", edition="43")
    client.get("audit.list_entries", edition="44", status=403)


def test_the_menu_shows_only_what_opens(app: Flask, client: Client) -> None:
    an_account("organizer", StaffRole.ORGANIZER, edition=an_edition())
    client.sign_in("organizer")

    page = client.get("events.show_dashboard", edition="43").text

    assert "发件箱" in page
    assert "操作记录" not in page


def test_a_forged_session_is_nobody(app: Flask, client: Client) -> None:
    number = an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    with client.http.session_transaction() as session:
        session["_user_id"] = f"{number}:guessed"

    client.get("accounts.show_account", status=302)


def test_head_is_allowed_where_get_is(app: Flask, client: Client) -> None:
    an_edition()

    with app.app_context():
        assert client.http.head("/e/43/").status_code == 200
        assert client.http.head("/e/43/audit/").headers["Location"].startswith("/sign-in")


def test_every_page_is_guarded_by_headers(app: Flask, client: Client) -> None:
    an_edition()

    headers = client.get("events.show_event", edition="43").headers

    assert "script-src 'self' 'wasm-unsafe-eval'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
