"""Answers found by the meaning of labels: in the same cell after the label, else to the right, else below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.label_words import label_key
from eventapp.documents.annexes.labels import Lexicon, lexicon
from eventapp.documents.annexes.neighbors import Neighborhood
from eventapp.domain.annex_reading import Typed, typed_of
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind
from eventapp.domain.text import key

SECTION_LENGTH = 60
INSTRUCTION = re.compile(r"\s*[*＊（(]?\s*(?:要求|说明|填表说明|填写说明|填写要求|填报要求|注|注意)\s*[:：]")
LABELLED_INSIDE = frozenset(
    {FieldType.PHONE, FieldType.EMAIL, FieldType.INT, FieldType.NUMBER}
)  # answers that people write with a label of their own
SHORT_ANSWER = 80  # characters; what may stand on the line under its label


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
        """Put every answer of the chunks: those of tables first, what running text adds after them."""
        for chunk in _tables_first(chunks, self.answers.kind):
            self.answers.is_beside = chunk.table.is_prose and any(not other.table.is_prose for other in chunks)
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
            self.answers.is_sure = self.labels.is_literal(text)
            self._read_neighbours(chunk, row, column, self.labels.specs(label, self.section))
            self.answers.is_sure = True
        else:
            self._read_stretches(chunk, row, column, text)

    def _read_stretches(self, chunk: Chunk, row: int, column: int, text: str) -> None:
        for stretch in self.labels.split(text):
            self._enter(stretch.key)
            specs = self.labels.specs(stretch.key, self.section)
            typed = self._with_following(chunk, row, specs, stretch.value)
            for spec in specs:
                self.answers.put(spec, typed, chunk.table.place(row, column))

    def _enter(self, label: str) -> None:
        self.section = self.labels.sections.get(label, self.section)

    def _read_neighbours(self, chunk: Chunk, row: int, column: int, specs: tuple[FieldSpec, ...]) -> None:
        table = chunk.table
        is_open = table.text(row, column).rstrip().endswith((":", "："))
        around = Neighborhood(
            table,
            chunk.first,
            chunk.last,
            lambda at_row, at: self._is_label(table, at_row, at, specs, is_open=is_open),
        )
        answer = around.answer_of(row, column)
        is_long = specs[0].type == FieldType.LONG
        if is_long and (answer is None or table.is_prose or answer[0] != row or not table.text(*answer).strip()):
            beside = " ".join(str(content) for content in table.rows[row][column + 1 :]) if table.is_prose else ""
            typed = self._with_following(chunk, row, specs, beside)
            self.used.update((id(table), row, at) for at in range(column + 1, len(table.rows[row])))
            for spec in specs:
                self.answers.put(spec, typed, table.place(min(row + 1, chunk.last - 1), 0))
        elif answer:
            self._put(chunk, answer, self._last_row(table, row, column) if is_long else answer[0], specs)

    def _last_row(self, table: Table, row: int, column: int) -> int:
        span = table.spans.get((row, column))
        return span.last_row if span else row

    def _put(self, chunk: Chunk, at: tuple[int, int], last_row: int, specs: tuple[FieldSpec, ...]) -> None:
        """Put the content of a cell; a long answer may run over all rows beside its label."""
        table, (row, column) = chunk.table, at
        typed = typed_of(table.content(row, column))
        if last_row > row:
            beside = [table.text(number, column) for number in range(row, min(last_row + 1, chunk.last))]
            typed = Typed("\n".join(text for text in beside if text.strip()))
        self.used.update((id(table), number, column) for number in range(row, last_row + 1))
        if specs[0].type != FieldType.LONG and typed.number is None:
            typed = self._without_guests(table, row, column, typed, specs)
        for spec in specs:
            self.answers.put(spec, typed, table.place(row, column), table.notes.at(row, column))
            self.answers.put_marked(spec, table.marked.get((row, column), ""), table.place(row, column))

    def _without_guests(self, table: Table, row: int, column: int, typed: Typed, specs: tuple[FieldSpec, ...]) -> Typed:
        """The text before another label in the same cell: 「张三 手机：138…」 beside 联系人 answers both."""
        names = {spec.name for spec in specs}
        guests = [
            stretch
            for stretch in self.labels.split(typed.text)
            if not names & {spec.name for spec in self.labels.known(stretch.key)}
        ]
        before = self.labels.inline.split(typed.text, maxsplit=1)[0] if guests else typed.text
        if not guests or not before.strip():
            return typed
        for stretch in guests:
            for spec in self.labels.specs(stretch.key, self.section):
                self.answers.put(spec, Typed(stretch.value), table.place(row, column))
        return Typed(before)

    def _is_label(self, table: Table, row: int, column: int, specs: tuple[FieldSpec, ...], *, is_open: bool) -> bool:
        """Whether a cell is another question. 手机：138… beside 电话 is an answer with its label inside.

        Behind a label with a colon (`is_open`) its answer would stand in the same cell: a label behind it is the next.
        """
        text = typed_of(table.content(row, column)).text
        if label := self.labels.exact(text):
            return not self._is_named_so(table, row, column, label, specs)
        if _plain(text) in self.labels.sections or INSTRUCTION.match(text):
            return True
        first = next(iter(self.labels.split(text)), None)
        if first is None or not self.labels.begins(text):
            return False
        inside = self.labels.known(first.key)
        alike = {spec.type for spec in specs} & {spec.type for spec in inside} & LABELLED_INSIDE
        return not (set(specs) & set(inside) or alike and not is_open)

    def _is_named_so(self, table: Table, row: int, column: int, label: str, specs: tuple[FieldSpec, ...]) -> bool:
        """Whether a cell that could ask the same once more is the answer: a group that is called just QC小组."""
        asks = key(table.text(row, column)).endswith(("名称", "全称", "名"))
        if asks or set(self.labels.known(label)) != set(specs) or specs[0].type != FieldType.TEXT:
            return False
        left = [text for at in range(column) if (text := table.text(row, at)).strip()]
        behind = table.right_of(row, column)
        is_last = (
            behind is None or not table.text(row, behind).strip() or bool(self.labels.exact(table.text(row, behind)))
        )
        return is_last and bool(left) and self.labels.exact(left[-1]) != label and bool(self.labels.exact(left[-1]))

    def _with_following(self, chunk: Chunk, row: int, specs: tuple[FieldSpec, ...], value: str) -> Typed:
        """A long answer runs on over the following lines, up to the next label; a short one may stand below it."""
        is_long = any(spec.type == FieldType.LONG for spec in specs)
        lines = [value]
        following = row + 1
        while (is_long or not value.strip() and chunk.table.is_prose) and following < chunk.last:
            filled = [str(content) for content in chunk.table.rows[following] if content not in ("", None)]
            crowded = len(filled) > 1 and not chunk.table.is_prose
            if crowded or any(self._begins_label(content) for content in filled):
                break
            lines.append(" ".join(filled))
            following += 1
            if not is_long and filled:
                break
        text = "\n".join(lines)
        return Typed(text if is_long or len(text) <= SHORT_ANSWER else value)

    def _begins_label(self, text: str) -> bool:
        opening = self.labels.opening.match(text)
        set_apart = opening is not None and re.search(r"[\t\u3000]$|\s{2}$", opening[0]) is not None
        return bool(
            self.labels.exact(text)
            or set_apart
            or self.labels.inline.match(text.lstrip())
            or _plain(text) in self.labels.sections
        )


def _tables_first(chunks: list[Chunk], kind: FormKind) -> list[Chunk]:
    """A covering letter has a contact of its own, who must not push out the form's. Annex 5 and 6 run on in text."""
    is_one_table = kind not in (FormKind.WORK_SUMMARY, FormKind.ACTIVITY_STATISTICS)
    return sorted(chunks, key=lambda chunk: is_one_table and chunk.table.is_prose)


def _plain(text: str) -> str:
    return label_key(text) if len(text) < SECTION_LENGTH else ""
