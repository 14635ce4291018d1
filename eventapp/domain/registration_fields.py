"""One set of rules for every door: what the page, the grid, the workbook and the desk take down of a person.

Name, contact, travel, bed and table have columns; everything else is kept in `answers` by the code of its field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration import Person, Stay
from eventapp.domain.registration_questions import (
    OWN_KINDS,
    SECTION_NAMES,
    Condition,
    FieldKind,
    FieldSpec,
    Option,
    Section,
    as_data,
    fields_from,
    label_of,
    said_value,
)
from eventapp.domain.registration_shipped import (
    NEVER_HIDDEN,
    OWN,
    SHARED,
    SHIPPED_CODES,
    SHIPPED_FIELDS,
    SHIPPED_PRIVACY,
    SHIPPED_PRIVACY_EN,
    SPECIAL,
)
from eventapp.domain.registration_values import Reader, read_value
from eventapp.domain.words import N_

PERSON_CODES = frozenset(one.name for one in fields(Person))
STAY_CODES = frozenset(one.name for one in fields(Stay))
DAYS = ("arrives_on", "departs_on")
NEAR = timedelta(days=30)  # who comes earlier or leaves later has mistaken the month or the year
MISSING = {
    "name": N_("请填写姓名。"),
    "unit_name": N_("请填写单位名称，与公章一致。"),
    "mobile": N_("请填写手机号。"),
}
MISSING_TEXT, MISSING_CHOICE = N_("这一项必须填写。"), N_("请选择一项。")


@dataclass(frozen=True)
class Answered:
    """What a form says, and everything that is wrong with it; `answers` are the fields without a column."""

    person: Person
    stay: Stay
    answers: dict[str, str]
    faults: list[Fault]


def read_answers(
    questions: Iterable[FieldSpec],
    typed: Mapping[str, str],
    role_codes: Collection[str],
    *,
    today: date,
    begins: date | None = None,
    held: Mapping[str, str] | None = None,
) -> Answered:
    """Read all answers at once; a fault names its field by code.

    Choices are taken by code or label, several of them joined by line breaks or 、. What is hidden by the other answers
    is not taken. `begins` is the first day of the conference; `held` are the answers kept so far (`texts_of`): questions
    that are removed or not asked of these roles keep theirs, and removed options are taken from who holds them.
    """
    held = held or {}
    specs = tuple(questions)
    values: dict[str, str] = {}
    asked, faults = set[str](), list[Fault]()
    for spec in specs:
        if not spec.is_for(role_codes):
            values[spec.code] = held.get(spec.code, "")
        elif spec.is_shown(values):
            asked.add(spec.code)
            reader = Reader((begins or today).year, held.get(spec.code, ""))
            value, fault = _read(spec, typed.get(spec.code, ""), reader)
            values[spec.code] = value
            faults += [fault] if fault else []
    refused = {fault.field for fault in faults}
    said = {code: values[code] for code in asked}
    faults += [fault for fault in _against_each_other(said, begins or today) if fault.field not in refused]
    order = {spec.code: place for place, spec in enumerate(specs)}
    return _answered(values, held, specs, sorted(faults, key=lambda fault: order[fault.field]))


def _read(spec: FieldSpec, text: str, reader: Reader) -> tuple[str, Fault | None]:
    try:
        value = read_value(spec, text, reader)
    except Refusal as refusal:
        return "", Fault(
            "invalid_format", refusal.message, field=spec.code, severity=Severity.ERROR, params=refusal.params
        )
    if value or not spec.is_required:
        return value, None
    sentence = MISSING.get(spec.code, MISSING_CHOICE if spec.choices else MISSING_TEXT)
    return "", Fault("missing_required", sentence, field=spec.code, severity=Severity.ERROR)


def _against_each_other(values: Mapping[str, str], begins: date) -> Iterator[Fault]:
    """Faults of answers that are right alone and wrong together."""
    days = {code: date.fromisoformat(values[code]) for code in DAYS if values.get(code)}
    for code, day in days.items():
        if abs(day - begins) > NEAR:
            yield _fault(code, N_("离会期（%(begins)s）太远，请核对年份和月份。"), begins=begins.isoformat())
    if len(days) == len(DAYS) and days["departs_on"] < days["arrives_on"]:
        yield _fault("departs_on", N_("返程日期早于到达日期，请核对。"))
    elif _leaves_too_early(values):
        yield _fault("departs_time", N_("返程时间早于到达时间，请核对。"))
    lodging = values.get("lodging", "")
    if lodging not in ("", OWN) and values.get("arrives_on") == "":
        yield _fault("arrives_on", N_("需要住宿的，请填写到达日期。"), "missing_required")
    if lodging == SHARED and values.get("gender") == "":
        yield _fault("gender", N_("合住按性别安排，请选择性别。"), "missing_required")
    if values.get("invoice_kind") == SPECIAL and values.get("invoice_tax_id") == "":
        yield _fault("invoice_tax_id", N_("开增值税专用发票必须填写纳税人识别号。"), "missing_required")


def _leaves_too_early(values: Mapping[str, str]) -> bool:
    is_same_day = values.get("arrives_on") and values.get("arrives_on") == values.get("departs_on")
    times = [values.get("arrives_time", ""), values.get("departs_time", "")]
    return bool(is_same_day and all(times) and times[1] < times[0])


def _fault(field: str, sentence: str, code: str = "out_of_range", **params: object) -> Fault:
    return Fault(code, sentence, field=field, severity=Severity.ERROR, params=params)


def _answered(
    values: Mapping[str, str], held: Mapping[str, str], specs: Sequence[FieldSpec], faults: list[Fault]
) -> Answered:
    """Values by where they are kept; answers to questions that no version here knows stay as they were."""
    known = {spec.code for spec in specs}
    every = {**{code: value for code, value in held.items() if code not in known}, **values}
    person = {code: every.get(code, "") for code in PERSON_CODES}
    stay = {code: every.get(code, "") for code in STAY_CODES}
    days = {code: date.fromisoformat(stay[code]) if stay[code] else None for code in DAYS}
    others = {code: value for code, value in every.items() if value and code not in PERSON_CODES | STAY_CODES}
    times = {code: value for code, value in stay.items() if code not in DAYS}
    return Answered(Person(**person), Stay(**times, **days), others, faults)  # type: ignore[arg-type]


def texts_of(person: Person, stay: Stay, answers: Mapping[str, object]) -> dict[str, str]:
    """Everything kept of a person by code, as `read_answers` reads it back."""
    every = {**answers, **vars(person), **vars(stay)}
    return {code: str(value) for code, value in every.items() if value not in (None, "")}


__all__ = [
    "NEVER_HIDDEN", "OWN_KINDS", "SECTION_NAMES", "SHIPPED_CODES", "SHIPPED_FIELDS", "SHIPPED_PRIVACY",
    "SHIPPED_PRIVACY_EN", "Answered", "Condition", "FieldKind", "FieldSpec", "Option", "Section", "as_data",
    "fields_from", "label_of", "read_answers", "said_value", "texts_of",
]  # fmt: skip
