"""Erasing people: nothing names them any more, nobody else loses anything, and all counts stay."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.messages import MessageState
from eventapp.domain.privacy import days_left, suggested_day
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState, Decision
from eventapp.extensions import db
from eventapp.models import Attendee, Delegation, Job, Judge, Message, Scan, Ticket
from eventapp.services import events, lost_badges, privacy, registration, retention, role_decisions
from eventapp.services.audit import list_entries, verify_chains
from tests.factories import NOW, SECRETARY, a_judge, a_story, saved
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import LINKS, SELF, a_person, an_edition_with_roles, count, register, the_attendee
from tests.planting import tables_that_say

OVER = NOW + timedelta(days=20)  # the edition ends two days after NOW
NAMES = ("谭志序", "13800006026", "tan@example.com")


@pytest.fixture
def edition(app: Flask) -> Edition:
    """One person with traces everywhere, and a colleague with the same ones."""
    edition = an_edition_with_roles()
    story = a_story(edition)
    register(edition, a_person(email="tan@example.com", job_title="总经理"), "speaker", story_id=story.id)
    register(edition, a_person("谭志", mobile="13800006027"))
    attendee = the_attendee()
    saved(Scan(**a_scan(edition, attendee)))
    rows = [{"name": "谭志序", "mobile": "13800006026"}, {"name": "谭志", "mobile": "13800006027"}]
    saved(
        Delegation(
            event_id=edition.id, unit_name=attendee.unit_name, contact_name="谭志序", contact_mobile="13800006026",
            link_nonce="n", secret_hash="h", created_at=NOW, draft=rows, upload={"rows": rows},
        )
    )  # fmt: skip
    saved(
        Job(
            event_id=edition.id, kind="print_badges", title="证件", params={}, state=JobState.DONE, created_at=NOW,
            ended_at=NOW, outcome={"faults": ["谭志序：字库里没有"]},
        )
    )  # fmt: skip
    a_judge(edition, "谭志序", mobile="13800006026", attendee_id=attendee.id)
    return edition


def a_scan(edition: Edition, attendee: Attendee) -> dict[str, object]:
    return {
        "event_id": edition.id, "checkpoint_id": a_checkpoint(edition), "attendee_id": attendee.id, "device": "d",
        "key": "k", "verdict": "ok", "scanned_at": NOW, "received_at": NOW,
    }  # fmt: skip


def erase(edition: Edition, *numbers: int, now: object = OVER) -> int:
    return privacy.erase_attendees(edition, numbers, links=LINKS, actor=SECRETARY, now=now)  # type: ignore[arg-type]


def counted() -> Counter[tuple[str, str]]:
    db.session.rollback()
    return Counter((unit, state) for unit, state in db.session.execute(select(Attendee.unit_name, Attendee.state)))


def test_an_erased_person_is_named_nowhere_and_counted_everywhere(edition: Edition) -> None:
    number, before = the_attendee().id, counted()

    assert erase(edition, number) == 1

    last = db.session.scalars(select(Message).where(Message.template == "erased")).one()
    assert (last.recipient, "谭志序" in last.body) == ("tan@example.com", True)
    assert tables_that_say(*NAMES) == ["message"]  # until the last letter has left
    last = db.session.get_one(Message, last.id)
    last.state = MessageState.SENT
    db.session.commit()
    privacy.wipe_sent_letters(now=OVER)
    assert tables_that_say(*NAMES) == []
    assert (counted(), count(Scan)) == (before, 1)
    assert db.session.scalars(select(Ticket.revoked_for).where(Ticket.attendee_id == number)).all() == ["erased"]
    assert the_attendee(f"已删除 {number}").roles[0].story_id is None
    assert db.session.scalars(select(Judge.name)).one().startswith("已删除")
    assert verify_chains()[1] == []


def test_nobody_else_loses_anything_and_erasing_again_changes_nothing(edition: Edition) -> None:
    number = the_attendee().id

    assert [erase(edition, number), erase(edition, number)] == [1, 0]

    assert the_attendee("谭志").mobile == "13800006027"
    assert db.session.scalars(select(Delegation.draft)).one() == [{"name": "谭志", "mobile": "13800006027"}]
    assert [entry.action for entry in list_entries("43") if entry.action == "attendee.erase"] == ["attendee.erase"]


def test_the_place_of_an_erased_person_is_given_back_while_the_edition_is_to_come(edition: Edition) -> None:
    db.session.query(Scan).delete()
    db.session.commit()

    erase(edition, the_attendee().id, now=NOW)

    assert sorted(state.value for state in db.session.scalars(select(Attendee.state))) == ["cancelled", "confirmed"]


def test_the_same_person_who_registered_again_is_erased_with_all_registrations(edition: Edition) -> None:
    db.session.execute(Attendee.__table__.update().values(state=AttendeeState.CANCELLED))
    db.session.commit()
    register(edition, a_person())
    number = db.session.scalars(select(Attendee.id).order_by(Attendee.id.desc())).first()

    assert erase(edition, number) == 2
    assert tables_that_say("13800006026") == []


def test_a_refused_request_tells_why_and_may_be_made_again(edition: Edition) -> None:
    key = register(edition, a_person("文知许", mobile="13800006028", email="wen@example.com"))
    privacy.ask_erasure(edition, key, actor=SELF, now=NOW)
    privacy.ask_erasure(edition, key, actor=SELF, now=OVER)
    number = privacy.list_requests(edition)[0].id

    privacy.refuse_erasure(edition, number, reason="发票还没有寄出", links=LINKS, actor=SECRETARY, now=NOW)

    told = privacy.find_refusal(edition, privacy.get_own(edition, key))
    assert (told.reason if told else "", privacy.count_requests(edition)) == ("发票还没有寄出", 0)
    mail = db.session.scalars(select(Message).where(Message.template == "erasure_refused")).one()
    assert "发票还没有寄出" in mail.body
    privacy.ask_erasure(edition, key, actor=SELF, now=OVER)
    assert privacy.find_refusal(edition, privacy.get_own(edition, key)) is None
    privacy.withdraw_erasure(edition, key, actor=SELF, now=OVER)
    with pytest.raises(Refusal):
        privacy.withdraw_erasure(edition, key, actor=SELF, now=OVER)


def test_the_link_of_an_erased_person_opens_nothing_and_nobody_brings_them_back(edition: Edition) -> None:
    key = register(edition, a_person("文知许", mobile="13800006028"))
    number, row = the_attendee("文知许").id, the_attendee("文知许").roles[0].id
    erase(edition, number)
    by_office = {"links": LINKS, "actor": SECRETARY, "now": OVER}

    with pytest.raises(NotFound):
        privacy.get_own(edition, key)
    for act in (lost_badges.replace_ticket, registration.cancel_attendee, registration.renew_link):
        with pytest.raises(NotFound):
            act(edition, number, **by_office)  # type: ignore[operator]
    assert role_decisions.decide_roles(edition, [row], Decision.CANCEL, **by_office) == []
    valid = select(Ticket.id).where(Ticket.attendee_id == number, Ticket.revoked_at.is_(None))
    assert db.session.scalars(valid).all() == []


def test_personal_data_is_kept_beyond_the_last_day_and_never_until_a_past_one(edition: Edition) -> None:
    assert str(suggested_day(edition)) == "2025-03-12"
    for day in (edition.ends_on, OVER.date() - timedelta(days=1)):
        with pytest.raises(Refusal):
            retention.set_day(edition, day, actor=SECRETARY, now=OVER)

    retention.set_day(edition, suggested_day(edition), actor=SECRETARY, now=OVER)

    now = events.find_edition("43")
    assert now is not None
    assert (days_left(now, OVER), retention.list_due(OVER)) == (162, [])
    assert [one.slug for one in retention.list_due(OVER + timedelta(days=163))] == ["43"]
