"""The groups and results of some units, loaded at once and completed where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.extensions import db
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.annexes import Intake
from eventapp.services.audit import record
from eventapp.services.organizations import KnownUnit

MOST_NUMBERS = 500  # in one IN list; with more units the whole edition is read
MOST_MEMBERS = 100_000  # what cannot be a number of members is not kept as one

GroupKey = tuple[int, GroupKind, str]  # unit, kind, compared name


@dataclass(frozen=True)
class Entry:
    """One group that is entered, and what is told about its result."""

    unit: KnownUnit
    kind: GroupKind
    name: str
    details: Mapping[str, object]

    @cached_property
    def key(self) -> GroupKey:
        return self.unit.id, self.kind, name_key(self.name)


@dataclass(frozen=True)
class Opened:
    """The result of an entry. Rows made just now say already what they are told, so they are known by number only.

    `own` is what the entry itself names, `result` what takes part in its place: another one after a merge.
    """

    id: int
    result: Result | None = None
    own: Result | None = None


class ResultBook:
    """Finds the result of a group by unit, kind and name, however the name is spaced or cased.

    A result that was merged into another keeps its own group, so that its spelling is known: `results` has it, and
    `survivor` leads to the one that takes part in its place.
    """

    def __init__(self, intake: Intake, units: Iterable[KnownUnit]) -> None:
        self.intake = intake
        self.units = {unit.id for unit in units}
        self.results: dict[GroupKey, Result] = {}
        self.groups: dict[GroupKey, int] = {}
        self.survivors: dict[int, Result] = {}
        self.load()

    def load(self) -> None:
        """Read groups and results of the units in one statement."""
        query = select(Group, Result).outerjoin(Result, Result.group_id == Group.id)
        query = query.where(*self.mine()).options(contains_eager(Result.group))
        for group, result in db.session.execute(query):
            key = (group.organization_id, group.kind, group.name_key)
            self.groups[key] = group.id
            if result is not None:
                self.results[key] = result
        if any(result.merged_into_id for result in self.results.values()):
            self.survivors = survivors_of(self.intake.edition)

    def mine(self) -> list[ColumnElement[bool]]:
        """The groups of these units, or of the whole edition when they are many."""
        groups = [Group.event_id == self.intake.edition.id]
        return [*groups, Group.organization_id.in_(self.units)] if len(self.units) <= MOST_NUMBERS else groups

    def survivor(self, result: Result) -> Result:
        """What takes part in the place of a merged result; any other one itself."""
        return self.survivors.get(result.id, result)

    def open_results(self, entries: Iterable[Entry]) -> list[Opened]:
        """The results of these groups in their order; groups and results are made where there is none yet.

        New ones go in by one statement a table and never become objects: that would cost more than the rows.
        """
        keyed = [(entry.key, entry) for entry in entries]
        first = {key: entry for key, entry in reversed(keyed)}
        self.add_groups({key: entry for key, entry in first.items() if key not in self.groups})
        added = self.add_results({key: entry for key, entry in first.items() if key not in self.results})
        return [Opened(added[key]) if key in added else self.opened(self.results[key]) for key, _ in keyed]

    def opened(self, own: Result) -> Opened:
        result = self.survivor(own)
        return Opened(result.id, result, own)

    def add_groups(self, fresh: Mapping[GroupKey, Entry]) -> None:
        if not fresh:
            return
        table = Group.__table__
        db.session.execute(insert(table), [new_group(self.intake, key, entry) for key, entry in fresh.items()])
        columns = (table.c.organization_id, table.c.kind, table.c.name_key, table.c.id)
        for unit_id, kind, compared, number in db.session.execute(select(*columns).where(*self.mine())):
            self.groups[unit_id, kind, compared] = number

    def add_results(self, bare: Mapping[GroupKey, Entry]) -> dict[GroupKey, int]:
        """The numbers of the new results."""
        if not bare:
            return {}
        table = Result.__table__
        rows = [new_result(self.intake, self.groups[key], entry.details) for key, entry in bare.items()]
        db.session.execute(insert(table), rows)
        query = select(table.c.group_id, table.c.id).join(Group, Group.id == table.c.group_id).where(*self.mine())
        numbers = {group_id: number for group_id, number in db.session.execute(query)}
        for entry in bare.values():
            self.note(entry)
        return {key: numbers[self.groups[key]] for key in bare}

    def note(self, entry: Entry) -> None:
        """A new result in the audit chain."""
        intake, unit = self.intake, entry.unit.name
        after = {"unit": unit, "group": entry.name, "kind": entry.kind.value, **entry.details}
        record(
            intake.edition.slug, "result.enter", f"{unit} {entry.name}", actor=intake.actor, now=intake.now, after=after
        )


def new_group(intake: Intake, key: GroupKey, entry: Entry) -> dict[str, object]:
    unit_id, kind, compared = key
    return {
        "event_id": intake.edition.id, "organization_id": unit_id, "kind": kind, "name": entry.name,
        "name_key": compared,
    }  # fmt: skip


def new_result(intake: Intake, group_id: int, details: Mapping[str, object]) -> dict[str, object]:
    return {
        "event_id": intake.edition.id, "group_id": group_id, "topic_name": "", "result_type": "", "advisor": "",
        "member_count": None, "contact_person": "", "contact_phone": "", "annex_id": None,
        "state": EntryState.ENTERED, **details,
    }  # fmt: skip


def survivor_ids(edition: Edition) -> dict[int, int]:
    """By merged result, the one that takes part in its place: what it was merged into may be merged further."""
    query = select(Result.id, Result.merged_into_id)
    query = query.where(Result.event_id == edition.id, Result.state == EntryState.MERGED)
    steps = {merged: into for merged, into in db.session.execute(query) if into is not None}
    return {merged: end_of(merged, steps) for merged in steps}


def end_of(start: int, steps: Mapping[int, int]) -> int:
    """Where the steps lead from `start`."""
    seen = {start}
    while (following := steps.get(start)) is not None and following not in seen:
        seen.add(start := following)
    return start


def survivors_of(edition: Edition) -> dict[int, Result]:
    """By merged result, the survivor with its group and unit: two statements."""
    ends = survivor_ids(edition)
    query = select(Result).where(Result.id.in_(set(ends.values())))
    query = query.options(joinedload(Result.group).joinedload(Group.organization))
    survivors = {result.id: result for result in db.session.scalars(query)}
    return {merged: survivors[end] for merged, end in ends.items()}


def settle(intake: Intake, entry: Result | Story, values: Mapping[str, object]) -> None:
    """Give a result or story these values, and note what is different from before."""
    changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
    if not changed:
        return
    before = {name: getattr(entry, name) for name in changed}
    for name, value in changed.items():
        setattr(entry, name, value)
    noun, subject = ("story", story_name(entry)) if isinstance(entry, Story) else ("result", result_name(entry))
    record(
        intake.edition.slug, f"{noun}.change", subject, actor=intake.actor, now=intake.now, before=before, after=changed
    )


def result_name(result: Result) -> str:
    return f"{result.group.organization.name} {result.group.name}"


def story_name(story: Story) -> str:
    return f"{story.organization.name} {story.name}"


def members_of(count: object) -> int | None:
    """A number of members, or None for what cannot be one."""
    return int(count) if isinstance(count, int | float) and 0 <= count <= MOST_MEMBERS else None


def text_of(value: object, longest: int = 400) -> str:
    """A value as text of a column; nothing is an empty text."""
    return "" if value is None else str(value)[:longest]
