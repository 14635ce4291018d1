"""How organizers change the form: every step gives new fields, and what is there stays readable for ever.

Shipped fields may be reworded, moved, made optional and hidden; nothing ever leaves the list, so no code is used for
two things and old answers keep their questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration_questions import (
    HAVE_OPTIONS,
    OWN_KINDS,
    Condition,
    FieldKind,
    FieldSpec,
    Option,
    Section,
)
from eventapp.domain.registration_shipped import NEVER_HIDDEN, SHIPPED_CODES
from eventapp.domain.words import N_

Fields = tuple[FieldSpec, ...]

OWN = re.compile(r"own_(\d+)")
OWN_OPTION = re.compile(r"option_(\d+)")
MOST_FIELDS = 80
MOST_OPTIONS = 40
LONGEST_LABEL, LONGEST_HELP, LONGEST_PRIVACY = 80, 400, 10_000  # characters
ALWAYS_REQUIRED = NEVER_HIDDEN


def in_order(fields: Iterable[FieldSpec]) -> Fields:
    """Section by section, in the given order within each: conditions look up, never down."""
    order = list(Section)
    return tuple(sorted(fields, key=lambda spec: order.index(spec.section)))


def moved(fields: Fields, code: str, by: int) -> Fields:
    """The field one place up (-1) or down (1) among those of its section that are asked; at an end nothing changes."""
    spec = field_of(fields, code)
    beside = [one.code for one in fields if one.section is spec.section and not one.is_removed]
    if code not in beside:
        return fields
    here = beside.index(code)
    there = here + by
    if not 0 <= there < len(beside):
        return fields
    swap = {beside[here]: field_of(fields, beside[there]), beside[there]: spec}
    return tuple(swap.get(one.code, one) for one in fields)


def hidden(fields: Fields, code: str) -> Fields:
    """The field is asked no more, nor what only depended on it.

    Raises `Refusal` for what nobody can be registered without.
    """
    if code in NEVER_HIDDEN:
        raise Refusal("姓名、单位名称和手机号不能停用：没有它们就无法报名和找到报名。")
    fields = changed(fields, replace(field_of(fields, code), is_removed=True))
    for spec in fields:
        rest = tuple(one for one in spec.shown_if if one.code != code)
        if spec.is_removed or rest == spec.shown_if:
            continue
        fields = changed(fields, replace(spec, shown_if=rest)) if rest else hidden(fields, spec.code)
    return fields


def restored(fields: Fields, code: str) -> Fields:
    return changed(fields, replace(field_of(fields, code), is_removed=False))


def added(fields: Fields, section: Section, kind: FieldKind, label: str) -> Fields:
    """A field of the organizers' own at the end of its section, under a code never used before."""
    if kind not in OWN_KINDS:
        raise Refusal("不能新增这种类型的问题，请重新选择类型。")
    if len(fields) >= MOST_FIELDS:
        raise Refusal("最多%(most)s个问题（含已停用的）；问题太多，填的人会半途而废。", most=MOST_FIELDS)
    numbers = [int(found[1]) for one in fields if (found := OWN.fullmatch(one.code))]
    options = (Option("option_1", ""), Option("option_2", "")) if kind in HAVE_OPTIONS else ()
    new = FieldSpec(f"own_{max(numbers, default=0) + 1}", section, kind, label, options=options)
    return in_order((*fields, new))


def with_option(fields: Fields, code: str) -> Fields:
    """One more option, still without words, under a code never used in this field."""
    spec = field_of(fields, code)
    numbers = [int(found[1]) for one in spec.options if (found := OWN_OPTION.fullmatch(one.code))]
    new = Option(f"option_{max(numbers, default=0) + 1}", "")
    return changed(fields, replace(spec, options=(*spec.options, new)))


def with_option_moved(fields: Fields, code: str, option_code: str, by: int) -> Fields:
    """The option one place up (-1) or down (1) in its question; at an end nothing changes."""
    spec = field_of(fields, code)
    options = list(spec.options)
    here = next((at for at, one in enumerate(options) if one.code == option_code), None)
    if here is None or not 0 <= here + by < len(options):
        return fields
    options[here], options[here + by] = options[here + by], options[here]
    return changed(fields, replace(spec, options=tuple(options)))


def changed(fields: Fields, spec: FieldSpec) -> Fields:
    """The field of this code replaced."""
    return in_order(spec if one.code == spec.code else one for one in fields)


def field_of(fields: Iterable[FieldSpec], code: str) -> FieldSpec:
    """The field of this code; raises `Refusal`."""
    for spec in fields:
        if spec.code == code:
            return spec
    raise Refusal("表单里没有这个问题，请刷新页面。")


def possible_conditions(fields: Fields, code: str) -> list[tuple[FieldSpec, Option]]:
    """What a field may depend on: the options of questions that stand above it."""
    above = []
    for spec in fields:
        if spec.code == code:
            break
        above += [(spec, option) for option in spec.choices if not spec.is_removed and not option.is_removed]
    return above


def conditions_from(pairs: Iterable[str]) -> tuple[Condition, ...]:
    """Conditions out of "field=option" pairs, one condition a field."""
    values: dict[str, list[str]] = {}
    for pair in pairs:
        code, _, option = pair.partition("=")
        values.setdefault(code, []).append(option)
    return tuple(Condition(code, tuple(options)) for code, options in values.items())


def without_blank_options(fields: Fields) -> Fields:
    """Options that never got words go, except where a choice would be left with none."""
    return tuple(
        replace(spec, options=tuple(one for one in spec.options if one.label)) if spec.kind in HAVE_OPTIONS else spec
        for spec in fields
    )


def faults_of(fields: Fields, before: Sequence[FieldSpec]) -> list[Fault]:
    """Everything that keeps these fields from becoming the next version after `before`."""
    return [fault for spec in fields for fault in _faults_of_one(spec, fields)] + list(_lost(fields, before))


def _faults_of_one(spec: FieldSpec, fields: Fields) -> Iterator[Fault]:
    if not spec.label:
        yield _fault(spec, N_("请填写问题的名称。"))
    if max(len(spec.label), len(spec.label_en)) > LONGEST_LABEL:
        yield _fault(spec, N_("问题的名称最多%(most)s个字。"), most=LONGEST_LABEL)
    if max(len(spec.help), len(spec.help_en)) > LONGEST_HELP:
        yield _fault(spec, N_("问题的说明最多%(most)s个字。"), most=LONGEST_HELP)
    if spec.kind in HAVE_OPTIONS:
        yield from _faults_of_options(spec)
    if spec.code in ALWAYS_REQUIRED and (spec.is_removed or spec.roles or spec.shown_if or not spec.is_required):
        yield _fault(spec, N_("姓名、单位名称和手机号必须向每个人询问，并且必填。"))
    possible = {(one.code, option.code) for one, option in possible_conditions(fields, spec.code)}
    wanted = {(one.code, value) for one in spec.shown_if for value in one.values}
    if not spec.is_removed and wanted - possible:
        yield _fault(spec, N_("“只在…时询问”只能取决于排在它前面、仍在询问的问题，请调整顺序或条件。"))


def _faults_of_options(spec: FieldSpec) -> Iterator[Fault]:
    labels = [option.label for option in spec.options if not option.is_removed]
    if not labels and not spec.is_removed:
        yield _fault(spec, N_("请至少填写一个选项。"))
    if len(labels) != len(set(labels)):
        yield _fault(spec, N_("有两个选项的文字相同，请改成不同的文字。"))
    if len(spec.options) > MOST_OPTIONS:
        yield _fault(spec, N_("最多%(most)s个选项。"), most=MOST_OPTIONS)
    if any(max(len(one.label), len(one.label_en)) > LONGEST_LABEL for one in spec.options):
        yield _fault(spec, N_("选项的文字最多%(most)s个字。"), most=LONGEST_LABEL)


def _lost(fields: Fields, before: Sequence[FieldSpec]) -> Iterator[Fault]:
    """Questions and options that are gone or have become another thing: no page does that."""
    kinds = {spec.code: spec for spec in fields}
    codes = _codes(fields)
    is_own = all(spec.code in SHIPPED_CODES or OWN.fullmatch(spec.code) for spec in fields)
    if not is_own or len(kinds) != len(fields) or _codes(before) - codes:
        yield Fault("invalid_format", N_("表单内容不完整，没有保存，请刷新页面后重试。"), severity=Severity.ERROR)
    elif any(kinds[spec.code].kind is not spec.kind for spec in before):
        yield Fault("invalid_format", N_("已有的问题不能改变类型；请停用它，再新增一个。"), severity=Severity.ERROR)


def _codes(fields: Iterable[FieldSpec]) -> set[tuple[str, str]]:
    return {(spec.code, code) for spec in fields for code in ("", *(option.code for option in spec.options))}


def _fault(spec: FieldSpec, sentence: str, **params: object) -> Fault:
    return Fault("invalid_format", sentence, field=spec.code, severity=Severity.ERROR, params=params)
