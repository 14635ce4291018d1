"""Places in roles of limited capacity: numbered, held under a lock, guaranteed by the index `uq_attendee_role_place`."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models.attendee import AttendeeRole, Role
from eventapp.services.transactions import lost_race

lost_race(
    ("uq_attendee_role_place", "attendee_role.role_id, attendee_role.place"),
    "名额刚刚被别人占用，没有保存成功，请再提交一次。",
)


@dataclass
class Places:
    """The free places of some roles, taken one after another. Whoever holds this holds the rows of the roles."""

    free: dict[int, int] = field(default_factory=dict)  # of roles with a capacity only
    numbers: dict[int, Iterator[int]] = field(default_factory=dict)
    returned: dict[int, list[int]] = field(default_factory=dict)

    def has_room(self, role: Role) -> bool:
        """Whether one more fits in."""
        return self.free.get(role.id, 1) > 0

    def take(self, role: Role) -> int | None:
        """The number of the place for one more, None where nobody counts; ask `has_room` before."""
        if role.id not in self.free:
            return None
        self.free[role.id] -= 1
        back = self.returned.get(role.id)
        return back.pop() if back else next(self.numbers[role.id])

    def give_back(self, role: Role, place: int | None) -> None:
        """Undo `take`, for an entry that came to nothing."""
        if place is not None:
            self.free[role.id] += 1
            self.returned.setdefault(role.id, []).append(place)


def free_places(roles: Collection[Role]) -> Places:
    """The free places of these roles, held until the transaction ends: two statements, none without a capacity.

    Counting reads the index of places alone. Who was let in while the capacity was larger counts. The caller has read
    the roles by `roles.keep_still`; this stronger lock, for one at a time, may follow it without a deadlock.
    """
    limited = sorted({role.id for role in roles if role.capacity is not None})
    if not limited:
        return Places()
    locked = (
        select(Role.id, Role.capacity).where(Role.id.in_(limited)).order_by(Role.id).with_for_update(key_share=True)
    )
    capacities = {number: capacity for number, capacity in db.session.execute(locked)}
    taken = select(AttendeeRole.role_id, func.count(), func.max(AttendeeRole.place)).group_by(AttendeeRole.role_id)
    taken = taken.where(AttendeeRole.role_id.in_(limited), AttendeeRole.place.is_not(None))
    counts = {number: (count, highest or 0) for number, count, highest in db.session.execute(taken)}
    places = Places()
    for number, capacity in capacities.items():
        if capacity is not None:  # it may have gone since the role was read
            count, highest = counts.get(number, (0, 0))
            places.free[number] = capacity - count
            places.numbers[number] = free_numbers(number, count, highest)
    return places


def free_numbers(role_id: int, count: int, highest: int) -> Iterator[int]:
    """Numbers that nobody holds, the gaps first; a statement only when there are gaps and a number is needed."""
    if count < highest:
        query = select(AttendeeRole.place).where(AttendeeRole.role_id == role_id, AttendeeRole.place.is_not(None))
        held = set(db.session.scalars(query))
        yield from (number for number in range(1, highest) if number not in held)
    yield from itertools.count(highest + 1)
