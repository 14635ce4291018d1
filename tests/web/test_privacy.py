"""Pages about personal data: a person's own, and the organizers'."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Event, Job
from eventapp.services import exports
from tests.client import Client
from tests.factories import NOW, SECRETARY, an_account
from tests.factories_registration import a_person, an_edition_with_roles, register, the_attendee


@pytest.fixture
def edition(still_clock: None, client: Client) -> Edition:
    edition = an_edition_with_roles()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    return edition


def test_a_person_sees_and_takes_along_everything_that_is_stored(edition: Edition, client: Client) -> None:
    key = register(edition, a_person(email="tan@example.com", job_title="总经理"))

    page = client.get("privacy.show_data", edition="43", key=key).text
    taken = json.loads(client.get("privacy.download_data", edition="43", key=key).text)

    for said in ("谭志序", "13800006026", "tan@example.com", "总经理", "您的同意", "操作记录"):
        assert said in page
    trail = page.partition("操作记录</h2>")[2]
    assert ("手机号：13800006026" in trail, "状态：已确认" in trail, "confirmed" in page) == (True, True, False)
    assert (taken["person"]["name"], taken["roles"][0]["state"]) == ("谭志序", "confirmed")
    assert [one["template"] for one in taken["messages"]] == ["registration"]
    assert (taken["changes"][0]["action"], len(taken["tickets"])) == ("attendee.register", 1)
    assert "manage_key_hash" not in json.dumps(taken)


def test_a_person_asks_to_be_erased_and_takes_it_back(edition: Edition, client: Client) -> None:
    key = register(edition)

    client.post("privacy.ask_erasure", edition="43", key=key)
    asked = client.get("privacy.show_data", edition="43", key=key).text
    client.post("privacy.withdraw_erasure", edition="43", key=key)

    assert ("删除申请待处理" in asked, the_attendee().erasure_asked_at) == (True, None)
    client.get("privacy.show_data", edition="43", key="wrong", status=404)


def test_organizers_erase_the_chosen_and_tell_the_others_why_not(edition: Edition, client: Client) -> None:
    keys = [register(edition), register(edition, a_person("文知许", mobile="13800006028"))]
    for key in keys:
        client.post("privacy.ask_erasure", edition="43", key=key)
    chosen, other = the_attendee().id, the_attendee("文知许").id
    client.sign_in("secretary")

    client.post("privacy.erase_attendees", edition="43", data={"attendee": [str(chosen)]})
    client.post("privacy.refuse_erasure", edition="43", attendee_id=other, data={"reason": ""}, status=400)
    client.post("privacy.refuse_erasure", edition="43", attendee_id=other, data={"reason": "发票还没有寄出"})

    db.session.rollback()
    job = db.session.scalars(select(Job).where(Job.kind == "erase_attendees")).one()
    assert (job.outcome, job.state.value) == ({"count": 1, "files": 0}, "done")
    client.get("privacy.show_data", edition="43", key=keys[0], status=404)
    assert "发票还没有寄出" in client.get("privacy.show_data", edition="43", key=keys[1]).text
    assert "没有待处理的申请" in client.get("privacy.list_requests", edition="43").text


def test_the_day_is_set_on_a_page_and_people_are_warned_a_month_before(
    edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in("secretary")
    assert "2025-03-12" in client.get("privacy.set_retention", edition="43").text

    client.post("privacy.set_retention", edition="43", data={"until": "2024-09-12"}, status=400)
    client.post("privacy.set_retention", edition="43", data={"until": "2025-03-12"})

    db.session.rollback()
    assert db.session.scalars(select(Event.personal_data_until)).one() == date(2025, 3, 12)
    assert "个人信息将" not in client.get("events.show_dashboard", edition="43").text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=160))
    assert "个人信息将在 22 天后清除" in client.get("events.show_dashboard", edition="43").text


def test_the_trail_shows_who_took_lists_along(edition: Edition, client: Client) -> None:
    exports.note_export(edition, "attendee.export", count=650, file="名单.xlsx", actor=SECRETARY, now=NOW)
    register(edition)
    client.sign_in("secretary")

    page = client.get("audit.list_entries", edition="43", only="exports").text
    everything = client.get("audit.list_entries", edition="43").text

    assert ("名单.xlsx" in page, "650" in page, "谭志序" in page) == (True, True, False)
    assert ("谭志序" in everything, "138****6026" in everything, "13800006026" in everything) == (True, True, False)


def test_one_person_is_erased_from_their_page_with_what_they_consented_to(edition: Edition, client: Client) -> None:
    register(edition)
    number = the_attendee().id
    client.sign_in("secretary")

    page = client.get("privacy.erase_attendee", edition="43", attendee_id=number).text
    client.post("privacy.erase_attendee", edition="43", attendee_id=number)

    assert ("2024-09-11 09:00" in page, "本人" in page) == (True, True)
    assert "个人信息已在" in client.get("privacy.erase_attendee", edition="43", attendee_id=number).text
