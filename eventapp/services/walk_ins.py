"""People who come to the desk: found again, or registered on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.checkin import CheckpointKind
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import NewAttendee, Person, RoleChoice, RoleFull, RoleNeed
from eventapp.domain.registration_states import Admission, AttendeeState, Origin
from eventapp.domain.text import plain_digits
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.checkin import Checkpoint
from eventapp.services.attendee_search import beginning, filters_of
from eventapp.services.attendee_words import bare_word, tail_word
from eventapp.services.enrollment import enroll
from eventapp.services.enrollment_cases import Entry
from eventapp.services.registration import new_nonce
from eventapp.services.registration_forms import current_form
from eventapp.services.roles import list_roles
from eventapp.services.transactions import transactional

SHORTEST_TEXT = 2  # characters; one would list half of the people
MOST_SHOWN = 8


class IfFull(StrEnum):
    """What the desk wants when all places of a role are taken."""

    ASK = ""
    WAIT = "wait"
    EXCEED = "exceed"  # organizers only


@dataclass(frozen=True)
class WalkIn:
    """What became of somebody at the desk: registered now, or known before; on the waiting list if need be."""

    attendee_id: int
    is_new: bool
    is_waiting: bool = False


def roles_at_desk(edition: Edition, actor: Actor) -> list[Role]:
    """All roles for organizers; for others those that nobody must approve, and no code of the recommender proves."""
    roles = list_roles(edition)
    if actor.is_staff:
        return roles
    needs_code = edition.registration.needs_entry_code
    roles = [one for one in roles if one.is_offered and one.admission is Admission.OPEN]
    return [one for one in roles if one.need is RoleNeed.NOTHING or not needs_code]


@transactional
def register_walk_in(
    edition: Edition, person: Person, choice: RoleChoice, *, if_full: IfFull = IfFull.ASK, links: PersonalLinks,
    actor: Actor, now: datetime,
) -> WalkIn:  # fmt: skip
    """Register somebody who stands at the desk and has consented there, confirmed at once; the known are not doubled.

    Raises `Refusal` for a role that the actor may not give, `RoleFull` when its places are taken and nobody said what
    to do then.
    """
    role = next((one for one in roles_at_desk(edition, actor) if one.code == choice.code), None)
    if role is None:
        raise Refusal("这种参会身份要由会务组登记，请选择其他身份。")
    if (known := find_same(edition, person)) is not None:
        return WalkIn(known, is_new=False)
    exceeds = if_full is IfFull.EXCEED and actor.is_staff
    entry = Entry(NewAttendee(person, (choice,)), new_nonce(), is_trusted=True, beyond_capacity=exceeds)
    [enrolled] = enroll(
        edition, [entry], origin=Origin.WALK_IN, links=links, form_id=current_form(edition).id, consented_at=now,
        actor=actor, now=now,
    )  # fmt: skip
    if enrolled.refusal is not None:
        raise enrolled.refusal
    is_waiting = enrolled.state is AttendeeState.WAITING
    if enrolled.attendee_id is None or (is_waiting and if_full is not IfFull.WAIT):
        raise RoleFull("“%(role)s”的名额已满，还没有登记。", role=role.name)
    return WalkIn(enrolled.attendee_id, enrolled.is_new, is_waiting)


def find_same(edition: Edition, person: Person) -> int | None:
    """The living registration of this name and mobile: only its holder and the organizers change its roles."""
    query = select(Attendee.id).where(
        Attendee.event_id == edition.id, Attendee.mobile == person.mobile,
        Attendee.name_key == name_key(person.name)[:80], Attendee.state != AttendeeState.CANCELLED,
    )  # fmt: skip
    return db.session.scalar(query)


def find_similar(edition: Edition, person: Person) -> list[Attendee]:
    """Living registrations that may be this person: the same mobile, or the same name from the same unit.

    Nobody when this very person is registered: there is nothing to ask then.
    """
    if find_same(edition, person) is not None:
        return []
    key = name_key(person.name)[:80]
    same_unit = and_(Attendee.name_key == key, Attendee.organization.has(name_key=name_key(person.unit_name)))
    query = select(Attendee).where(
        Attendee.event_id == edition.id, Attendee.state != AttendeeState.CANCELLED,
        or_(Attendee.mobile == person.mobile, same_unit),
    )  # fmt: skip
    return people(query.order_by(Attendee.id).limit(MOST_SHOWN))


def find_people(edition: Edition, text: str) -> list[Attendee]:
    """The few people whom a name, its initials or the end of a mobile mean; nobody for less than two characters."""
    if len(bare_word(text)) < SHORTEST_TEXT:
        return []
    [by_either] = filters_of(edition, Wanted(text=text))
    return listed(edition, by_name(edition, text)) or listed(edition, by_either.people)


def by_name(edition: Edition, text: str) -> Select[Any]:
    """By name, pinyin, initials or mobile tail; who is named goes before everybody of a unit that is named alike."""
    digits = plain_digits(text)
    return beginning(edition, tail_word(digits) if digits.isdecimal() else bare_word(text)).people


def listed(edition: Edition, numbers: Select[Any]) -> list[Attendee]:
    is_over = case((Attendee.state == AttendeeState.CANCELLED, 1), else_=0)
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.id.in_(numbers))
    return people(query.order_by(is_over, Attendee.pinyin, Attendee.id).limit(MOST_SHOWN))


def people(query: Select[Attendee]) -> list[Attendee]:
    roles = selectinload(Attendee.roles).joinedload(AttendeeRole.role)
    return list(db.session.scalars(query.options(roles)))


def list_arrivals(edition: Edition) -> Sequence[Checkpoint]:
    """The checkpoints where people arrive, in their order."""
    query = select(Checkpoint).where(Checkpoint.event_id == edition.id, Checkpoint.kind == CheckpointKind.ARRIVAL)
    return list(db.session.scalars(query.order_by(Checkpoint.sort, Checkpoint.id)))
