"""The answers collected while a form is read: first non-empty one wins, every one knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from eventapp.domain.annex_checks import codes_of, fault
from eventapp.domain.annex_fields import FORMS, PRINTED_FIELDS
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, Value
from eventapp.domain.refusals import Fault
from eventapp.domain.text import key, to_the_letter


def every_field(kind: FormKind) -> tuple[FieldSpec, ...]:
    return FORMS[kind].fields + FORMS[kind].supporting


@dataclass(frozen=True)
class Answer:
    """One reading, what was typed, and where."""

    reading: Reading
    typed: str
    place: str


@dataclass
class Answers:
    """The answers to the questions of one form, by field name."""

    kind: FormKind
    found: dict[str, Answer] = field(default_factory=dict)

    def put(self, spec: FieldSpec, typed: Typed, place: str) -> None:
        """Keep what was typed, unless the field already has a value."""
        known = self.found.get(spec.name)
        if known is None or known.reading.value is None:
            text = self._without_prompts(typed.text) if spec.type == FieldType.LONG else typed.text
            reading = read_value(spec, Typed(text.strip().strip("_"), typed.number))
            self.found[spec.name] = Answer(reading, typed.text, place)

    def put_named(self, name: str, typed: Typed, place: str) -> None:
        """`put` for a field known by its name."""
        self.put(next(spec for spec in every_field(self.kind) if spec.name == name), typed, place)

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

    def faults(self, name_of_file: str) -> Iterator[Fault]:
        for spec in FORMS[self.kind].fields:
            answer = self.found.get(spec.name)
            reading = answer.reading if answer else Reading(None)
            where = f"{name_of_file} · {answer.place}" if answer else name_of_file
            for code in codes_of(spec, reading.value, reading.code):
                typed = answer.typed if answer else ""
                yield fault(code, spec, field=spec.name, where=where, typed=typed, value=reading.value)

    def _without_prompts(self, text: str) -> str:
        prompts = {key(prompt) for prompt in FORMS[self.kind].prompts}
        return "\n".join(line for line in text.split("\n") if key(line) not in prompts) if prompts else text
