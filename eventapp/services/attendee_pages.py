"""One page of the list of attendees, as quick in an edition of 50,000 as in one of 500."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import defer, joinedload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.services.attendee_search import Filter, filters_of, how_many

PAGE_SIZE = 50
MOST_SORTED = 2000  # people who are read and sorted for one page; more are not counted


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


def list_attendees(
    edition: Edition, wanted: Wanted, *, after: int | None = None, before: int | None = None, size: int = PAGE_SIZE
) -> People:
    """The people that follow `after` (or come before `before`; 0 is the end of the list).

    Where one filter leaves few, they are read and sorted; where all leave many, the list is walked in its order and
    is full after some steps. Both cost the same in an edition of 500 and in one of 50,000.
    """
    filters = list(filters_of(edition, wanted))
    counts = db.session.execute(how_many(filters, MOST_SORTED + 1)).one() if filters else ()
    if filters and min(counts) <= MOST_SORTED:
        fewest = filters[counts.index(min(counts))]
        return few(edition, [one.where for one in filters if one is not fewest], fewest, after, before, size)
    total = None if len(filters) > 1 else MOST_SORTED
    if not filters:
        everybody = select(Attendee.id).where(Attendee.event_id == edition.id).limit(MOST_SORTED + 1).subquery()
        total = db.session.scalar(select(func.count()).select_from(everybody)) or 0
    return walked(edition, [one.where for one in filters], after, before, size, total)


def few(
    edition: Edition,
    others: Sequence[ColumnElement[bool]],
    fewest: Filter,
    after: int | None,
    before: int | None,
    size: int,
) -> People:
    """A page of those whom the narrowest filter leaves: all of them are read, so that their number is known."""
    query = select(Attendee.pinyin, Attendee.id).where(Attendee.event_id == edition.id)
    query = query.where(Attendee.id.in_(fewest.people), fewest.where, *others)
    found: list[int] = [number for _pinyin, number in sorted(tuple(row) for row in db.session.execute(query))]
    start = 0
    if before is not None:
        start = max(0, (found.index(before) if before in found else len(found)) - size)
    elif after in found:
        start = found.index(after) + 1
    page = found[start : start + size]
    rows = {
        one.id: one for one in db.session.scalars(with_roles(select(Attendee).where(Attendee.id.in_(page)))).unique()
    }
    return People(
        [rows[number] for number in page if number in rows], len(found),
        before=page[0] if page and start else None, after=page[-1] if start + size < len(found) else None,
    )  # fmt: skip


def walked(
    edition: Edition,
    tests: Sequence[ColumnElement[bool]],
    after: int | None,
    before: int | None,
    size: int,
    total: int | None,
) -> People:
    """A page on the way along the order of the list: read from the place onwards, and one person more."""
    is_back = before is not None
    query = select(Attendee).where(Attendee.event_id == edition.id, *tests)
    place = before if is_back else after
    if place:
        at = tuple_(select(Attendee.pinyin).where(Attendee.id == place).scalar_subquery(), literal(place))
        here = tuple_(Attendee.pinyin, Attendee.id)
        query = query.where(here < at if is_back else here > at)
    order = (Attendee.pinyin.desc(), Attendee.id.desc()) if is_back else (Attendee.pinyin, Attendee.id)
    found = list(db.session.scalars(with_roles(query.order_by(*order).limit(size + 1))).unique())
    is_more, rows = len(found) > size, found[:size]
    if is_back:
        rows.reverse()
    has_before, has_after = (is_more, bool(place)) if is_back else (bool(place), is_more)
    return People(
        rows, total and min(total, MOST_SORTED), is_capped=total is not None and (total > MOST_SORTED or bool(tests)),
        before=rows[0].id if rows and has_before else None, after=rows[-1].id if rows and has_after else None,
    )  # fmt: skip


def with_roles(query: Select[Attendee]) -> Select[Attendee]:
    """The rows of a list with their roles in one statement; answers are not read."""
    roles = joinedload(Attendee.roles).joinedload(AttendeeRole.role)
    return query.options(roles, defer(Attendee.answers, raiseload=True))
