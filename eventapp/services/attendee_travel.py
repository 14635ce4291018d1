"""Who arrives and leaves when, by which train or flight: for those who fetch people and bring them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from eventapp.domain.events import Edition
from eventapp.domain.registration_questions import YES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.attendee_keyset import Place, Turned, counted, turned
from eventapp.services.attendee_rooms import COMES

PICK_UP = "pick_up"  # the code of the question whether somebody wants to be fetched


class Way(StrEnum):
    """Coming or going."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


COLUMNS: dict[Way, tuple[Any, Any, Any]] = {
    Way.ARRIVAL: (Attendee.arrives_on, Attendee.arrives_time, Attendee.arrives_by),
    Way.DEPARTURE: (Attendee.departs_on, Attendee.departs_time, Attendee.departs_by),
}


@dataclass(frozen=True)
class TravelPage:
    """One page of travelers by time and train; `total` counts to a limit."""

    page: Turned
    total: int


def list_travelers(edition: Edition, way: Way, day: date, place: Place, *, only_wishes: bool) -> TravelPage:
    """Who travels on this day, by time and train; `only_wishes` are those who asked to be fetched. Two statements."""
    query = travelers(edition, way, only_wishes=only_wishes).where(COLUMNS[way][0] == day)
    return TravelPage(turned(query, COLUMNS[way][1:], place), counted(query))


def list_all_travelers(edition: Edition, way: Way, day: date | None, *, only_wishes: bool) -> Iterator[Any]:
    """All of one day, or of all days, for paper and files."""
    on = COLUMNS[way][0]
    query = travelers(edition, way, only_wishes=only_wishes).where(on == day if day else on.is_not(None))
    return iter(db.session.execute(query.order_by(*COLUMNS[way], Attendee.id)))


def travelers(edition: Edition, way: Way, *, only_wishes: bool) -> Select[Any]:
    on, time, by = COLUMNS[way]
    query = select(
        Attendee.id, Attendee.name, Attendee.unit_name, Attendee.mobile, Attendee.hotel_room, on.label("day"),
        time.label("time"), by.label("by"), Attendee.answers[PICK_UP].as_string().label("pick_up"),
    ).where(Attendee.event_id == edition.id, COMES)  # fmt: skip
    # `yes` is the greater one of two answers; asked for equality PostgreSQL expects hardly anybody, and sorts them all
    return query.where(Attendee.answers[PICK_UP].as_string() >= YES) if only_wishes else query


def count_days(edition: Edition, way: Way) -> Counter[date]:
    """How many travel on each day."""
    on = COLUMNS[way][0]
    query = select(on, func.count()).where(Attendee.event_id == edition.id, COMES, on.is_not(None))
    return Counter({day: number for day, number in db.session.execute(query.group_by(on).order_by(on))})
