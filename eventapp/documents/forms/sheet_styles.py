"""How the cells and the pages of a sheet look; what Excel does not work out by itself, the heights, is estimated."""

from __future__ import annotations

from math import ceil
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eventapp.documents.forms.layout import Cell, Edge, Look
from eventapp.documents.forms.looks import DRESSES

A4 = 9  # Excel's number of the paper size
POINTS_A_MM = 72 / 25.4
LINE_HEIGHT = 1.35  # of the size of the type
THIN = Side(style="thin")
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.55, "bottom": 0.5, "header": 0.3, "footer": 0.3}  # inches
FONTS = {look: Font(name=dress.font, size=dress.size) for look, dress in DRESSES.items()}


def alignment_of(cell: Cell) -> Alignment:
    """Where the text stands in its cell; wrapped, and never shrunk."""
    align = DRESSES[cell.lines[0].look].align
    across = align if align in ("center", "right") else "left"
    return Alignment(horizontal=across, vertical="top" if cell.is_top else "center", wrap_text=True)


def border_of(cell: Cell) -> Border:
    """Thin lines around, but for the edges that the cell does without."""
    return Border(
        left=THIN,
        right=THIN,
        top=None if Edge.TOP in cell.without else THIN,
        bottom=None if Edge.BOTTOM in cell.without else THIN,
    )


def font_of(look: Look) -> Font:
    return FONTS[look]


def width_of(millimeters: float) -> float:
    """Excel's measure of a column: digits of the standard type at 96 dots an inch."""
    return round((millimeters * 96 / 25.4 - 5) / 7, 2)


def height_of(cell: Cell, millimeters: float) -> float:
    """Points that the wrapped text of a cell needs in a column of this width."""
    size = max(DRESSES[line.look].size for line in cell.lines)
    room = max(1.0, millimeters * POINTS_A_MM / size - 1)  # ems in a line
    lines = sum(max(1, ceil(_ems(line.text) / room)) for line in cell.lines)
    return lines * size * LINE_HEIGHT + 4


def _ems(text: str) -> float:
    return sum(1 if east_asian_width(character) in "WFA" else 0.55 for character in text)


def set_page(sheet: Worksheet, header: tuple[int, int] | None, is_landscape: bool) -> None:
    """A4, as wide as the page; the rows of the header come again on every page."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    for side, inches in MARGINS.items():
        setattr(sheet.page_margins, side, inches)
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    if header:
        sheet.print_title_rows = f"{header[0]}:{header[1]}"
        sheet.freeze_panes = f"A{header[1] + 1}"
