"""Where one form without a title ends and the next begins, and where a form goes on after a page break."""

from __future__ import annotations

from dataclasses import dataclass

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.chunks import Chunk, Survey
from eventapp.documents.annexes.label_reader import LabelReader
from eventapp.documents.annexes.labels import lexicon
from eventapp.domain.annexes import FormKind, Value

# The question that a form asks exactly once, and that tells two forms of a kind apart.
IDENTITY = {
    FormKind.QC_RESULT: "group_name",
    FormKind.TEAM_RESULT: "team_name",
    FormKind.BRAND_STORY: "story_name",
}
REPEATED_SHARE = 0.3  # of a later page's questions may have been asked before: headings printed on every page
LABELS_OF_A_PAGE = 3  # an untitled rest of a form asks as many questions


def part(chunks: list[Chunk], survey: Survey) -> list[list[Chunk]]:
    """The chunks in front of, between and behind the places where a name is asked for once more."""
    pieces: list[list[Chunk]] = [[]]
    is_named = False
    for chunk in chunks:
        first = chunk.first
        for row in _naming_rows(chunk, survey):
            if is_named:
                start = _beginning(chunk, first, row, survey)
                if start > first:
                    pieces[-1].append(Chunk(chunk.table, first, start))
                pieces.append([])
                first = start
            is_named = True
        pieces[-1].append(Chunk(chunk.table, first, chunk.last))
    return pieces


def _naming_rows(chunk: Chunk, survey: Survey) -> list[int]:
    """Rows that ask for the name of a group, team or story; the header of annex 3 is none."""
    if survey.header(chunk):
        return []
    return [
        row
        for row in chunk.head()
        if any(name in survey.of_row(kind, chunk.table, row) for kind, name in IDENTITY.items())
    ]


def _beginning(chunk: Chunk, first: int, row: int, survey: Survey) -> int:
    """The row where the form begins that asks for its name at `row`: questions asked before belong to it too."""
    kinds = [kind for kind, name in IDENTITY.items() if name in survey.of_row(kind, chunk.table, row)]
    start = row
    while start > first and _is_repeated(chunk, first, start - 1, survey, kinds[0]):
        start -= 1
    above = survey.fields(kinds[0], [Chunk(chunk.table, first, start)])
    return start if above else first


def _is_repeated(chunk: Chunk, first: int, row: int, survey: Survey, kind: FormKind) -> bool:
    here = survey.of_row(kind, chunk.table, row)
    return bool(here) and here <= survey.fields(kind, [Chunk(chunk.table, first, row)])


@dataclass
class Continuity:
    """A form found so far, asked whether further chunks are its next page."""

    survey: Survey
    kind: FormKind
    chunks: list[Chunk]

    def goes_on(self, chunks: list[Chunk], kind: FormKind | None, titled: FormKind | None) -> bool:
        """Whether the chunks ask the rest of the questions of the same form."""
        if kind not in (None, self.kind) or titled not in (None, self.kind) or self.kind not in IDENTITY:
            return False
        before, here = self.survey.fields(self.kind, self.chunks), self.survey.fields(self.kind, chunks)
        repeated = here & before - {IDENTITY[self.kind], "company_name"} - lexicon(self.kind).sectioned
        if len(here) < (1 if titled else LABELS_OF_A_PAGE) or len(repeated) > REPEATED_SHARE * len(here):
            return False
        return IDENTITY[self.kind] not in here or self._name(chunks) in (None, self._name(self.chunks))

    def _name(self, chunks: list[Chunk]) -> Value:
        answers = Answers(self.kind)
        LabelReader(answers).read(chunks)
        return answers.values()[IDENTITY[self.kind]]
