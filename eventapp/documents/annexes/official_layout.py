"""A form in exactly the layout that the program writes is read by position, whatever was typed into it.

Labels need not be guessed there: a group may be called 联系人, and a text may hold 单位盖章. The reading is proved by
writing the form anew from the values: when anything differs from what stands in the file, the general reader takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from eventapp.documents.annexes.answers import UNIT_FIELD, Answer, Answers, every_field, is_adorned
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.official_cells import pattern_of
from eventapp.documents.annexes.official_form import Official, OfficialRow
from eventapp.documents.forms.answers import REMARK
from eventapp.documents.forms.lay_out import lay_out
from eventapp.documents.forms.layout import Line, Look, Row, numbered
from eventapp.documents.forms.recommendation_summary import COLUMNS, SECTIONS
from eventapp.documents.forms.work_summary import DEMAND, HEADINGS
from eventapp.documents.forms.work_summary import SECTIONS as CHAPTERS
from eventapp.domain.activity_remarks import read_remark
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annex_reading import Reading, Typed, typed_of
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind

MOST_ROWS = 2_000  # writing a longer table anew would take seconds; the general reader is made for those
ANNEXES: Mapping[str, FormKind] = {f"{spec.annex}：": kind for kind, spec in FORMS.items()}
AS_NUMBERS = frozenset({FieldType.INT, FieldType.NUMBER, FieldType.MONEY, FieldType.GRADE})
SPECS = {spec.name: spec for spec in FORMS[FormKind.RECOMMENDATION_SUMMARY].row_fields}
KINDS = {title: kind for kind, title in SECTIONS.items()}
HINTS: Mapping[FormKind, frozenset[str]] = {
    **dict.fromkeys(FormKind, frozenset[str]()),
    FormKind.TEAM_RESULT: frozenset(numbered(FORMS[FormKind.TEAM_RESULT].prompts)),
    FormKind.WORK_SUMMARY: frozenset(hint for _name, _title, prompts in CHAPTERS for hint in numbered(prompts)),
}
UNCLEAR = frozenset({"invalid_format", "ambiguous"})


class Different(Exception):
    """The file is not in the official layout, or not only."""


@dataclass(frozen=True)
class Strip:
    """One row of a table or one paragraph, with something in it."""

    table: Table
    row: int

    def text(self, column: int = 0) -> str:
        return self.table.text(self.row, column)

    def content(self, column: int) -> object:
        """What the very cell holds; empty outside of the table."""
        row = self.table.rows[self.row]
        return row[column] if column < len(row) else ""

    def is_whole(self, columns: int) -> bool:
        """Whether one cell covers all columns."""
        span = self.table.spans.get((self.row, 0))
        return self.table.is_prose or span is not None and span.last_column >= columns - 1


def read_official(tables: list[Table]) -> Official | None:
    """The form in the tables when they are exactly one form in the official layout, else None."""
    filled = (Strip(table, row) for table in tables for row in range(len(table.rows)) if _is_filled(table, row))
    first = next(filled, None)
    kind = ANNEXES.get(first.text()) if first else None
    if first is None or kind is None:
        return None
    strips = [first, *islice(filled, MOST_ROWS)]
    if len(strips) > MOST_ROWS:
        return None
    try:
        found = Reader(kind, strips).read()
    except Different:
        return None
    return found if found.is_proved() else None


def _is_filled(table: Table, row: int) -> bool:
    return any(content not in ("", None) for content in table.rows[row])


class Reader:
    """Walks the strips of a file and the layout of the form side by side."""

    def __init__(self, kind: FormKind, strips: list[Strip]) -> None:
        self.kind = kind
        self.layout = lay_out(kind, {})
        self.strips = iter(strips)
        self.found = Official(Answers(kind))
        self.specs = {spec.name: spec for spec in every_field(kind)}

    def read(self) -> Official:
        """Everything; raises Different where something else stands than the form has."""
        if self.kind is FormKind.WORK_SUMMARY:
            self._read_chapters()
            return self.found
        for line in self.layout.above:
            self._line(line, self._next())
        if self.kind is FormKind.RECOMMENDATION_SUMMARY:
            self._below(self._read_summary())
        else:
            for row in self.layout.rows:
                self._row(row, self._next())
            self._below(next(self.strips, None))
        return self.found

    def _next(self) -> Strip:
        strip = next(self.strips, None)
        if strip is None:
            raise Different
        return strip

    def _line(self, line: Line, strip: Strip) -> None:
        if any(content not in ("", None) for content in strip.table.rows[strip.row][1:]):
            raise Different
        self._cell((line,), strip, 0)

    def _row(self, row: Row, strip: Strip) -> None:
        starts = {column: cell for column, _width, cell in row.placed(self.layout.widths)}
        if any(column not in starts and strip.text(column) for column in range(len(strip.table.rows[strip.row]))):
            raise Different
        for column, cell in starts.items():
            self._cell(cell.lines, strip, column)

    def _below(self, strip: Strip | None) -> None:
        """The lines under the table; the notes are other ones in other years."""
        for line in self.layout.below:
            if strip is None or line.look is Look.NOTE and not strip.text().startswith(line.text[:2]):
                raise Different
            if line.look is not Look.NOTE:
                self._line(line, strip)
            strip = next(self.strips, None)
        if strip is not None:
            raise Different

    def _cell(self, lines: tuple[Line, ...], strip: Strip, column: int) -> None:
        """Match the text of a cell and keep its answers."""
        pattern, groups = pattern_of(lines, self.kind)
        found = pattern.fullmatch(strip.text(column))
        if found is None:
            raise Different
        for names, text in zip(groups, found.groups(), strict=True):
            self._put(names, text, strip, column)

    def _put(self, names: tuple[str, ...], text: str, strip: Strip, column: int) -> None:
        self.found.gaps.append((names, text))
        place = strip.table.place(strip.row, column)
        if names[0].startswith(REMARK):
            self._remark(names[0].removeprefix(REMARK), text, place)
            return
        content = strip.content(column)
        if strip.table.is_prose and UNIT_FIELD in names and is_adorned(text):
            raise Different
        for name in names:
            spec = self.specs[name]
            typed = typed_of(content) if not isinstance(content, str) else Typed(self._bare(spec, text))
            self.found.answers.found[name] = Answer(_reading(spec, typed), typed.text, place)

    def _bare(self, spec: FieldSpec, text: str) -> str:
        """An answer without what is printed in its empty place."""
        if spec.type is FieldType.LONG:
            return "\n".join(line for line in text.split("\n") if line not in HINTS[self.kind])
        return "" if set(text) <= {"_"} else text

    def _remark(self, name: str, text: str, place: str) -> None:
        if text:
            self.found.remarks[name] = text
        for figure, number in read_remark(name, text).items():
            self.found.answers.put_named(figure, Typed(str(number)), place)

    def _read_summary(self) -> Strip | None:
        """The header of annex 3 and its rows; returns the first strip below them."""
        for row in self.layout.rows:
            if row.is_header:
                self._row(row, self._next())
        section: str | None = None
        for strip in self.strips:
            if not strip.is_whole(len(COLUMNS)):
                self._summary_row(strip, section)
            elif strip.text() in KINDS:
                section = KINDS[strip.text()]
            else:
                return strip
        return None

    def _summary_row(self, strip: Strip, section: str | None) -> None:
        beyond = strip.table.rows[strip.row][len(COLUMNS) :]
        if section is None or any(content not in ("", None) for content in beyond):
            raise Different
        cells: dict[str, Answer] = {}
        for column, name in enumerate(COLUMNS):
            typed = typed_of(strip.content(column))
            cells[name] = Answer(_reading(SPECS[name], typed), typed.text, strip.table.place(strip.row, column))
            self.found.gaps.append(((name,), typed.text))
        self.found.rows.append(OfficialRow(section, cells))

    def _read_chapters(self) -> None:
        """Annex 5: the paragraphs under each of its headings, which come once and in order."""
        for line in self.layout.above[:3]:
            self._line(line, self._next())
        expected = iter(CHAPTERS)
        name, start, lines = "", self._next(), list[str]()
        if start.text() == DEMAND:
            start = self._next()
        for strip in (start, *self.strips):
            if len(strip.table.rows[strip.row]) != 1:
                raise Different
            if strip.text() in HEADINGS:
                self._chapter(name, lines, start)
                name, title, _hints = next(expected, ("", "", ()))
                start, lines = strip, []
                if strip.text() != title:
                    raise Different
            else:
                lines.append(strip.text())
        self._chapter(name, lines, start)
        if next(expected, None):
            raise Different

    def _chapter(self, name: str, lines: list[str], strip: Strip) -> None:
        if name:
            self._put((name,), "\n".join(lines), Strip(strip.table, strip.row + 1 if lines else strip.row), 0)
        elif lines:
            raise Different


def _reading(spec: FieldSpec, typed: Typed) -> Reading:
    """What was typed, where reading it leaves nothing to ask; a sheet's own numbers only where numbers are asked."""
    if typed.number is not None and spec.type not in AS_NUMBERS:
        raise Different
    reading = read_value(spec, typed)
    if reading.code in UNCLEAR:
        raise Different
    return reading
