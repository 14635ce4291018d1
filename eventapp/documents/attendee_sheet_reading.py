"""A list of people that somebody uploads, as rows of texts; taken apart in the reader's process."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eventapp.documents.annexes.arrivals import borrowed_reader
from eventapp.documents.annexes.reader import Stopped
from eventapp.documents.annexes.sentences import REFUSALS
from eventapp.documents.limits import DEFAULT_LIMITS, Limits
from eventapp.domain.attendee_columns import Column, TypedSheet, people_in
from eventapp.domain.refusals import Refusal


@dataclass(frozen=True)
class Sheet:
    """One sheet or table: its name, and all its rows as texts."""

    name: str
    rows: Sequence[Sequence[str]]


def read_sheets(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Sheet]:
    """The shown sheets of a workbook, CSV or table of text, read by a process that a hostile file may kill.

    Raises `Refusal` with the reason why it cannot be read.
    """
    if len(content) > limits.file_bytes:
        raise refusal(name, "too_large")
    with tempfile.TemporaryDirectory(prefix="conference-list-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        try:
            with borrowed_reader(limits) as reader:
                answer = reader.ask({"do": "sheets", "name": name, "path": str(path)})
        except Stopped as stopped:
            raise refusal(name, stopped.reason) from None
    if reason := answer.get("unsafe"):
        raise refusal(name, reason)
    return [Sheet(title, rows) for title, rows in answer["sheets"]]


def find_people(name: str, content: bytes, columns: Sequence[Column], limits: Limits = DEFAULT_LIMITS) -> TypedSheet:
    """The people in a file: those of the first sheet with headings that we know. Raises `Refusal` when there are none."""
    found = (people_in(sheet.name, sheet.rows, columns) for sheet in read_sheets(name, content, limits))
    sheet = next((one for one in found if one is not None), None)
    if sheet is None:
        raise Refusal(
            "“%(name)s”里没有找到名单的表头（至少要有“姓名”一列）；请使用下载的名单模板，或检查表头文字。", name=name
        )
    if not sheet.rows:
        raise Refusal("“%(name)s”的表头下面没有人员，请填写后重新上传。", name=name)
    return sheet


def refusal(name: str, reason: str) -> Refusal:
    return Refusal(REFUSALS[reason], name=name)
