"""The counted lines of annex 6, whatever the shape of the table: which fields a line answers, and in which cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.statistics_items import AMOUNTS, ITEM_FIELDS, ITEMS, QC_GROUPS, TEAMS, UNITS
from eventapp.domain.annex_reading import typed_of
from eventapp.domain.text import key

ROWS_OF_HEADER = 30
LABEL_LENGTH = 90
LINES_NEEDED = 5  # lines with a number in the same column, where no column is headed 数量
AMOUNT = re.compile(r"^\s*[约≥>≈]?\s*[-\d０-９]|^\s*百分之|^\s*[一二三四五六七八九十百千]+[个万元%％]*\s*$")
NAMED_KIND = re.compile(
    r"[（(—–\-:：·,，、\s](质量信得过班组|信得过班组|信组|班组|QC小组|QC|质量管理小组)[)）]?\s*(?:[（(].*)?[:：]?$",
    re.I,
)
INLINE = re.compile(r"^([^:：]{4,80})[:：]\s*(\S.*)$", re.S)


@dataclass(frozen=True)
class Line:
    """The fields that one cell answers; `text` is the answer where it shares the cell with its label."""

    fields: tuple[str, ...]
    row: int
    column: int
    text: str | None = None


def lines_of(table: Table, first: int, last: int) -> list[Line]:
    """The counted lines between two rows of a table."""
    pair = _pair_of_columns(table, first, last)
    if pair:
        return [line for row in range(first, last) for line in _paired(table, row, pair)]
    amount = _amount_column(table, first, last)
    return [line for row in range(first, last) for line in _lines(table, row, amount)]


def _pair_of_columns(table: Table, first: int, last: int) -> tuple[int, int] | None:
    """The columns headed 信得过班组 and QC小组, where each has one of its own."""
    for row in range(first, min(last, first + ROWS_OF_HEADER)):
        words = {key(table.text(row, column)).upper(): column for column in range(len(table.rows[row]))}
        teams = next((words[word] for word in TEAMS if word in words), None)
        groups = next((words[word] for word in QC_GROUPS if word in words), None)
        if teams is not None and groups is not None:
            return teams, groups
    return None


def _paired(table: Table, row: int, pair: tuple[int, int]) -> Iterator[Line]:
    item = _item(_words(table, row, min(pair)))
    if not item:
        return
    if item[0] == item[1]:
        filled = next((column for column in sorted(pair) if table.text(row, column).strip()), min(pair))
        yield Line(item[0], row, filled)
    else:
        yield from (Line(fields, row, column) for fields, column in zip(item, pair, strict=True))


def _amount_column(table: Table, first: int, last: int) -> int | None:
    """The column 数量; where none is headed so, the first in which most lines have a number."""
    head = range(first, min(last, first + ROWS_OF_HEADER))
    places = ((row, column) for row in head for column in range(len(table.rows[row])))
    headed = next((column for row, column in places if key(table.text(row, column)) in AMOUNTS), None)
    return headed if headed is not None else _counted_column(table, first, last)


def _counted_column(table: Table, first: int, last: int) -> int | None:
    numbers: dict[int, int] = {}
    for row in range(first, min(last, first + ROWS_OF_HEADER)):
        for column in range(1, len(table.rows[row])):
            if AMOUNT.match(table.text(row, column)) and _item(_words(table, row, column)):
                numbers[column] = numbers.get(column, 0) + 1
                break
    best = max(sorted(numbers), key=lambda column: numbers[column], default=None)
    return best if best is not None and numbers[best] >= LINES_NEEDED else None


def _lines(table: Table, row: int, amount: int | None) -> Iterator[Line]:
    inline = [content for content in table.rows[row] if isinstance(content, str) and content.strip()]
    if len(inline) == 1 and (found := INLINE.match(inline[0])) and (item := _item([found[1]])):
        column = next(column for column, content in enumerate(table.rows[row]) if content == inline[0])
        yield Line(_fields(item, [found[1]]), row, column, found[2])
    elif amount is not None:
        words = _words(table, row, amount)
        item = _item(words)
        if item:
            yield Line(_fields(item, words), row, amount)


def _item(words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    line = "".join(key(word) for word in words)
    if len(line) > LABEL_LENGTH:
        return None
    return next(((teams, groups) for pattern, teams, groups in ITEMS if re.search(pattern, line)), None)


def _fields(item: tuple[tuple[str, ...], tuple[str, ...]], words: list[str]) -> tuple[str, ...]:
    """The fields of the kind of group that a line speaks of; a line of 次数 alone asks for no people."""
    teams, groups = item
    if teams == groups:
        return _counted(teams, words)
    own = [key(word) for word in words[1:]]
    if any(word.startswith(TEAMS) for word in own):
        return teams
    named = NAMED_KIND.search(words[0].strip()) if words and not own else None
    return teams if named and named[1] in TEAMS else groups


def _counted(fields: tuple[str, ...], words: list[str]) -> tuple[str, ...]:
    last = key(words[-1]) if words else ""
    asks_sessions, asks_people = bool(re.search("次数|场次|期数", last)), bool(re.search("人数|人次", last))
    if len(fields) == 1 or asks_sessions == asks_people:
        return fields
    return fields[:1] if asks_sessions else fields[1:]


def _words(table: Table, row: int, amount: int) -> list[str]:
    """The words left of the amount, merged cells seen from every row they cover, without number and unit."""
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    for column in range(min(amount, len(table.rows[row]))):
        span = table.spans.get((row, column))
        place = (span.row, span.column) if span else (row, column)
        text = typed_of(table.content(row, column)).text.strip()
        if place not in seen and key(text) not in UNITS and not re.fullmatch(r"[\d.]{1,4}|[（(]?\d{1,2}[)）]", text):
            found.append(text)
        seen.add(place)
    return found


__all__ = ["ITEM_FIELDS", "Line", "lines_of"]
