"""How many come, sleep, eat and visit: counted in a few statements, however many they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from eventapp.domain.events import Edition
from eventapp.domain.registration_states import LIVING_ROLES, AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.services.attendee_rooms import STAYS_AWAY
from eventapp.services.attendee_travel import Way, count_days


@dataclass(frozen=True)
class Figures:
    """People by where they stand, and of those who come by what they want; an empty code has not answered."""

    states: Counter[AttendeeState]
    roles: Counter[tuple[int, RoleState]]
    lodging: Counter[tuple[str, str]]  # by lodging and sex
    meal: Counter[str]
    visit: Counter[str]
    arrivals: Counter[date]
    departures: Counter[date]

    @property
    def coming(self) -> int:
        """Everybody who is reckoned with."""
        return sum(number for state, number in self.states.items() if state not in STAYS_AWAY)


def count_attendees(edition: Edition) -> Figures:
    """All figures of registration; four statements."""
    columns = (Attendee.state, Attendee.lodging, Attendee.gender, Attendee.meal, Attendee.visit)
    query = select(*columns, func.count()).where(Attendee.event_id == edition.id).group_by(*columns)
    states: Counter[AttendeeState] = Counter()
    lodging: Counter[tuple[str, str]] = Counter()
    meal: Counter[str] = Counter()
    visit: Counter[str] = Counter()
    for state, bed, gender, food, tour, number in db.session.execute(query):
        states[state] += number
        if state not in STAYS_AWAY:
            lodging[bed, gender] += number
            meal[food] += number
            visit[tour] += number
    return Figures(
        states, count_roles(edition), lodging, meal, visit, count_days(edition, Way.ARRIVAL),
        count_days(edition, Way.DEPARTURE),
    )  # fmt: skip


def count_roles(edition: Edition) -> Counter[tuple[int, RoleState]]:
    """How many hold, await or wait for each role, by the role's number and state."""
    query = select(AttendeeRole.role_id, AttendeeRole.state, func.count()).where(
        AttendeeRole.event_id == edition.id, AttendeeRole.state.in_(LIVING_ROLES)
    )
    grouped = query.group_by(AttendeeRole.role_id, AttendeeRole.state)
    return Counter({(role, state): number for role, state, number in db.session.execute(grouped)})
