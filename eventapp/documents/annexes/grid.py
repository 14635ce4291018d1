"""The neutral picture of a Word or Excel file: tables of cells with contents, spans and human places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eventapp.documents.annexes.cell_notes import CellNotes
from eventapp.documents.limits import Unsafe
from eventapp.domain.annex_reading import typed_of

LONG_TEXT, LONGEST_TEXT = 1_000, 50_000  # characters in one cell; Excel allows 32,767
LONG_SPACE = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\ufeff]{9,}")
MERGED_CELLS_LIMIT = 200_000  # places in merged areas of one table


@dataclass(frozen=True)
class Span:
    """The cell that covers a place of a merged area, and how far the area reaches."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass
class Table:
    """Rows of cell contents (text, number or date); covered places of merged cells are empty.

    `is_sheet` decides how places are named; `is_prose` marks running paragraphs, one a row.
    """

    name: str
    rows: list[Sequence[object]]
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    is_sheet: bool = False
    is_prose: bool = False
    notes: CellNotes = field(default_factory=CellNotes)
    marked: dict[tuple[int, int], str] = field(default_factory=dict)  # options chosen by looks alone, as ticks
    is_hidden: bool = False
    headers: dict[tuple[int, int], object] = field(default_factory=dict, compare=False)  # memory of `find_header`
    origin: Table | None = None  # the table as it stands in the file, where this one is turned by 90°

    def text(self, row: int, column: int) -> str:
        """Text of the very cell; empty outside of the table and in covered places."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            content = self.rows[row][column]
            return content if isinstance(content, str) else typed_of(content).text
        return ""

    def content(self, row: int, column: int) -> object:
        """Content at a place, seen through a merged cell that covers it."""
        span = self.spans.get((row, column))
        at_row, at_column = (span.row, span.column) if span else (row, column)
        if 0 <= at_row < len(self.rows) and 0 <= at_column < len(self.rows[at_row]):
            return self.rows[at_row][at_column]
        return ""

    def is_covered(self, row: int, column: int) -> bool:
        """Whether the place belongs to a merged cell that begins elsewhere."""
        span = self.spans.get((row, column))
        return span is not None and (span.row, span.column) != (row, column)

    def right_of(self, row: int, column: int) -> int | None:
        """Column of the next cell of the row, or None at its end."""
        span = self.spans.get((row, column))
        following = (span.last_column if span else column) + 1
        return following if following < len(self.rows[row]) else None

    def below(self, row: int, column: int) -> int | None:
        """Row of the cell below, or None at the end of the table."""
        span = self.spans.get((row, column))
        following = (span.last_row if span else row) + 1
        return following if following < len(self.rows) else None

    def place(self, row: int, column: int) -> str:
        """Where a person finds the cell: 「Sheet1 · C5」, 「表1 · 第3行第2格」, 「正文 · 第4段」."""
        if self.origin:
            return self.origin.place(column, row)
        span = self.spans.get((row, column))
        at_row, at_column = (span.row, span.column) if span else (row, column)
        if self.is_sheet:
            return f"{self.name} · {column_letters(at_column)}{at_row + 1}"
        if self.is_prose:
            return f"{self.name} · 第{at_row + 1}段"
        before = {(self.spans[at_row, c].column if (at_row, c) in self.spans else c) for c in range(at_column)}
        return f"{self.name} · 第{at_row + 1}行第{len(before) + 1}格"


def merge(spans: dict[tuple[int, int], Span], row: int, column: int, last_row: int, last_column: int) -> None:
    """Record one merged area."""
    span = Span(row, column, last_row, last_column)
    for at_row in range(row, last_row + 1):
        for at_column in range(column, last_column + 1):
            spans[at_row, at_column] = span


def tame(table: Table) -> None:
    """Shorten endless runs of white space, which are layout; raise Unsafe `cell_too_long` for an endless text.

    Patterns that look for labels would take minutes over megabytes in one cell.
    """
    for number, row in enumerate(table.rows):
        if any(isinstance(content, str) and len(content) > LONG_TEXT for content in row):
            table.rows[number] = [_shortened(content) for content in row]


def _shortened(content: object) -> object:
    if not isinstance(content, str) or len(content) <= LONG_TEXT:
        return content
    shorter = LONG_SPACE.sub(lambda found: found[0][:8], content)
    if len(shorter) > LONGEST_TEXT:
        raise Unsafe("cell_too_long")
    return shorter


def merge_ranges(table: Table, ranges: Iterable[Sequence[Sequence[int]]]) -> None:
    """Record the merged areas of a sheet, cut to its rows; an area over whole columns says nothing."""
    width = max((len(row) for row in table.rows), default=0)
    for (row, column), (bottom, right) in ranges:
        last_row, last_column = min(bottom, len(table.rows) - 1), min(right, width - 1)
        if (last_row - row + 1) * (last_column - column + 1) + len(table.spans) <= MERGED_CELLS_LIMIT:
            merge(table.spans, row, column, last_row, last_column)


def column_letters(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
