"""The workbook of people in words: its columns out of the edition's questions and roles, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eventapp.domain.attendee_columns import ENTRY_CODE, NUMBER, ROLES, STATE, SUBJECT, Column, Dress
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_fields import FieldKind, FieldSpec, Section
from eventapp.domain.words import N_

WHO = frozenset({Section.PERSON, Section.UNIT, Section.CONTACT})
WIDTHS = {
    "name": 10, "gender": 6, "unit_name": 30, "mobile": 14, "email": 22, "lodging": 8, "invoice_title": 30,
    "invoice_tax_id": 22,
}  # fmt: skip
KIND_NOTES = {
    FieldKind.DATE: N_("填日期，例如 2024-09-10。"),
    FieldKind.TIME: N_("按24小时制填写，例如 14:05。"),
    FieldKind.CHOICE: N_("从下拉列表中选择。"),
    FieldKind.CHOICES: N_("从下拉列表中选择；选几项的用顿号隔开。"),
    FieldKind.YES_NO: N_("选“是”或“否”。"),
}
NUMBER_NOTE = N_("新增人员请留空。导出的名单里已有编号，请不要改动：系统按编号找到原来的报名并更新。")
STATE_NOTE = N_("由系统填写，供查看；导入时不读这一列。")
ROLE_NOTE = N_("从下拉列表中选择；兼有几种身份的用顿号隔开。")
SUBJECT_NOTE = N_("成果发表人填所发表成果的小组（班组）名称，故事演讲人填品牌故事名称，与推荐汇总表一致；其他人不填。")
CODE_NOTE = N_("由推荐单位联络员提供，用来证明可以发表这项成果或演讲这个故事。")
GUIDE = (
    (N_("怎样填"), N_("每人一行，从“名单”表的第3行起填写；带 * 的列必须填写，其他列没有的可以不填。")),
    (N_("表头"), N_("可以调整列的顺序，也可以删去不需要的列；表头文字请保留，系统按表头辨认各列。")),
    (N_("修改"), N_("改好后再次上传即可：有编号的按编号更新，没有编号的按姓名和手机号辨认，不会重复报名。")),
    (N_("空格子"), N_("没有编号的行，空着的格子不改动已有的内容；有编号的行，空着的格子表示清空。")),
    (N_("取消和换人"), N_("从名单里删去一行不等于取消报名；取消和换人请在网页上办理，原二维码随之作废。")),
    (N_("有错误时"), N_("正确的行照常登记；有错误的行会按行和列列出来，改好后再传一次，或直接在网页上改。")),
)


def columns_of(rules: Rules, subjects: Sequence[str] = (), *, with_state: bool = False) -> tuple[Column, ...]:
    """The columns of the workbook, the number first; the roles stand behind what is said of the person.

    `subjects` are names that the drop-down of results and stories offers.
    """
    asked = [spec for spec in rules.fields if not spec.is_removed]
    return (
        Column(NUMBER, N_("编号"), NUMBER_NOTE, width=8),
        *(column_of(spec, rules) for spec in asked if spec.section in WHO),
        *role_columns(rules, subjects),
        *(column_of(spec, rules) for spec in asked if spec.section not in WHO),
        *([Column(STATE, N_("状态"), STATE_NOTE, width=10)] if with_state else []),
    )


def role_columns(rules: Rules, subjects: Sequence[str]) -> Iterator[Column]:
    names = tuple(role.name for role in rules.roles if role.is_offered)
    yield Column(ROLES, N_("参会身份"), ROLE_NOTE, names, is_open=True, is_required=True, width=20)
    if any(role.need is not RoleNeed.NOTHING for role in rules.roles):
        yield Column(SUBJECT, N_("成果或故事"), SUBJECT_NOTE, tuple(dict.fromkeys(subjects)), is_open=True, width=24)
        if rules.needs_code:
            yield Column(ENTRY_CODE, N_("选择码"), CODE_NOTE, width=12)


def column_of(spec: FieldSpec, rules: Rules) -> Column:
    """A question as a column. One that matters only for some, or only sometimes, is not marked as required."""
    is_always_asked = not spec.roles and not spec.shown_if
    return Column(
        spec.code,
        spec.label,
        " ".join(notes_of(spec, rules)),
        choices=tuple(option.label for option in spec.choices if not option.is_removed),
        is_open=spec.kind is FieldKind.CHOICES,
        is_required=spec.is_required and is_always_asked,
        dress=Dress.DAY if spec.kind is FieldKind.DATE else Dress.TEXT,
        width=WIDTHS.get(spec.code, max(10, 2 * len(spec.label) + 4)),
    )


def notes_of(spec: FieldSpec, rules: Rules) -> Iterable[str]:
    """What the note of a heading says."""
    if spec.kind in KIND_NOTES:
        yield KIND_NOTES[spec.kind]
    if spec.help:
        yield spec.help
    if spec.choices:
        yield "、".join(option.label for option in spec.choices if not option.is_removed) + "。"
    if spec.roles:
        names = [rules.role_names[code] for code in spec.roles if code in rules.role_names]
        yield "、".join(names) + "。"
