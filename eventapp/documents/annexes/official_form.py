"""What was read from a form in the official layout, and the proof that it is all that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from eventapp.documents.annexes.answers import Answer, Answers
from eventapp.documents.annexes.official_cells import Gap, answers_on
from eventapp.documents.forms.lay_out import lay_out
from eventapp.domain.activity_checks import rate_conflicts
from eventapp.domain.annex_checks import codes_of, fault, sureness_by_field
from eventapp.domain.annex_fields import FORMS, PRINTED_FIELDS
from eventapp.domain.annexes import FormKind, ReadForm, Value
from eventapp.domain.refusals import Fault
from eventapp.domain.text import paragraphs, to_the_letter


@dataclass(frozen=True)
class OfficialRow:
    """One row of annex 3: the kind that its section says, and its cells."""

    kind: str
    cells: Mapping[str, Answer]

    @property
    def values(self) -> dict[str, Value]:
        return {"kind": self.kind, **{name: cell.reading.value for name, cell in self.cells.items()}}

    @property
    def written(self) -> dict[str, str]:
        """Names of unit and group to the letter, where their normal form differs."""
        letters = {name: to_the_letter(cell.typed) for name, cell in self.cells.items() if name in PRINTED_FIELDS}
        return {name: text for name, text in letters.items() if text != (self.cells[name].reading.value or "")}


@dataclass
class Official:
    """The answers, the rows of annex 3, and every answer as it stands there in the order of the form."""

    answers: Answers
    rows: list[OfficialRow] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)

    def is_proved(self) -> bool:
        """Whether writing the values anew gives every answer as it stands in the file."""
        form = lay_out(
            self.answers.kind,
            self.answers.values(),
            [row.values for row in self.rows],
            remarks=self.remarks,
            written=self._written(),
        )
        return _plain(answers_on(form)) == _plain(self.gaps)

    def form(self, name_of_file: str) -> ReadForm:
        """The form with its faults; every value is certain that has none."""
        answers, supporting = self.answers, self.answers.supporting()
        values = answers.values()
        faults = (*answers.faults(name_of_file), *self._row_faults(name_of_file))
        if answers.kind is FormKind.ACTIVITY_STATISTICS:
            faults += tuple(rate_conflicts(values, supporting, name_of_file))
        return ReadForm(
            answers.kind,
            values,
            tuple(row.values for row in self.rows),
            {**answers.places(), **{path: cell.place for path, cell in self._cells()}},
            faults,
            self._written(),
            supporting,
            sureness_by_field(faults),
        )

    def _cells(self) -> Iterator[tuple[str, Answer]]:
        for number, row in enumerate(self.rows):
            yield from ((f"rows[{number}].{name}", cell) for name, cell in row.cells.items())

    def _written(self) -> dict[str, str]:
        rows = enumerate(self.rows)
        return self.answers.written() | {
            f"rows[{number}].{name}": text for number, row in rows for name, text in row.written.items()
        }

    def _row_faults(self, name_of_file: str) -> Iterator[Fault]:
        specs = {spec.name: spec for spec in FORMS[self.answers.kind].row_fields}
        for path, cell in self._cells():
            spec, value = specs[path.partition(".")[2]], cell.reading.value
            for code in codes_of(spec, value, cell.reading.code):
                where = f"{name_of_file} · {cell.place}"
                yield fault(code, spec, field=path, where=where, typed=cell.typed, value=value)


def _plain(gaps: Iterable[Gap]) -> list[Gap]:
    """Answers without layout: indents, blanks, empty lines, ruled places; paragraphs of one answer are one."""
    bare = ((names, paragraphs(text.replace("_", " "))) for names, text in gaps)
    filled = groupby(((names, text) for names, text in bare if text), key=lambda gap: gap[0])
    return [(names, "\n".join(text for _names, text in group)) for names, group in filled]
