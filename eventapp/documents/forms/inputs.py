"""What a program hands over to be written into a form, checked before anything is written: all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from eventapp.documents.forms.answers import shown
from eventapp.domain.activity_remarks import remarks_of
from eventapp.domain.annex_checks import fault
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annex_reading import Typed
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, Value
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.words import N_

NUMBERS = frozenset({FieldType.INT, FieldType.NUMBER, FieldType.PERCENT, FieldType.MONEY, FieldType.GRADE})
LISTS = frozenset({FieldType.NAMES, FieldType.CHOICES})
FIXED = {FieldType.KIND: ("qc", "team"), FieldType.GENDER: ("男", "女")}
NOT_AN_OBJECT = N_("内容应当是一个 JSON 对象，含 fields 和（附件三）rows。")
NOT_FIELDS = N_("%(name)s 应当是“栏目名: 值”的对象。")
NOT_ROWS = N_("rows 应当是行的列表，并且只有附件三有。")
OTHER_FORM = N_("内容写明是 %(given)s，要写的却是 %(wanted)s。")
UNKNOWN = N_("本表没有 %(name)s 这一栏。")
UNKNOWN_LIKE = N_("本表没有 %(name)s 这一栏，是否应为 %(like)s？")
NOT_TEXT = N_("%(name)s（%(label)s）应当是文字。")
NOT_NUMBER = N_("%(name)s（%(label)s）应当是数字。")
NOT_LIST = N_("%(name)s（%(label)s）应当是文字的列表。")
NOT_OFFERED = N_("%(name)s（%(label)s）只能是：%(options)s。")


class Unfit(Refusal):
    """What was handed over cannot be written; `faults` say all of it at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("有 %(number)s 处不能写入表格。", number=len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Input:
    """Values to be written, and what a reader would doubt in them."""

    fields: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Fault, ...] = ()


def read_input(kind: FormKind, described: object) -> Input:
    """The values in an object with `fields`, `rows` and perhaps `form` and `supporting`, as the reader gives them.

    Raises Unfit with every fault.
    """
    if not isinstance(described, dict):
        raise Unfit([_fault(NOT_AN_OBJECT)])
    fields, rows, supporting = (described.get(name) or {} for name in ("fields", "rows", "supporting"))
    faults = [*_frame_faults(kind, described)]
    if not faults:
        faults += _value_faults(FORMS[kind].fields, fields, "")
        faults += _value_faults(FORMS[kind].supporting, supporting, "supporting.")
        for number, row in enumerate(rows):
            faults += _value_faults(FORMS[kind].row_fields, row, f"rows[{number}].")
    if faults:
        raise Unfit(faults)
    remarks = remarks_of({**fields, **supporting}) if FORMS[kind].supporting else {}
    return Input(fields, tuple(rows), remarks, tuple(_doubts(kind, fields, list(rows))))


def _frame_faults(kind: FormKind, described: Mapping[str, object]) -> Iterator[Fault]:
    """What is wrong with the object itself; other keys that the reader prints, such as warnings, are let pass."""
    form, rows = described.get("form") or kind.value, described.get("rows") or []
    if form != kind.value:
        yield _fault(OTHER_FORM, given=form, wanted=kind.value)
    for name in ("fields", "supporting"):
        if not isinstance(described.get(name) or {}, dict):
            yield _fault(NOT_FIELDS, name=name)
    if not isinstance(rows, list) or (rows and not FORMS[kind].row_fields):
        yield _fault(NOT_ROWS)
        return
    yield from (_fault(NOT_FIELDS, name=f"rows[{at}]") for at, row in enumerate(rows) if not isinstance(row, dict))


def _value_faults(specs: Sequence[FieldSpec], values: Mapping[str, object], path: str) -> Iterator[Fault]:
    known = {spec.name: spec for spec in specs}
    for name, value in values.items():
        if name not in known:
            like = get_close_matches(str(name), known, 1)
            named = path + str(name)
            yield _fault(UNKNOWN_LIKE, name=named, like=like[0]) if like else _fault(UNKNOWN, name=named)
        elif value is not None and (message := _objection(known[name], value)):
            options = "、".join(_options(known[name]))
            yield _fault(message, name=path + name, label=known[name].label, options=options)


def _objection(spec: FieldSpec, value: object) -> str:
    """The sentence that says why a value is of no use to a field; empty when it is."""
    if spec.type in LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return NOT_LIST
        return NOT_OFFERED if spec.type is FieldType.CHOICES and set(value) - set(spec.options) else ""
    if spec.type in NUMBERS:  # a text that is no number is kept, as the reader keeps it
        return "" if isinstance(value, int | float | str) and not isinstance(value, bool) else NOT_NUMBER
    if not isinstance(value, str):
        return NOT_TEXT
    return NOT_OFFERED if spec.type in FIXED and value not in FIXED[spec.type] else ""


def _options(spec: FieldSpec) -> tuple[str, ...]:
    return spec.options or FIXED.get(spec.type, ())


def _doubts(kind: FormKind, fields: Mapping[str, Value], rows: Sequence[Mapping[str, Value]]) -> Iterator[Fault]:
    for specs, values, path in (
        (FORMS[kind].fields, fields, ""),
        *((FORMS[kind].row_fields, row, f"rows[{number}].") for number, row in enumerate(rows)),
    ):
        for spec in (spec for spec in specs if spec.type not in FIXED and not spec.part):
            typed = shown(values.get(spec.name))
            reading = read_value(spec, Typed(typed))
            if reading.code in ("invalid_format", "out_of_range"):
                yield fault(reading.code, spec, field=path + spec.name, where=path + spec.name, typed=typed)


def _fault(message: str, **params: object) -> Fault:
    return Fault("invalid_input", message, field=str(params.get("name", "")), severity=Severity.ERROR, params=params)
