"""Which forms a file holds, found from titles and labels, never from the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.labels import lexicon
from eventapp.documents.annexes.statistics_reader import count_items
from eventapp.documents.annexes.summary_header import find_header
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind
from eventapp.domain.text import key

TITLE_LENGTH = 60
NOTE = re.compile(r"^\s*[*＊]?\s*注\s*[:：1１]")
ENOUGH = 0.4  # share of a form's labels that must be there; a letter with address and telephone has less
TITLE_BONUS = 0.3
LABELS_LOOKED_AT = 400  # rows of a table in which labels are looked for; data rows of a long table have none


@dataclass(frozen=True)
class Chunk:
    """Rows `first` to `last` (excluded) of a table."""

    table: Table
    first: int
    last: int

    def rows(self) -> range:
        return range(self.first, self.last)


@dataclass
class Segment:
    """The chunks that make one form; `titled` is the kind that the title names."""

    titled: FormKind | None = None
    chunks: list[Chunk] = field(default_factory=list)


def find_forms(tables: list[Table]) -> list[tuple[FormKind, list[Chunk]]]:
    """The forms of a file with the chunks of each; all parts of annex 3 (sheets, tables) are one form."""
    found: list[tuple[FormKind, list[Chunk]]] = []
    summary: list[Chunk] = []
    for segment in _segments(tables):
        kind = _kind(segment)
        if kind == FormKind.RECOMMENDATION_SUMMARY:
            if not summary:
                found.append((kind, summary))
            summary.extend(segment.chunks)
        elif kind:
            found.append((kind, segment.chunks))
    return found


def _segments(tables: list[Table]) -> list[Segment]:
    segments = [Segment()]
    for table in tables:
        if table.is_sheet and segments[-1].chunks:
            segments.append(Segment())
        for first, last, titled in _stretches(table):
            if titled:
                segments.append(Segment(titled))
            segments[-1].chunks.append(Chunk(table, first, _end(table, first, last)))
    return segments


def _stretches(table: Table) -> Iterator[tuple[int, int, FormKind | None]]:
    starts = [(row, kind) for row in range(len(table.rows)) if (kind := _title(table, row))]
    if not starts or starts[0][0] > 0:
        yield 0, starts[0][0] if starts else len(table.rows), None
    for number, (row, kind) in enumerate(starts):
        yield row, starts[number + 1][0] if number + 1 < len(starts) else len(table.rows), kind


def _title(table: Table, row: int) -> FormKind | None:
    filled = [content for content in table.rows[row] if content not in ("", None)]
    if len(filled) != 1 or not isinstance(filled[0], str) or len(filled[0]) > TITLE_LENGTH:
        return None
    text = key(filled[0]).upper()
    return next((kind for kind, spec in FORMS.items() if text.endswith(spec.titles)), None)


def _end(table: Table, first: int, last: int) -> int:
    """The printed notes end a form: their telephone and mail address are not the sender's."""
    return next((row for row in range(first, last) if NOTE.match(_first_text(table, row))), last)


def _first_text(table: Table, row: int) -> str:
    return next((content for content in table.rows[row] if isinstance(content, str) and content.strip()), "")


def _kind(segment: Segment) -> FormKind | None:
    scores = {kind: _share(kind, segment) + (TITLE_BONUS if kind == segment.titled else 0) for kind in FORMS}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= ENOUGH + (TITLE_BONUS if best == segment.titled else 0) else None


def _share(kind: FormKind, segment: Segment) -> float:
    """How many of the labels of a form are there, from 0 to 1."""
    if kind == FormKind.RECOMMENDATION_SUMMARY:
        headers = [find_header(chunk.table, chunk.first, chunk.last) for chunk in segment.chunks]
        return max((len(header.columns) / 9 for header in headers if header), default=0.0)
    if kind == FormKind.ACTIVITY_STATISTICS:
        return min(1.0, sum(count_items(chunk.table, chunk.first, chunk.last) for chunk in segment.chunks) / 12)
    labels = lexicon(kind)
    found: set[str] = set()
    for chunk in segment.chunks:
        for row in range(chunk.first, min(chunk.last, chunk.first + LABELS_LOOKED_AT)):
            for content in chunk.table.rows[row]:
                if isinstance(content, str) and content:
                    exact = labels.exact(content)
                    found.update([exact] if exact else [stretch.key for stretch in labels.split(content)])
    fields = {spec.name for name in found for spec in labels.fields[name]}
    return len(fields) / len(FORMS[kind].fields)
