"""The workbook that we hand out for lists of people, and in which lists are exported: what is exported can be imported.

Whatever a person typed stays text: nothing becomes a formula, a number or a date by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eventapp.documents.characters import NOT_IN_XML
from eventapp.domain.attendee_columns import Column, Dress

LIST, WORDS, GUIDE = "名单", "选项", "填表说明"
TEXT_FORMAT, DAY_FORMAT = "@", "yyyy-mm-dd"
FORMATS = {Dress.TEXT: TEXT_FORMAT, Dress.DAY: DAY_FORMAT}
HEADING_ROW, FIRST_ROW = 2, 3
ROWS_AHEAD = 500  # of drop-downs below the last person
LONGEST = 32_767  # characters that Excel keeps in one cell
ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A, and _x005F_x0041_ as _x0041_
HEAD = PatternFill("solid", fgColor="E6E1D6")
REQUIRED = PatternFill("solid", fgColor="F3D9C9")
THIN = Side(style="thin", color="B8B2A4")
LINES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTERED = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
NOTE_SIZE = {"width": 260, "height": 120}  # pixels
HEADING_HEIGHT = 32  # points, for two lines
GUIDE_WIDTHS = (18, 90)  # characters


def write_attendees(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, str]],
    *,
    title: str,
    guide: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The bytes of the .xlsx: people by column code, headings with notes and drop-downs, and `guide` as a sheet.

    Days are given as 2024-09-10; texts may hold any character.
    """
    book = Workbook(write_only=True)
    sheet = new_sheet(book, LIST)
    words = choice_lists(columns)
    people = list(rows)
    set_columns(sheet, columns)
    add_drop_downs(sheet, columns, words, FIRST_ROW + len(people) + ROWS_AHEAD)
    sheet.append([dressed(sheet, title, font=Font(bold=True, size=14))])
    sheet.append([heading(sheet, column) for column in columns])
    for person in people:
        sheet.append([cell_of(sheet, column, person.get(column.code, "")) for column in columns])
    write_guide(book, guide, columns)
    write_words(book, words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def new_sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet whose rows go to the disk as they are appended: half the time, and the memory of one row."""
    return cast(Worksheet, book.create_sheet(name))


def set_columns(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Widths, and the format of cells that are still empty; number and name stay in view."""
    for place, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = column.width, FORMATS[column.dress]
    sheet.row_dimensions[HEADING_ROW].height = HEADING_HEIGHT
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"1:{HEADING_ROW}"


def choice_lists(columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """The words of every drop-down, by column."""
    return {column.code: column.choices for column in columns if column.choices}


def add_drop_downs(sheet: Worksheet, columns: Sequence[Column], words: Mapping[str, Sequence[str]], last: int) -> None:
    """A drop-down offers what the sheet of options lists: within a formula there is room for 255 characters only."""
    for place, column in enumerate(columns, 1):
        area = f"{get_column_letter(place)}{FIRST_ROW}:{get_column_letter(place)}{last}"
        if column.code in words:
            letter = get_column_letter(list(words).index(column.code) + 1)
            rule = DataValidation("list", f"'{WORDS}'!${letter}$1:${letter}${len(column.choices)}", allow_blank=True)
            rule.showErrorMessage = not column.is_open
            rule.errorTitle, rule.error = column.label, "请从下拉列表中选择。"
        elif column.dress is Dress.DAY:
            rule = DataValidation("date", "36526", "73050", operator="between", allow_blank=True)
            rule.showErrorMessage, rule.errorTitle, rule.error = True, column.label, "请填日期，例如 2024-09-10。"
        else:
            continue
        rule.add(area)
        sheet.data_validations.append(rule)


def heading(sheet: Worksheet, column: Column) -> Cell:
    """A heading with the note that says how to fill the column in."""
    cell = dressed(sheet, column.heading, font=Font(bold=True))
    cell.fill, cell.border, cell.alignment = REQUIRED if column.is_required else HEAD, LINES, CENTERED
    if column.note:
        cell.comment = Comment(column.note, "会务组", **NOTE_SIZE)
    return cell


def cell_of(sheet: Worksheet, column: Column, text: str) -> Cell | None:
    """What is known of one person in one column."""
    if not text:
        return None
    if column.dress is Dress.DAY and (day := day_of(text)):
        cell: Cell = WriteOnlyCell(sheet)
        cell.value = day
        cell.number_format = DAY_FORMAT
        return cell
    return dressed(sheet, text)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def dressed(sheet: Worksheet, text: str, font: Font | None = None) -> Cell:
    """A cell of text, also when the text looks like a formula, a number or an escape of Excel's."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = ESCAPE_LIKE.sub("_x005F_", NOT_IN_XML.sub("", text))[:LONGEST]
    cell.data_type, cell.number_format = "s", TEXT_FORMAT
    if font:
        cell.font = font
    return cell


def write_guide(book: Workbook, guide: Sequence[tuple[str, str]], columns: Sequence[Column]) -> None:
    """How to fill the list in, then what each column is for."""
    sheet = new_sheet(book, GUIDE)
    for letter, width in zip("AB", GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    lines = [*guide, *((column.heading, column.note) for column in columns if column.note)]
    for term, text in lines:
        cells = [dressed(sheet, term, Font(bold=True)), dressed(sheet, text)]
        for cell in cells:
            cell.alignment = WRAPPED
        sheet.append(cells)


def write_words(book: Workbook, words: Mapping[str, Sequence[str]]) -> None:
    """The options of all drop-downs, one column each, out of sight."""
    sheet = new_sheet(book, WORDS)
    sheet.sheet_state = "hidden"
    for at in range(max((len(options) for options in words.values()), default=0)):
        row = [options[at] if at < len(options) else "" for options in words.values()]
        sheet.append([dressed(sheet, text) if text else None for text in row])
