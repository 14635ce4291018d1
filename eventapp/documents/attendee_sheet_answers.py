"""What the reader's process answers when a list of people is to be taken apart: sheets as rows of texts."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from eventapp.documents.annexes.carriers import read_tables, reason_of_unknown
from eventapp.documents.annexes.grid import Table
from eventapp.documents.limits import Limits, Unsafe
from eventapp.domain.annex_reading import typed_of

WIDEST = 200  # columns of a list of people; what stands farther right is no part of it


def answer_sheets(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """What the reader's process answers: the sheets, or why there are none."""
    try:
        tables = read_tables(Path(request["path"]).read_bytes(), limits, request["name"])
    except Unsafe as unsafe:
        reason = unsafe.reason
        return {"unsafe": reason_of_unknown(request["name"]) if reason == "unknown" else reason}
    return {"sheets": [(table.name, list_of(table)) for table in tables if not table.is_hidden]}


def list_of(table: Table) -> list[list[str]]:
    """The cells as texts, without what is empty at the end of a row."""
    rows = [[text_of(cell) for cell in row[:WIDEST]] for row in table.rows]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def text_of(cell: object) -> str:
    """A cell as somebody would type it; a moment keeps its time, as 2024-09-10 14:05."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return typed_of(cell).text.strip()
