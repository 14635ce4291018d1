"""What differs between two versions of one form, field by field and row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eventapp.domain.annexes import FormKind
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.organizations import name_key

RUNNING = frozenset({"seq"})  # a running number says nothing of a row


class Version(Protocol):
    """As much of a version as is compared."""

    fields: dict[str, Any]
    rows: list[Any]


@dataclass(frozen=True)
class Change:
    """One value that is not what it was; None is blank."""

    label: str
    before: object
    after: object


@dataclass(frozen=True)
class RowChange:
    """One row of annex 3 that was added, removed or changed, by the unit and group that it names."""

    unit: str
    group: str
    what: str  # added, removed, changed
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Everything that differs."""

    fields: tuple[Change, ...]
    rows: tuple[RowChange, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


def compare(kind: FormKind, before: Version, after: Version) -> Changes:
    """What became of `before`; rows are matched by unit and group, then by their place."""
    fields = (
        Change(spec.label, before.fields.get(name), after.fields.get(name))
        for name, spec in page_specs(kind).items()
        if before.fields.get(name) != after.fields.get(name)
    )
    return Changes(tuple(fields), tuple(compare_rows(kind, before.rows, after.rows)))


def compare_rows(
    kind: FormKind, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[RowChange]:
    """Changed and added rows in the order of now, removed ones after them."""
    left = list(enumerate(before))
    pairs: list[tuple[Mapping[str, Any] | None, Mapping[str, Any]]] = []
    unmatched: list[tuple[int, int]] = []
    by_name: dict[tuple[str, str], list[int]] = {}
    for place, row in left:
        by_name.setdefault(name_of(row), []).append(place)
    used: set[int] = set()
    for place, row in enumerate(after):
        same = by_name.get(name_of(row))
        pairs.append((before[same[0]] if same else None, row))
        if same:
            used.add(same.pop(0))
        else:
            unmatched.append((place, place))
    for index, place in unmatched:  # a renamed row stays in its place
        if place < len(before) and place not in used and shares(before[place], after[index]):
            pairs[index] = (before[place], after[index])
            used.add(place)
    gone = [described(row, "removed") for place, row in left if place not in used]
    return [found for old, new in pairs if (found := changed(kind, old, new))] + gone


def name_of(row: Mapping[str, Any]) -> tuple[str, str]:
    return name_key(str(row.get("company_name") or "")), name_key(str(row.get("group_name") or ""))


def shares(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two rows in one place name the same unit or the same group."""
    return any(one == other for one, other in zip(name_of(before), name_of(after), strict=True))


def changed(kind: FormKind, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> RowChange | None:
    if before is None:
        return described(after, "added")
    cells = tuple(
        Change(spec.label, before.get(name), after.get(name))
        for name, spec in row_specs(kind).items()
        if name not in RUNNING and before.get(name) != after.get(name)
    )
    return described(after, "changed", cells) if cells else None


def described(row: Mapping[str, Any], what: str, cells: tuple[Change, ...] = ()) -> RowChange:
    return RowChange(str(row.get("company_name") or ""), str(row.get("group_name") or ""), what, cells)
