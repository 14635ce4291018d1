"""What an address or form may carry at all, decided before anything reads it."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

READING = ("GET", "HEAD")  # HEAD is GET without the body: it must never be taken for a form that was sent


class RowNumber(IntegerConverter):
    """`<int:…>` in addresses: with more digits than any row has, the address does not exist."""

    regex = r"\d{1,9}"  # databases answer with an error beyond 2 147 483 647


def is_reading() -> bool:
    """Whether this request only looks."""
    return request.method in READING


def refuse_nul(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """The character NUL is never part of a text; PostgreSQL cannot keep it, and nobody can type it."""
    if any("\0" in text for text in texts_sent()):
        abort(400)


def texts_sent() -> list[str]:
    """All texts of the request that may reach the database: path, query, form and names of files."""
    texts = [request.path]
    for listed in (request.args, request.form):
        texts += [text for _name, text in listed.items(multi=True)]
    return texts + [upload.filename or "" for _name, upload in request.files.items(multi=True)]


def attach_plain_input(app: Flask) -> None:
    """Stand before everything that reads; addresses are built after this."""
    app.url_map.converters["int"] = RowNumber
    app.url_value_preprocessor(refuse_nul)
