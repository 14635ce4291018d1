"""The lines and the table of a form as Word elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from eventapp.documents.forms.layout import Cell, Down, Form, Line, Piece, Row
from eventapp.documents.forms.markup import W, at, text, twips
from eventapp.documents.forms.word_styles import ANSWER, IDS

BORDER = 4  # eighths of a point
CELL_MARGINS = {"top": 20, "left": 60, "bottom": 20, "right": 60}  # twips
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def paragraph(line: Line) -> Any:
    """One line; what is typed where it is still empty will be an answer, too."""
    properties = [W.pStyle(at(val=IDS[line.look]))]
    if line.pieces[-1].is_answer:
        properties.append(W.rPr(W.rStyle(at(val=ANSWER))))
    return W.p(W.pPr(*properties), *(run for piece in line.pieces for run in _runs(piece)))


def _runs(piece: Piece) -> Iterator[Any]:
    style = [W.rPr(W.rStyle(at(val=ANSWER)))] if piece.is_answer else []
    if piece.text:
        yield W.r(*style, *_contents(piece.text))


def _contents(content: str) -> Iterator[Any]:
    """Text with its tabs and line breaks as elements: as characters Word would make blanks of them."""
    for stretch in re.split("([\t\n])", content):
        if stretch == "\t":
            yield W.tab()
        elif stretch == "\n":
            yield W.br()
        elif stretch:
            yield text(stretch)


def table(form: Form) -> Any:
    """The table with thin borders, its columns as wide as the notice has them."""
    return W.tbl(
        W.tblPr(
            W.tblW(at(w=twips(sum(form.widths)), type="dxa")),
            W.jc(at(val="center")),
            W.tblBorders(*(W(side, at(val="single", sz=BORDER, space=0, color="auto")) for side in SIDES)),
            W.tblLayout(at(type="fixed")),
            W.tblCellMar(*(W(side, at(w=width, type="dxa")) for side, width in CELL_MARGINS.items())),
        ),
        W.tblGrid(*(W.gridCol(at(w=twips(width))) for width in form.widths)),
        *(_row(row, form.widths) for row in form.rows),
    )


def _row(row: Row, widths: Sequence[float]) -> Any:
    properties = [] if row.may_break else [W.cantSplit()]
    properties.append(W.trHeight(at(val=twips(row.height), hRule="atLeast")))
    if row.is_header:
        properties.append(W.tblHeader())
    return W.tr(W.trPr(*properties), *(_cell(cell, width) for _column, width, cell in row.placed(widths)))


def _cell(cell: Cell, width: float) -> Any:
    return W.tc(W.tcPr(*_properties(cell, width)), *(paragraph(line) for line in cell.lines))


def _properties(cell: Cell, width: float) -> Iterator[Any]:
    """In the order that the schema wants."""
    yield W.tcW(at(w=twips(width), type="dxa"))
    if cell.span > 1:
        yield W.gridSpan(at(val=cell.span))
    if cell.down != Down.NO:
        yield W.vMerge(at(val=cell.down.value))
    if cell.without:
        yield W.tcBorders(*(W(edge.value, at(val="nil")) for edge in cell.without))
    yield W.vAlign(at(val="top" if cell.is_top else "center"))
