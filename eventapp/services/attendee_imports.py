"""Lists of people brought by the organizers: planned as a whole, carried out in parts, each one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from eventapp.domain.attendee_columns import TypedRow
from eventapp.domain.attendee_plans import PersonKey, PlannedRow, Planner
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration_states import Origin
from eventapp.services.attendee_plans import EVERYBODY, people_meant, rules_of
from eventapp.services.attendee_saving import Carrier, carry_out
from eventapp.services.registration_forms import current_form
from eventapp.services.transactions import transactional

PART = 500  # rows of one transaction: the desk goes on registering in between


@dataclass
class ListAtWork:
    """What the parts of one list share: how rows are read, and who stood in it so far, with the line."""

    rules: Rules
    earlier: dict[PersonKey, int] = field(default_factory=dict)


def open_list(edition: Edition, *, now: datetime) -> ListAtWork:
    """A list about to be read: four statements, however long it is."""
    return ListAtWork(rules_of(edition, EVERYBODY, now=now))


def parts_of(rows: Sequence[TypedRow], size: int = PART) -> Iterator[Sequence[TypedRow]]:
    """The rows in parts."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def plan_part(edition: Edition, work: ListAtWork, rows: Sequence[TypedRow]) -> list[PlannedRow]:
    """What these rows would do; nothing is done."""
    return Planner(work.rules, people_meant(edition, EVERYBODY, rows), work.earlier).plan(rows)


def plan_list(edition: Edition, rows: Sequence[TypedRow], *, now: datetime) -> list[PlannedRow]:
    """What a whole list would do."""
    work = open_list(edition, now=now)
    return [planned for part in parts_of(rows) for planned in plan_part(edition, work, part)]


@transactional
def import_part(
    edition: Edition, work: ListAtWork, rows: Sequence[TypedRow], *, links: PersonalLinks, tells: bool, actor: Actor,
    now: datetime,
) -> list[PlannedRow]:  # fmt: skip
    """Register and update the people of these rows; again it changes nothing. `tells` writes them letters."""
    form_id = current_form(edition).id
    by = Carrier(Origin.IMPORT, links, form_id, actor, now, is_trusted=True, tells=tells)
    return carry_out(edition, plan_part(edition, work, rows), by)
