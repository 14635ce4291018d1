"""Plain lists of people as an Excel file, one sheet each: rooms, trains, contacts. Whatever is typed stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eventapp.documents.characters import NOT_IN_XML

HEAD = PatternFill("solid", fgColor="EDE8DD")
WRAPPED = Alignment(wrap_text=True, vertical="top")
LONGEST_TITLE = 31  # characters that Excel takes for the name of a sheet
NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\")


@dataclass(frozen=True)
class List:
    """One sheet: its name, the headings with their widths in characters, and rows of texts."""

    name: str
    headings: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str]]


def write_lists(lists: Sequence[List], title: str) -> bytes:
    """The bytes of the .xlsx; every sheet is headed by the title and fits the width of a page."""
    book = Workbook(write_only=True)
    for one in lists:
        sheet = cast(Worksheet, book.create_sheet(one.name.translate(NOT_IN_TITLES)[:LONGEST_TITLE]))
        for place, (_heading, width) in enumerate(one.headings, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A3"
        sheet.print_title_rows = "2:2"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        sheet.append([text_cell(sheet, title, font=Font(bold=True, size=14))])
        sheet.append([text_cell(sheet, heading, Font(bold=True), HEAD) for heading, _width in one.headings])
        for row in one.rows:
            sheet.append([text_cell(sheet, text) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(sheet: Worksheet, text: str, font: Font | None = None, fill: PatternFill | None = None) -> Cell:
    """A cell of text, also when the text looks like a formula or a number."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = NOT_IN_XML.sub("", text)
    cell.data_type = "s"
    cell.number_format, cell.alignment = "@", WRAPPED
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    return cell
