"""Turning pages of a long list by the place of a person in its order: no page costs more than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.extensions import db
from eventapp.models.attendee import Attendee

MOST_COUNTED = 1000  # people; beyond that nobody counts for the sake of one page
LAST = 0  # as `before`: the end of the list


@dataclass(frozen=True)
class Place:
    """Where to go on: behind the person `after`, or in front of the person `before`; the beginning without both."""

    after: int | None = None
    before: int | None = None
    size: int = 50

    @property
    def is_back(self) -> bool:
        return self.before is not None


BEGINNING = Place()


@dataclass(frozen=True)
class Turned:
    """The rows of one page, and the people to go on from in both directions, where there are more."""

    rows: list[Any]
    before: int | None
    after: int | None


def turned(query: Select[Any], order: Sequence[InstrumentedAttribute[Any]], place: Place) -> Turned:
    """One page of the query, which selects attendees (or columns with their `id`), in this order and then by `id`."""
    columns = (*order, Attendee.id)
    start = place.before if place.is_back else place.after
    if start:
        here = tuple_(*columns)
        there = [select(column).where(Attendee.id == start).scalar_subquery() for column in order]
        at = tuple_(*there, literal(start))
        query = query.where(here < at if place.is_back else here > at)
    query = query.order_by(*(column.desc() if place.is_back else column for column in columns))
    result = db.session.execute(query.limit(place.size + 1)).unique().all()
    found = [row[0] if len(row) == 1 else row for row in result]
    is_more, rows = len(found) > place.size, found[: place.size]
    if place.is_back:
        rows.reverse()
    has_before, has_after = (is_more, bool(start)) if place.is_back else (bool(start), is_more)
    return Turned(rows, rows[0].id if rows and has_before else None, rows[-1].id if rows and has_after else None)


def counted(query: Select[Any]) -> int:
    """How many rows there are, counted to one more than `MOST_COUNTED`."""
    few = query.with_only_columns(Attendee.id).order_by(None).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0
