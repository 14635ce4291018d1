"""Who waits for a decision, the oldest first, and who waits for a place, in their order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain.events import Edition
from eventapp.domain.registration_states import RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.attendee_keyset import MOST_COUNTED

QUEUE_SIZE = 20
WAITING_SIZE = 50
MOST_OFFERED = 200


@dataclass(frozen=True)
class Queue:
    """Roles of people in their order; `after` is the row to go on from. `total` counts to a limit."""

    rows: list[AttendeeRole]
    total: int
    after: int | None


def list_pending(edition: Edition, role_id: int | None = None, *, after: int | None = None) -> Queue:
    """Roles that wait for an organizer, the oldest first. Two statements."""
    waits = pending(edition, role_id)
    query = with_people(waits if after is None else waits.where(AttendeeRole.id > after))
    rows = list(db.session.scalars(query.order_by(AttendeeRole.id).limit(QUEUE_SIZE + 1)))
    return Queue(rows[:QUEUE_SIZE], count(waits), rows[QUEUE_SIZE - 1].id if len(rows) > QUEUE_SIZE else None)


def pending(edition: Edition, role_id: int | None) -> Select[AttendeeRole]:
    """Nobody who waits for an organizer waits in a line: `waiting_since` is empty, which the index knows."""
    query = select(AttendeeRole).where(
        AttendeeRole.event_id == edition.id,
        AttendeeRole.state == RoleState.PENDING,
        AttendeeRole.waiting_since.is_(None),
    )
    return query if role_id is None else query.where(of_role(role_id))


def of_role(role_id: int) -> ColumnElement[bool]:
    """A test, never a way to the rows: the index of the role alone leads to everybody who has it."""
    return AttendeeRole.role_id + 0 == role_id


def list_waiting(edition: Edition, role_id: int, *, after: int | None = None) -> Queue:
    """Who waits for a place in one role, in the order in which places will be offered. Two statements."""
    waits = select(AttendeeRole).where(
        AttendeeRole.event_id == edition.id,
        AttendeeRole.state == RoleState.WAITING,
        of_role(role_id),
    )
    query = waits
    if after is not None:
        since = select(AttendeeRole.waiting_since).where(AttendeeRole.id == after).scalar_subquery()
        query = query.where(tuple_(AttendeeRole.waiting_since, AttendeeRole.id) > tuple_(since, after))
    ordered = with_people(query).order_by(AttendeeRole.waiting_since, AttendeeRole.id)
    rows = list(db.session.scalars(ordered.limit(WAITING_SIZE + 1)))
    return Queue(rows[:WAITING_SIZE], count(waits), rows[WAITING_SIZE - 1].id if len(rows) > WAITING_SIZE else None)


def list_offered(edition: Edition, role_id: int) -> list[AttendeeRole]:
    """Who has been offered a place and has not answered, by the end of their time."""
    query = select(AttendeeRole).where(
        AttendeeRole.event_id == edition.id,
        AttendeeRole.state == RoleState.OFFERED,
        of_role(role_id),
    )
    ordered = with_people(query).order_by(AttendeeRole.offer_expires_at, AttendeeRole.id)
    return list(db.session.scalars(ordered.limit(MOST_OFFERED)))


def with_people(query: Select[AttendeeRole]) -> Select[AttendeeRole]:
    """The person, the role and what it is about, in the same statement."""
    result = joinedload(AttendeeRole.result).joinedload(Result.group).joinedload(Group.organization)
    story = joinedload(AttendeeRole.story).joinedload(Story.organization)
    joined = query.join(Attendee, Attendee.id == AttendeeRole.attendee_id).join(Role, Role.id == AttendeeRole.role_id)
    person = contains_eager(AttendeeRole.attendee).defer(Attendee.answers)
    return joined.options(person, contains_eager(AttendeeRole.role), result, story)


def count(query: Select[Any]) -> int:
    """Counted to one more than the limit."""
    few = query.with_only_columns(AttendeeRole.id).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def count_by_role(edition: Edition, *states: RoleState) -> dict[int, int]:
    """How many wait for each role, by its number."""
    query = select(AttendeeRole.role_id, func.count()).where(
        AttendeeRole.event_id == edition.id, AttendeeRole.state.in_(states)
    )
    found: dict[int, int] = defaultdict(int)
    for role_id, number in db.session.execute(query.group_by(AttendeeRole.role_id)):
        found[role_id] = number
    return found
