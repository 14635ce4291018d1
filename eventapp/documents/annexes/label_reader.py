"""Answers found by the meaning of labels: in the same cell after the label, else to the right, else below."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.labels import Lexicon, label_key, lexicon
from eventapp.documents.annexes.segments import Chunk
from eventapp.domain.annex_reading import Typed, typed_of
from eventapp.domain.annexes import FieldSpec, FieldType


@dataclass
class LabelReader:
    """Walks the cells of a form once, in reading order, remembering the section and the cells already used."""

    answers: Answers
    section: str = ""
    used: set[tuple[int, int, int]] = field(default_factory=set)

    @property
    def labels(self) -> Lexicon:
        return lexicon(self.answers.kind)

    def read(self, chunks: list[Chunk]) -> None:
        """Put every answer of the chunks."""
        for chunk in chunks:
            for row in chunk.rows():
                for column in range(len(chunk.table.rows[row])):
                    self.read_cell(chunk, row, column)

    def read_cell(self, chunk: Chunk, row: int, column: int) -> None:
        """Put what the cell answers, alone or with its neighbours."""
        text = chunk.table.text(row, column)
        if not text.strip() or (id(chunk.table), row, column) in self.used:
            return
        label = self.labels.exact(text)
        self._enter(label or _plain(text))
        if label:
            self._read_neighbours(chunk, row, column, self.labels.specs(label, self.section))
            return
        for stretch in self.labels.split(text):
            self._enter(stretch.key)
            for spec in self.labels.specs(stretch.key, self.section):
                self.answers.put(
                    spec, self._with_following(chunk, row, spec, stretch.value), chunk.table.place(row, column)
                )

    def _enter(self, label: str) -> None:
        self.section = self.labels.sections.get(label, self.section)

    def _read_neighbours(self, chunk: Chunk, row: int, column: int, specs: tuple[FieldSpec, ...]) -> None:
        table, is_long = chunk.table, specs[0].type == FieldType.LONG
        right = table.right_of(row, column)
        if (
            right is not None
            and not self._is_label(table, row, right, specs)
            and not (is_long and not table.text(row, right).strip())
        ):
            self._put(table, row, right, specs)
            return
        below = table.below(row, column)
        if is_long:
            for spec in specs:
                self.answers.put(
                    spec, self._with_following(chunk, row, spec, ""), table.place(min(row + 1, chunk.last - 1), 0)
                )
        elif (
            below is not None
            and below < chunk.last
            and not table.is_covered(below, column)
            and not self._is_label(table, below, column, specs)
        ):
            self._put(table, below, column, specs)

    def _put(self, table: Table, row: int, column: int, specs: tuple[FieldSpec, ...]) -> None:
        typed = typed_of(table.content(row, column))
        self.used.add((id(table), row, column))
        for spec in specs:
            self.answers.put(spec, typed, table.place(row, column))

    def _is_label(self, table: Table, row: int, column: int, specs: tuple[FieldSpec, ...]) -> bool:
        """Whether a cell is another question. 手机：138… beside 电话 is an answer with its label inside."""
        text = typed_of(table.content(row, column)).text
        if self.labels.exact(text) or _plain(text) in self.labels.sections:
            return True
        first = next(iter(self.labels.split(text)), None)
        types = {spec.type for spec in specs}
        return first is not None and not types & {spec.type for spec in self.labels.fields[first.key]}

    def _with_following(self, chunk: Chunk, row: int, spec: FieldSpec, value: str) -> Typed:
        """A long answer runs on over the following lines of one cell each, up to the next label."""
        lines = [value]
        following = row + 1
        while spec.type == FieldType.LONG and following < chunk.last:
            filled = [content for content in chunk.table.rows[following] if content not in ("", None)]
            if len(filled) > 1 or any(self._begins_label(str(content)) for content in filled):
                break
            lines.extend(str(content) for content in filled)
            following += 1
        return Typed("\n".join(lines))

    def _begins_label(self, text: str) -> bool:
        return bool(
            self.labels.exact(text) or self.labels.inline.match(text.lstrip()) or _plain(text) in self.labels.sections
        )


def _plain(text: str) -> str:
    return label_key(text) if len(text) < 60 else ""
