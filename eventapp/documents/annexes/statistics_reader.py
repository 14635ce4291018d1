"""The counted items of annex 6: each line is known by its words and by whether it speaks of teams or QC groups."""

from __future__ import annotations

from dataclasses import replace

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.statistics_items import REMARKS
from eventapp.documents.annexes.statistics_lines import Line, lines_of
from eventapp.domain.activity_remarks import read_remark
from eventapp.domain.annex_dates import read_period
from eventapp.domain.annex_fields import ACTIVITY_STATISTICS
from eventapp.domain.annex_reading import Typed, typed_of
from eventapp.domain.annexes import Part
from eventapp.domain.text import key

ROWS_OF_HEADER = 30
PERIOD_LENGTH = 120  # characters; longer texts tell of other periods
SPECS = {spec.name: spec for spec in ACTIVITY_STATISTICS.fields}


def read_items(table: Table, first: int, last: int, answers: Answers) -> None:
    """Put the numbers of the lines and the period into `answers`."""
    for row in range(first, last):
        for column in range(len(table.rows[row])):
            _read_period(table, row, column, answers)
    remarks = _remarks_column(table, first, last)
    for line in lines_of(table, first, last):
        _read_line(table, line, answers)
        if remarks is not None:
            for name in line.fields:
                _read_remark(name, table, line.row, remarks, answers)


def fields_of_items(table: Table, first: int, last: int) -> set[str]:
    """The fields of the lines of annex 6 that a table holds."""
    return {name for line in lines_of(table, first, last) for name in line.fields}


def _read_line(table: Table, line: Line, answers: Answers) -> None:
    place = table.place(line.row, line.column)
    typed = typed_of(table.content(line.row, line.column)) if line.text is None else Typed(line.text)
    for name in line.fields:
        spec = SPECS[name] if len(line.fields) > 1 else replace(SPECS[name], part=Part.WHOLE)
        answers.put(spec, typed, place, table.notes.at(line.row, line.column))


def _remarks_column(table: Table, first: int, last: int) -> int | None:
    rows = range(first, min(last, first + ROWS_OF_HEADER))
    places = ((row, column) for row in rows for column in range(len(table.rows[row])))
    return next((column for row, column in places if key(table.text(row, column)) in REMARKS), None)


def _read_remark(name: str, table: Table, row: int, column: int, answers: Answers) -> None:
    """The figures behind a rate, where the remark beside it tells them."""
    for figure, number in read_remark(name, typed_of(table.content(row, column)).text).items():
        answers.put_named(figure, Typed(str(number)), table.place(row, column))


def _read_period(table: Table, row: int, column: int, answers: Answers) -> None:
    content = table.rows[row][column]
    if not isinstance(content, str) or len(content) > PERIOD_LENGTH:
        return
    for name, month in zip(("period_start", "period_end"), read_period(content) or (), strict=False):
        answers.put_named(name, Typed(month), table.place(row, column))
