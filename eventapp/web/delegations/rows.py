"""Rows of people on a page: what was typed into the grid, and the grid as the template shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from eventapp.domain.attendee_columns import NUMBER, ROLES, STATE, SUBJECT, Column, people_in
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.attendee_workbook import columns_of
from eventapp.domain.delegations import DraftRow, filled
from eventapp.domain.refusals import Fault
from eventapp.domain.registration_fields import FieldKind, FieldSpec, label_of
from eventapp.domain.text import cells_pasted
from eventapp.web.language import choose_language, gettext, words_of

ROW_NAME = re.compile(r"rows-(\d{1,4})-([a-z0-9_]{1,40})")
MAIN = ("name", "gender", "mobile", "job_title", ROLES, SUBJECT, "lodging", "arrives_on")
KEYBOARDS = {FieldKind.MOBILE: "tel", FieldKind.EMAIL: "email", FieldKind.NUMBER: "decimal"}
WIDE = frozenset({"unit_name", "email", "invoice_title", "invoice_tax_id", ROLES, SUBJECT})
BLANK_ROWS = 5
MOST_SHOWN = 50  # rows of one page; those that wait travel along as one field
REST = "rest"


@dataclass(frozen=True)
class GridColumn:
    """One column of the grid; `choices` are value and label, `hints` what a cell of free text suggests."""

    code: str
    label: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    keyboard: str = ""
    is_required: bool = False
    is_more: bool = False
    example: str = ""

    @property
    def look(self) -> str:
        if self.code in WIDE:
            return "wide"
        return "narrow" if self.choices else "middle"


@dataclass(frozen=True)
class GridRow:
    """One row: as typed, with a sentence for each column that is wrong."""

    texts: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """All that the template of a grid needs."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    rest: tuple[Mapping[str, str], ...] = ()
    fault_count: int = 0

    @property
    def carried(self) -> str:
        """The rows that are not shown, as the form carries them."""
        return json.dumps(self.rest, ensure_ascii=False)

    @property
    def faults(self) -> list[tuple[int, GridColumn | None, str]]:
        """Row, column and sentence of everything that is wrong; a row's own faults have no column."""
        known = {column.code: column for column in self.columns}
        return [(at, known.get(code), words) for at, row in enumerate(self.rows) for code, words in row.faults.items()]

    @property
    def shows_all(self) -> bool:
        """Whether one of the columns that are folded away says something."""
        more = {column.code for column in self.columns if column.is_more}
        return any(more & (row.faults.keys() | filled(row.texts).keys()) for row in self.rows)


def grid_of(rules: Rules, rows: Sequence[DraftRow], subjects: Iterable[str], unit_name: str) -> Grid:
    """The grid with these rows, the faulty first, and some empty ones; `subjects` are names of what the unit may present.

    Who names no unit comes from `unit_name`. Of many rows the first are shown; the others come along unseen.
    """
    columns = tuple(
        replace(column, example=unit_name, is_required=False) if column.code == "unit_name" else column
        for column in grid_columns(rules, tuple(dict.fromkeys(subjects)))
    )
    codes = {column.code for column in columns}
    every = [
        GridRow(row.texts, sentences_of(row.faults, codes)) for row in sorted(rows, key=lambda row: not row.faults)
    ]
    shown, rest = every[:MOST_SHOWN], [row.texts for row in every[MOST_SHOWN:]]
    blank = [GridRow({})] * max(1, BLANK_ROWS - len(shown))
    return Grid(columns, (*shown, *blank), tuple(rest), sum(len(row.faults) for row in every))


def sentences_of(faults: Iterable[Fault], codes: set[str]) -> dict[str, str]:
    """What is wrong by column; what belongs to no column of the page stands at the name."""
    said: dict[str, str] = {}
    for fault in faults:
        code = fault.field if fault.field in codes else "name"
        said[code] = f"{said[code]} {words_of(fault)}" if code in said else words_of(fault)
    return said


def grid_columns(rules: Rules, subjects: tuple[str, ...]) -> Iterable[GridColumn]:
    specs = {spec.code: spec for spec in rules.fields}
    for column in columns_of(rules, subjects):
        if column.code != NUMBER:
            yield grid_column(column, specs.get(column.code), rules)


def grid_column(column: Column, spec: FieldSpec | None, rules: Rules) -> GridColumn:
    """A column of the workbook as one of the page, in the reader's language; what is typed stays Chinese."""
    language = choose_language()
    label = label_of(spec, language) if spec else gettext(column.label)
    options = [option for option in (spec.choices if spec else ()) if not option.is_removed]
    is_several = spec is not None and spec.kind is FieldKind.CHOICES
    choices = () if is_several else tuple((option.label, label_of(option, language)) for option in options)
    hints = column.choices if not choices else ()
    return GridColumn(
        column.code, label, "|".join(column.words), choices, hints, KEYBOARDS[spec.kind] if spec and spec.kind in KEYBOARDS else "",
        column.is_required, is_more=column.code not in MAIN,
    )  # fmt: skip


def rows_in(form: MultiDict[str, str], columns: Sequence[Column]) -> list[dict[str, str]]:
    """The rows of a posted grid in their order, then what was pasted; rows that say nothing are left out."""
    known = {column.code for column in columns}
    rows: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        found = ROW_NAME.fullmatch(name)
        if found and found[2] in known:
            rows.setdefault(int(found[1]), {})[found[2]] = text.strip()
    rest, pasted = rest_in(form.get(REST, ""), known), pasted_rows(form.get("pasted", ""), columns)
    return [row for row in (*rows.values(), *rest, *pasted) if filled(row)]


def rest_in(text: str, known: Collection[str]) -> list[dict[str, str]]:
    """The rows that the page carried without showing them; nothing from whatever else stands there."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return []
    return [
        {code: str(said).strip() for code, said in row.items() if code in known}
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    ]


def pasted_rows(text: str, columns: Sequence[Column]) -> list[dict[str, str]]:
    """Lines copied out of a sheet: by their headings, else in the order of the columns that the page shows first."""
    lines = cells_pasted(text)
    if sheet := people_in("", lines, columns):
        return [dict(row.texts) for row in sheet.rows]
    order = [column.code for column in columns if column.code in MAIN]
    return [{code: cell.strip() for code, cell in zip(order, line, strict=False)} for line in lines]


def all_columns(rules: Rules) -> tuple[Column, ...]:
    """Every column that a list may have, for reading."""
    return columns_of(rules, with_state=True)


__all__ = ["STATE", "Grid", "GridColumn", "GridRow", "all_columns", "grid_of", "pasted_rows", "rows_in"]
