"""A form as an Excel sheet in the same layout: what a user typed stays text, the header is printed on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eventapp.documents.forms.layout import Cell, Down, Form, Line, Row
from eventapp.documents.forms.package import repack
from eventapp.documents.forms.sheet_styles import (
    POINTS_A_MM,
    alignment_of,
    border_of,
    font_of,
    height_of,
    set_page,
    width_of,
)
from eventapp.domain.refusals import Refusal

LONGEST = 32_767  # characters that Excel keeps in one cell
HIGHEST = 400  # points; Excel allows 409 for a row
TEXT_FORMAT = "@"
NUMBER = re.compile(r"\d{1,15}(?:\.\d+)?")
ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A, and _x005F_x0041_ as _x0041_


def write_form(form: Form) -> bytes:
    """The bytes of the .xlsx. Raises Refusal for a text longer than a cell of Excel can hold."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = form.spec.annex
    Writer(sheet, form).write()
    out = BytesIO()
    book.save(out)
    return repack(out.getvalue(), form.name)


@dataclass
class Area:
    """The places that one cell of the form covers; rows and columns count from 1."""

    cell: Cell
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass
class Writer:
    """Puts a form on a sheet from top to bottom; `row` is the last one used."""

    sheet: Worksheet
    form: Form
    row: int = 0
    areas: list[Area] = field(default_factory=list)
    open_areas: dict[int, Area] = field(default_factory=dict)

    def write(self) -> None:
        """Write lines, table and page set-up."""
        for column, width in enumerate(self.form.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width_of(width)
        for line in self.form.above:
            self._line(line)
        first = self.row + 1
        for row in self.form.rows:
            self._row(row)
        headers = sum(row.is_header for row in self.form.rows)
        for area in self.areas:
            self._draw(area)
        for line in self.form.below:
            self._line(line)
        set_page(self.sheet, (first, first + headers - 1) if headers else None, self.form.is_landscape)

    def _line(self, line: Line) -> None:
        """A line outside of the table, over its whole width."""
        self.row += 1
        columns = len(self.form.widths)
        area = Area(Cell((line,), columns), self.row, 1, self.row, columns)
        self.sheet.row_dimensions[self.row].height = height_of(area.cell, sum(self.form.widths))
        self._fill(area)
        self._merge(area)

    def _row(self, row: Row) -> None:
        """A row of the table; one that is too high for Excel becomes several, merged."""
        needed = max(
            row.height * POINTS_A_MM,
            *(height_of(cell, width) for _, width, cell in row.placed(self.form.widths) if cell.down == Down.NO),
        )
        count = ceil(needed / HIGHEST)
        first, self.row = self.row + 1, self.row + count
        for number in range(first, self.row + 1):
            self.sheet.row_dimensions[number].height = needed / count
        for column, _width, cell in row.placed(self.form.widths):
            self._cover(cell, first, column + 1)

    def _cover(self, cell: Cell, first: int, column: int) -> None:
        """Give a cell its places, or lengthen the cell above that goes on."""
        if cell.down == Down.GOES_ON:
            self.open_areas[column].last_row = self.row
            return
        area = Area(cell, first, column, self.row, column + cell.span - 1)
        self.areas.append(area)
        self.open_areas[column] = area

    def _draw(self, area: Area) -> None:
        self._fill(area)
        border = border_of(area.cell)
        for row in range(area.row, area.last_row + 1):
            for column in range(area.column, area.last_column + 1):
                self.sheet.cell(row, column).border = border
        self._merge(area)

    def _fill(self, area: Area) -> None:
        """The text of a cell; never a formula, whatever it begins with."""
        target, text = self.sheet.cell(area.row, area.column), area.cell.text
        if len(text) > LONGEST:
            raise Refusal(
                "有一格文字长达 %(length)s 个字，超过 Excel 一格 %(limit)s 个字的上限，请改用 Word 版，或精简后再导出。",
                length=len(text),
                limit=LONGEST,
            )
        target.font, target.alignment = font_of(area.cell.lines[0].look), alignment_of(area.cell)
        if not area.cell.is_text and NUMBER.fullmatch(text):
            target.value = float(text) if "." in text else int(text)
        else:
            target.number_format = TEXT_FORMAT
            target.value = ESCAPE_LIKE.sub("_x005F_", text) or None
            target.data_type = "s" if text else "n"

    def _merge(self, area: Area) -> None:
        if (area.row, area.column) != (area.last_row, area.last_column):
            self.sheet.merge_cells(
                start_row=area.row, start_column=area.column, end_row=area.last_row, end_column=area.last_column
            )
