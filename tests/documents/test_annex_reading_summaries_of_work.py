"""Annex 5 as people write it: the unit without its label, headings in other words, other forms behind it."""

from __future__ import annotations

import io

import docx
import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import FormKind, Outcome, ReadFile

UNIT = "汤谷重型机械有限公司"
TITLE = "群众性质量管理活动工作总结"
CHAPTERS = (
    "一、基本情况",
    "注册小组100个。",
    "二、推进经验和做法",
    "一是领导重视。",
    "三、存在问题及改进方向",
    "方法不足。",
)
TEXTS = ("注册小组100个。", "一是领导重视。", "方法不足。")
FIELDS = ("basic_situation", "experience_and_practice", "problems_and_improvement")


def read(*lines: str) -> ReadFile:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return read_file("a.docx", stream.getvalue())


def answers(found: ReadFile) -> tuple[object, ...]:
    return (found.outcome, *(found.forms[0].fields[name] for name in ("company_name", *FIELDS)))


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, f"单位：{UNIT}（盖章）", *CHAPTERS),
        (TITLE, f"单位：__{UNIT}__", *CHAPTERS),
        (TITLE, f"单位：{UNIT}  2024年7月1日", *CHAPTERS),
        (TITLE, f"编制单位：{UNIT}  联系人：张三", *CHAPTERS),
        (UNIT, TITLE, *CHAPTERS),
        (TITLE, UNIT, *CHAPTERS),
        (f"{UNIT}2024年{TITLE}", *CHAPTERS),
        (TITLE, *CHAPTERS, UNIT, "2024年7月10日"),
    ],
)
def test_the_unit_is_found_wherever_it_stands(lines):
    assert answers(read(*lines)) == (Outcome.ACCEPTED, UNIT, *TEXTS)


@pytest.mark.parametrize(
    "headings",
    [
        ("一 基本情况", "二 推进经验和做法", "三 存在问题及改进方向"),
        ("一、小组活动开展情况", "二、主要做法与经验", "三、存在问题与下一步计划"),
        ("第一部分 活动概况", "第二部分 推进的经验和具体做法", "第三部分 存在的不足及今后打算"),
    ],
)
def test_chapters_are_known_by_number_and_sense(headings):
    lines = [text for pair in zip(headings, TEXTS, strict=True) for text in pair]
    assert answers(read(TITLE, f"单位：{UNIT}", *lines)) == (Outcome.ACCEPTED, UNIT, *TEXTS)


def test_the_number_of_the_next_annex_is_no_part_of_the_text():
    found = read("附件五：", TITLE, f"单位：{UNIT}", *CHAPTERS, "附件五：", TITLE, f"单位：{UNIT}二厂", *CHAPTERS)
    texts = [(form.kind, form.fields[FIELDS[2]]) for form in found.forms]
    assert texts == [(FormKind.WORK_SUMMARY, TEXTS[2])] * 2
