"""The questions of a form as a page shows them: light rows for a template, no form library in between.

A page of registration is opened by a hall full of phones at once; building form objects would cost more than the rest.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from eventapp.domain.refusals import Fault
from eventapp.domain.registration_fields import (
    SECTION_NAMES,
    FieldKind,
    FieldSpec,
    Section,
    label_of,
)
from eventapp.domain.words import N_
from eventapp.web.language import choose_language, gettext, words_of

MOST_RADIOS = 8
SHORT_LABEL = 20  # half-widths; such options stand in a row
PHONE_LINE, TAP, OPTIONAL = 41, 7, 9  # half-widths: a line, a circle with its room, the note that says optional
WIDE_FROM = "\u2e80"  # from here on a character is two half-widths wide
TOGETHER = (
    ((Section.PERSON, Section.UNIT, Section.CONTACT), N_("个人信息")),
    ((Section.LODGING, Section.TRAVEL, Section.MEALS, Section.VISIT), ""),
    ((Section.INVOICE, Section.OTHER), ""),
)  # sections under one heading: on a phone nine headings over one question each are longer than the questions
SHORT_ANSWERS = frozenset({"department", "job_title"})  # two of them stand beside each other on a phone too
AUTOCOMPLETE = {
    "name": "name",
    "unit_name": "organization",
    "job_title": "organization-title",
    "mobile": "tel-national",
    "email": "email",
}


@dataclass(frozen=True)
class Label:
    """Named like the label of a form library, so that one error summary serves both."""

    text: str


@dataclass(frozen=True)
class Choice:
    """One option as the page shows it; `is_removed` is offered to nobody but who chose it before."""

    code: str
    label: str
    is_chosen: bool
    is_removed: bool = False


@dataclass(frozen=True)
class Question:
    """One control: what it is called, what stands in it, what is wrong with it, and when it is shown."""

    id: str
    control: str
    label: Label
    help: str = ""
    value: str = ""
    errors: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    is_required: bool = False
    is_short: bool = False
    is_half: bool = False
    is_line: bool = False
    shown_if: str = ""
    autocomplete: str = ""


@dataclass(frozen=True)
class Heading:
    """Questions that stand together."""

    title: str
    questions: list[Question]


def headings(
    fields: Iterable[FieldSpec],
    role_codes: Collection[str],
    values: Mapping[str, str],
    faults: Iterable[Fault] = (),
    held: Mapping[str, str] | None = None,
) -> list[Heading]:
    """All questions for these roles under their headings; `values` is what was typed, `held` what was kept before."""
    said: dict[str, list[str]] = {}
    for fault in faults:
        said.setdefault(fault.field, []).append(words_of(fault))
    language, groups = choose_language(), {section: list[Question]() for section in Section}
    for spec in fields:
        if spec.is_for(role_codes):
            question = ask(spec, values.get(spec.code, ""), said.get(spec.code, []), (held or {}), language)
            groups[spec.section].append(question)
    parts = [([section for section in sections if groups[section]], title) for sections, title in TOGETHER]
    return [
        Heading(title_of(part, title), [question for section in part for question in groups[section]])
        for part, title in parts
        if part
    ]


def title_of(part: Sequence[Section], title: str) -> str:
    """What stands over these sections."""
    if title and len(part) > 1:
        return gettext(title)
    return gettext("、").join(gettext(SECTION_NAMES[section]) for section in part)


def ask(spec: FieldSpec, value: str, errors: list[str], held: Mapping[str, str], language: str) -> Question:
    """One question in the reader's language with what stands in it."""
    choices = choices_of(spec, value, held.get(spec.code, ""), language)
    return Question(
        spec.code,
        control_of(spec, value),
        Label(label_of(spec, language)),
        help=spec.help_en if language[:2] == "en" and spec.help_en else spec.help,
        value=value,
        errors=errors,
        choices=choices,
        is_required=spec.is_required,
        is_line=not spec.help and fits_a_line(label_of(spec, language), choices, spec.is_required),
        is_half=spec.kind in (FieldKind.DATE, FieldKind.TIME) or spec.code in SHORT_ANSWERS,
        is_short=all(width(choice.label) <= SHORT_LABEL for choice in choices),
        shown_if=json.dumps([[one.code, list(one.values)] for one in spec.shown_if]) if spec.shown_if else "",
        autocomplete=AUTOCOMPLETE.get(spec.code, "off"),
    )


def width(text: str) -> int:
    """How wide a label is, in half-widths."""
    return sum(2 if character >= WIDE_FROM else 1 for character in text)


def fits_a_line(label: str, choices: Sequence[Choice], is_required: bool) -> bool:
    """Whether a label and its options, each with something to tap, stand in one line of a phone."""
    taps = sum(width(choice.label) + TAP for choice in choices)
    return bool(choices) and width(label) + (0 if is_required else OPTIONAL) + taps <= PHONE_LINE


def choices_of(spec: FieldSpec, value: str, held: str, language: str) -> list[Choice]:
    """What may be chosen; a removed option only where it was chosen before."""
    chosen, before = value.split("\n"), held.split("\n")
    return [
        Choice(option.code, label_of(option, language), option.code in chosen, option.is_removed)
        for option in spec.choices
        if not option.is_removed or option.code in before
    ]


def control_of(spec: FieldSpec, value: str) -> str:
    """Which control asks. Days and times that no picker can show stay readable in a line of text."""
    if spec.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        return "radios" if len(spec.choices) <= MOST_RADIOS else "select"
    if spec.kind is FieldKind.DATE and value and not is_day(value):
        return "text"
    if spec.kind is FieldKind.TIME and value and not is_time(value):
        return "text"
    return str(spec.kind.value)


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text) is not None
    except ValueError:
        return False


def typed_in(form: Mapping[str, str], fields: Iterable[FieldSpec], lists: Mapping[str, list[str]]) -> dict[str, str]:
    """What a posted page says by code; ticked options of one question are joined by line breaks."""
    return {
        spec.code: "\n".join(lists.get(spec.code, [])) if spec.kind is FieldKind.CHOICES else form.get(spec.code, "")
        for spec in fields
    }
