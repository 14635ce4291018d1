"""Searching work summaries: every word, whatever its width and case; what was found is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.activity_search import Piece, count_hits, passages_of, pieces_of, words_of_query

TEXT = "一是把ＱＣ小组活动纳入年度质量 目标；\n二是建立“课题池”，完成率达100%，_记录_齐全。"


def found(query: str, text: str = TEXT) -> list[str]:
    return [piece.text for piece in pieces_of(text, words_of_query(query)) if piece.is_hit]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("qc小组", ["ＱＣ小组"]),
        ("ＱＣ", ["ＱＣ"]),
        ("质量目标", ["质量 目标"]),
        ("目标；二是", ["目标；\n二是"]),
        ("100%", ["100%"]),
        ("１００％", ["100%"]),
        ("_记录_", ["_记录_"]),
        ("小组 活动", ["小组活动"]),
        ("小组 课题", ["小组", "课题"]),
        ("没有这个", []),
        ("", []),
        ("\u3000 ", []),
    ],
)
def test_what_is_found(query: str, hits: list[str]) -> None:
    assert found(query) == hits


def test_every_word_must_stand_somewhere_in_the_report() -> None:
    texts = ("注册小组20个，小组", "统计方法应用不够准确")

    assert count_hits(texts, words_of_query("小组 统计方法")) == 3
    assert count_hits(texts, words_of_query("小组 没有这个")) is None
    assert count_hits(texts, ()) == 0


def test_a_passage_is_a_snippet_with_dots_around_it() -> None:
    texts = {"basic_situation": "前" * 100 + "课题池" + "后" * 100, "problems_and_improvement": "没有"}

    [passage] = passages_of(texts, ["课题池"])

    assert passage.field == "basic_situation"
    assert passage.pieces == (
        Piece("…"), Piece("前" * 24), Piece("课题池", True), Piece("后" * 61), Piece("…")
    )  # fmt: skip


@given(st.text(), st.text())
def test_nothing_is_lost_or_added_by_marking(text: str, query: str) -> None:
    assert "".join(piece.text for piece in pieces_of(text, words_of_query(query))) == text
