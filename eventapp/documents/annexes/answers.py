"""The answers collected while a form is read: first non-empty one wins, every one knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventapp.documents.annexes.seals import part_seal, without_stamp
from eventapp.domain.annex_checks import TURNED_AROUND, codes_of, fault, sureness_of
from eventapp.domain.annex_fields import FORMS, PRINTED_FIELDS
from eventapp.domain.annex_notes import Note, read_noted
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, Sureness, Value
from eventapp.domain.refusals import Fault
from eventapp.domain.text import key, to_the_letter

ALONE = frozenset({FieldType.NAME, FieldType.PHONE, FieldType.EMAIL, FieldType.POSTCODE})
# What the form does not ask, written behind an answer: 张三  审核人：李四, 010-55501234  2024年7月1日.
FURTHER = re.compile(
    r"(?<=\S)\s+(?=(?!\S{0,4}(?:电话|手机|座机|办公|固话|宅))[\u4e00-\u9fff]{2,6}\s*[:：])|"
    r"(?<=\S)\s+(?=(?:19|20)\d{2}\s*[年./\-]\s*\d{1,2}\s*[月./\-])"
)
NEXT_ANNEX = re.compile(r"\n\s*附\s*件\s*[一二三四五六1-6]\s*[:：]?\s*$")  # the number over the form that follows
SEAL_FIELD, UNIT_FIELD = "stamp_date", "company_name"


def every_field(kind: FormKind) -> tuple[FieldSpec, ...]:
    return FORMS[kind].fields + FORMS[kind].supporting


def is_adorned(unit: str) -> bool:
    """Whether a seal, ruled line, day or further question stands beside the name of a unit."""
    return without_stamp(unit) != unit or unit.strip("_") != unit or FURTHER.search(unit) is not None


@dataclass(frozen=True)
class Answer:
    """One reading, what was typed, where, and whether a rule had to help to know its label."""

    reading: Reading
    typed: str
    place: str
    is_sure: bool = True


@dataclass
class Answers:
    """The answers to the questions of one form, by field name.

    `is_sure` tells whether the label at hand is a known wording; `is_beside` that it stands in running text beside
    the form's table, where only what the table does not ask may come from.
    """

    kind: FormKind
    found: dict[str, Answer] = field(default_factory=dict)
    doubts: dict[str, list[str]] = field(default_factory=dict)
    is_sure: bool = True
    is_beside: bool = False

    def put(self, spec: FieldSpec, typed: Typed, place: str, note: Note = Note.NONE) -> None:
        """Keep what was typed, unless the field already has a value; another value is a conflict."""
        known = self.found.get(spec.name)
        if known and self.is_beside:
            return
        typed = Typed(without_stamp(typed.text).strip("_ "), typed.number) if spec.name == UNIT_FIELD else typed
        text = self._body(typed.text, place) if spec.type == FieldType.LONG else typed.text
        is_alone = (spec.type in ALONE or spec.name == UNIT_FIELD) and typed.number is None
        own = FURTHER.split(text, maxsplit=1)[0] if is_alone else text
        reading = read_noted(spec, Typed(own.strip().strip("_ "), typed.number), note)
        if known is None or known.reading.value is None:
            self.found[spec.name] = Answer(reading, typed.text, place, self.is_sure)
        elif self._differs(spec, known, reading):
            self.doubt(spec.name, "conflict")

    def _differs(self, spec: FieldSpec, known: Answer, reading: Reading) -> bool:
        """Whether a second answer says something else; only names that certificates print are worth the alarm."""
        if spec.name not in PRINTED_FIELDS or not self.is_sure or not isinstance(reading.value, str):
            return False
        return key(reading.value).upper() != key(str(known.reading.value)).upper()

    def doubt(self, name: str, code: str) -> None:
        """Note a warning code for a field once."""
        codes = self.doubts.setdefault(name, [])
        if code not in codes:
            codes.append(code)

    def put_marked(self, spec: FieldSpec, marked: str, place: str) -> None:
        """Keep options that were chosen by looks alone, where nothing is ticked: a person must look at them."""
        known = self.found.get(spec.name)
        if spec.type == FieldType.CHOICES and marked and (known is None or known.reading.value is None):
            reading = read_noted(spec, Typed(marked), Note.NONE)
            if reading.value is not None:
                self.found[spec.name] = Answer(Reading(reading.value, "ambiguous"), marked, place)

    def put_named(self, name: str, typed: Typed, place: str, note: Note = Note.NONE) -> None:
        """`put` for a field known by its name."""
        self.put(self._spec(name), typed, place, note)

    def _spec(self, name: str) -> FieldSpec:
        return next(spec for spec in every_field(self.kind) if spec.name == name)

    def values(self) -> dict[str, Value]:
        """Every field of the form, None where nothing was filled in."""
        return {
            spec.name: self.found[spec.name].reading.value if spec.name in self.found else None
            for spec in FORMS[self.kind].fields
        }

    def supporting(self) -> dict[str, Value]:
        """The figures that were given beside what the form asks for."""
        specs = FORMS[self.kind].supporting
        return {spec.name: self.found[spec.name].reading.value for spec in specs if spec.name in self.found}

    def places(self) -> dict[str, str]:
        return {name: answer.place for name, answer in self.found.items()}

    def written(self) -> dict[str, str]:
        """Names of unit and group to the letter, where their normal form differs."""
        letters = {name: to_the_letter(answer.typed) for name, answer in self.found.items() if name in PRINTED_FIELDS}
        return {name: text for name, text in letters.items() if text != (self.found[name].reading.value or "")}

    def sureness(self) -> dict[str, Sureness]:
        """How sure the reading of each field is; certain ones are left out."""
        sure = {
            spec.name: sureness_of(
                self._codes(spec), is_sure=spec.name not in self.found or self.found[spec.name].is_sure
            )
            for spec in FORMS[self.kind].fields
        }
        return {name: degree for name, degree in sure.items() if degree != Sureness.CERTAIN}

    def faults(self, name_of_file: str) -> Iterator[Fault]:
        for spec in FORMS[self.kind].fields:
            answer = self.found.get(spec.name)
            where = f"{name_of_file} · {answer.place}" if answer else name_of_file
            for code in self._codes(spec):
                typed, value = (answer.typed, answer.reading.value) if answer else ("", None)
                yield fault(code, spec, field=spec.name, where=where, typed=typed, value=value)

    def _codes(self, spec: FieldSpec) -> list[str]:
        answer = self.found.get(spec.name)
        reading = answer.reading if answer else Reading(None)
        codes = [*codes_of(spec, reading.value, reading.code), *self.doubts.get(spec.name, [])]
        return [*codes, "suspicious"] if answer and TURNED_AROUND in answer.typed else codes

    def _body(self, text: str, place: str) -> str:
        """A long text without printed hints and without the seal line under it, which is an answer of its own."""
        prompts = {key(prompt) for prompt in FORMS[self.kind].prompts}
        kept = "\n".join(line for line in text.split("\n") if key(line) not in prompts) if prompts else text
        if self.kind not in (FormKind.QC_RESULT, FormKind.TEAM_RESULT):
            return NEXT_ANNEX.sub("", kept)
        body, seal = part_seal(kept)
        if seal:
            self.put_named(SEAL_FIELD, Typed(seal), place)
        return body
