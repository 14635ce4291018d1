"""The list of attendees as rows of the workbook that can be imported again: what is exported is a valid import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.attendee_columns import NUMBER, STATE, Column
from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.attendee_rows import words_of
from eventapp.domain.attendee_workbook import columns_of
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.attendee_lists import narrowed
from eventapp.services.attendee_plans import EVERYBODY, known_people, rules_of

AT_ONCE = 2000  # people read by one statement


@dataclass(frozen=True)
class Export:
    """Columns and people by column code; all of them are texts."""

    columns: tuple[Column, ...]
    rows: list[dict[str, str]]


def list_export(
    edition: Edition, wanted: Wanted, *, now: datetime, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Export:
    """Everybody of the list by pinyin; `progress` hears how many of how many are read."""
    rules = rules_of(edition, EVERYBODY, now=now)
    chosen = narrowed(edition, wanted).with_only_columns(Attendee.id).order_by(Attendee.pinyin, Attendee.id)
    numbers: Sequence[int] = db.session.scalars(chosen).all()
    rows: list[dict[str, str]] = []
    for at in range(0, len(numbers), AT_ONCE):
        part = numbers[at : at + AT_ONCE]
        people = {one.id: one for one in known_people(edition, EVERYBODY, Attendee.id.in_(part))}
        for number in part:
            if one := people.get(number):  # those whose data was erased are gone from lists
                state = ATTENDEE_STATE_NAMES[one.state]
                rows.append({**words_of(rules, one.registered), NUMBER: str(one.id), STATE: state})
        progress(len(rows), len(numbers))
    return Export(columns_of(rules, with_state=True), rows)
