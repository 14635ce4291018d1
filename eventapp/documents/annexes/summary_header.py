"""The header of annex 3: in one row or several, with one column 单位名称 or two, in any order, once or side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.labels import JOINED, Lexicon, build_lexicon
from eventapp.domain.annex_fields import RECOMMENDATION_SUMMARY
from eventapp.domain.annex_numbers import read_grade
from eventapp.domain.annex_pieces import piece_of
from eventapp.domain.annex_reading import Typed
from eventapp.domain.annexes import FieldSpec
from eventapp.domain.text import key

COLUMNS_NEEDED = 4
HEADER_LENGTH = 40
HEADER_ROWS = 3
ROWS_SEARCHED = 60
COMPANY, SORT_UNIT, POSTCODE, GROUP, GRADE = (
    "company_name", "sort_unit_name", "postcode", "group_name", "recommended_grade",
)  # fmt: skip
# What the words of a column must hold where its wording is none of the known ones, and no other column is known for it.
LIKELY_WORDS = (
    (GROUP, re.compile(r"^(?!.*(?:课题|单位|企业|长)).*(?:小组|班组|信组|QC).*名称?$")),
    (COMPANY, re.compile(r"^(?!.*(?:小组|班组|课题|推荐|主管|上级)).*(?:单位|企业|公司).*(?:名称|全称|名)$")),
    (GRADE, re.compile(r"等级|等次|级别|档次")),
    (POSTCODE, re.compile(r"邮编|邮政编码")),
    ("topic_name", re.compile(r"课题|成果名称")),
    ("member_count", re.compile(r"人数$")),
    ("contact_phone", re.compile(r"^(?!.*(?:组长|指导)).*(?:电话|手机)")),
    ("contact_person", re.compile(r"^联[系络]人")),
)
COLUMNS_OF_A_SUMMARY = 7
COLUMNS_AT_ONCE = 2  # filled cells in the first row of a header
EXACT_NEEDED = 3  # columns known by their wording before a rule may guess another
TICK_BONUS = 2
SPECS: Mapping[str, FieldSpec] = {spec.name: spec for spec in RECOMMENDATION_SUMMARY.row_fields}


@dataclass(frozen=True)
class Block:
    """The columns of one list: the column of each field, how to read it, and the columns where a level is ticked."""

    columns: Mapping[str, int]
    specs: Mapping[str, FieldSpec] = field(default_factory=lambda: SPECS)
    grades: Mapping[int, int] = field(default_factory=dict)

    @property
    def first_column(self) -> int:
        return min((*self.columns.values(), *self.grades), default=0)

    @property
    def last_column(self) -> int:
        return max((*self.columns.values(), *self.grades), default=0)


@dataclass(frozen=True)
class Header:
    """Where the header and the data begin, and the lists side by side below it."""

    first_row: int
    data_row: int
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> Mapping[str, int]:
        """The columns of the first list."""
        return self.blocks[0].columns


@cache
def row_lexicon() -> Lexicon:
    """The wordings of the columns."""
    named = tuple(spec for spec in RECOMMENDATION_SUMMARY.row_fields if spec.name != SORT_UNIT)
    return build_lexicon(RECOMMENDATION_SUMMARY.kind, named)


@lru_cache(maxsize=4_096)
def column_names(text: str) -> tuple[str, ...]:
    """The row fields that a header cell names: none, one, or two that share a column."""
    if not 0 < len(text) <= HEADER_LENGTH:
        return ()
    label = row_lexicon().exact(text)
    return tuple(row_lexicon().fields[part][0].name for part in label.split(JOINED)) if label else ()


def find_header(table: Table, first: int, last: int) -> Header | None:
    """The header between two rows of a table, or None; looked for once."""
    if (first, last) not in table.headers:
        table.headers[first, last] = _found_header(table, first, last)
    found = table.headers[first, last]
    return found if isinstance(found, Header) else None


def _found_header(table: Table, first: int, last: int) -> Header | None:
    for row in range(first, min(last, first + ROWS_SEARCHED)):
        if sum(1 for content in table.rows[row] if content not in ("", None)) < COLUMNS_AT_ONCE:
            continue
        windows = [(row, height) for height in range(1, HEADER_ROWS + 1) if row + height <= last]
        named = [_columns(table, start, height) for start, height in windows]
        best = max(range(len(windows)), key=lambda number: _worth(table, windows[number], named[number]), default=None)
        if best is not None and len(named[best]) >= COLUMNS_NEEDED and _starts_here(table, row, named[best]):
            found = _header(table, *windows[best], named[best])
            if found:
                return found
    return None


def _worth(table: Table, window: tuple[int, int], named: dict[int, tuple[str, ...]]) -> int:
    """How much a stretch of rows says about the columns."""
    return len(named) + (TICK_BONUS if len(named) >= COLUMNS_NEEDED and _tick_columns(table, *window, named) else 0)


def is_told(header: Header) -> bool:
    """Whether a header asks for the recommended level, or for nearly everything else: other lists of groups do not."""
    return has_level(header) or len(header.columns) >= COLUMNS_OF_A_SUMMARY


def has_level(header: Header) -> bool:
    """Whether the recommended level is asked for, in a column or by ticks."""
    return bool(header.blocks[0].grades) or GRADE in header.columns


def _starts_here(table: Table, row: int, named: dict[int, tuple[str, ...]]) -> bool:
    """Whether the first row of a window belongs to the header and is no title above it."""
    filled = [column for column in range(len(table.rows[row])) if table.text(row, column).strip()]
    return len(filled) > 1 and any(column in named for column in filled)


def is_header_row(table: Table, row: int, header: Header) -> bool:
    """Whether a data row is the header once more, as on the next printed page."""
    return all(
        name in column_names(table.text(row, column))
        for name, column in header.columns.items()
        if name in (COMPANY, GROUP)
    )


def _columns(table: Table, row: int, height: int) -> dict[int, tuple[str, ...]]:
    """What each column is named by the rows of a header: by all its words together, else by the lowest that says it."""
    width = max((len(table.rows[number]) for number in range(row, row + height)), default=0)
    words = {column: _words(table, row, height, column) for column in range(width)}
    named = {column: names for column in words if (names := _names(words[column]))}
    return named | _likely(words, named) if len(named) >= EXACT_NEEDED else named


def _words(table: Table, row: int, height: int, column: int) -> list[str]:
    """The words of a column in the rows of a header, from the top."""
    return [text for number in range(row, row + height) if (text := table.text(number, column).strip())]


def _names(words: list[str]) -> tuple[str, ...]:
    """The fields that words name together, else the lowest word that names one."""
    together = column_names("".join(words)) if len(words) > 1 else ()
    return together or next((names for word in reversed(words) if (names := column_names(word))), ())


def _likely(words: Mapping[int, list[str]], named: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Fields without a known column, found by what the words of the other columns hold."""
    known = {name for names in named.values() for name in names}
    found: dict[int, tuple[str, ...]] = {}
    for name, pattern in LIKELY_WORDS:
        free = (column for column in words if column not in named and column not in found)
        likely = [column for column in free if any(pattern.search(_bare(word)) for word in words[column])]
        if name not in known and likely:
            found[likely[0]] = (name,)
    return found


def _bare(word: str) -> str:
    return key(word).upper() if len(word) <= HEADER_LENGTH else ""


def _header(table: Table, row: int, height: int, named: dict[int, tuple[str, ...]]) -> Header | None:
    grades = _tick_columns(table, row, height, named)
    blocks = tuple(block for block in map(_block, _parted(named, grades)) if {COMPANY, GROUP} <= block.columns.keys())
    return Header(row, row + height, blocks) if blocks else None


def _tick_columns(table: Table, row: int, height: int, named: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Columns headed 一等 and 二等, in which the level is ticked; a bare number counts only below 推荐等级."""
    found: dict[int, int] = {}
    for column in range(max(len(table.rows[number]) for number in range(row, row + height))):
        text = table.text(row + height - 1, column) or table.text(row, column)
        grade = read_grade(Typed(text)).value if 0 < len(text.strip()) <= HEADER_LENGTH else None
        above = table.content(row, column) if height > 1 else ""
        is_headed = GRADE in column_names(str(above)) or not key(text).isdigit()
        if isinstance(grade, int) and is_headed and (column not in named or GRADE in named[column]):
            found[column] = grade
    return found if set(found.values()) == {1, 2} else {}


def _parted(
    named: dict[int, tuple[str, ...]], grades: dict[int, int]
) -> list[tuple[dict[int, tuple[str, ...]], dict[int, int]]]:
    """The columns of each list: a field named once more begins the next one; 单位名称 may stand twice in one."""
    parts: list[dict[int, tuple[str, ...]]] = [{}]
    for column, names in sorted(named.items()):
        seen = {name for known in parts[-1].values() for name in known}
        if set(names) & seen - {COMPANY} and {COMPANY, GROUP} <= seen:
            parts.append({})
        parts[-1][column] = names
    edges = [min(part) for part in parts[1:]]
    return [
        (part, {column: grade for column, grade in grades.items() if sum(column >= edge for edge in edges) == number})
        for number, part in enumerate(parts)
    ]


def _block(part: tuple[dict[int, tuple[str, ...]], dict[int, int]]) -> Block:
    """Field to column. Of two columns 单位名称 the one nearest 邮编 is for sorting, the other for certificates."""
    named, grades = part
    columns: dict[str, int] = {}
    specs = dict(SPECS)
    for column, names in sorted(named.items()):
        for name in names:
            columns.setdefault(name, column)
            if len(names) > 1:
                specs[name] = replace(specs[name], part=piece_of(specs[name]))
    units = [column for column, names in sorted(named.items()) if COMPANY in names]
    if len(units) > 1 and POSTCODE in columns:
        units.sort(key=lambda column: abs(column - columns[POSTCODE]))
        columns[SORT_UNIT], columns[COMPANY] = units[0], units[1]
    if grades:
        columns.pop(GRADE, None)
    return Block(columns, specs, grades)
