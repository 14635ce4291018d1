"""The regulations of registration, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.personal_links import key_hash
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, RegistrationNotOpen, RoleChoice, RoleNeed
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Message, Organization, Ticket
from eventapp.services import attendee_details, attendee_lists, registration, role_choices, role_subjects, roles
from eventapp.services.audit import verify_chains
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_result, a_story
from tests.factories_registration import (
    LINKS,
    SELF,
    a_person,
    actions,
    all_attendees,
    an_edition_with_roles,
    count,
    register,
    the_attendee,
)

pytestmark = pytest.mark.usefixtures("app")


def test_shipping_roles_twice_changes_nothing() -> None:
    edition = an_edition_with_roles()
    assert roles.ship_roles(edition, actor=SECRETARY, now=NOW) == 0
    assert len(roles.list_roles(edition)) == 19


def test_registering_writes_person_role_ticket_mail_and_audit_entry() -> None:
    edition = an_edition_with_roles()
    key = register(edition, a_person(email="t@example.com"))
    attendee = attendee_lists.get_registration(edition, key)
    assert attendee.state is AttendeeState.CONFIRMED
    assert [held.role.code for held in attendee.roles] == ["observer"]
    assert [len(ticket.serial) for ticket in attendee.tickets] == [16]
    assert attendee.organization.name == "毛民帝江模具有限责任公司"
    assert db.session.scalars(select(Message.recipient)).all() == ["t@example.com"]
    assert actions() == ["attendee.register"]
    assert verify_chains()[1] == []


def test_only_the_hash_of_the_link_is_kept() -> None:
    edition = an_edition_with_roles()
    key = register(edition)
    assert len(key) == 43
    assert the_attendee().manage_key_hash == key_hash(key)


def test_without_an_address_no_mail_is_written() -> None:
    register(an_edition_with_roles())
    assert count(Message) == 0


def test_a_refused_registration_leaves_nothing_behind() -> None:
    edition = an_edition_with_roles()
    story = a_story(edition)
    register(edition, code="speaker", story_id=story.id)
    with pytest.raises(Refusal) as refused:
        register(edition, a_person("后来者", mobile="13900000000", email="l@example.com"), "speaker", story_id=story.id)
    assert refused.value.message == "这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。"
    assert (count(Attendee), count(Ticket), count(Message), actions()) == (1, 1, 0, ["attendee.register"])


@pytest.mark.parametrize("distance", [timedelta(days=-1), timedelta(0)])
def test_a_closed_registration_refuses(distance: timedelta) -> None:
    edition = an_edition_with_roles(registration_closes_at=NOW + distance)
    with pytest.raises(RegistrationNotOpen):
        register(edition)
    assert count(Attendee) == 0


def test_after_the_deadline_nothing_is_changed_or_cancelled() -> None:
    edition = an_edition_with_roles(registration_closes_at=NOW + timedelta(hours=1))
    key, late = register(edition), NOW + timedelta(hours=1)
    with pytest.raises(RegistrationNotOpen):
        registration.edit_registration(
            edition, key, NewAttendee(a_person("改名"), ()), links=LINKS, actor=SELF, now=late
        )
    with pytest.raises(RegistrationNotOpen):
        registration.cancel_registration(edition, key, links=LINKS, actor=SELF, now=late)
    assert (the_attendee().state, actions()) == (AttendeeState.CONFIRMED, ["attendee.register"])


def test_a_presenter_is_tied_to_a_result_and_several_may_present_it() -> None:
    edition = an_edition_with_roles()
    result = a_result(edition)
    for number in range(2):
        register(edition, a_person(f"发表人{number}"), "presenter", result_id=result.id)
    db.session.rollback()
    assert list(db.session.scalars(select(AttendeeRole.result_id))) == [result.id, result.id]


def test_results_and_stories_of_another_edition_cannot_be_taken() -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    result, story = a_result(other), a_story(other)
    with pytest.raises(NotFound):
        register(edition, code="presenter", result_id=result.id)
    with pytest.raises(NotFound):
        register(edition, code="speaker", story_id=story.id)
    assert count(Attendee) == 0


def test_a_story_without_a_speaker_never_asks_for_one() -> None:
    edition = an_edition_with_roles()
    silent, told = a_story(edition, "无人讲的故事", speaker_name=""), a_story(edition, "有人讲的故事")
    [unit] = role_subjects.units_offering(edition, RoleNeed.STORY, "的故事")
    assert unit.count == 1
    assert [story.id for story in role_choices.stories_of_unit(edition, unit.id)] == [told.id]
    with pytest.raises(NotFound):
        register(edition, code="speaker", story_id=silent.id)


def test_units_are_found_by_name_or_group_and_never_listed() -> None:
    edition = an_edition_with_roles()
    for number in range(25):
        a_result(edition, f"铁砧{number:02}QC小组", unit=f"鹿蜀{number:02}公司")
    a_result(edition, "百分之%小组", unit="另一家公司")
    names = {
        typed: [unit.name for unit in role_subjects.units_offering(edition, RoleNeed.RESULT, typed)]
        for typed in ("铁砧 ０７", "鹿", "之%", "%%")
    }
    assert names == {"铁砧 ０７": ["鹿蜀07公司"], "鹿": [], "之%": ["另一家公司"], "%%": []}
    assert len(role_subjects.units_offering(edition, RoleNeed.RESULT, "鹿蜀")) == 20


def test_the_search_costs_one_statement_however_many_are_found(statements: Statements) -> None:
    edition = an_edition_with_roles()
    costs = []
    for number in range(3):
        a_result(edition, f"铁砧{number}QC小组", unit=f"单位{number}")
        db.session.expunge_all()
        statements.clear()
        assert len(role_subjects.units_offering(edition, RoleNeed.RESULT, "铁砧")) == number + 1
        costs.append(len(statements))
    assert costs == [1, 1, 1]


def test_the_same_person_is_not_doubled_and_the_second_role_joins_the_first() -> None:
    edition = an_edition_with_roles()
    key = register(edition, a_person("谭 志序", email="t@example.com"))
    stranger = a_person("谭志序", unit_name="写错的单位", email="stranger@example.com")
    new = NewAttendee(stranger, (RoleChoice("front_line"),))
    done = registration.register(edition, new, links=LINKS, actor=SELF, now=NOW)
    attendee = attendee_lists.get_registration(edition, key)
    assert (done.is_new, done.attendee_id) == (False, attendee.id)
    assert [held.role.code for held in attendee.roles] == ["observer", "front_line"]
    assert (attendee.unit_name, len(attendee.tickets)) == ("毛民帝江模具有限责任公司", 1)
    mails = db.session.execute(select(Message.recipient, Message.body).order_by(Message.id)).all()
    assert [(mail.recipient, key in mail.body) for mail in mails] == [("t@example.com", True)] * 2
    assert actions() == ["attendee.register", "attendee.add_role"]


def test_a_repeated_form_sends_the_link_once_an_hour_and_adds_nothing() -> None:
    edition = an_edition_with_roles()
    for _ in range(5):
        register(edition, a_person(email="t@example.com"))
    assert (count(Attendee), count(AttendeeRole), count(Ticket), count(Message)) == (1, 1, 1, 2)
    assert actions() == ["attendee.register"]


def test_a_role_by_approval_that_is_added_waits_alone_and_the_person_stays_confirmed() -> None:
    edition = an_edition_with_roles()
    register(edition)
    register(edition, code="judge")
    attendee = the_attendee()
    assert (attendee.state, [held.state.value for held in attendee.roles]) == (
        AttendeeState.CONFIRMED, ["confirmed", "pending"]
    )  # fmt: skip
    assert actions() == ["attendee.register", "attendee.add_role"]


def test_fifty_simultaneous_posts_of_one_person_make_one_attendee(app: Flask) -> None:
    edition = an_edition_with_roles()
    db.session.remove()

    def post(number: int) -> bool:
        with app.app_context():
            new = NewAttendee(a_person(email="t@example.com"), (RoleChoice("observer"),))
            return registration.register(edition, new, links=LINKS, actor=SELF, now=NOW).is_new

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(post, range(50)))
    assert outcomes.count(True) == 1
    assert (count(Attendee), count(Ticket), count(AttendeeRole), count(Organization)) == (1, 1, 1, 1)
    assert verify_chains()[1] == []


def test_one_story_has_one_speaker_of_twenty_who_race_for_it(app: Flask) -> None:
    edition = an_edition_with_roles()
    story_id = a_story(edition).id
    db.session.remove()

    def post(number: int) -> str:
        with app.app_context():
            try:
                register(
                    edition, a_person(f"演讲人{number}", unit_name=f"新单位{number % 3}"), "speaker", story_id=story_id
                )
            except Refusal as refusal:
                return refusal.message
            return "taken"

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(post, range(20)))
    assert outcomes.count("taken") == 1
    assert set(outcomes) == {"taken", "这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。"}
    assert (count(Attendee), count(AttendeeRole), count(Ticket)) == (1, 1, 1)


def test_editing_keeps_the_ticket_and_notes_only_what_changed() -> None:
    edition = an_edition_with_roles()
    key = register(edition)
    serial = attendee_lists.get_registration(edition, key).tickets[0].serial
    changed = a_person(unit_name="新单位", email="n@example.com")
    registration.edit_registration(edition, key, NewAttendee(changed, ()), links=LINKS, actor=SELF, now=NOW)
    attendee = attendee_lists.get_registration(edition, key)
    assert (attendee.unit_name, attendee.organization.name, attendee.tickets[0].serial) == ("新单位", "新单位", serial)
    assert list(db.session.scalars(select(Message.recipient))) == ["n@example.com"]
    entry = attendee_details.list_history(edition, attendee.id)[0]
    assert entry.detail == {
        "before": {"unit_name": "毛民帝江模具有限责任公司", "email": ""},
        "after": {"unit_name": "新单位", "email": "n@example.com"},
    }


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    edition = an_edition_with_roles()
    key = register(edition)
    registration.edit_registration(edition, key, NewAttendee(a_person(), ()), links=LINKS, actor=SELF, now=NOW)
    assert actions() == ["attendee.register"]


def test_nobody_becomes_another_registered_person_by_editing() -> None:
    edition = an_edition_with_roles()
    register(edition)
    key = register(edition, a_person("另一人"))
    with pytest.raises(Refusal) as refused:
        registration.edit_registration(edition, key, NewAttendee(a_person(), ()), links=LINKS, actor=SELF, now=NOW)
    assert refused.value.message == "不能改成这个姓名和手机号，请检查，或联系会务组。"
    assert [one.name for one in all_attendees()] == ["谭志序", "另一人"]


def test_cancelling_revokes_the_ticket_frees_the_story_and_the_place() -> None:
    edition = an_edition_with_roles()
    story = a_story(edition)
    key = register(edition, code="speaker", story_id=story.id)
    registration.cancel_registration(edition, key, links=LINKS, actor=SELF, now=NOW)
    cancelled = attendee_lists.get_registration(edition, key)
    assert (cancelled.state, cancelled.tickets[0].revoked_at) == (AttendeeState.CANCELLED, NOW)
    with pytest.raises(Refusal):
        registration.cancel_registration(edition, key, links=LINKS, actor=SELF, now=NOW)
    register(edition, code="speaker", story_id=story.id)
    assert [one.state for one in all_attendees()] == [AttendeeState.CANCELLED, AttendeeState.CONFIRMED]


def test_a_link_of_another_edition_opens_nothing() -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    key = register(edition)
    for use in (
        lambda: attendee_lists.get_registration(other, key),
        lambda: registration.edit_registration(
            other, key, NewAttendee(a_person(), ()), links=LINKS, actor=SELF, now=NOW
        ),
        lambda: registration.cancel_registration(other, key, links=LINKS, actor=SELF, now=NOW),
    ):
        with pytest.raises(NotFound):
            use()
    assert (the_attendee().state, the_attendee().name) == (AttendeeState.CONFIRMED, "谭志序")
