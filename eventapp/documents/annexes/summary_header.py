"""The header of annex 3: in one row or several, with one column 单位名称 or two, in any order of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from eventapp.documents.annexes.grid import Table
from eventapp.domain.annex_fields import RECOMMENDATION_SUMMARY
from eventapp.domain.text import key

COLUMNS_NEEDED = 4
HEADER_LENGTH = 40
ROWS_SEARCHED = 60


@dataclass(frozen=True)
class Header:
    """Where the data begin, and the column of each field."""

    first_row: int
    data_row: int
    columns: Mapping[str, int]


@cache
def _names() -> Mapping[str, str]:
    return {
        key(spelling).upper(): spec.name
        for spec in RECOMMENDATION_SUMMARY.row_fields
        for spelling in (spec.label, *spec.synonyms)
        if spec.name != "sort_unit_name"
    }


def column_name(text: str) -> str:
    """The row field that a header cell names, or an empty string."""
    return _names().get(key(text).upper(), "") if 0 < len(text) <= HEADER_LENGTH else ""


def find_header(table: Table, first: int, last: int) -> Header | None:
    """The header between two rows of a table, or None."""
    for row in range(first, min(last, first + ROWS_SEARCHED)):
        if len(_named(table, row)) >= COLUMNS_NEEDED:
            return _header(table, first, row, last)
    return None


def _named(table: Table, row: int) -> dict[int, str]:
    """Names of the columns that begin in the very row."""
    named = {column: column_name(table.text(row, column)) for column in range(len(table.rows[row]))}
    return {column: name for column, name in named.items() if name}


def _header(table: Table, first: int, row: int, last: int) -> Header | None:
    top, bottom = row, row
    while top > first and row - top < 2 and _named(table, top - 1):
        top -= 1
    while bottom + 1 < last and _is_header_row(table, bottom + 1):
        bottom += 1
    columns: dict[int, str] = {}
    for at_row in range(top, bottom + 1):
        columns.update(_named(table, at_row))
    places = _by_name(columns)
    if "group_name" not in places or "company_name" not in places:
        return None
    return Header(top, bottom + 1, places)


def _is_header_row(table: Table, row: int) -> bool:
    filled = [column for column in range(len(table.rows[row])) if table.text(row, column).strip()]
    return bool(filled) and len(_named(table, row)) == len(filled)


def _by_name(columns: dict[int, str]) -> dict[str, int]:
    """Field to column. Of two columns 单位名称 the one nearest 邮编 is for sorting, the other for certificates."""
    places: dict[str, int] = {}
    for column, name in sorted(columns.items()):
        places.setdefault(name, column)
    units = [column for column, name in sorted(columns.items()) if name == "company_name"]
    if len(units) > 1 and "postcode" in places:
        units.sort(key=lambda column: abs(column - places["postcode"]))
        places["sort_unit_name"], places["company_name"] = units[0], units[1]
    return places
