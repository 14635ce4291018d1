"""The official layout turned round: a cell of the form as a pattern whose gaps are the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from eventapp.documents.forms.answers import REMARK
from eventapp.documents.forms.layout import Form, Line
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FieldType, FormKind

Names = tuple[str, ...]
Gap = tuple[Names, str]
SEVERAL_LINES = (FieldType.LONG, FieldType.CHOICES)


@lru_cache(maxsize=512)
def pattern_of(lines: tuple[Line, ...], kind: FormKind) -> tuple[re.Pattern[str], tuple[Names, ...]]:
    """A pattern for the text of a cell, and the fields of each of its groups."""
    gaps = list(_stretches(lines))
    long = {spec.name for spec in FORMS[kind].fields if spec.type in SEVERAL_LINES}
    pattern = "".join(
        re.escape(text)
        if not names
        else r"([\s\S]*)"
        if names[0] in long or names[0].startswith(REMARK)
        else r"([^\n]*)"
        for names, text in gaps
    )
    return re.compile(pattern), tuple(names for names, _text in gaps if names)


def answers_on(form: Form) -> Iterator[Gap]:
    """Every answer on a form in reading order, with its fields."""
    for lines in _blocks(form):
        yield from ((names, text) for names, text in _stretches(lines) if names)


def _blocks(form: Form) -> Iterator[tuple[Line, ...]]:
    yield from ((line,) for line in form.above)
    yield from (cell.lines for row in form.rows for cell in row.cells)
    yield from ((line,) for line in form.below)


def _stretches(lines: Iterable[Line]) -> Iterator[Gap]:
    """The text of lines in stretches, printed ones without names; neighbors of the same kind are one."""
    for names, gaps in groupby(_pieces(lines), key=lambda gap: gap[0]):
        yield names, "".join(text for _names, text in gaps)


def _pieces(lines: Iterable[Line]) -> Iterator[Gap]:
    """The pieces of lines with the breaks between them; a break inside of one answer belongs to it."""
    before: Names = ()
    for number, line in enumerate(lines):
        for place, piece in enumerate(line.pieces):
            if number and not place:
                yield (piece.names if piece.names == before else ()), "\n"
            yield piece.names, piece.text
            before = piece.names
