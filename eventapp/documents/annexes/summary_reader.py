"""The rows of annex 3: sections, merged cells carried down, every row with the place of each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.summary_header import Header, find_header
from eventapp.domain.annex_checks import codes_of, fault
from eventapp.domain.annex_choices import kind_in
from eventapp.domain.annex_fields import PRINTED_FIELDS, RECOMMENDATION_SUMMARY
from eventapp.domain.annex_reading import typed_of
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, Value
from eventapp.domain.refusals import Fault
from eventapp.domain.text import key, to_the_letter

SPECS: Mapping[str, FieldSpec] = {spec.name: spec for spec in RECOMMENDATION_SUMMARY.row_fields}
# Without one of these a row is a ruled blank line, whatever number or postcode was filled down.
TELLING = ("company_name", "group_name", "topic_name", "contact_person")
FOOTERS = ("填表人", "制表人", "填报人", "经办人", "合计")
SECTION_LENGTH = 30


@dataclass(frozen=True)
class Doubt:
    """A warning code for one field of a row, and what was typed."""

    field: str
    code: str
    typed: str


@dataclass(frozen=True)
class SummaryRow:
    """One row: values, the cell of each, and what reading them left in doubt."""

    values: Mapping[str, Value]
    table: Table
    row: int
    columns: Mapping[str, int]
    doubts: tuple[Doubt, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    def place(self, name: str) -> str:
        return self.table.place(self.row, self.columns.get(name, 0))


def read_rows(chunks: list[Chunk]) -> Iterator[SummaryRow]:
    """All rows of the form in the order of the chunks."""
    section: str | None = None
    for chunk in chunks:
        if chunk.table.is_sheet:
            section = kind_in(chunk.table.name)
        header = find_header(chunk.table, chunk.first, chunk.last)
        section = _section_above(chunk, header, section)
        for row in range(header.data_row if header else chunk.last, chunk.last):
            if heading := section_heading(chunk.table, row):
                section = heading
            elif header and not _is_footer(chunk.table, row):
                found = _read_row(chunk.table, row, header.columns, section)
                if found:
                    yield found


def teams_first(chunks: list[Chunk]) -> list[Chunk]:
    """Sheets of teams before sheets of QC groups, as the form's title names them, however the tabs were dragged."""
    return sorted(chunks, key=lambda chunk: chunk.table.is_sheet and kind_in(chunk.table.name) == "qc")


def _section_above(chunk: Chunk, header: Header | None, section: str | None) -> str | None:
    """The section that the last heading before the rows announces."""
    rows = range(chunk.first, header.first_row if header else chunk.last)
    return next((kind for row in reversed(rows) if (kind := section_heading(chunk.table, row))), section)


def section_heading(table: Table, row: int) -> str | None:
    """The kind that a row of one cell announces: 一、质量信得过班组 / 二、QC小组."""
    filled = [content for content in table.rows[row] if content not in ("", None)]
    if len(filled) != 1 or not isinstance(filled[0], str) or len(filled[0]) > SECTION_LENGTH:
        return None
    return kind_in(filled[0])


def _is_footer(table: Table, row: int) -> bool:
    first = next((content for content in table.rows[row] if isinstance(content, str) and content.strip()), "")
    return len(first) > 2 and key(first).startswith(FOOTERS)


def _read_row(table: Table, row: int, columns: Mapping[str, int], section: str | None) -> SummaryRow | None:
    values: dict[str, Value] = dict.fromkeys(SPECS)
    doubts: list[Doubt] = []
    written: dict[str, str] = {}
    content_at = _contents(table, row)
    for name, column in columns.items():
        typed = typed_of(content_at(column))
        reading = read_value(SPECS[name], typed)
        values[name] = reading.value
        if reading.code:
            doubts.append(Doubt(name, reading.code, typed.text))
        if name in PRINTED_FIELDS and (letters := to_the_letter(typed.text)) != (reading.value or ""):
            written[name] = letters
    if all(values[name] is None for name in TELLING):
        return None
    values["kind"] = values["kind"] or section or _kind_of(values)
    return SummaryRow(values, table, row, columns, tuple(doubts), written)


def _contents(table: Table, row: int) -> Callable[[int], object]:
    """The contents of a row by column, merged cells carried down; plain rows take the short way."""
    contents = table.rows[row]
    if any((row, column) in table.spans for column in range(len(contents))):
        return lambda column: table.content(row, column)
    return lambda column: contents[column] if column < len(contents) else ""


def _kind_of(values: Mapping[str, Value]) -> str:
    """From the name of the group; a topic speaks for a QC group where the name says nothing."""
    name = key(str(values["group_name"] or "")).upper()
    if "QC" in name or "小组" in name:
        return "qc"
    return "team" if "班" in name or values["topic_name"] is None else "qc"


def faults_of(rows: list[SummaryRow], name_of_file: str) -> Iterator[Fault]:
    """What a person must look at in the rows, with file, sheet and cell."""
    for index, row in enumerate(rows):
        doubts = {doubt.field: doubt for doubt in row.doubts}
        for name, spec in SPECS.items():
            doubt = doubts.get(name)
            value = row.values[name]
            for code in codes_of(spec, value, doubt.code if doubt else ""):
                typed = doubt.typed if doubt else str(value or "")
                where = f"{name_of_file} · {row.place(name)}"
                yield fault(code, spec, field=f"rows[{index}].{name}", where=where, typed=typed, value=value)
