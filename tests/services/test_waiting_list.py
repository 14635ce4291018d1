"""Places, waiting lists and decisions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, RegistrationNotOpen, RoleChoice
from eventapp.domain.registration_states import AttendeeState, Decision, RoleState
from eventapp.extensions import db
from eventapp.models import AttendeeRole, Message, Ticket
from eventapp.models.attendee import Attendee, Role
from eventapp.models.checkin import Scan
from eventapp.services import registration, role_decisions, role_settings, roles, waiting_offers
from eventapp.services.audit import verify_chains
from eventapp.services.enrollment import change
from eventapp.services.role_settings import RoleSetting
from eventapp.services.transactions import transactional
from tests.factories import NOW, SECRETARY, saved
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import LINKS, SELF, a_person, an_edition_with_roles, register, the_attendee

pytestmark = pytest.mark.usefixtures("app")
BY_OFFICE: dict[str, Any] = {"links": LINKS, "actor": SECRETARY, "now": NOW}
BY_SELF: dict[str, Any] = {"links": LINKS, "actor": SELF, "now": NOW}


def set_role(edition: Edition, code: str = "observer", **changes: Any) -> int:
    """Change settings of a role; returns how many were offered a place by it."""
    role = roles.get_role(edition, code)
    setting = RoleSetting(**{name: getattr(role, name) for name in RoleSetting.__dataclass_fields__})
    return role_settings.save_role(edition, role.id, replace(setting, **changes), **BY_OFFICE)


def come(edition: Edition, *names: str, code: str = "observer") -> list[str]:
    """Register people one after another; each has an address, so that letters can be read."""
    return [
        register(edition, a_person(name, mobile=f"1380000{1000 + at}", email=f"p{at}@example.com"), code)
        for at, name in enumerate(names)
    ]


def standing(edition: Edition) -> dict[str, tuple[str, str, int | None]]:
    """State of the person, of the role, and the place, by name; people with one role."""
    db.session.rollback()
    query = select(Attendee.name, Attendee.state, AttendeeRole.state, AttendeeRole.place).join(AttendeeRole.attendee)
    rows = db.session.execute(query.where(Attendee.event_id == edition.id).order_by(AttendeeRole.id))
    return {name: (state.value, role_state.value, place) for name, state, role_state, place in rows}


def row_of(name: str) -> int:
    return the_attendee(name).roles[0].id


def letters() -> list[tuple[str, str]]:
    """Recipient and kind of every letter, in the order of writing."""
    db.session.rollback()
    query = select(Message.recipient, Message.template).order_by(Message.id)
    return [(recipient.split("@")[0], kind) for recipient, kind in db.session.execute(query)]


def test_a_full_role_lets_people_wait_and_offers_a_freed_place_to_the_longest_waiting() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    keys = come(edition, "甲", "乙", "丙")
    assert standing(edition) == {
        "甲": ("confirmed", "confirmed", 1), "乙": ("waiting", "waiting", None), "丙": ("waiting", "waiting", None)
    }  # fmt: skip
    registration.cancel_registration(edition, keys[0], **BY_SELF)
    assert standing(edition)["乙"] == ("offered", "offered", 1)
    assert the_attendee("乙").roles[0].offer_expires_at == NOW + timedelta(hours=24)
    waiting_offers.confirm_offer(edition, keys[1], row_of("乙"), **BY_SELF)
    assert standing(edition) == {
        "甲": ("cancelled", "cancelled", None), "乙": ("confirmed", "confirmed", 1), "丙": ("waiting", "waiting", None)
    }  # fmt: skip
    assert letters() == [
        ("p0", "registration"), ("p1", "waiting"), ("p2", "waiting"), ("p0", "cancelled"), ("p1", "offered"),
        ("p1", "registration"),
    ]  # fmt: skip
    assert verify_chains()[1] == []


def test_an_offer_that_is_declined_or_too_late_goes_to_the_next() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    keys = come(edition, "甲", "乙", "丙", "丁")
    registration.cancel_registration(edition, keys[0], **BY_SELF)
    waiting_offers.decline_offer(edition, keys[1], row_of("乙"), **BY_SELF)
    assert (standing(edition)["乙"][1], standing(edition)["丙"][1:]) == ("cancelled", ("offered", 1))
    late = NOW + timedelta(hours=24)
    with pytest.raises(Refusal):
        waiting_offers.confirm_offer(edition, keys[2], row_of("丙"), links=LINKS, actor=SELF, now=late)
    assert waiting_offers.list_due(now=late) == [edition.id]
    assert waiting_offers.expire_offers(edition, links=LINKS, actor=SECRETARY, now=late) == 1
    assert (standing(edition)["丙"][1], standing(edition)["丁"][1:]) == ("cancelled", ("offered", 1))
    assert waiting_offers.expire_offers(edition, links=LINKS, actor=SECRETARY, now=late) == 0
    assert letters()[-2:] == [("p2", "offer_expired"), ("p3", "offered")]
    assert [row.revoked_at is None for row in db.session.scalars(select(Ticket).order_by(Ticket.id))] == [
        False, False, False, True
    ]  # fmt: skip
    (after_it,) = [NOW + timedelta(days=400)]
    assert waiting_offers.list_due(now=after_it) == []


def test_more_places_are_offered_in_order_and_fewer_throw_nobody_out() -> None:
    edition = an_edition_with_roles()
    come(edition, "甲", "乙")
    assert set_role(edition, capacity=1) == 0
    come(edition, *"丙丁戊")
    assert [one[1:] for one in standing(edition).values()] == [
        ("confirmed", 1), ("confirmed", 2), ("waiting", None), ("waiting", None), ("waiting", None)
    ]  # fmt: skip
    assert set_role(edition, capacity=3) == 1
    assert set_role(edition, capacity=2) == 0
    assert [one[1:] for one in standing(edition).values()][2:] == [("offered", 3), ("waiting", None), ("waiting", None)]
    assert set_role(edition, capacity=None) == 2
    assert [one[1:] for one in standing(edition).values()] == [("confirmed", None)] * 2 + [("offered", None)] * 3


def test_without_a_waiting_list_a_full_role_refuses_and_says_so() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1, has_waiting_list=False)
    come(edition, "甲")
    with pytest.raises(Refusal) as refused:
        come(edition, "乙")
    assert str(refused.value) == "“观摩人员”的名额已满，请选择其他身份，或联系会务组。"
    assert list(standing(edition)) == ["甲"]


def test_organizers_offer_confirm_and_put_first_but_never_beyond_the_capacity() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    come(edition, *"甲乙丙丁")
    [full] = role_decisions.decide_roles(edition, [row_of("丁")], Decision.CONFIRM, **BY_OFFICE)
    assert str(full.refusal) == "“观摩人员”的名额已满；请先增加名额，或等有人取消。"
    role_decisions.move_to_front(edition, row_of("丁"), actor=SECRETARY, now=NOW)
    role_decisions.decide_roles(edition, [row_of("甲")], Decision.CANCEL, **BY_OFFICE)
    assert [one[1] for one in standing(edition).values()] == ["cancelled", "waiting", "waiting", "offered"]
    [done] = role_decisions.decide_roles(edition, [row_of("丁")], Decision.CONFIRM, **BY_OFFICE)
    assert (done.before, done.after) == (RoleState.OFFERED, RoleState.CONFIRMED)
    [again] = role_decisions.decide_roles(edition, [row_of("丁")], Decision.CONFIRM, **BY_OFFICE)
    assert again.refusal is not None
    with pytest.raises(Refusal):
        role_decisions.move_to_front(edition, row_of("丁"), actor=SECRETARY, now=NOW)


def test_an_approved_person_waits_where_the_role_is_full_and_a_rejected_one_may_ask_again() -> None:
    edition = an_edition_with_roles()
    set_role(edition, "guest", capacity=1)
    come(edition, "甲", "乙", "丙", code="guest")
    rows = [row_of(name) for name in "甲乙丙"]
    done = role_decisions.decide_roles(edition, rows[:2], Decision.APPROVE, **BY_OFFICE)
    assert [one.after.value for one in done] == ["confirmed", "waiting"]
    role_decisions.decide_roles(edition, [rows[2]], Decision.REJECT, remark="名额有限", **BY_OFFICE)
    assert the_attendee("丙").state is AttendeeState.REJECTED
    assert letters()[3:] == [("p0", "approved"), ("p1", "waiting"), ("p2", "rejected")]
    again = NewAttendee(a_person("丙", mobile="13800001002"), (RoleChoice("guest"),))
    asked = registration.register(edition, again, **BY_SELF)
    assert (asked.is_new, asked.state, the_attendee("丙").roles[0].id) == (False, AttendeeState.PENDING, rows[2])


def test_roles_of_one_person_stand_each_for_itself_and_the_last_one_dropped_cancels() -> None:
    edition = an_edition_with_roles()
    new = NewAttendee(a_person(email="t@example.com"), (RoleChoice("observer"), RoleChoice("staff")))
    key = registration.register(edition, new, **BY_SELF).key
    observer, staff = (held.id for held in the_attendee().roles)
    waiting_offers.drop_role(edition, key, observer, **BY_SELF)
    assert the_attendee().state is AttendeeState.PENDING
    with pytest.raises(NotFound):
        waiting_offers.drop_role(edition, LINKS.key("another"), staff, **BY_SELF)
    waiting_offers.drop_role(edition, key, staff, **BY_SELF)
    assert (the_attendee().state, the_attendee().tickets[0].revoked_for) == (AttendeeState.CANCELLED, "cancelled")
    assert [kind for _to, kind in letters()] == ["registration", "registration_edited", "cancelled"]


def test_an_edit_gives_and_takes_roles_and_the_freed_place_moves_on() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    come(edition, "甲", "乙")
    number = the_attendee("甲").id
    new = NewAttendee(a_person("甲", mobile="13800001000"), (RoleChoice("front_line"),))

    @transactional
    def edit() -> frozenset[str]:
        [done] = change(edition, [(number, new)], form_id=None, **BY_OFFICE)
        return done.facts

    assert edit() == {"roles", "email"}
    assert [(held.role.code, held.state.value) for held in the_attendee("甲").roles] == [
        ("observer", "cancelled"), ("front_line", "confirmed")
    ]  # fmt: skip
    assert the_attendee("乙").state is AttendeeState.OFFERED


def test_who_has_checked_in_cannot_cancel_by_their_link_but_organizers_can() -> None:
    edition = an_edition_with_roles()
    [key] = come(edition, "甲")
    point = a_checkpoint(edition)
    attendee = the_attendee("甲")
    saved(
        Scan(
            event_id=edition.id, checkpoint_id=point, attendee_id=attendee.id, device="d", key="k", verdict="ok",
            scanned_at=NOW, received_at=NOW,
        )
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        registration.cancel_registration(edition, key, **BY_SELF)
    assert str(refused.value) == "您已经签到，不能再自行取消报名；如有需要请联系会务组。"
    registration.cancel_attendee(edition, attendee.id, **BY_OFFICE)
    assert the_attendee("甲").state is AttendeeState.CANCELLED


def test_a_role_is_open_in_its_own_time_within_that_of_the_edition() -> None:
    edition = an_edition_with_roles()
    set_role(edition, opens_at=NOW + timedelta(hours=1), closes_at=NOW + timedelta(hours=2))
    for now in (NOW, NOW + timedelta(hours=2)):
        with pytest.raises(RegistrationNotOpen):
            registration.register(
                edition, NewAttendee(a_person(), (RoleChoice("observer"),)), links=LINKS, actor=SELF, now=now
            )
    new = NewAttendee(a_person(), (RoleChoice("observer"),))
    assert registration.register(edition, new, links=LINKS, actor=SELF, now=NOW + timedelta(hours=1)).is_new
    with pytest.raises(Refusal):
        set_role(edition, opens_at=NOW, closes_at=NOW)


def test_a_role_that_is_switched_off_or_by_invitation_is_taken_by_nobody_alone() -> None:
    edition = an_edition_with_roles()
    set_role(edition, is_offered=False)
    set_role(edition, "guest", admission="invitation")
    for code in ("observer", "guest"):
        with pytest.raises(Refusal):
            register(edition, a_person(), code)


def test_roles_are_added_moved_and_counted() -> None:
    edition = an_edition_with_roles()
    number = role_settings.add_role(
        edition, RoleSetting("翻译", "Interpreter", "我为会议工作"), actor=SECRETARY, now=NOW
    )
    role_settings.move_role(edition, number, is_up=True, actor=SECRETARY, now=NOW)
    assert [role.name for role in roles.list_roles(edition)][-2:] == ["翻译", "会务工作人员"]
    come(edition, "甲", "乙", code=roles.list_roles(edition)[-2].code)
    assert role_settings.count_roles(edition)[number].taken == 2
    with pytest.raises(Refusal):
        set_role(edition, "role_20", need="result")
    other = an_edition_with_roles(slug="44", is_default=False)
    with pytest.raises(NotFound):
        role_settings.find_role(other, db.session.scalars(select(Role.id)).first() or 0)
