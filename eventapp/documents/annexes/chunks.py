"""Stretches of tables, and the labels that stand in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.labels import lexicon
from eventapp.documents.annexes.statistics_reader import fields_of_items
from eventapp.documents.annexes.summary_header import Header, find_header
from eventapp.domain.annexes import FormKind

LABELS_LOOKED_AT = 400  # rows of a table in which labels are looked for; data rows of a long table have none


@dataclass(frozen=True)
class Chunk:
    """Rows `first` to `last` (excluded) of a table."""

    table: Table
    first: int
    last: int

    def rows(self) -> range:
        return range(self.first, self.last)

    def head(self) -> range:
        """The rows in which labels are looked for."""
        return range(self.first, min(self.last, self.first + LABELS_LOOKED_AT))


@dataclass
class Survey:
    """Which fields of which form the labels of each row ask for, looked up once a row."""

    known: dict[tuple[int, int, FormKind], frozenset[str]] = field(default_factory=dict)
    headers: dict[tuple[int, int, int], Header | None] = field(default_factory=dict)

    def header(self, chunk: Chunk) -> Header | None:
        """The header of annex 3 in a chunk."""
        place = (id(chunk.table), chunk.first, chunk.last)
        if place not in self.headers:
            self.headers[place] = find_header(chunk.table, chunk.first, chunk.last)
        return self.headers[place]

    def fields(self, kind: FormKind, chunks: list[Chunk]) -> set[str]:
        """Names of the fields that chunks ask for, if they are of that kind."""
        if kind == FormKind.ACTIVITY_STATISTICS:
            return {name for chunk in chunks for name in fields_of_items(chunk.table, chunk.first, chunk.head().stop)}
        found: set[str] = set()
        for chunk in chunks:
            for row in chunk.head():
                found |= self.of_row(kind, chunk.table, row)
        return found

    def of_row(self, kind: FormKind, table: Table, row: int) -> frozenset[str]:
        """Names of the fields that one row asks for."""
        place = (id(table), row, kind)
        if place not in self.known:
            self.known[place] = frozenset(_asked(kind, table, row))
        return self.known[place]


def _asked(kind: FormKind, table: Table, row: int) -> set[str]:
    labels = lexicon(kind)
    found: set[str] = set()
    for content in table.rows[row]:
        if isinstance(content, str) and content:
            exact = labels.exact(content)
            found.update([exact] if exact else [stretch.key for stretch in labels.split(content)])
    return {spec.name for label in found for spec in labels.known(label)}
