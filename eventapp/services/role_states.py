"""The only writer of where roles and registrations stand, and of what follows: places, tickets, judges, waiting list.

Locks are taken in one order everywhere: roles, then attendees, then the end of the audit chain.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from eventapp.domain.events import Edition
from eventapp.domain.registration_states import (
    HOLDS_A_PLACE,
    LIVING_ROLES,
    AttendeeState,
    RoleState,
    state_of_person,
)
from eventapp.domain.roles import JUDGE
from eventapp.domain.tickets import SERIAL_BYTES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket
from eventapp.models.event import EventKey
from eventapp.models.schedule import Judge
from eventapp.services.attendee_judges import tie_again, untie_judges
from eventapp.services.places import Places, free_places
from eventapp.services.roles import keep_still


@dataclass(frozen=True)
class HeldRole:
    """One role of one person as it stands, with its role's rules."""

    id: int
    attendee_id: int
    role: Role
    state: RoleState
    place: int | None
    result_id: int | None
    story_id: int | None
    waiting_since: datetime | None
    offer_expires_at: datetime | None


@dataclass(frozen=True)
class RoleChange:
    """One role of one person on its way to another state, with the place it gets or keeps."""

    held: HeldRole
    after: RoleState
    place: int | None = None
    waiting_since: datetime | None = None
    offer_expires_at: datetime | None = None

    @property
    def frees_a_place(self) -> bool:
        return self.held.state in HOLDS_A_PLACE and self.after not in HOLDS_A_PLACE

    @property
    def is_back(self) -> bool:
        return self.held.state not in LIVING_ROLES and self.after in LIVING_ROLES


def hold_roles(
    edition: Edition, *, row_ids: Collection[int] = (), attendee_ids: Collection[int] = ()
) -> tuple[list[HeldRole], Places]:
    """These rows, or all rows of these people, held with their people and the places of their roles: four statements.

    What belongs to another edition is left out, and whoever has been erased.
    """
    chosen = AttendeeRole.id.in_(row_ids) if row_ids else AttendeeRole.attendee_id.in_(attendee_ids)
    mine = (AttendeeRole.event_id == edition.id, chosen)
    wanted = select(Role).where(Role.id.in_(select(AttendeeRole.role_id).where(*mine))).order_by(Role.id)
    roles = db.session.scalars(keep_still(wanted)).all()
    places = free_places(roles)
    people = select(AttendeeRole.attendee_id).where(*mine)
    chosen_people = Attendee.id.in_(attendee_ids) if attendee_ids else Attendee.id.in_(people)
    lock = select(Attendee.id).where(Attendee.event_id == edition.id, chosen_people, Attendee.erased_at.is_(None))
    known = set(db.session.scalars(lock.order_by(Attendee.id).with_for_update()))
    return [one for one in read_roles(*mine) if one.attendee_id in known], places


def read_roles(*conditions: Any, limit: int | None = None) -> list[HeldRole]:
    """Role rows with their roles as they are now; one statement."""
    table = AttendeeRole
    query = (
        select(
            table.id, table.attendee_id, Role, table.state, table.place, table.result_id, table.story_id,
            table.waiting_since, table.offer_expires_at,
        )
        .join(Role, Role.id == table.role_id)
        .where(*conditions)
        .order_by(table.id)
        .limit(limit)
    )  # fmt: skip
    return [HeldRole(*row) for row in db.session.execute(query)]


def standing(edition: Edition, numbers: Collection[int]) -> dict[int, AttendeeState]:
    """Where these registrations stand."""
    query = select(Attendee.id, Attendee.state).where(Attendee.event_id == edition.id, Attendee.id.in_(numbers))
    return {number: state for number, state in db.session.execute(query.order_by(Attendee.id))}


def apply_changes(edition: Edition, changes: Sequence[RoleChange], *, reason: str = "cancelled", now: datetime) -> None:
    """Write states and what follows from them; `reason` is why tickets of people without any role are revoked.

    Who lets a role go lets the story go too, so that somebody else can tell it.
    """
    if not changes:
        return
    table = AttendeeRole.__table__
    named = ("state", "place", "story_id", "waiting_since", "offer_expires_at")
    rows = update(table).where(table.c.id == bindparam("row_id"))
    written = rows.values({name: bindparam(f"new_{name}") for name in named})
    db.session.execute(written, [row_of(change) for change in changes])
    judging = [change for change in changes if change.held.role.code == JUDGE]
    untie_judges({one.held.attendee_id for one in judging if one.after not in LIVING_ROLES})
    tie_again(edition, {one.held.attendee_id for one in judging if one.is_back})
    refresh_people(edition, {change.held.attendee_id for change in changes}, reason=reason, now=now)


def row_of(change: RoleChange) -> dict[str, Any]:
    return {
        "row_id": change.held.id,
        "new_state": change.after,
        "new_place": change.place,
        "new_story_id": change.held.story_id if change.after in LIVING_ROLES else None,
        "new_waiting_since": change.waiting_since,
        "new_offer_expires_at": change.offer_expires_at,
    }


def refresh_people(edition: Edition, numbers: Collection[int], *, reason: str = "cancelled", now: datetime) -> None:
    """Let the state of these people follow from their roles, and their tickets from their state.

    Who has cancelled holds no ticket; who is back gets a new one.
    """
    if not numbers:
        return
    query = select(Attendee.id, Attendee.state, AttendeeRole.state).outerjoin(Attendee.roles)
    before: dict[int, AttendeeState] = {}
    states: dict[int, list[RoleState]] = defaultdict(list)
    for number, state, role_state in db.session.execute(query.where(Attendee.id.in_(numbers))):
        before[number] = state
        states[number] += [role_state] if role_state else []
    after = {number: state_of_person(states[number]) for number in before}
    changed = [number for number in sorted(before) if after[number] is not before[number]]
    if not changed:
        return
    table = Attendee.__table__
    written = update(table).where(table.c.id == bindparam("row_id")).values(state=bindparam("new_state"))
    db.session.execute(written, [{"row_id": number, "new_state": after[number]} for number in changed])
    gone = [number for number in changed if after[number] is AttendeeState.CANCELLED]
    if gone:
        living = update(Ticket).where(Ticket.attendee_id.in_(gone), Ticket.revoked_at.is_(None))
        db.session.execute(living.values(revoked_at=now, revoked_for=reason))
    back = [number for number in changed if before[number] is AttendeeState.CANCELLED]
    if back:
        add_tickets(edition, back, now)
    forget_people()


def forget_people() -> None:
    """Rows were written beside the objects that stand for them: let those be read again when somebody looks."""
    for one in list(db.session.identity_map.values()):
        if isinstance(one, Attendee | AttendeeRole | Ticket | Judge):
            db.session.expire(one)


TODAYS_KEY = select(func.max(EventKey.id)).where(
    EventKey.event_id == bindparam("of_event"), EventKey.retired_at.is_(None)
)
ADD_TICKETS = insert(Ticket.__table__).values(
    key_id=TODAYS_KEY.scalar_subquery(),
    **{name: bindparam(name) for name in ("event_id", "attendee_id", "serial", "issued_at", "revoked_for")},
)  # built once: building a statement costs more than sending it


def add_tickets(edition: Edition, numbers: Iterable[int], now: datetime) -> None:
    """A ticket for each of these people, signed by today's key; one statement."""
    fixed = {"event_id": edition.id, "of_event": edition.id, "issued_at": now, "revoked_for": ""}
    rows = [{**fixed, "attendee_id": number, "serial": secrets.token_hex(SERIAL_BYTES)} for number in numbers]
    db.session.execute(ADD_TICKETS, rows)


def next_waiting(role_ids: Collection[int], most: int, now: datetime) -> list[HeldRole]:
    """Those who wait longest for each of these roles, at most so many of each; one statement."""
    rank = func.row_number().over(
        partition_by=AttendeeRole.role_id, order_by=(AttendeeRole.waiting_since, AttendeeRole.id)
    )
    waiting = (AttendeeRole.role_id.in_(role_ids), AttendeeRole.state == RoleState.WAITING)
    ranked = select(AttendeeRole.id, rank.label("rank")).where(*waiting).subquery()
    found = read_roles(AttendeeRole.id.in_(select(ranked.c.id).where(ranked.c.rank <= most)))
    return sorted(found, key=lambda held: (held.waiting_since or now, held.id))


def offer_places(edition: Edition, role_ids: Collection[int], *, now: datetime) -> list[RoleChange]:
    """Offer what is free in these roles to those who wait longest, and write it; the caller tells them.

    Without a capacity everybody who waits gets a place.
    """
    wanted = select(Role).where(Role.id.in_(role_ids)).order_by(Role.id)
    roles = db.session.scalars(keep_still(wanted)).all() if role_ids else []
    places = free_places(roles)
    open_roles = [role.id for role in roles if places.has_room(role)]
    if not open_roles:
        return []
    most = max(places.free.get(number, ALL) for number in open_roles)
    changes = []
    for held in next_waiting(open_roles, most, now):
        if places.has_room(held.role):
            changes.append(offer(edition, held, places.take(held.role), now))
    apply_changes(edition, changes, now=now)
    return changes


ALL = 1_000_000


def offer(edition: Edition, held: HeldRole, place: int | None, now: datetime) -> RoleChange:
    """A place kept for a person until they confirm or the edition's hours are over."""
    until = now + timedelta(hours=edition.registration.offer_hours)
    return RoleChange(held, RoleState.OFFERED, place, held.waiting_since, until)
