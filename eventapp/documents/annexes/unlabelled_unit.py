"""The unit of an annex 5 without the line 单位：…: in the title, below or above it, or under the text beside the day."""

from __future__ import annotations

from collections.abc import Iterator

from eventapp.documents.annexes.answers import UNIT_FIELD, Answers
from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.seals import UNIT, part_seal
from eventapp.domain.annex_fields import WORK_SUMMARY
from eventapp.domain.annex_reading import Typed
from eventapp.domain.text import one_line

LAST_FIELD = WORK_SUMMARY.fields[-1].name
ROWS_OF_TITLE = 4
LONGEST_UNIT = 40  # characters
YEARS = "0123456789０１２３４５６７８９年—–-～~度 "


def put_unlabelled_unit(answers: Answers, chunks: list[Chunk]) -> None:
    """Put the unit where no label asked for it; a rule found it, so it is never certain."""
    known = answers.found.get(UNIT_FIELD)
    if known and known.reading.value is not None:
        return
    answers.is_sure = False
    found = next(_of_title(chunks), None)
    if found:
        answers.put_named(UNIT_FIELD, Typed(found[0]), found[1])
    else:
        _take_from_end(answers)
    answers.is_sure = True


def _of_title(chunks: list[Chunk]) -> Iterator[tuple[str, str]]:
    """Names of units in the first rows, with their places."""
    for chunk in chunks[:1]:
        for row in range(chunk.first, min(chunk.first + ROWS_OF_TITLE, chunk.last)):
            text = one_line(next((cell for cell in chunk.table.rows[row] if isinstance(cell, str) and cell), ""))
            title = next((text.find(title) for title in ("群众性", *WORK_SUMMARY.titles) if title in text), -1)
            unit = (text[:title] if title > 0 else text).strip(YEARS)
            if len(unit) <= LONGEST_UNIT and UNIT.search(unit) and not any(mark in unit for mark in "，。：:、"):
                yield unit, chunk.table.place(row, 0)


def _take_from_end(answers: Answers) -> None:
    """The unit that signs below the text; it leaves the text, of which it is no part."""
    last = answers.found.get(LAST_FIELD)
    if last is None or not isinstance(last.reading.value, str):
        return
    body, signature = part_seal(last.reading.value)
    unit = next((line for line in signature.split("\n") if UNIT.search(one_line(line))), "")
    if unit:
        answers.put_named(UNIT_FIELD, Typed(unit), last.place)
        del answers.found[LAST_FIELD]
        answers.put_named(LAST_FIELD, Typed(body), last.place)
