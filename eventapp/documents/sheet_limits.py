"""The area of a worksheet, measured before a parser spreads it out in memory cell by cell."""

from __future__ import annotations

import re
import zipfile

from eventapp.documents.limits import Unsafe

SHEET_MEMBER = re.compile(r"^/?xl/worksheets/[^/]+\.xml$", re.I)
CELLS_LIMIT = 3_000_000
TALL_ROW = re.compile(rb"<row\b[^>]*?\br=[\"'](\d{5,})[\"']")
WIDE_CELL = re.compile(rb"\br=[\"'][A-Z][A-Z]{1,2}\d+[\"']")
VERY_WIDE_CELL = re.compile(rb"\br=[\"'][A-Z]{3}\d+[\"']")
FILLED_CELL = re.compile(rb"<c\b(?:[^>]*?\br=[\"']([A-Z]{1,3})(\d+)[\"'])?[^>]*[^/]>(?!\s*</c>)")
ROWS_UNNAMED, COLUMNS_SINGLE, COLUMNS_DOUBLE, COLUMNS_ALL = 9_999, 26, 702, 16_384


def check_sheets(package: zipfile.ZipFile) -> None:
    """Raise Unsafe `zip_bomb` when the filled cells of a worksheet span more than CELLS_LIMIT places.

    One value in the far corner is enough to make a parser reserve gigabytes; empty styled cells are harmless.
    """
    for member in package.infolist():
        if SHEET_MEMBER.match(member.filename):
            xml = package.read(member).replace(b"\x00", b"")
            if _at_most(xml) > CELLS_LIMIT and _spanned(xml) > CELLS_LIMIT:
                raise Unsafe("zip_bomb")


def _at_most(xml: bytes) -> int:
    """A quick upper bound of the spanned area."""
    rows = max((int(found) for found in TALL_ROW.findall(xml)), default=ROWS_UNNAMED)
    if not WIDE_CELL.search(xml):
        return rows * COLUMNS_SINGLE
    return rows * (COLUMNS_ALL if VERY_WIDE_CELL.search(xml) else COLUMNS_DOUBLE)


def _spanned(xml: bytes) -> int:
    """The area from A1 to the last filled row and column; a filled cell without an address counts as the corner."""
    last_row = last_column = 0
    for cell in FILLED_CELL.finditer(xml):
        if cell[1] is None:
            return CELLS_LIMIT + 1
        last_row = max(last_row, int(cell[2]))
        last_column = max(last_column, _number(cell[1]))
    return last_row * last_column


def _number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
