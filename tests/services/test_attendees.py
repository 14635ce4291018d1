"""Looking at attendees, deciding about them and entering many at once, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.refusals import NotFound
from eventapp.domain.registration import NewAttendee, RoleChoice
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Judge, Message, Ticket
from eventapp.services import attendee_days, attendee_lists, bulk_registration, registration, role_decisions
from eventapp.services.audit import verify_chains
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_judge, a_result, a_story, saved
from tests.factories_registration import (
    LINKS,
    SELF,
    a_person,
    actions,
    an_edition_with_roles,
    count,
    register,
    the_attendee,
)

pytestmark = pytest.mark.usefixtures("app")


def test_an_invited_judge_is_let_in_by_name_and_mobile() -> None:
    edition = an_edition_with_roles()
    judge_id = a_judge(edition).id
    register(edition, a_person("崔亦峤", mobile="13800008393", unit_name="换了单位"), "judge")
    attendee = the_attendee("崔亦峤")
    assert attendee.state is AttendeeState.CONFIRMED
    assert db.session.get_one(Judge, judge_id, populate_existing=True).attendee_id == attendee.id


def test_a_judge_known_by_name_and_unit_only_is_linked_and_waits() -> None:
    edition = an_edition_with_roles()
    judge_id = a_judge(edition).id
    key = register(edition, a_person("崔亦峤", mobile="13900000001", unit_name="天津市机械质协"), "judge")
    attendee = the_attendee("崔亦峤")
    assert attendee.state is AttendeeState.PENDING
    assert db.session.get_one(Judge, judge_id, populate_existing=True).attendee_id == attendee.id
    registration.cancel_registration(edition, key, links=LINKS, actor=SELF, now=NOW)
    assert db.session.get_one(Judge, judge_id, populate_existing=True).attendee_id is None


@pytest.mark.parametrize("code", ["judge", "staff", "guest"])
def test_a_role_by_approval_waits_for_an_organizer(code: str) -> None:
    edition = an_edition_with_roles()
    register(edition, a_person(email="g@example.com"), code)
    attendee = the_attendee()
    assert attendee.state is AttendeeState.PENDING
    role_decisions.decide_attendee(edition, attendee.id, approve=True, links=LINKS, actor=SECRETARY, now=NOW)
    assert the_attendee().state is AttendeeState.CONFIRMED
    assert list(db.session.scalars(select(Message.subject).order_by(Message.id))) == [
        "报名已收到：第43次交流活动",
        "报名审核通过：第43次交流活动",
    ]
    assert actions() == ["attendee.register", "attendee.approve"]


def test_a_decision_is_about_this_edition_only() -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    register(edition, code="guest")
    with pytest.raises(NotFound):
        role_decisions.decide_attendee(other, the_attendee().id, approve=True, links=LINKS, actor=SECRETARY, now=NOW)
    assert the_attendee().state is AttendeeState.PENDING


def test_a_ticket_is_found_with_its_person_and_roles_in_two_statements(statements: Statements) -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    serial = attendee_lists.get_registration(edition, register(edition)).tickets[0].serial
    db.session.remove()
    statements.clear()
    ticket = registration.find_ticket(edition, serial)
    assert ticket is not None
    assert (ticket.attendee.name, [held.role.code for held in ticket.attendee.roles]) == ("谭志序", ["observer"])
    assert len(statements) == 2
    assert registration.find_ticket(other, serial) is None


def many(size: int) -> list[NewAttendee]:
    return [
        NewAttendee(a_person(f"人{number}", unit_name=f"单位{number % 50}"), (RoleChoice("observer"),))
        for number in range(size)
    ]


def test_many_are_registered_in_few_statements_and_a_second_run_changes_nothing(statements: Statements) -> None:
    edition = an_edition_with_roles()
    statements.clear()
    numbers = bulk_registration.register_many(edition, many(648), links=LINKS, actor=SECRETARY, now=NOW)
    assert len(statements) <= 17
    assert [the_attendee("人0").id, the_attendee("人647").id] == [numbers[0], numbers[-1]]
    assert bulk_registration.register_many(edition, many(648), links=LINKS, actor=SECRETARY, now=NOW) == numbers
    assert (count(Attendee), count(Ticket), count(AttendeeRole), count(Message)) == (648, 648, 648, 0)
    assert (actions(), verify_chains()[1]) == (["attendee.register"] * 648, [])


def test_a_bulk_ties_judges_and_holds_several_roles() -> None:
    edition = an_edition_with_roles()
    judge_id, story = a_judge(edition).id, a_story(edition)
    person = a_person("崔亦峤", mobile="13800008393")
    choices = (RoleChoice("judge"), RoleChoice("speaker", story_id=story.id))
    numbers = bulk_registration.register_many(
        edition, [NewAttendee(person, choices)], links=LINKS, actor=SECRETARY, now=NOW
    )
    assert db.session.get_one(Judge, judge_id, populate_existing=True).attendee_id == numbers[0]
    attendee = attendee_lists.get_attendee(edition, numbers[0])
    assert (attendee.state, [held.role.code for held in attendee.roles]) == (
        AttendeeState.CONFIRMED, ["judge", "speaker"]
    )  # fmt: skip


def test_a_bulk_with_an_unknown_role_registers_nobody() -> None:
    edition = an_edition_with_roles()
    people = [*many(2), NewAttendee(a_person(), (RoleChoice("nobody"),))]
    with pytest.raises(NotFound):
        bulk_registration.register_many(edition, people, links=LINKS, actor=SECRETARY, now=NOW)
    assert count(Attendee) == 0


def test_times_on_stage_are_told_once_the_schedule_is_published() -> None:
    from eventapp.models import Presentation, Room, Session
    from eventapp.models.schedule import PresentationState, SessionKind

    edition = an_edition_with_roles(schedule_published_at=NOW)
    draft = an_edition_with_roles(slug="44", is_default=False)
    for one in (edition, draft):
        result = a_result(one)
        room = saved(Room(event_id=one.id, name="第三会议室", capacity=100))
        end = NOW + timedelta(hours=1)
        session = saved(
            Session(event_id=one.id, room_id=room.id, kind=SessionKind.PARALLEL, title="", starts_at=NOW, ends_at=end)
        )
        saved(
            Presentation(
                event_id=one.id, session_id=session.id, result_id=result.id, starts_at=NOW, ends_at=end,
                state=PresentationState.SCHEDULED,
            )
        )  # fmt: skip
        key = register(one, code="presenter", result_id=result.id)
        found = attendee_days.list_appearances(one, attendee_lists.get_registration(one, key).id)
        expected = [("降低轴承座表面划伤率", NOW, "第三会议室")] if one is edition else []
        assert [(one.title, one.starts_at, one.room) for one in found] == expected
