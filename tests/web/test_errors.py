"""What people see when something is not possible."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from eventapp.domain.refusals import Refusal
from eventapp.web.events import views
from tests.client import Client
from tests.factories import an_account, an_edition


def test_an_unknown_edition_is_a_page_that_is_not_there(client: Client) -> None:
    client.get("events.show_event", edition="404", status=404)


def test_an_unknown_address_is_a_page_that_is_not_there(client: Client) -> None:
    client.open("/nowhere", status=404)


def test_a_form_without_token_says_the_page_is_old(app: Flask, client: Client) -> None:
    with app.app_context():
        answer = client.http.post("/sign-in", data={"login": "a", "password": "b"})

    assert "页面已过期" in client.checked(answer, 400).text


def test_a_refusal_that_no_form_caught_is_told(app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise Refusal("不能：%(name)s。", name="<b>{x} %s</b>")

    an_edition()
    monkeypatch.setattr(views, "deadlines_of", refuse)

    page = client.get("events.show_event", edition="43", status=400).text

    assert "不能：&lt;b&gt;{x} %s&lt;/b&gt;。" in page


def test_programs_get_json(app: Flask, client: Client) -> None:
    with app.app_context():
        answer = client.http.get("/nowhere", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.get_json()) == (404, {"error": 404, "message": ""})


def test_a_fault_of_ours_shows_a_page_without_details(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("secret detail")

    an_edition()
    monkeypatch.setattr(views, "deadlines_of", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    page = client.get("events.show_event", edition="43", status=500).text

    assert "secret detail" not in page


def test_the_outbox_of_nobody_is_empty_and_strange_pages_are_the_first(app: Flask, client: Client) -> None:
    an_edition()
    an_account("root", is_administrator=True)
    client.sign_in("root")

    for page in ("0", "-1", "x", "99999999999999999999"):
        client.get("messages.list_messages", edition="43", page=page)
        client.get("audit.list_entries", edition="43", page=page)
    client.get("messages.show_message", edition="43", message_id=1, status=404)


def test_a_method_that_is_not_there_gets_a_page_of_ours(app: Flask, client: Client) -> None:
    with app.app_context():
        answer = client.http.put("/sign-in")

    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "这一步没有办成" in client.checked(answer, 405).text


def test_our_own_fault_has_a_page_while_the_database_is_away(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError("SELECT", {}, Exception("no connection"))

    an_account("organizer", edition=an_edition())
    client.sign_in("organizer")
    monkeypatch.setattr("eventapp.services.accounts.find_account_by_id", away)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    client.get("accounts.show_account", status=500)


def test_a_fault_on_a_secret_link_does_not_write_the_link_into_the_log(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken")

    an_edition()
    monkeypatch.setattr("eventapp.services.attendee_lists.get_registration", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    client.get("registration.show_registration", edition="43", key="secret-of-one-person", status=500)

    assert "fault in registration.show_registration [GET]" in caplog.text
    assert "secret-of-one-person" not in caplog.text
