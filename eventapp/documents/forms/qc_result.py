"""Annex 1, the result of a QC group, as the notice prints it."""

from __future__ import annotations

from eventapp.documents.forms.answers import Answers, Filling
from eventapp.documents.forms.layout import (
    Cell,
    Edge,
    Form,
    Line,
    Look,
    Row,
    answer,
    answers,
    asked,
    heading,
    label,
    notes,
    printed,
)
from eventapp.domain.annex_fields import QC_RESULT
from eventapp.domain.official_words import OfficialWords

WIDTHS = (29, 33, 21, 32, 20, 31)
TEXT_HEIGHT, SEAL_HEIGHT = 150, 14  # mm; the blank form fills one page


def qc_result(filling: Filling) -> Form:
    """The form with the values in it."""
    form = QC_RESULT
    return Form(form, heading(form), WIDTHS, _rows(filling.values), result_notes(filling.words))


def _rows(values: Answers) -> tuple[Row, ...]:
    return (
        Row((label("QC小组名称"), answer(values["group_name"], 5))),
        Row((label("课题名称"), answer(values["topic_name"], 5))),
        Row((label("企业名称"), answer(values["company_name"], 3), label("成果类型"), answer(values["result_type"]))),
        Row((label("详细通讯地址"), answer(values["address"], 3), label("邮　编"), answer(values["postcode"]))),
        Row(
            (
                *(label("小组联系部门"), answer(values["contact_department"])),
                *(label("联 系 人"), answer(values["contact_person"])),
                *(label("手　机"), answer(values["mobile"])),
            )
        ),
        Row(
            (
                *(label("小组活动指导者"), answer(values["activity_advisor"])),
                *(label("联系电话"), answer(values["contact_phone"])),
                *(label("小组人数"), answer(values["member_count"], is_text=False)),
            )
        ),
        Row((_text(values),), TEXT_HEIGHT, may_break=True),
        Row((Cell((seal_line(values),), 6, without=(Edge.TOP,)),), SEAL_HEIGHT),
    )


def _text(values: Answers) -> Cell:
    question = printed("小组简介及主要活动过程与效果：", Look.LEFT)
    return Cell((question, *answers(values["summary_text"])), 6, without=(Edge.BOTTOM,), is_top=True)


def seal_line(values: Answers) -> Line:
    """单位盖章 and the day."""
    return asked("单位盖章　　　", values.date("stamp_date"), Look.SEAL)


def result_notes(words: OfficialWords) -> tuple[Line, ...]:
    """The notes under annex 1 and annex 2."""
    return notes(
        "1. 成果表填写一份，企业名称与公章一致。",
        f"2. 附成果材料于{words.due_day}前发至邮箱 {words.email}。电话：{words.phone}",
    )
