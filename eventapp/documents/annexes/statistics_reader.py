"""The counted items of annex 6: each line is known by its words and by whether it speaks of teams or QC groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.statistics_items import ITEMS
from eventapp.domain.activity_remarks import read_remark
from eventapp.domain.annex_reading import Typed, typed_of
from eventapp.domain.text import key, plain_digits

PERIOD = re.compile(r"(\d{4})年(\d{1,2})月\D{1,4}(\d{4})年(\d{1,2})月")
AMOUNTS, REMARKS = ("数量", "数值"), ("备注", "说明")
UNITS = ("个", "%", "％", "万元", "次", "人", "次、人", "")


def read_items(table: Table, first: int, last: int, answers: Answers) -> None:
    """Put the numbers of the lines and the period into `answers`."""
    amount, remarks = _amount_column(table, first, last), _column_headed(REMARKS, table, first, last)
    for row in range(first, last):
        for column in range(len(table.rows[row])):
            _read_period(table, row, column, answers)
        for name in _fields(table, row, amount) if amount is not None else ():
            answers.put_named(name, typed_of(table.content(row, amount or 0)), table.place(row, amount or 0))
            if remarks is not None:
                _read_remark(name, table, row, remarks, answers)


def _read_remark(name: str, table: Table, row: int, column: int, answers: Answers) -> None:
    """The figures behind a rate, where the remark beside it tells them."""
    for figure, number in read_remark(name, typed_of(table.content(row, column)).text).items():
        answers.put_named(figure, Typed(str(number)), table.place(row, column))


def fields_of_items(table: Table, first: int, last: int) -> set[str]:
    """The fields of the lines of annex 6 that a table holds."""
    amount = _amount_column(table, first, last)
    return set() if amount is None else {name for row in range(first, last) for name in _fields(table, row, amount)}


def _amount_column(table: Table, first: int, last: int) -> int | None:
    """The column 数量 of the table."""
    return _column_headed(AMOUNTS, table, first, last)


def _column_headed(words: tuple[str, ...], table: Table, first: int, last: int) -> int | None:
    places = ((row, column) for row in range(first, min(last, first + 30)) for column in range(len(table.rows[row])))
    return next((column for row, column in places if key(table.text(row, column)) in words), None)


def _fields(table: Table, row: int, amount: int) -> tuple[str, ...]:
    words = list(_words(table, row, amount))
    line = "".join(words)
    found = next((item for item in ITEMS if re.search(item[0], line)), None)
    if not found:
        return ()
    speaks_of_teams = any(word.startswith(("信得过班组", "信组", "班组")) for word in words[1:])
    return found[1] if speaks_of_teams else found[2]


def _words(table: Table, row: int, amount: int) -> Iterator[str]:
    """The words left of the amount, merged cells seen from every row they cover, without the unit."""
    seen: set[tuple[int, int]] = set()
    for column in range(amount):
        span = table.spans.get((row, column))
        place = (span.row, span.column) if span else (row, column)
        text = key(typed_of(table.content(row, column)).text)
        if place not in seen and text not in UNITS:
            yield text
        seen.add(place)


def _read_period(table: Table, row: int, column: int, answers: Answers) -> None:
    content = table.rows[row][column]
    if isinstance(content, str) and "年" in content and (found := PERIOD.search(plain_digits(content))):
        for name, year, month in (("period_start", found[1], found[2]), ("period_end", found[3], found[4])):
            answers.put_named(name, Typed(f"{year}年{month}月"), table.place(row, column))
