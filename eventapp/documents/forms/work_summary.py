"""Annex 5, the work summary: headings with the text below them, no table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eventapp.documents.forms.answers import Filling
from eventapp.documents.forms.layout import (
    Form,
    Line,
    Look,
    Piece,
    answers,
    asked_on_one_line,
    heading,
    numbered,
    printed,
)
from eventapp.domain.annex_fields import WORK_SUMMARY

DEMAND = "要求：认真总结一年来群众性质量管理活动的推进经验和具体做法，特色突出、数据详实。主要包括："  # annex 5 of the notice
BLANK = "_" * 40
# Each section with its printed heading and its prompts of the notice.
SECTIONS = (
    ("basic_situation", "一、基本情况", WORK_SUMMARY.prompts[:2]),
    ("experience_and_practice", "二、推进经验和做法", WORK_SUMMARY.prompts[2:5]),
    ("problems_and_improvement", "三、存在问题及改进方向", WORK_SUMMARY.prompts[5:]),
)
HEADINGS = tuple(title for _name, title, _prompts in SECTIONS)


def work_summary(filling: Filling) -> Form:
    """The summary; prompts are printed only where there is no text yet."""
    form = WORK_SUMMARY
    return Form(form, (*heading(form), *_lines(filling)))


def _lines(filling: Filling) -> Iterator[Line]:
    values = filling.values
    yield asked_on_one_line(("单位：", values["company_name"]), blank=BLANK)
    if not any(values[name].text for name, _heading, _prompts in SECTIONS):
        yield printed(DEMAND, Look.BODY)
    for name, title, prompts in SECTIONS:
        yield printed(title, Look.HEADING)
        if not values[name].text:
            yield from (Line((Piece(prompt, (name,)),), Look.PROMPT) for prompt in numbered(prompts))
        yield from answers(_told_apart(values[name]), Look.BODY)


def _told_apart(text: Piece) -> Piece:
    """A typed line that is the same as a heading is indented by hand: nothing else would tell the two apart."""
    lines = (f"　　{line}" if line in HEADINGS else line for line in text.text.split("\n"))
    return replace(text, text="\n".join(lines))
