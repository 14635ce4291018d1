"""The rows of annex 3: sections, merged cells carried down, every row with the place of each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.summary_header import GRADE, SPECS, Block, Header, find_header, is_header_row
from eventapp.documents.annexes.summary_plain import PlainRows
from eventapp.documents.annexes.summary_ticks import read_ticked_grade
from eventapp.domain.annex_choices import kind_in
from eventapp.domain.annex_fields import PRINTED_FIELDS
from eventapp.domain.annex_notes import Note, read_noted
from eventapp.domain.annex_reading import Reading, typed_of
from eventapp.domain.annexes import Value
from eventapp.domain.text import key, to_the_letter

# Without one of these a row is a ruled blank line, whatever number or postcode was filled down.
TELLING = ("company_name", "group_name", "topic_name", "contact_person")
FOOTERS = ("填表人", "制表人", "填报人", "经办人")
SUM = re.compile(r"(?:合计|小计|总计|共计|累计)(?:[\d:：].*|[一二]等.*|[项个数])?$|共\d+[项个]")
SHORT_HEADINGS = {"小组": "qc", "班组": "team", "信组": "team"}
STRONG_NAME = re.compile(r"QC|班组?$", re.I)  # 小组 alone may well be a team
DITTO = re.compile(r'[\s　]*(?:同\s*上|〃|″|"|”|″|同前|[↑↓])[\s　]*')
SECTION_LENGTH = 30
DECORATED = re.compile(r"[^\u4e00-\u7b2b\u7b2d-\u9fffA-Za-z0-9“”]|^[一二三四五六七八九十\d]")  # 第: a numbering
SUM_LOOKED_AT = 3  # filled cells of a row


@dataclass(frozen=True)
class Doubt:
    """A warning code for one field of a row, and what was typed."""

    field: str
    code: str
    typed: str


@dataclass(frozen=True)
class SummaryRow:
    """One row: values, the cell of each, and what reading them left in doubt.

    In a plain row every value stood in normal form and every needed one was there: nothing else can be doubtful.
    """

    values: Mapping[str, Value]
    table: Table
    row: int
    columns: Mapping[str, int]
    doubts: tuple[Doubt, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    is_plain: bool = False

    def place(self, name: str) -> str:
        return self.table.place(self.row, self.columns.get(name, 0))


def read_rows(chunks: list[Chunk]) -> Iterator[SummaryRow]:
    """All rows of the form in the order of the chunks; a table without a header goes on under the last one."""
    section: str | None = None
    known: Header | None = None
    for chunk in chunks:
        if chunk.table.is_sheet:
            section = kind_in(chunk.table.name) or SHORT_HEADINGS.get(key(chunk.table.name))
        header = find_header(chunk.table, chunk.first, chunk.last)
        start = header.data_row if header else chunk.first
        known = header or known
        section = _section_above(chunk, header, section)
        if known is None or not (header or _goes_on(chunk, known)):
            continue
        for block in known.blocks:
            reader = BlockReader(chunk, known, block, _section_of(chunk, known, block) or section)
            yield from reader.read(start)
            section = reader.section


def _goes_on(chunk: Chunk, known: Header) -> bool:
    """Whether a table without a header is as wide as the one before it."""
    return any(len(row) > known.blocks[0].last_column for row in chunk.table.rows[chunk.first : chunk.last])


def teams_first(chunks: list[Chunk]) -> list[Chunk]:
    """Sheets of teams before sheets of QC groups, as the form's title names them, however the tabs were dragged."""
    return sorted(chunks, key=lambda chunk: chunk.table.is_sheet and kind_in(chunk.table.name) == "qc")


def _section_above(chunk: Chunk, header: Header | None, section: str | None) -> str | None:
    """The section that the last heading before the rows announces."""
    rows = range(chunk.first, header.first_row if header else chunk.last)
    return next((kind for row in reversed(rows) if (kind := section_heading(chunk.table, row))), section)


def _section_of(chunk: Chunk, header: Header, block: Block) -> str | None:
    """The kind that the heading over one of several lists side by side announces."""
    if len(header.blocks) == 1:
        return None
    places = (
        (row, column)
        for row in range(chunk.first, header.data_row)
        for column in range(block.first_column, block.last_column + 1)
    )
    return next(
        (kind for row, column in places if (kind := kind_in(chunk.table.text(row, column)[:SECTION_LENGTH]))), None
    )


def section_heading(table: Table, row: int) -> str | None:
    """The kind that a row of one cell announces: 一、质量信得过班组 / 二、QC小组; its number may have its own cell."""
    filled = [content for content in table.rows[row] if content not in ("", None)]
    if (
        len(filled) == 2
        and isinstance(filled[0], str)
        and re.fullmatch(r"[（(]?[一二三四五]+[)）、.]?", filled[0].strip())
    ):  # noqa: PLR2004
        filled = filled[1:]
    if len(filled) != 1 or not isinstance(filled[0], str) or len(filled[0]) > SECTION_LENGTH:
        return None
    return kind_in(filled[0]) or SHORT_HEADINGS.get(key(filled[0]))


@dataclass
class BlockReader:
    """Reads the rows of one list, remembering the section and the row above."""

    chunk: Chunk
    header: Header
    block: Block
    section: str | None
    above: Mapping[str, object] = field(default_factory=dict)

    def read(self, start: int) -> Iterator[SummaryRow]:
        """The rows from `start` on."""
        table = self.chunk.table
        plain = PlainRows(table, self.block)
        for row in range(start, self.chunk.last):
            if values := plain.values(row):
                yield self._plain_row(row, values)
            elif heading := section_heading(table, row):
                self.section = heading
            elif not _is_no_entry(table, row, self.header):
                found = self._row(row)
                if found:
                    yield found

    def _plain_row(self, row: int, values: dict[str, Value]) -> SummaryRow:
        """A row whose cells need no reading; only its kind is told by what stands around it."""
        doubts: list[Doubt] = []
        self.above = values
        self._settle_kind(self.chunk.table, row, values, doubts)
        return SummaryRow(values, self.chunk.table, row, self.block.columns, tuple(doubts), {}, is_plain=True)

    def _row(self, row: int) -> SummaryRow | None:
        table, columns = self.chunk.table, self.block.columns
        values: dict[str, Value] = dict.fromkeys(SPECS)
        doubts: list[Doubt] = []
        written: dict[str, str] = {}
        content_at = _contents(table, row)
        contents = {name: content_at(column) for name, column in columns.items()}
        for name in columns:
            content = self._content(name, contents[name])
            contents[name] = content
            typed = typed_of(content)
            note = table.notes.at(row, columns[name]) if table.notes.by_place else Note.NONE
            reading = read_noted(self.block.specs[name], typed, note)
            values[name] = reading.value
            if reading.code:
                doubts.append(Doubt(name, reading.code, typed.text))
            if name in PRINTED_FIELDS and (letters := to_the_letter(typed.text)) != (reading.value or ""):
                written[name] = letters
        if all(values[name] is None for name in TELLING):
            return None
        self.above = contents
        if self.block.grades:
            self._take(doubts, values, read_ticked_grade({g: content_at(c) for c, g in self.block.grades.items()}))
        self._settle_kind(table, row, values, doubts)
        return SummaryRow(values, table, row, {**columns, **self._grade_column()}, tuple(doubts), written)

    def _content(self, name: str, content: object) -> object:
        """The content of a cell, or of the cell above where it says 同上."""
        if isinstance(content, str) and content and name in self.above and DITTO.fullmatch(content):
            return self.above[name]
        return content

    def _take(self, doubts: list[Doubt], values: dict[str, Value], reading: Reading) -> None:
        values[GRADE] = reading.value
        if reading.code:
            doubts.append(Doubt(GRADE, reading.code, ""))

    def _grade_column(self) -> dict[str, int]:
        return {GRADE: min(self.block.grades)} if self.block.grades else {}

    def _settle_kind(self, table: Table, row: int, values: dict[str, Value], doubts: list[Doubt]) -> None:
        """The kind from its column, the section, a heading at the left, or the name; a name may contradict it."""
        announced = values["kind"] or self._kind_at_left(table, row) or self.section
        named = _kind_of_name(values)
        values["kind"] = announced or named or ("team" if values["topic_name"] is None else "qc")
        if announced and named and announced != named and STRONG_NAME.search(str(values["group_name"])):
            doubts.append(Doubt("kind", "conflict", str(values["group_name"])))

    def _kind_at_left(self, table: Table, row: int) -> str | None:
        """The kind written over the rows at the left of the list, in a column without a name."""
        if (row, 0) not in table.spans or self.block.first_column == 0:
            return None
        return kind_in(str(table.content(row, 0))[:SECTION_LENGTH])


def _is_no_entry(table: Table, row: int, header: Header) -> bool:
    """Whether a row holds a sum, a signature, column numbers, a note over all columns, or the header once more."""
    texts = [content for content in table.rows[row] if content not in ("", None)]
    if not texts:
        return True
    first = texts[0]
    if isinstance(first, str) and len(first) > 2 and key(first).startswith(FOOTERS):  # noqa: PLR2004
        return True
    if any(isinstance(text, str) and SUM.match(key(text)) for text in texts[:SUM_LOOKED_AT]):
        return True
    return _is_one_wide_cell(table, row, texts) or _counts_columns(texts) or is_header_row(table, row, header)


def _is_one_wide_cell(table: Table, row: int, texts: list[object]) -> bool:
    """Whether the only text of a row spans several columns and so is no entry."""
    if len(texts) > 1:
        return False
    column = next(column for column, content in enumerate(table.rows[row]) if content not in ("", None))
    span = table.spans.get((row, column))
    return span is not None and span.last_column > span.column


def _counts_columns(texts: list[object]) -> bool:
    """Whether a row below the header just numbers the columns: 1 2 3 4 …"""
    if len(texts) < 5 or str(texts[0]).strip("（）() ") not in ("1", "1.0"):  # noqa: PLR2004
        return False
    numbers = [str(typed_of(text).text).strip("（）() ") for text in texts]
    return numbers == [str(number + 1) for number in range(len(numbers))]


def _contents(table: Table, row: int) -> Callable[[int], object]:
    """The contents of a row by column, merged cells carried down; plain rows take the short way."""
    contents = table.rows[row]
    if table.spans and any((row, column) in table.spans for column in range(len(contents))):
        return lambda column: table.content(row, column)
    return lambda column: contents[column] if column < len(contents) else ""


def _kind_of_name(values: Mapping[str, Value]) -> str | None:
    """What the name of the group says about its kind."""
    name = str(values["group_name"] or "")
    name = (key(name) if DECORATED.search(name) else name).upper()
    if "QC" in name or "小组" in name:
        return "qc"
    return "team" if name.endswith(("班", "班组")) or "班" in name and values["topic_name"] is None else None
