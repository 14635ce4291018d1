"""Rows of annex 3 in which every cell is in normal form already: they are taken as they stand.

Most rows of a real list are such. A row counts only when postcode, level, unit and group are all there, so that no
heading, sum or signature can pass; the patterns take only what `read_value` returns unchanged, which a property test
holds. All other rows go the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.summary_header import COMPANY, GRADE, GROUP, POSTCODE, SORT_UNIT, SPECS, Block
from eventapp.domain.annexes import Value
from eventapp.domain.text import NOTHING

NEEDED = frozenset({POSTCODE, COMPANY, GROUP, GRADE})
PLAIN_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9“”()（）\-.]{3,199}")
PLAIN_PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}(?<!先生|女士|同志|老师)")
PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
PLAIN_POSTCODE = re.compile(r"[0-9]{6}")
PLAIN_LEVELS: Mapping[object, int] = {1: 1, 2: 2, "1": 1, "2": 2}
LARGEST_COUNT = 1_000_000


def _text(pattern: re.Pattern[str]) -> Callable[[object], Value]:
    matches = pattern.fullmatch

    def read(content: object) -> Value:
        return content if type(content) is str and matches(content) and content not in NOTHING else None

    return read


def _count(content: object) -> Value:
    """A whole number as calamine gives it."""
    if type(content) is float and 0 <= content <= LARGEST_COUNT and content == (whole := int(content)):
        return whole
    return content if type(content) is int and 0 <= content <= LARGEST_COUNT else None


def _level(content: object) -> Value:
    return PLAIN_LEVELS.get(content) if type(content) in (str, float, int) else None


READERS: Mapping[str, Callable[[object], Value]] = {
    "seq": _count,
    POSTCODE: _text(PLAIN_POSTCODE),
    SORT_UNIT: _text(PLAIN_NAME),
    COMPANY: _text(PLAIN_NAME),
    GROUP: _text(PLAIN_NAME),
    GRADE: _level,
    "topic_name": _text(PLAIN_NAME),
    "member_count": _count,
    "contact_person": _text(PLAIN_PERSON),
    "contact_phone": _text(PLAIN_MOBILE),
}


class PlainRows:
    """Finds the plain rows of one list of a table."""

    def __init__(self, table: Table, block: Block) -> None:
        self.rows = table.rows
        self.width = 1 + max(block.columns.values(), default=0)
        self.blank: dict[str, Value] = dict.fromkeys(SPECS)
        self.touched = {row for row, _ in table.spans} | {row for row, _ in table.notes.by_place}
        self.may_be = (
            not block.grades
            and NEEDED <= block.columns.keys() <= READERS.keys()
            and all(block.specs.get(name) is SPECS[name] for name in block.columns)
        )
        self.columns = [(name, column, READERS[name]) for name, column in block.columns.items() if self.may_be]

    def values(self, row: int) -> dict[str, Value] | None:
        """The values of a plain row; None for any other row."""
        contents = self.rows[row]
        if not self.may_be or row in self.touched or len(contents) < self.width:
            return None
        values = self.blank.copy()
        for name, column, read in self.columns:
            content = contents[column]
            if content in ("", None):
                if name in NEEDED:
                    return None
            elif (value := read(content)) is None:
                return None
            else:
                values[name] = value
        return values
