"""What a person must look at in a form that was read: all faults at once, each with place and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from eventapp.domain.annexes import NOTED_CODES, FieldSpec, Sureness, Value
from eventapp.domain.refusals import Fault
from eventapp.domain.words import N_

SENTENCES: Mapping[str, str] = {
    "missing_required": N_("“%(label)s”没有填写，请补上。"),
    "invalid_format": N_("“%(label)s”里的“%(typed)s”不像是正确的内容，请核对后重新填写。"),
    "out_of_range": N_("“%(label)s”里的“%(typed)s”不可能是真实数值，请核对。"),
    "too_long": N_("“%(label)s”有 %(length)s 个字，超过表上规定的 %(limit)s 个字，请精简。"),
    "ambiguous": N_("“%(label)s”里的“%(typed)s”可以有不同的理解，请核对读出的结果。"),
    "repaired": N_("“%(label)s”里的“%(typed)s”少了开头的 0，已补成 %(value)s，请核对。"),
    "multiple_values": N_("“%(label)s”里填了不止一个值：“%(typed)s”，请核对。"),
    "suspicious": N_("“%(label)s”里有公式或代码：“%(typed)s”，已按普通文字保存，请核对。"),
    "conflict": N_("“%(label)s”在表内前后不一致：“%(typed)s”，请核对后统一。"),
    "stale_period": N_("“%(label)s”是“%(typed)s”，不是本届的统计期，请换用本届的表格填写。"),
    "no_cached_value": N_(
        "“%(label)s”是公式，文件里没有存下结果，读不出数值；请改填数值，或用 Excel 打开保存后重新上传。"
    ),
}
ROW_TWICE = N_("“%(group)s”在本表中列了两次，只算一项成果；请删去多余的一行，或把名称写得能够区分。")
FORMULA_SIGNS = ("=", "@", "+cmd", "-cmd")
MARKUP = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|a|b|style|html|object)\b|javascript:|\{\{.*\}\}|\{%.*%\}|\$\{", re.I
)
TURNED_AROUND = "\u202e"  # makes the rest of a line run from right to left: file.exe looks like another name
SHOWN_LENGTH = 40


def fault(code: str, spec: FieldSpec, *, field: str, where: str, typed: str = "", value: Value = None) -> Fault:
    """The fault `code` of one field, with the sentence that belongs to the code."""
    length = len(value) if isinstance(value, str) else 0
    shown = typed.strip() if len(typed.strip()) <= SHOWN_LENGTH else typed.strip()[:SHOWN_LENGTH] + "…"
    return Fault(
        code=code,
        message=SENTENCES[code],
        where=where,
        field=field,
        params={"label": spec.label, "typed": shown, "value": value, "length": length, "limit": spec.max_length},
    )


def codes_of(spec: FieldSpec, value: Value, code: str = "") -> Iterator[str]:
    """The warning codes that a field with this value deserves; `code` is what its reading already found."""
    if code:
        yield code
    elif value is None:
        if spec.required:
            yield "missing_required"
    elif isinstance(value, str):
        if spec.max_length is not None and len(value) > spec.max_length:
            yield "too_long"
        if value.startswith(FORMULA_SIGNS) or MARKUP.search(value):
            yield "suspicious"


def sureness_of(codes: Iterable[str], *, is_sure: bool = True) -> Sureness:
    """How sure a reading with these warning codes is; `is_sure` is false where a rule found the label."""
    found = set(codes)
    if found - NOTED_CODES:
        return Sureness.DOUBTFUL
    return Sureness.CERTAIN if is_sure and not found else Sureness.LIKELY


def is_blank(values: Iterable[Value]) -> bool:
    """Whether nothing was filled in."""
    return all(value is None for value in values)


def sureness_by_field(faults: Iterable[Fault]) -> dict[str, Sureness]:
    """The sureness of every field that a fault names."""
    codes: dict[str, set[str]] = {}
    for found in faults:
        codes.setdefault(found.field, set()).add(found.code)
    return {name: sureness_of(of_field) for name, of_field in codes.items()}
