"""Annex 3 turned by 90°: the questions stand below each other at the left, every group has a column."""

from __future__ import annotations

from eventapp.documents.annexes.cell_notes import CellNotes
from eventapp.documents.annexes.grid import Span, Table
from eventapp.documents.annexes.summary_header import find_header, has_level

MOST_ROWS = 60  # a turned table has a row for each question, and few others


def upright(table: Table) -> Table:
    """The table itself, or one with rows and columns exchanged where only that one has the header of annex 3."""
    if table.is_prose or len(table.rows) > MOST_ROWS or find_header(table, 0, len(table.rows)):
        return table
    turned = _turned(table)
    header = find_header(turned, 0, min(2, len(turned.rows)))
    return turned if header and has_level(header) else table


def _turned(table: Table) -> Table:
    width = max((len(row) for row in table.rows), default=0)
    rows = [[row[column] if column < len(row) else "" for row in table.rows] for column in range(width)]
    spans = {
        (column, row): Span(span.column, span.row, span.last_column, span.last_row)
        for (row, column), span in table.spans.items()
    }
    notes = CellNotes({(column, row): note for (row, column), note in table.notes.by_place.items()})
    return Table(table.name, list(rows), spans, table.is_sheet, notes=notes, origin=table)
