"""How full roles are, for pages that only show it: nothing is held."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models.attendee import AttendeeRole, Role


def full_roles(roles: Iterable[Role]) -> set[int]:
    """Numbers of the roles without a free place; one statement, none where nothing is counted."""
    capacities = {role.id: role.capacity for role in roles if role.capacity is not None}
    if not capacities:
        return set()
    taken = select(AttendeeRole.role_id, func.count()).group_by(AttendeeRole.role_id)
    taken = taken.where(AttendeeRole.role_id.in_(capacities), AttendeeRole.place.is_not(None))
    counts = {number: count for number, count in db.session.execute(taken)}
    return {number for number, capacity in capacities.items() if counts.get(number, 0) >= capacity}
