"""Annex 2, the result of a quality-trustworthy team, as the notice prints it."""

from __future__ import annotations

from eventapp.documents.forms.answers import Answers, Filling
from eventapp.documents.forms.layout import (
    Cell,
    Form,
    Line,
    Look,
    Piece,
    Row,
    answer,
    answers,
    heading,
    label,
    numbered,
    printed,
)
from eventapp.documents.forms.qc_result import result_notes, seal_line
from eventapp.domain.annex_fields import TEAM_RESULT

WIDTHS = (27, 26, 27, 30, 26, 30)
TEXT_HEIGHT = 134  # mm; the blank form fills one page
LINES = 22  # of the text, so that the seal line stands at the foot of the cell


def team_result(filling: Filling) -> Form:
    """The form with the values in it; the seven prompts are printed until there is a text."""
    form = TEAM_RESULT
    return Form(form, heading(form), WIDTHS, _rows(filling.values), result_notes(filling.words))


def _rows(values: Answers) -> tuple[Row, ...]:
    return (
        Row((label("质量信得过\n班组名称"), answer(values["team_name"], 5))),
        Row((label("企业名称"), answer(values["company_name"], 5))),
        Row((label("详细通讯地址"), answer(values["address"], 3), label("邮编"), answer(values["postcode"]))),
        _row(values, ("联系部门", "contact_department"), ("电话", "phone"), ("传真", "fax")),
        _row(values, ("联系人", "contact_person"), ("手机", "mobile"), ("邮箱", "email")),
        _row(values, ("班组长", "team_leader"), ("班组人数", "member_count"), ("班组类型", "team_type")),
        _row(
            values,
            ("班组工作完成\n率 %", "work_completion_rate"),
            ("产品 / 服务\n一次合格率 %", "first_pass_rate"),
            ("年顾客投诉\n数", "annual_complaints"),
        ),
        Row(
            (
                *(label("年质量、安全\n事故数"), answer(values["annual_incidents"])),
                *(label("成员参与改\n进活动率 %"), answer(values["improvement_participation_rate"])),
                *(label("年培训人数、\n时长"), answer(_training(values))),
            )
        ),
        Row((Cell((*_text(values), seal_line(values)), 6, is_top=True),), TEXT_HEIGHT, may_break=True),
    )


def _row(values: Answers, *asked: tuple[str, str]) -> Row:
    return Row(tuple(cell for question, name in asked for cell in (label(question), answer(values[name]))))


def _training(values: Answers) -> Piece:
    return values.together(("annual_training_people", "人"), ("annual_training_hours", "学时"), between="、")


def _text(values: Answers) -> tuple[Line, ...]:
    question, text = printed("质量信得过班组简介及创建活动结果（另附材料）：", Look.LEFT), values["summary_text"]
    if text.text:
        return (question, *answers(text, least=LINES))
    room = answers(text, least=LINES - len(TEAM_RESULT.prompts))
    return (
        question,
        *(Line((Piece(prompt, text.names),), Look.LEFT) for prompt in numbered(TEAM_RESULT.prompts)),
        *room,
    )
