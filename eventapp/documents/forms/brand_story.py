"""Annex 4, the recommendation of a brand story, as the notice prints it."""

from __future__ import annotations

from dataclasses import replace

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
    asked,
    covered,
    heading,
    label,
    merged,
    notes,
    printed,
)
from eventapp.domain.annex_fields import BRAND_STORY, BRAND_TYPES, CONTENT_CATEGORIES

WIDTHS = (27, 39, 17, 11, 24, 6, 42)
SUMMARY_HEIGHT, OPINION_HEIGHT = 68, 50  # mm; the blank form fills one page
CATEGORIES_A_LINE = 2
OPINION_LINES, OPINION_WIDTH = 5, 20  # lines above the day, characters in each


def brand_story(filling: Filling) -> Form:
    """The form with the values in it; options are ticked as ☑ and □."""
    form, words = BRAND_STORY, filling.words
    below = notes(
        f"1、此表附故事内容电子版，请于{words.due_day}前发邮箱：{words.story_email}",
        f"2、联系电话：{words.phone}。",
    )
    return Form(form, heading(form), WIDTHS, _rows(filling.values), below)


def _rows(values: Answers) -> tuple[Row, ...]:
    return (
        Row((label("故事名称"), answer(values["story_name"], 6))),
        *_unit(values),
        Row(
            (
                *(label("内容类别"), Cell(_categories(values), 3)),
                *(label("品牌类型"), Cell(_types(values), 2)),
            ),
            height=26,
        ),
        Row(
            (label("故事主要\n特色简介\n200字以内"), Cell(answers(values["summary_text"]), 6)),
            SUMMARY_HEIGHT,
            may_break=True,
        ),
        *_speaker(values),
        Row((_opinion(values), _seal(values)), OPINION_HEIGHT),
    )


def _unit(values: Answers) -> tuple[Row, ...]:
    place = values.together(("address", ""), ("postcode", ""), between="，")
    return (
        Row((merged(label("推荐单位")), _asked("单位名称：", values["company_name"], 6))),
        Row((covered(), _asked("地址及邮编：", place, 6))),
        Row(
            (
                *(covered(), _asked("联系人姓名：", values["contact_person"], 3)),
                _asked("手机：", values["mobile"], 3),
            )
        ),
        Row(
            (
                *(covered(), _asked("部门职务：", values["department_position"], 3)),
                _asked("邮箱：", values["email"], 3),
            )
        ),
    )


def _speaker(values: Answers) -> tuple[Row, ...]:
    return (
        Row(
            (
                *(merged(label("拟参会演讲\n填写本栏")), _asked("演讲人：", values["speaker_name"])),
                _asked("性别：", values["speaker_gender"], 4),
                _asked("部门职务：", values["speaker_department_position"]),
            )
        ),
        Row(
            (
                *(covered(), _asked("手　机：", values["speaker_mobile"])),
                _asked("邮　箱：", values["speaker_email"], 4),
                _asked("微　信：", values["speaker_wechat"]),
            )
        ),
    )


def _asked(question: str, value: Piece, span: int = 1) -> Cell:
    return Cell((asked(question, value),), span)


def _categories(values: Answers) -> tuple[Line, ...]:
    options = [values.ticked("content_categories", option) for option in CONTENT_CATEGORIES]
    pairs = (options[start : start + CATEGORIES_A_LINE] for start in range(0, len(options), CATEGORIES_A_LINE))
    return tuple(Line((pair[0], replace(pair[1], text=f"　{pair[1].text}")), Look.LEFT) for pair in pairs)


def _types(values: Answers) -> tuple[Line, ...]:
    return tuple(Line((values.ticked("brand_types", option),), Look.LEFT) for option in BRAND_TYPES)


def _opinion(values: Answers) -> Cell:
    opinion = answers(values["recommendation_opinion"], least=OPINION_LINES, width=OPINION_WIDTH)
    question, day = printed("推荐部门意见（签字）", Look.LEFT), Line((values.date("opinion_date"),), Look.SEAL)
    return Cell((question, *opinion, day), 3, is_top=True)


def _seal(values: Answers) -> Cell:
    room = (printed("", Look.TEXT),) * OPINION_LINES
    day = Line((values.date("stamp_date"),), Look.SEAL)
    return Cell((printed("推荐单位盖章：", Look.LEFT), *room, day), 4, is_top=True)
