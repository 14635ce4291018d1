"""Lists that leave the program as Excel files: what leaves is noted, with who took it and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.people_sheets import List, write_lists
from eventapp.services.exports import note_export
from eventapp.web.current import current_actor, current_edition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_lists(action: str, name: str, lists: Sequence[List], query: Mapping[str, str]) -> ResponseReturnValue:
    """Lists as a file; `name` without suffix, the edition goes before it."""
    edition = current_edition()
    held = [List(one.name, one.headings, list(one.rows)) for one in lists]
    content = write_lists(held, f"{edition.name}　{name}")
    count = sum(len(list(one.rows)) for one in held)
    return answer_file(action, f"{edition.short_name}{name}.xlsx", content, count, query)


def answer_file(action: str, name: str, content: bytes, count: int, query: Mapping[str, str]) -> ResponseReturnValue:
    """The file, once it is noted that it left."""
    note_export(current_edition(), action, count=count, file=name, query=query, actor=current_actor(), now=clock.now())
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
