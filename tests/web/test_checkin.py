"""The desk's pages and the scanner's JSON."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp import clock
from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.checkin import Scan
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, an_account, an_edition
from tests.factories_checkin import Guest, a_checkpoint, a_guest, a_tampered, revoke, set_hours, set_state

KEY = "7f6d2c1e-0000-4000-8000-000000000001"
NINE_TWO = NOW + timedelta(minutes=2)  # 09:02 in Shanghai


class Desk:
    """A volunteer signed in at the desk of one edition."""

    def __init__(self, app: Flask) -> None:
        self.edition = an_edition()
        self.checkpoint_id = a_checkpoint(self.edition)
        self.guest = a_guest(self.edition)
        an_account("volunteer", StaffRole.VOLUNTEER, edition=self.edition)
        self.client = Client(app)
        self.client.sign_in("volunteer")

    def place(self, **more: Any) -> dict[str, Any]:
        return {"edition": self.edition.slug, "checkpoint_id": self.checkpoint_id, **more}

    def scan(self, code: str | None = None, key: str | None = None, status: int = 200, **more: Any) -> Any:
        body = {"code": self.guest.code if code is None else code, "key": key or str(uuid4()), **more}
        answer = self.client.post("checkin.scan_code", json=body, status=status, **self.place())
        db.session.rollback()
        return answer.json

    def verdict(self, code: str) -> str:
        return str(self.scan(code)["verdict"])


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NINE_TWO)
    return set_clock


@pytest.fixture
def desk(app: Flask, clock_at: Any) -> Desk:
    return Desk(app)


def test_a_scan_says_who_came_and_moves_the_count(desk: Desk) -> None:
    assert desk.scan() == {
        "verdict": "ok", "ok": True, "tone": "success", "title": "签到成功", "name": "崔亦峤",
        "detail": "汤谷鹿蜀机床有限公司", "counts": {"present": 1, "expected": 1},
    }  # fmt: skip


def test_a_second_scan_says_already_with_the_first_time_in_the_zone_of_the_event(desk: Desk, clock_at: Any) -> None:
    desk.scan()
    clock_at(NINE_TWO + timedelta(hours=3))
    second = desk.scan()
    assert (second["verdict"], second["ok"], second["tone"], second["title"]) == (
        "already", False, "warning", "09:02 已签到",
    )  # fmt: skip
    assert second["counts"] == {"present": 1, "expected": 1}


def test_on_another_day_the_first_time_carries_its_day(desk: Desk, clock_at: Any) -> None:
    desk.scan()
    clock_at(NINE_TWO + timedelta(days=1))
    assert desk.scan()["title"] == "09-11 09:02 已签到"


def test_a_replay_gets_the_first_answer_again(desk: Desk) -> None:
    first = desk.scan(key=KEY)
    revoke(desk.guest)
    assert desk.scan(key=KEY) == first
    assert desk.scan()["verdict"] == "revoked"


def test_a_scan_takes_9_statements_and_a_replay_6(desk: Desk, statements: Statements) -> None:
    desk.client.csrf_token()
    statements.clear()
    desk.scan(key=KEY)
    taken = len(statements)
    statements.clear()
    desk.scan(key=KEY)
    assert (taken, len(statements)) == (9, 6)


def test_refused_scans_stay_within_10_statements(desk: Desk, statements: Statements) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    stranger = a_guest(other)
    desk.client.csrf_token()
    taken = {}
    for code in (stranger.code, a_tampered(desk.guest.code), "0" * 16, desk.guest.serial, desk.guest.code):
        statements.clear()
        verdict = desk.verdict(code)
        taken[verdict] = len(statements)
    assert taken == {"wrong_event": 9, "forged": 8, "unknown": 8, "ok": 8, "already": 9}


def test_a_ticket_of_another_edition_says_so(desk: Desk) -> None:
    assert desk.verdict(a_guest(an_edition(slug="44", number=44, is_default=False)).code) == "wrong_event"


@pytest.mark.parametrize("code", ["hello", "A" * 100, "https://example.com/x", "x" * 5000, "\x00", "http://[x/y"])
def test_what_is_no_ticket_is_forged_and_kept(desk: Desk, code: str) -> None:
    assert desk.verdict(code) == "forged"
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_a_changed_signature_is_forged(desk: Desk) -> None:
    assert desk.verdict(a_tampered(desk.guest.code)) == "forged"


def test_a_code_inside_an_address_counts(desk: Desk) -> None:
    assert desk.verdict(f"https://example.com/e/43/t/{desk.guest.code}") == "ok"


def test_a_revoked_ticket_is_refused(desk: Desk) -> None:
    revoke(desk.guest)
    assert desk.verdict(desk.guest.code) == "revoked"


def test_indico_fault_1_who_may_not_come_is_refused_at_the_camera_and_at_the_number_field(desk: Desk) -> None:
    for state in AttendeeState:
        if state is not AttendeeState.CONFIRMED:
            set_state(desk.guest, state)
            expected = "withdrawn" if state is AttendeeState.CANCELLED else "not_approved"
            assert [desk.verdict(desk.guest.code), desk.verdict(desk.guest.serial)] == [expected] * 2, state


def test_outside_the_hours(desk: Desk) -> None:
    set_hours(desk.checkpoint_id, closes_at=NOW)
    assert desk.verdict(desk.guest.code) == "outside_hours"


def spaced(guest: Guest) -> str:
    return " ".join(re.findall("....", guest.serial.upper()))


def test_the_printed_number_counts_however_it_is_typed(desk: Desk) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in desk.guest.serial)
    assert [desk.verdict(spaced(desk.guest)), desk.verdict(wide)] == ["ok", "already"]


def test_the_number_field_works_without_scripts(desk: Desk) -> None:
    for expected in ("签到成功 · 崔亦峤 · 汤谷鹿蜀机床有限公司", "09:02 已签到 · 崔亦峤 · 汤谷鹿蜀机床有限公司"):
        desk.client.post("checkin.type_code", data={"code": desk.guest.serial}, **desk.place())
        assert expected in desk.client.get("checkin.show_scanner", **desk.place()).text
    desk.client.post("checkin.type_code", data={"code": "  "}, **desk.place())
    assert "请输入参会证上的号码。" in desk.client.get("checkin.show_scanner", **desk.place()).text


@pytest.mark.parametrize(
    "body", [[], {"key": KEY}, {"code": "x"}, {"code": "x", "key": "no\x00key"}, {"code": 1, "key": KEY}]
)
def test_a_body_without_code_or_key_is_answered_in_words(desk: Desk, body: Any) -> None:
    answer = desk.client.post("checkin.scan_code", json=body, status=400, **desk.place())
    assert answer.json["message"]
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 0


@pytest.mark.parametrize(
    "moment", ["yesterday", "2024-09-11T09:00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 5, None]
)
def test_pretix_defect_e_a_wild_clock_neither_stops_the_scan_nor_is_believed(desk: Desk, moment: object) -> None:
    assert desk.scan(scanned_at=moment)["ok"]
    assert db.session.scalars(select(Scan.scanned_at)).all() == [NINE_TWO]


def test_two_phones_of_one_account_are_two_devices_and_one_phone_stays_itself(desk: Desk, app: Flask) -> None:
    other = Client(app)
    other.sign_in("volunteer")
    for client in (desk.client, desk.client, other):
        client.get("checkin.show_scanner", **desk.place())
        body = {"code": desk.guest.code, "key": str(uuid4())}
        client.post("checkin.scan_code", json=body, status=200, **desk.place())
    first, second, third = db.session.scalars(select(Scan.device).order_by(Scan.id))
    assert first == second != third


def test_a_forged_device_cookie_gets_a_new_name(desk: Desk) -> None:
    desk.client.http.set_cookie("checkin_device", '"phone"')
    desk.scan()
    assert len(db.session.scalars(select(Scan.device)).one()) == 32


def test_counts_are_answered_304_while_they_stand_still(desk: Desk) -> None:
    address = desk.client.address("checkin.show_counts", desk.place())
    first = desk.client.open(address)
    assert first.json == {"present": 0, "expected": 1}
    again = desk.client.http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    desk.scan()
    moved = desk.client.http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (moved.status_code, moved.json) == (200, {"present": 1, "expected": 1})


def test_the_list_shows_every_checkpoint_with_its_numbers(desk: Desk) -> None:
    desk.scan()
    number = desk.checkpoint_id
    assert (
        f'<span data-count="present-{number}">1</span>'
        in desk.client.get("checkin.list_checkpoints", edition="43").text
    )
    assert desk.client.get("checkin.list_counts", edition="43").json == {
        f"present-{number}": 1,
        f"expected-{number}": 1,
    }


def test_an_edition_without_checkpoints_says_so(app: Flask, clock_at: Any) -> None:
    edition = an_edition()
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    client = Client(app)
    client.sign_in("volunteer")
    assert "还没有签到点" in client.get("checkin.list_checkpoints", edition="43").text


def test_a_scan_is_taken_back_from_the_list_and_the_person_may_come_again(desk: Desk, clock_at: Any) -> None:
    desk.scan()
    page = desk.client.get("checkin.list_scans", **desk.place()).text
    address = re.search(r'action="([^"]+/undo)"', page)
    assert address is not None
    desk.client.http.post(address.group(1), data={"csrf_token": desk.client.csrf_token()})
    page = desk.client.get("checkin.list_scans", **desk.place()).text
    assert ("签到已撤销，此人可以重新签到。" in page, "已撤销" in page, "/undo" in page) == (True, True, False)
    assert desk.verdict(desk.guest.code) == "ok"
    clock_at(NINE_TWO + timedelta(minutes=16))
    assert "/undo" not in desk.client.get("checkin.list_scans", **desk.place()).text


def test_pages_of_the_desk_do_not_write(desk: Desk, statements: Statements) -> None:
    for endpoint in ("checkin.show_scanner", "checkin.list_scans", "checkin.show_counts"):
        desk.client.get(endpoint, **desk.place())
    assert [sql for sql in statements if not sql.lstrip().upper().startswith("SELECT")] == []


def test_a_foreign_checkpoint_is_a_404_for_reading_and_scanning(desk: Desk) -> None:
    other = a_checkpoint(an_edition(slug="44", number=44, is_default=False))
    desk.checkpoint_id = other
    for endpoint in ("checkin.show_scanner", "checkin.list_scans", "checkin.show_counts"):
        desk.client.get(endpoint, status=404, **desk.place())
    desk.scan(status=404)
    desk.client.post("checkin.undo_scan", edition="43", scan_id=999, status=404)


def test_a_name_with_braces_percent_and_tags_is_checked_in_like_any_other(desk: Desk) -> None:
    """Indico fault 3: a name was formatted twice, and one odd name could not come in."""
    name = "{x} %s %(a)s <b>=1"
    guest = a_guest(desk.edition, name)
    assert desk.scan(guest.code)["name"] == name
    assert "{x} %s %(a)s &lt;b&gt;=1" in desk.client.get("checkin.list_scans", **desk.place()).text
