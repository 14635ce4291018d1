"""Units that register many people under one link: what the contact says, and rows that wait to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventapp.domain.attendee_columns import NUMBER, SUBJECT, TypedRow
from eventapp.domain.attendee_plans import PlannedRow, RowKind, key_of, mobile_in
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration import is_mobile
from eventapp.domain.registration_fields import NEVER_HIDDEN

MOST_ROWS = 1000  # of one list; more people come as several lists
MOST_PEOPLE = 2000  # of one link
SEVERAL = 2  # rows that lack the same


class StaleList(Refusal):
    """Another window has saved meanwhile; `revision` is what is kept now."""

    def __init__(self, revision: int) -> None:
        super().__init__("名单刚才在别的窗口里改过。")
        self.revision = revision


class RowRefused(Refusal):
    """One person's answers have faults; each names its column."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("还有 %(number)s 处需要更正。", number=len(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class NewDelegation:
    """Who registers a unit's people."""

    unit_name: str
    contact_name: str
    contact_mobile: str
    contact_email: str = ""


@dataclass(frozen=True)
class DraftRow:
    """A row that is not registered: as typed, with what was wrong with it when it was last tried."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    def says(self, texts: Mapping[str, str]) -> bool:
        return filled(self.texts) == filled(texts)


@dataclass(frozen=True)
class Carried:
    """What became of a list: rows by kind, and the rows that wait to be mended."""

    counts: Mapping[RowKind, int] = field(default_factory=dict)
    revision: int = 0


def filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code, text in texts.items() if text.strip()}


def kept_rows(rows: Iterable[DraftRow]) -> list[dict[str, Any]]:
    """Rows as a column holds them; those that say nothing are left out."""
    return [
        {"texts": filled(row.texts), "faults": [[one.code, one.message, one.field, one.params] for one in row.faults]}
        for row in rows
        if filled(row.texts)
    ]


def draft_rows(column: Iterable[Mapping[str, Any]]) -> list[DraftRow]:
    """Rows from their column."""
    return [
        DraftRow(
            one["texts"],
            tuple(Fault(code, message, "", name, Severity.ERROR, params) for code, message, name, params in one["faults"]),
        )
        for one in column
    ]  # fmt: skip


def typed_rows(rows: Iterable[Mapping[str, str]], unit_name: str) -> list[TypedRow]:
    """Rows as a list has them, numbered as on the page; who names no unit comes from the contact's.

    Empty cells say something only of a person with a number: there they empty what is known.
    """
    return [TypedRow(with_unit(texts, unit_name), line) for line, texts in enumerate(rows, 1)]


def with_unit(texts: Mapping[str, str], unit_name: str) -> dict[str, str]:
    if texts.get(NUMBER):
        return dict(texts)
    return {"unit_name": unit_name, **filled(texts)}


def with_faults_of(typed: Sequence[Mapping[str, str]], kept: Sequence[DraftRow]) -> list[DraftRow]:
    """Typed rows with what was said of those that have not changed since."""
    return [next((row for row in kept if row.says(texts)), DraftRow(texts)) for texts in typed]


def merged(mine: Sequence[Mapping[str, str]], theirs: Sequence[DraftRow]) -> list[DraftRow]:
    """The rows of two windows: all of this one's, then those of the other that this one has not."""
    return [*with_faults_of(mine, theirs), *(row for row in theirs if not any(row.says(texts) for texts in mine))]


def to_mend(planned: Sequence[PlannedRow], rows: Sequence[Mapping[str, str]]) -> list[DraftRow]:
    """The rows in which something is wrong, as they were typed."""
    pairs = zip(planned, rows, strict=True)
    return [DraftRow(texts, plan.faults) for plan, texts in pairs if plan.kind is RowKind.FAULTY]


def without_superseded(draft: Sequence[DraftRow], rows: Sequence[TypedRow]) -> list[DraftRow]:
    """The waiting rows that a new list does not bring again: by number or mobile, else by name when the mobile was bad."""
    numbers = {row.texts.get(NUMBER, "") for row in rows} - {""}
    keys = [key_of(row.texts.get("name", ""), mobile_in(row.texts.get("mobile", ""))) for row in rows]
    mobiles = {mobile for _name, mobile in keys if is_mobile(mobile)}
    names = {name for name, _mobile in keys if name}
    return [row for row in draft if not is_superseded(row.texts, numbers, mobiles, names)]


def is_superseded(texts: Mapping[str, str], numbers: set[str], mobiles: set[str], names: set[str]) -> bool:
    name, mobile = key_of(texts.get("name", ""), mobile_in(texts.get("mobile", "")))
    is_named = name in names and not is_mobile(mobile)
    return texts.get(NUMBER, "") in numbers or mobile in mobiles or is_named


def missing_columns(planned: Iterable[PlannedRow]) -> list[str]:
    """Columns that several rows lack and that may be the same for everybody, as a list without them shows."""
    lacking = Counter(fault.field for row in planned for fault in row.faults if fault.code == "missing_required")
    return [code for code, rows in lacking.items() if rows >= SEVERAL and code not in NEVER_HIDDEN and code != SUBJECT]
