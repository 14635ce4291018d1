"""Words of the pages about files and annexes: names of forms and outcomes, and what to do about a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FieldSpec, FormKind, Outcome
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_
from eventapp.services.annexes import fault_of
from eventapp.web.language import gettext, words_of

FORM_NAMES = {
    FormKind.QC_RESULT: N_("附件一 QC小组成果表"),
    FormKind.TEAM_RESULT: N_("附件二 质量信得过班组成果表"),
    FormKind.RECOMMENDATION_SUMMARY: N_("附件三 推荐汇总表"),
    FormKind.BRAND_STORY: N_("附件四 品牌故事推荐表"),
    FormKind.WORK_SUMMARY: N_("附件五 工作总结"),
    FormKind.ACTIVITY_STATISTICS: N_("附件六 活动概况统计表"),
}
OUTCOMES = {
    Outcome.ACCEPTED: (N_("已录入"), "success"),
    Outcome.ACCEPTED_WITH_WARNINGS: (N_("已录入，待核对"), "warning"),
    Outcome.REJECTED: (N_("没有录入"), "danger"),
    Outcome.IGNORED: (N_("已忽略"), "neutral"),
}
HANDLING_TONES = {"open": "neutral", "accepted": "success", "returned": "warning"}
TO_DO = {
    "wrong_mailbox": N_("不必处理。"),
    "missing_required": N_("请推荐单位补填，改好后整份重新上传。"),
    "invalid_format": N_("对照原件核对；有误的请改正后重新上传。"),
    "out_of_range": N_("向填表人核实，改正后重新上传。"),
    "too_long": N_("请填表人精简后重新上传。"),
    "ambiguous": N_("核对读出的内容；不对的请写清楚后重新上传。"),
    "repaired": N_("核对即可，一般不必处理。"),
    "multiple_values": N_("核对即可；只应有一个值的请改正后重新上传。"),
    "suspicious": N_("按普通文字保存，核对即可。"),
    "conflict": N_("对照原件核对哪一处正确，统一后重新上传。"),
    "stale_period": N_("请填表人换用本届表格，重新统计后上传。"),
    "no_cached_value": N_("请改填数值，或用 Excel 打开、保存后重新上传。"),
    "external_content": N_("核对读出的内容；缺少的请粘贴到表内后重新上传。"),
    "duplicate": N_("确认是不是同一项成果；重复的请删去一行后重新上传。"),
    "superseded": N_("不必处理；如要改回旧内容，请另存为新文件再上传。"),
}
DEFAULT_TO_DO = N_("请改好后重新上传。")
ROW_FIELD = re.compile(r"rows\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True)
class FaultLine:
    """One fault as a line of a table: where, which question, what is wrong, what to do."""

    place: str
    label: str
    text: str
    to_do: str
    is_error: bool


def fault_line(kept: dict[str, Any], kinds: list[FormKind], name_of_file: str) -> FaultLine:
    """A kept fault in the reader's language; the file's own name is left out of its place."""
    fault = fault_of(kept)
    place = fault.where.removeprefix(name_of_file).lstrip(" ·")
    to_do = gettext(TO_DO.get(fault.code, DEFAULT_TO_DO))
    text = words_of(fault).replace(name_of_file, short_name(name_of_file))
    return FaultLine(place, label_of(fault, kinds), text, to_do, fault.severity is Severity.ERROR)


def label_of(fault: Fault, kinds: list[FormKind]) -> str:
    """The printed label of the question; rows of annex 3 are counted from 1, as people do."""
    row = ROW_FIELD.fullmatch(fault.field)
    if row is None:
        return gettext(label_in(kinds, fault.field)) if fault.field else ""
    number = int(row[1]) + 1
    label = label_in(kinds, row[2] or "")
    if not label:
        return gettext("第 %(number)s 项", number=number)
    return gettext("第 %(number)s 项 %(label)s", number=number, label=gettext(label))


def label_in(kinds: list[FormKind], field: str) -> str:
    """The label of a field of one of these forms; nothing for an unknown one."""
    found = (spec.label for kind in kinds for spec in every_field(kind) if spec.name == field)
    return next(found, "")


def every_field(kind: FormKind) -> tuple[FieldSpec, ...]:
    return FORMS[kind].fields + FORMS[kind].row_fields


def shown(value: object) -> str:
    """A value of a form as people read it."""
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    return "" if value is None else str(value)


def sentence_of(kept: dict[str, Any] | None, name_of_file: str) -> str:
    """The sentence of a kept fault; nothing for none."""
    return words_of(fault_of(kept)).replace(name_of_file, short_name(name_of_file)) if kept else ""


def short_name(name: str) -> str:
    """A file's name without the archive or letter that it came in."""
    return name.rpartition("!/")[2]
