"""What must not be taken for a label or a seal line, and so be lost."""

from __future__ import annotations

import pytest

from eventapp.documents.annexes.labels import lexicon
from eventapp.documents.annexes.seals import part_seal
from eventapp.domain.annexes import FormKind


@pytest.mark.parametrize("text", ["演讲人：John Smith", "性别：Male", "单位名称：ABC Electric Co., Ltd."])
def test_a_latin_answer_behind_its_label_is_no_translation_of_the_label(text):
    labels = lexicon(FormKind.BRAND_STORY)
    assert (labels.exact(text), [stretch.value for stretch in labels.split(text)]) == ("", [text.partition("：")[2]])


def test_a_label_with_its_translation_is_a_label():
    assert lexicon(FormKind.BRAND_STORY).exact("演讲人 Speaker") == lexicon(FormKind.BRAND_STORY).exact("演讲人")


@pytest.mark.parametrize("line", ["制度经单位盖章后执行", "在公司盖章管理中推广", "盖章机改进后合格率100%"])
def test_a_sentence_about_seals_is_text(line):
    assert part_seal(f"第一段\n{line}") == (f"第一段\n{line}", "")


@pytest.mark.parametrize(
    "line",
    ["单位盖章：汤谷机械有限公司      2024年7月28日", "（单位盖章）  年  月  日", "单位盖章 2024.7.5", "盖章处："],
)
def test_a_seal_line_is_parted_from_the_text(line):
    assert part_seal(f"第一段\n{line}") == ("第一段", line)
