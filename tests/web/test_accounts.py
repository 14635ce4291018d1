"""Signing in, the account page, one-time codes."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.signin import FAILURES_BY_LOGIN
from eventapp.extensions import db
from eventapp.models import Account
from eventapp.services import accounts
from eventapp.web.accounts.door import local_path, step_of
from tests.client import PASSWORD, Client
from tests.factories import NOW, SECRETARY, an_account, an_edition

WRONG = "登录名或密码不正确，请检查后重新输入。"


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@pytest.fixture
def secretary(edition: Edition) -> int:
    return an_account("secretary", StaffRole.SECRETARY, edition=edition)


def try_password(client: Client, login: str, password: str, status: int = 400, **data: str) -> str:
    answer = client.post("accounts.sign_in", status=status, data={"login": login, "password": password, **data})
    return answer.headers.get("Location", answer.text)


def is_signed_in(client: Client) -> bool:
    with client.app.app_context():
        return client.http.get("/account").status_code == 200


def test_signing_in_leads_to_the_work_page(client: Client, secretary: int) -> None:
    assert try_password(client, "Secretary", PASSWORD, 302) == "/e/43/dashboard"
    assert is_signed_in(client)


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: Client, secretary: int) -> None:
    away = client.get("jobs.list_jobs", edition="43", status=302).headers["Location"]
    page = client.open(away)

    wanted = re.search(r'name="next"[^>]*value="([^"]*)"', page.text)
    assert wanted is not None
    assert wanted.group(1) == "/e/43/jobs/"
    assert try_password(client, "secretary", PASSWORD, 302, next=wanted.group(1)) == "/e/43/jobs/"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "",
        "/\t/evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(wanted: str) -> None:
    assert local_path(wanted) == ""


@pytest.mark.parametrize("wanted", ["/", "/e/43/jobs/?page=2", "/e/43/推荐"])
def test_paths_of_ours_are_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


def test_unknown_name_and_wrong_password_get_the_same_answer(client: Client, secretary: int) -> None:
    unknown, wrong = try_password(client, "nobody", "guess"), try_password(client, "secretary", "guess")

    assert WRONG in unknown
    assert WRONG in wrong
    assert "guess" not in unknown + wrong
    assert not is_signed_in(client)


def test_a_closed_account_does_not_get_in(client: Client, secretary: int) -> None:
    db.session.get_one(Account, secretary).is_active = False
    db.session.commit()

    assert WRONG in try_password(client, "secretary", PASSWORD)


def test_closing_an_account_ends_its_open_session(client: Client, secretary: int) -> None:
    client.sign_in("secretary")
    db.session.get_one(Account, secretary).is_active = False
    db.session.commit()

    assert not is_signed_in(client)


def test_after_many_failures_even_the_right_password_waits(client: Client, secretary: int) -> None:
    for _turn in range(FAILURES_BY_LOGIN):
        accounts.note_failed_sign_in("secretary", "10.0.0.1", now=clock.now())

    assert "请15分钟后再试" in try_password(client, "secretary", PASSWORD, 429)
    assert not is_signed_in(client)


def test_what_a_session_held_before_signing_in_is_gone_but_the_language_stays(client: Client, secretary: int) -> None:
    client.get("events.show_event", edition="43", language="en")
    with client.http.session_transaction() as session:
        session["planted"] = "by a stranger"

    client.sign_in("secretary")

    with client.http.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"


def test_signing_out_ends_the_session(client: Client, secretary: int) -> None:
    client.sign_in("secretary")

    client.post("accounts.sign_out")

    assert not is_signed_in(client)


def test_an_account_without_edition_comes_to_the_front_page(client: Client, app: Flask) -> None:
    an_account("root", is_administrator=True)

    assert try_password(client, "root", PASSWORD, 302) == "/"


def test_the_account_page_names_roles_by_edition(client: Client, secretary: int) -> None:
    client.sign_in("secretary")

    page = client.get("accounts.show_account").text

    assert [text for text in ("第43次交流活动", "秘书") if text not in page] == []


# password


def change(client: Client, current: str, new: str, again: str, status: int = 302) -> str:
    data = {"current": current, "new": new, "again": again}
    return client.post("accounts.change_password", data=data, status=status).text


def test_a_changed_password_ends_other_sessions_and_keeps_this_one(app: Flask, client: Client, secretary: int) -> None:
    other = Client(app)
    other.sign_in("secretary")
    client.sign_in("secretary")

    change(client, PASSWORD, "another good password", "another good password")

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert try_password(Client(app), "secretary", "another good password", 302) == "/e/43/dashboard"


@pytest.mark.parametrize(
    ("current", "new", "again", "fault"),
    [
        ("wrong", "a long password", "a long password", "当前密码不正确"),
        (PASSWORD, "short", "short", "新密码至少10个字符"),
        (PASSWORD, "a long password", "a long passw0rd", "两次输入的新密码不同"),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    client: Client, secretary: int, current: str, new: str, again: str, fault: str
) -> None:
    client.sign_in("secretary")

    assert fault in change(client, current, new, again, status=400)
    assert try_password(client, "secretary", PASSWORD, 302) == "/e/43/dashboard"


# one-time codes


@pytest.fixture
def secret(secretary: int) -> str:
    secret = pyotp.random_base32()
    accounts.set_totp(secretary, secret, confirmed=True, actor=SECRETARY, now=NOW)
    return secret


def code_for(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def test_a_password_alone_is_not_enough_any_more(client: Client, secret: str) -> None:
    assert try_password(client, "secretary", PASSWORD, 302) == "/sign-in/code"
    assert not is_signed_in(client)


def give_code(client: Client, code: str, status: int = 302) -> str:
    client.token = ""
    answer = client.post("accounts.second_factor", data={"code": code}, status=status)
    return answer.headers.get("Location", answer.text)


def test_the_right_code_lets_in_once(app: Flask, client: Client, secret: str) -> None:
    code = code_for(secret)
    try_password(client, "secretary", PASSWORD, 302)
    assert give_code(client, code) == "/e/43/dashboard"
    assert is_signed_in(client)

    thief = Client(app)
    try_password(thief, "secretary", PASSWORD, 302)
    assert "动态码不正确或已经用过" in give_code(thief, code, status=400)
    assert not is_signed_in(thief)


def test_guessing_codes_closes_the_throttle(client: Client, secret: str) -> None:
    try_password(client, "secretary", PASSWORD, 302)
    for _turn in range(FAILURES_BY_LOGIN):
        give_code(client, "000000" if code_for(secret) != "000000" else "111111", status=400)

    give_code(client, code_for(secret), status=429)
    assert not is_signed_in(client)


def test_without_a_password_there_is_nothing_to_give_a_code_for(client: Client, secret: str) -> None:
    assert give_code(client, code_for(secret)) == "/sign-in"


def test_the_pending_sign_in_ends_after_five_minutes(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_password(client, "secretary", PASSWORD, 302)
    late = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)

    assert give_code(client, code_for(secret)) == "/sign-in"


def test_a_code_belongs_to_its_step_and_the_neighbors() -> None:
    secret, now = pyotp.random_base32(), NOW
    here = int(now.timestamp()) // 30

    codes = [pyotp.TOTP(secret).at(now + timedelta(seconds=30 * shift)) for shift in (-2, -1, 0, 1, 2)]

    assert [step_of(secret, code, now=now) for code in codes] == [None, here - 1, here, here + 1, None]


def test_one_time_codes_are_offered_confirmed_and_removed(client: Client, secretary: int) -> None:
    client.sign_in("secretary")
    page = client.get("accounts.offer_totp").text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    secret = found.group(1).replace(" ", "")
    client.token = ""

    client.post("accounts.offer_totp", data={"code": "12"}, status=400)
    assert not facts(secretary).totp_confirmed
    client.post("accounts.offer_totp", data={"code": code_for(secret)})
    assert facts(secretary).totp_confirmed

    client.post("accounts.remove_totp", data={"totp-password": "wrong"})
    assert facts(secretary).totp_confirmed
    client.post("accounts.remove_totp", data={"totp-password": PASSWORD})
    assert not facts(secretary).totp_confirmed


def facts(number: int) -> accounts.AccountFacts:
    db.session.rollback()
    db.session.expire_all()
    found = accounts.find_account_by_id(number)
    assert found is not None
    return found


def test_a_volunteer_is_not_bothered_with_codes(client: Client, edition: Edition) -> None:
    an_account("desk", StaffRole.VOLUNTEER, edition=edition)
    client.sign_in("desk")

    assert "动态码" not in client.get("accounts.show_account").text
    client.get("accounts.offer_totp", status=302)
