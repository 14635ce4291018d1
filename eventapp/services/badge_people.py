"""Who gets a badge, and what stands on it. Only people whose registration is confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.badge_fields import joined_post, number_text
from eventapp.domain.badge_runs import Order
from eventapp.domain.events import Edition
from eventapp.domain.registration_fields import said_value
from eventapp.domain.registration_states import AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket
from eventapp.models.badge import BadgeClass, BadgePrint
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Result, Story
from eventapp.services.attendee_lists import narrowed
from eventapp.services.badge_wardrobe import list_own_fields


@dataclass(frozen=True)
class PrintedTicket:
    """What the code on a badge is made from."""

    id: int
    key_id: int
    serial: str


@dataclass(frozen=True)
class Bearer:
    """One person as badges know them; `prints` is how often a badge of theirs was printed before."""

    attendee_id: int
    name: str
    unit_name: str
    values: Mapping[str, str]
    own: Mapping[str, str]
    class_code: str
    ticket: PrintedTicket | None
    prints: int


@dataclass(frozen=True)
class Scope:
    """Whose badges: the list's filters, and a badge class."""

    wanted: Wanted = field(default_factory=Wanted)
    class_code: str = ""


def confirmed_in(edition: Edition, scope: Scope) -> Select[Any]:
    """Everybody in the scope who may have a badge."""
    query = narrowed(edition, scope.wanted).where(Attendee.state == AttendeeState.CONFIRMED)
    if not scope.class_code:
        return query
    held = AttendeeRole.role.has(Role.badge_class == scope.class_code)
    return query.where(Attendee.roles.any(held & (AttendeeRole.state == RoleState.CONFIRMED)))


def list_ids(edition: Edition, scope: Scope, order: Order) -> list[int]:
    """The numbers of those people in the order of the pile, in one statement."""
    query = confirmed_in(edition, scope).with_only_columns(Attendee.id)
    if order is Order.UNIT:
        query = query.outerjoin(Organization, Organization.id == Attendee.organization_id)
        query = query.order_by(func.coalesce(Organization.pinyin, ""), Attendee.unit_name)
    if order is not Order.NUMBER:
        query = query.order_by(Attendee.pinyin)
    return list(db.session.scalars(query.order_by(Attendee.id)))


def count_people(edition: Edition, scope: Scope) -> int:
    """How many badges that would be."""
    return db.session.scalar(confirmed_in(edition, scope).with_only_columns(func.count(Attendee.id))) or 0


def list_bearers(edition: Edition, ids: Sequence[int]) -> list[Bearer]:
    """These people in this order, without those who are not confirmed (any more). Six statements for any number."""
    mine = Attendee.event_id == edition.id, Attendee.id.in_(ids), Attendee.state == AttendeeState.CONFIRMED
    people = {person.id: person for person in db.session.scalars(select(Attendee).where(*mine))}
    held, tickets, prints = held_roles(ids), valid_tickets(ids), counted_prints(ids)
    order = list(db.session.scalars(
        select(BadgeClass.code).where(BadgeClass.event_id == edition.id).order_by(BadgeClass.sort, BadgeClass.id)
    ))  # fmt: skip
    specs = list_own_fields(edition)
    return [
        Bearer(
            person.id, person.name, person.unit_name, values_of(person, held[person.id]),
            {spec.code: said_value(spec, str(person.answers.get(spec.code, ""))) for spec in specs},
            first_class(held[person.id], order), tickets.get(person.id), prints.get(person.id, 0),
        )
        for number in ids if (person := people.get(number)) is not None
    ]  # fmt: skip


def held_roles(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The confirmed roles of people with what they are about, in one statement."""
    query = (
        select(AttendeeRole.attendee_id, Role.name, Role.badge_class, Result.topic_name, Story.name.label("story_name"))
        .join(Role, Role.id == AttendeeRole.role_id)
        .outerjoin(Result, Result.id == AttendeeRole.result_id)
        .outerjoin(Story, Story.id == AttendeeRole.story_id)
        .where(AttendeeRole.attendee_id.in_(ids), AttendeeRole.state == RoleState.CONFIRMED)
        .order_by(Role.sort, AttendeeRole.id)
    )
    found = defaultdict(list)
    for row in db.session.execute(query):
        found[row.attendee_id].append(row)
    return found


def values_of(person: Attendee, held: Sequence[Any]) -> dict[str, str]:
    """All that badges can say of a person, by field."""
    return {
        "name": person.name,
        "unit_name": person.unit_name,
        "department": person.department,
        "job_title": person.job_title,
        "post": joined_post(person.department, person.job_title),
        "role_names": "、".join(dict.fromkeys(row.name for row in held)),
        "subject": "、".join(filter(None, dict.fromkeys(row.topic_name or row.story_name for row in held))),
        "number": number_text(person.id),
        "seat": person.seat,
        "hotel_room": person.hotel_room,
    }


def first_class(held: Sequence[Any], order: Sequence[str]) -> str:
    """Of several roles the class that comes first; one that is no class of the edition comes last."""
    places = {code: place for place, code in enumerate(order)}
    return min((row.badge_class for row in held), key=lambda code: places.get(code, len(places)), default="")


def valid_tickets(ids: Sequence[int]) -> dict[int, PrintedTicket]:
    """The newest ticket of each person that is not revoked, in one statement."""
    query = select(Ticket).where(Ticket.attendee_id.in_(ids), Ticket.revoked_at.is_(None)).order_by(Ticket.id)
    return {row.attendee_id: PrintedTicket(row.id, row.key_id, row.serial) for row in db.session.scalars(query)}


def counted_prints(ids: Sequence[int]) -> dict[int, int]:
    """The highest print number of each person, in one statement."""
    query = select(BadgePrint.attendee_id, func.max(BadgePrint.number)).where(BadgePrint.attendee_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(BadgePrint.attendee_id))}


def list_extremes(edition: Edition) -> list[int]:
    """Confirmed people with the longest and the shortest name, the longest unit, the longest post: whom designs must fit."""
    lengths = (
        func.length(Attendee.name).desc(),
        func.length(Attendee.name),
        func.length(Attendee.unit_name).desc(),
        (func.length(Attendee.department) + func.length(Attendee.job_title)).desc(),
    )
    confirmed = Attendee.event_id == edition.id, Attendee.state == AttendeeState.CONFIRMED
    firsts = [
        db.session.scalar(select(Attendee.id).where(*confirmed).order_by(way, Attendee.id).limit(1)) for way in lengths
    ]
    return list(dict.fromkeys(number for number in firsts if number is not None))
