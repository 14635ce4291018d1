"""How each filter of a list of attendees is asked of the database.

A list of 50,000 people must cost what one of 500 costs. So each filter says two things: a test of one person (`where`),
for walking along the order of the list, and the people it leaves (`people`), read from an index of its own, for when
they are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from eventapp.domain.attendee_filters import Mark, Wanted
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.text import plain_digits
from eventapp.models.attendee import Attendee, AttendeeRole, AttendeeWord, Role
from eventapp.models.badge import BadgePrint
from eventapp.models.organization import Organization
from eventapp.services.attendee_words import DOUBLE, bare_word, tail_word

SHORTEST_TAIL = 3  # digits of a mobile that are worth searching
LAST = "\U0010ffff"  # comes after every other character
DASHES = str.maketrans("", "", "-–— ")


@dataclass(frozen=True)
class Filter:
    """One thing that a list is narrowed by."""

    where: ColumnElement[bool]
    people: Select[Any]
    named: Select[Any] | None = None  # those among them whom an index of words finds, as (pinyin, id)
    spread: Select[Any] | None = None  # all the others, as (pinyin, id); they stand all over the list
    is_exact: bool = True  # nobody else is among the people; otherwise each must pass the test too

    def sorted_people(self, *, is_spread: bool) -> Select[Any] | None:
        """All of them as (pinyin, id), each once, read from the index of words; None where there is no such index."""
        if self.named is None or self.spread is None or not is_spread:
            return None if self.named is None else self.named.distinct()
        both = self.named.union(self.spread).subquery()
        return select(both.c.pinyin, both.c.id)


def filters_of(edition: Edition, wanted: Wanted) -> Iterator[Filter]:
    """All that this list is narrowed by; nothing when it is everybody."""
    columns = (
        (Attendee.state, wanted.state), (Attendee.organization_id, wanted.unit), (Attendee.lodging, wanted.lodging),
        (Attendee.meal, wanted.meal), (Attendee.visit, wanted.visit), (Attendee.arrives_on, wanted.arrives),
        (Attendee.origin, wanted.origin),
    )  # fmt: skip
    for column, value in columns:
        if value not in ("", None):
            yield plain(edition, column == value)
    if wanted.ids:
        yield plain(edition, Attendee.id.in_(wanted.ids))
    if wanted.recommender is not None:
        units = select(Organization.id).where(
            Organization.event_id == edition.id, Organization.recommender_id == wanted.recommender
        )
        in_unit = Attendee.organization_id.in_(units)
        yield Filter(in_unit, select(Attendee.id).where(in_unit))
    if wanted.role:
        yield of_role(edition, wanted.role)
    if wanted.printed:
        yield printed(edition, wanted.printed == "yes")
    if wanted.mark is not None:
        yield MARKS[wanted.mark](edition)
    if wanted.text:
        yield matching(edition, wanted.text)


def plain(edition: Edition, where: ColumnElement[bool]) -> Filter:
    """A test of columns that an index begins with."""
    return Filter(where, select(Attendee.id).where(Attendee.event_id == edition.id, where))


def of_role(edition: Edition, code: str) -> Filter:
    """People who hold the role, or hope to; those who gave it back are found under what else they are."""
    role = select(Role.id).where(Role.event_id == edition.id, Role.code == code).scalar_subquery()
    held = select(AttendeeRole.attendee_id).where(AttendeeRole.role_id == role)
    return of_person(AttendeeRole.attendee_id, held)  # a role is of one edition


def printed(edition: Edition, is_printed: bool) -> Filter:
    """People with a badge on paper, or those for whom one is still to be made: the living without any."""
    first = select(BadgePrint.attendee_id).where(BadgePrint.number == 1)
    has_one = of_person(BadgePrint.attendee_id, first, BadgePrint.event_id == edition.id)
    return has_one if is_printed else plain(edition, ~has_one.where)


def without_mail(edition: Edition) -> Filter:
    return plain(edition, Attendee.email == "")


def asked_for_erasure(edition: Edition) -> Filter:
    return plain(edition, and_(Attendee.erasure_asked_at.is_not(None), Attendee.erased_at.is_(None)))


def may_be_double(edition: Edition) -> Filter:
    """Two living registrations with one mobile, or with one name in one unit. Writers of words marked all that were."""
    marked = select(AttendeeWord.attendee_id).where(AttendeeWord.word == DOUBLE)
    found = of_person(AttendeeWord.attendee_id, marked, AttendeeWord.event_id == edition.id)
    is_living = Attendee.state != AttendeeState.CANCELLED
    named = words_where(AttendeeWord.event_id == edition.id, AttendeeWord.word == DOUBLE)
    return Filter(and_(found.where, is_living, has_twin(edition)), found.people, named, is_exact=False)


def has_twin(edition: Edition) -> ColumnElement[bool]:
    """Two questions, each of which has an index."""
    other = aliased(Attendee)
    living = (
        other.event_id == edition.id,
        other.id != Attendee.id,
        other.state != AttendeeState.CANCELLED,
    )
    same_mobile = exists().where(*living, other.mobile == Attendee.mobile)
    same_unit = other.organization_id == Attendee.organization_id
    same_name = exists().where(*living, other.name_key == Attendee.name_key, same_unit)
    return or_(same_mobile.correlate(Attendee), same_name.correlate(Attendee))


MARKS = {Mark.NO_MAIL: without_mail, Mark.ERASURE: asked_for_erasure, Mark.DOUBLE: may_be_double}


def matching(edition: Edition, text: str) -> Filter:
    """By mobile tail for digits, by surname for one letter; otherwise by a beginning in the name or by the unit."""
    digits, bare = plain_digits(text).translate(DASHES), bare_word(text)
    if digits.isascii() and digits.isdecimal() and len(digits) >= SHORTEST_TAIL:
        return beginning(edition, tail_word(digits))
    if len(bare) == 1 and bare.isascii():
        return plain(edition, and_(Attendee.pinyin >= bare, Attendee.pinyin < bare + LAST))
    if not bare:
        return plain(edition, literal(False))
    named = beginning(edition, bare)
    units = units_named(edition, text)
    in_unit = Attendee.organization_id.in_(units)  # units are of one edition
    where = or_(named.where, in_unit)
    people = select(union_all(named.people, select(Attendee.id).where(in_unit)).subquery().c[0])
    spread: Any = select(Attendee.pinyin, Attendee.id).where(in_unit)
    return Filter(where, people, words_where(*beginnings(edition, bare)), spread)


def words_where(*tests: ColumnElement[bool]) -> Select[Any]:
    """People by their words, as (pinyin, id)."""
    found: Any = select(AttendeeWord.pinyin, AttendeeWord.attendee_id.label("id")).where(*tests)
    return found


def beginning(edition: Edition, start: str) -> Filter:
    """People one of whose words begins so."""
    mine, *begins = beginnings(edition, start)
    return of_person(AttendeeWord.attendee_id, select(AttendeeWord.attendee_id).where(*begins), mine)


def beginnings(edition: Edition, start: str) -> tuple[ColumnElement[bool], ...]:
    """The range of words that begin so."""
    return AttendeeWord.event_id == edition.id, AttendeeWord.word >= start, AttendeeWord.word < start + LAST


def of_person(owner: InstrumentedAttribute[int], rows: Select[Any], *mine: ColumnElement[bool]) -> Filter:
    """Rows of people in another table: asked of one person they are found by that person alone, not by the edition.

    With the edition in that question as well SQLite would read all rows of the edition for every single person.
    """
    return Filter(exists(rows.where(owner == Attendee.id).correlate(Attendee)), rows.where(*mine))


def units_named(edition: Edition, text: str) -> Select[Any]:
    """Units with the text in their name, or in its pinyin."""
    key = name_key(text)
    fits = Organization.name_key.contains(key, autoescape=True)
    if key.isascii():
        fits = or_(fits, Organization.pinyin.contains(key, autoescape=True))
    return select(Organization.id).where(Organization.event_id == edition.id, fits)


def how_many(filters: Sequence[Filter], most: int) -> Select[Any]:
    """How many people an index leads to for each filter, then how many more are spread: one row, two columns each.

    Counted to `most` only; somebody may be counted twice.
    """
    counts: list[Any] = [count_of(one.people if one.named is None else one.named, most) for one in filters]
    return select(*counts, *(count_of(one.spread, most) for one in filters))


def count_of(people: Select[Any] | None, most: int) -> ColumnElement[int]:
    if people is None:
        return literal(0)
    return select(func.count()).select_from(people.limit(most).subquery()).scalar_subquery()
