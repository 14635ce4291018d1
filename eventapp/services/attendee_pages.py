"""One page of the list of attendees, as quick in an edition of 50,000 as in one of 500."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import defer, joinedload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.services.attendee_keyset import BEGINNING, MOST_COUNTED, Place, counted, turned
from eventapp.services.attendee_search import Filter, filters_of, how_many


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
    counts = tuple(db.session.execute(how_many(filters, MOST_COUNTED + 1)).one()) if filters else ()
    if filters and min(counts) <= MOST_COUNTED:
        fewest = filters[counts.index(min(counts))]
        return few(edition, [one.where for one in filters if one is not fewest], fewest, place)
    return walked(edition, [one.where for one in filters], place)


def few(edition: Edition, others: Sequence[ColumnElement[bool]], fewest: Filter, place: Place) -> People:
    """A page of those whom the narrowest filter leaves: all of them are read, so that their number is known."""
    query = select(Attendee.pinyin, Attendee.id).where(Attendee.event_id == edition.id)
    query = query.where(Attendee.id.in_(fewest.people), fewest.where, *others)
    found = [number for _pinyin, number in sorted(db.session.execute(query).tuples())]
    start = start_in(found, place)
    page = found[start : start + place.size]
    chosen = with_roles(select(Attendee).where(Attendee.id.in_(page)))
    rows = {one.id: one for one in db.session.scalars(chosen).unique()}
    return People(
        [rows[number] for number in page if number in rows], len(found),
        before=page[0] if page and start else None, after=page[-1] if start + place.size < len(found) else None,
    )  # fmt: skip


def start_in(found: Sequence[int], place: Place) -> int:
    """Where the page begins."""
    if place.before is not None:
        end = found.index(place.before) if place.before in found else len(found)
        return max(0, end - place.size)
    return found.index(place.after) + 1 if place.after in found else 0


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
