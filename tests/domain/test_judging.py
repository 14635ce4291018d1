from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.judging import (
    FaultyScore,
    ScoringState,
    Seat,
    check_may_score,
    mean_of,
    read_points,
    total_of,
)
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.refusals import Refusal
from eventapp.domain.score_sheets import SHIPPED_SHEETS, ScoreItem, SheetKind, item_from, maximum_of, sheet_kind
from eventapp.domain.sessions import PresentationState

ITEMS = (ScoreItem("topic", "选题", Decimal(15)), ScoreItem("effect", "效果", Decimal(20), step=Decimal(1)))
TABLES = {sheet.kind: sheet for sheet in SHIPPED_SHEETS}


@pytest.mark.parametrize(
    ("kind", "points"),
    [(SheetKind.QC_PROBLEM, [15, 30, 20, 20, 5, 10]), (SheetKind.QC_INNOVATIVE, [20, 30, 20, 15, 5, 10])],
)
def test_the_shipped_qc_tables_are_those_of_t_caq_10201_2020(kind: SheetKind, points: list[int]) -> None:
    assert [int(item.maximum) for item in TABLES[kind].items] == points


def test_every_kind_has_a_sheet_of_a_hundred_points_with_codes_of_its_own() -> None:
    assert {kind: maximum_of(sheet.items) for kind, sheet in TABLES.items()} == dict.fromkeys(SheetKind, Decimal(100))
    assert all(len({item.code for item in sheet.items}) == len(sheet.items) for sheet in SHIPPED_SHEETS)
    assert len(TABLES[SheetKind.TEAM].items) == 7


def test_items_come_back_from_the_database_as_they_went_in() -> None:
    assert [item_from(item.as_data()) for item in ITEMS] == list(ITEMS)


@pytest.mark.parametrize(
    ("group", "result_type", "kind"),
    [
        (GroupKind.QC, "创新型", SheetKind.QC_INNOVATIVE),
        (GroupKind.QC, "攻关型", SheetKind.QC_PROBLEM),
        (GroupKind.QC, "", SheetKind.QC_PROBLEM),
        (GroupKind.TEAM, "创新型", SheetKind.TEAM),
        (None, "", SheetKind.STORY),
    ],
)
def test_the_kind_of_a_sheet_follows_group_and_type(group: GroupKind | None, result_type: str, kind: SheetKind) -> None:
    assert sheet_kind(group, result_type) == kind


def test_points_are_read_exactly_and_added_exactly() -> None:
    points = read_points(ITEMS, {"topic": " １２.5 ", "effect": "20"}, is_submitting=True)

    assert points == {"topic": Decimal("12.5"), "effect": Decimal(20)}
    assert total_of(points) == Decimal("32.50")


def test_a_draft_may_leave_items_blank() -> None:
    assert read_points(ITEMS, {"topic": ""}, is_submitting=False) == {}


def test_submitting_names_every_missing_item_at_once() -> None:
    with pytest.raises(FaultyScore) as refused:
        read_points(ITEMS, {}, is_submitting=True)

    assert [(fault.field, str(fault)) for fault in refused.value.faults] == [
        ("topic", "“选题”还没有评分。"),
        ("effect", "“效果”还没有评分。"),
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("15.5", "out_of_range"), ("-1", "invalid_format"), ("1e1", "invalid_format"), ("NaN", "invalid_format"),
        ("12.25", "invalid_step"), ("十二", "invalid_format"), ("%(x)s", "invalid_format"), ("0.00001", "invalid_format"),
    ],
)  # fmt: skip
def test_points_off_the_sheet_are_refused(typed: str, code: str) -> None:
    with pytest.raises(FaultyScore) as refused:
        read_points(ITEMS[:1], {"topic": typed}, is_submitting=False)

    assert [fault.code for fault in refused.value.faults] == [code]
    assert str(refused.value.faults[0]).startswith("“选题”")


@given(st.text(max_size=12))
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    try:
        points = read_points(ITEMS[:1], {"topic": typed}, is_submitting=True)
    except FaultyScore:
        return
    assert Decimal(0) <= points["topic"] <= Decimal(15)


@pytest.mark.parametrize(
    ("seat", "state"),
    [
        (Seat(), ScoringState.OPEN),
        (Seat(is_saved=True), ScoringState.SAVED),
        (Seat(is_saved=True, is_submitted=True), ScoringState.SUBMITTED),
        (Seat(recused=RecusalReason.SAME_UNIT, is_submitted=True), ScoringState.RECUSED),
        (Seat(presentation=PresentationState.ABSENT), ScoringState.CLOSED),
    ],
)
def test_where_a_judge_stands(seat: Seat, state: ScoringState) -> None:
    assert seat.state == state


def test_only_open_and_saved_sheets_may_be_written() -> None:
    check_may_score(Seat())
    check_may_score(Seat(is_saved=True))
    for closed in (
        Seat(recused=RecusalReason.DECLARED),
        Seat(is_submitted=True),
        Seat(presentation=PresentationState.ABSENT),
    ):
        with pytest.raises(Refusal):
            check_may_score(closed)


@pytest.mark.parametrize(
    ("totals", "mean"),
    [
        ([], None),
        (["88.5"], "88.50"),
        (["90", "91"], "90.50"),
        (["90", "90.01"], "90.01"),
        (["80", "80", "81"], "80.33"),
    ],
)
def test_the_mean_is_rounded_half_up_to_the_cent(totals: list[str], mean: str | None) -> None:
    assert mean_of(Decimal(total) for total in totals) == (Decimal(mean) if mean else None)
