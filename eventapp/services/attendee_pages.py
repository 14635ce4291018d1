"""One page of the list of attendees, as quick in an edition of 50,000 as in one of 500."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, tuple_
from sqlalchemy.orm import defer, joinedload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.services.attendee_keyset import BEGINNING, MOST_COUNTED, Place, counted, turned
from eventapp.services.attendee_search import Filter, filters_of, how_many

MOST_LOOKED_AT = 4000  # people of one filter who are held against the others
FIRST_LOOK = 400


@dataclass(frozen=True)
class People:
    """One page of a list in the order of pinyin; `before` and `after` are the people to go on from, if there are more.

    `total` is None where counting would cost more than the page; `is_capped` says that there are more than that.
    """

    rows: list[Attendee]
    total: int | None
    is_capped: bool = False
    before: int | None = None
    after: int | None = None


def list_attendees(edition: Edition, wanted: Wanted, place: Place = BEGINNING) -> People:
    """One page of those wanted.

    Where one filter leaves few, they are read and sorted; where all leave many, the list is walked in its order and
    is full after some steps. Both cost the same in an edition of 500 and in one of 50,000.
    """
    filters = list(filters_of(edition, wanted))
    most = MOST_COUNTED if len(filters) == 1 else MOST_LOOKED_AT
    measured = tuple(db.session.execute(how_many(filters, most + 1)).one()) if filters else ()
    spread = measured[len(filters) :]
    counts = [found + others for found, others in zip(measured, spread, strict=False)]
    if filters and min(counts) <= most:
        narrowest = counts.index(min(counts))
        fewest = filters[narrowest]
        tests = [one.where for one in filters if one is not fewest or not one.is_exact]
        return few(tests, fewest, place, is_spread=spread[narrowest] > 0)
    tests = [one.where for one in filters]
    for one, many in zip(filters, spread, strict=True):
        if many <= MOST_COUNTED and (ordered := one.sorted_people(is_spread=many > 0)) is not None:
            others = [test for test in tests if test is not one.where or not one.is_exact]
            return found_by_words(ordered, others, place)
    return walked(edition, tests, place)


def few(tests: Sequence[ColumnElement[bool]], fewest: Filter, place: Place, *, is_spread: bool) -> People:
    """A page of those whom the narrowest filter leaves: all of them are read, so that their number is known."""
    ordered: Any = None if tests else fewest.sorted_people(is_spread=is_spread)
    if ordered is None:
        ordered = select(Attendee.pinyin, Attendee.id).where(Attendee.id.in_(fewest.people), *tests)
    found = [number for _pinyin, number in sorted((key, number) for key, number in db.session.execute(ordered))]
    start, end = part_of(found, place)
    page = found[start:end]
    is_capped = len(found) > MOST_COUNTED
    return People(
        by_number(page), MOST_COUNTED if is_capped else len(found), is_capped,
        before=page[0] if page and start else None, after=page[-1] if page and end < len(found) else None,
    )  # fmt: skip


def by_number(numbers: Sequence[int]) -> list[Attendee]:
    """These people with their roles, in the given order."""
    chosen = with_roles(select(Attendee).where(Attendee.id.in_(numbers)))
    rows = {one.id: one for one in db.session.scalars(chosen).unique()}
    return [rows[number] for number in numbers if number in rows]


def found_by_words(ordered: Select[Any], tests: Sequence[ColumnElement[bool]], place: Place) -> People:
    """A page of the many whom a frequent name finds: sorted by an index of words alone, looked at until it is full.

    The first few hundred nearly always do; if the other filters leave hardly anybody of those, all are looked at.
    """
    pinyin, number = ordered.selected_columns
    start = place.before if place.is_back else place.after
    if start:
        at = tuple_(select(Attendee.pinyin).where(Attendee.id == start).scalar_subquery(), literal(start))
        here = tuple_(pinyin, number)
        ordered = ordered.where(here < at if place.is_back else here > at)
    order = (pinyin.desc(), number.desc()) if place.is_back else (pinyin, number)
    for most in (FIRST_LOOK, None) if tests else (place.size + 1,):
        first = ordered.order_by(*order).limit(most).subquery()
        looked = select(first.c.id).join(Attendee, Attendee.id == first.c.id).where(*tests)
        ends = (first.c.pinyin, first.c.id)
        found = list(
            db.session.scalars(
                looked.order_by(*(one.desc() if place.is_back else one for one in ends)).limit(place.size + 1)
            )
        )
        if len(found) > place.size:
            break
    is_more, page = len(found) > place.size, found[: place.size]
    if place.is_back:
        page.reverse()
    has_before, has_after = (is_more, bool(start)) if place.is_back else (bool(start), is_more)
    return People(
        by_number(page), None if tests else MOST_COUNTED, is_capped=not tests,
        before=page[0] if page and has_before else None, after=page[-1] if page and has_after else None,
    )  # fmt: skip


def part_of(found: Sequence[int], place: Place) -> tuple[int, int]:
    """Where the page begins and ends."""
    if place.before is not None:
        end = found.index(place.before) if place.before in found else len(found)
        return max(0, end - place.size), end
    start = found.index(place.after) + 1 if place.after in found else 0
    return start, start + place.size


def walked(edition: Edition, tests: Sequence[ColumnElement[bool]], place: Place) -> People:
    """A page on the way along the order of the list. Each of the tests leaves many, so the way is short."""
    query = select(Attendee).where(Attendee.event_id == edition.id)
    page = turned(with_roles(query.where(*tests)), (Attendee.pinyin,), place)
    total = counted(query) if not tests else MOST_COUNTED + 1 if len(tests) == 1 else None
    is_capped = total is not None and total > MOST_COUNTED
    return People(page.rows, MOST_COUNTED if is_capped else total, is_capped, page.before, page.after)


def with_roles(query: Select[Attendee]) -> Select[Attendee]:
    """The rows of a list with their roles in one statement; answers are not read."""
    roles = joinedload(Attendee.roles).joinedload(AttendeeRole.role)
    return query.options(roles, defer(Attendee.answers, raiseload=True))
