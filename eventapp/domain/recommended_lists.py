"""Annex 3 made from the groups' own forms: sorted by postcode, levels kept, every change told before it is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.domain.annexes import FormKind, ReadForm, Value
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.reconciliation import COMPARED, PRINTED, Reported, agrees
from eventapp.domain.text import one_line


@dataclass(frozen=True)
class Entry:
    """One row of annex 3: `result_id` tells whose it is, `values` are its texts by the names of annex 3."""

    result_id: int
    kind: GroupKind
    values: Mapping[str, str]
    level: int | None = None
    sort_unit_name: str = ""

    @property
    def unit(self) -> str:
        return self.values["company_name"]

    @property
    def group(self) -> str:
        return self.values["group_name"]

    @property
    def order(self) -> tuple[bool, str, str, str]:
        """QC groups first, teams apart from them (annex 3, note 2); then postcode, the missing ones last."""
        return self.kind is GroupKind.TEAM, self.values["postcode"] or "~", self.unit, self.group


@dataclass(frozen=True)
class Told:
    """What the form of one group says, and the fields that somebody settled for its row: these stay."""

    result_id: int
    kind: GroupKind
    reported: Reported
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """The list as it would be, and how it differs from the list of now; `changed` are pairs of before and after."""

    entries: tuple[Entry, ...]
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]

    @property
    def is_idle(self) -> bool:
        return not (self.added or self.removed or self.changed)


def plan_list(now: Sequence[Entry], forms: Iterable[Told], *, keeps_rest: bool) -> Plan:
    """Build the list from `forms`; rows without one of them stay when `keeps_rest`, else they go."""
    listed = {entry.result_id: entry for entry in reversed(now)}
    made = {form.result_id: entry_from(form, listed.get(form.result_id)) for form in forms}
    rest = {number: entry for number, entry in listed.items() if number not in made and keeps_rest}
    entries = sorted((made | rest).values(), key=lambda entry: entry.order)
    return Plan(
        tuple(entries),
        tuple(entry for entry in entries if entry.result_id not in listed),
        tuple(entry for number, entry in listed.items() if number not in made and not keeps_rest),
        tuple(
            (listed[entry.result_id], entry)
            for entry in entries
            if entry.result_id in listed and entry.values != listed[entry.result_id].values
        ),
    )


def entry_from(form: Told, listed: Entry | None) -> Entry:
    """The row of one form. Where the list says the same in its own way, or somebody has settled it, that stays."""
    if listed is None:
        return Entry(form.result_id, form.kind, {name: form.reported.values[name] for name in COMPARED})
    values = {name: value_of(name, listed.values[name], form) for name in COMPARED}
    return replace(listed, values=values)


def value_of(name: str, listed: str, form: Told) -> str:
    told = form.reported.values[name]
    if name in form.settled or not told or (listed and agrees(name, listed, form.reported)):
        return listed
    return told


def form_of(head: Mapping[str, Value], entries: Sequence[Entry]) -> ReadForm:
    """The list as an annex 3 that was read: values in normal form, the two printed names to the letter beside."""
    written = {
        f"rows[{position}].{name}": entry.values[name]
        for position, entry in enumerate(entries)
        for name in PRINTED
        if one_line(entry.values[name]) != entry.values[name]
    }
    return ReadForm(FormKind.RECOMMENDATION_SUMMARY, head, tuple(rows_of(entries)), written=written)


def rows_of(entries: Iterable[Entry]) -> Iterator[dict[str, Value]]:
    """The rows under the names of the field table; groups and teams are counted apart, as they are printed."""
    counted: Counter[GroupKind] = Counter()
    for entry in entries:
        counted[entry.kind] += 1
        yield row_of(counted[entry.kind], entry)


def row_of(seq: int, entry: Entry) -> dict[str, Value]:
    """One row under the names of the field table."""
    texts: dict[str, Value] = {name: one_line(text) or None for name, text in entry.values.items()}
    members = entry.values["member_count"]
    return texts | {
        "kind": entry.kind.value, "seq": seq, "sort_unit_name": entry.sort_unit_name or None,
        "recommended_grade": entry.level, "member_count": int(members) if members.isdigit() else None,
    }  # fmt: skip
