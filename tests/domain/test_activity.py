"""The regulations of annex 6: what is added up, how rates are worked out, what cannot be true."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.domain.activity import AMOUNTS, RATES, Change, Rate, add_up, compare, figures_of
from eventapp.domain.activity_checks import problems_of

SOUND: dict[str, Any] = {
    "company_name": "河北省机械质协", "period_start": "2023-07", "period_end": "2024-06",
    "cumulative_teams": 80, "cumulative_qc": 6596, "year_teams": 10, "year_qc": 400, "participation_rate": 40,
    "active_teams": 10, "active_qc": 384, "cumulative_benefit": 7774, "year_benefit": 3242.63, "result_rate_teams": 70,
    "result_rate_qc": 95.5, "funding_teams": 31.4, "funding_qc": 86.6, "award_teams": 18.1, "award_qc": 62.4,
    "training_sessions": 36, "training_people": 2005, "participants": 1200, "employees": 3000,
}  # fmt: skip


def filled(**overrides: Any) -> dict[str, Any]:
    return {**SOUND, **overrides}


def said(**overrides: Any) -> list[str]:
    """The sentences about a form that is sound but for the overrides."""
    return [str(fault) for fault in problems_of(filled(**overrides), 2024)]


def test_a_sound_form_has_no_problems() -> None:
    assert said() == []


def test_amounts_are_added_to_the_cent() -> None:
    whole = add_up([figures_of(filled(year_benefit=0.1)), figures_of(filled(year_benefit=0.2))])

    assert whole.amounts["year_benefit"] == Decimal("0.3")
    assert whole.amounts["year_qc"] == 800
    assert whole.units == 2


def test_rates_come_from_sums_and_are_never_averaged() -> None:
    small = figures_of(filled(participants=90, employees=100))
    large = figures_of(filled(participants=1000, employees=9900))

    whole = add_up([small, large])

    assert whole.value("participation_rate") == Decimal("10.9")  # 1090 / 10000; the average would be 50.1


def test_a_numerator_that_was_not_given_is_derived_and_marked() -> None:
    derived = figures_of(filled(year_qc=300, result_rate_qc=50))
    told = figures_of(filled(year_qc=100, result_rate_qc=90, result_qc=90))

    rate = add_up([derived, told]).rates["result_rate_qc"]

    assert (rate.numerator, rate.denominator, rate.derived, rate.percent) == (240, 400, 1, Decimal("60.0"))


def test_a_participation_rate_alone_is_not_counted() -> None:
    alone = figures_of(filled(participants=None, employees=None, participation_rate=99))
    whole = add_up([alone, figures_of(SOUND)])

    assert whole.rates["participation_rate"] == Rate(Decimal(1200), Decimal(3000), counted=1, left_out=1)
    assert alone.shown("participation_rate") == 99
    assert [fault.code for fault in problems_of(filled(participants=None, employees=None))] == ["rate_only"]


def test_what_nobody_gave_is_not_nought() -> None:
    nothing = dict.fromkeys(SOUND)

    whole = add_up([figures_of(nothing), figures_of(nothing)])

    assert whole.amounts["year_qc"] is None
    assert whole.value("result_rate_qc") is None


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (
            {"result_rate_qc": 120},
            "“本年度成果率·QC”填了 120%，超过 100%：取得成果的小组数不会多于本年度注册的小组数。请核对后更正；更正前不计入合计。",
        ),
        (
            {"participants": 3200, "employees": 3000},
            "“本年度普及率”：参加活动人数 3200 多于职工总数 3000，比率超过 100%。请核对这两个数；更正前不计入合计。",
        ),
        (
            {"year_teams": 0, "active_teams": 0},
            "“本年度成果率·信组”填了 70%，而本年度注册的班组数是 0：除数为 0，算不出比率。"
            "请补上本年度注册的班组数，或者不填比率；更正前不计入合计。",
        ),
        (
            {"year_teams": 0, "active_teams": 0, "result_rate_teams": None, "result_teams": 3},
            "“本年度成果率·信组”：取得成果的班组数 3，而本年度注册的班组数是 0：除数为 0，算不出比率。请核对这两个数；更正前不计入合计。",
        ),
        ({"active_qc": 401}, "“本年度坚持活动的小组数·QC”有 401 个，多于本年度注册的 400 个。请核对这两个数。"),
        (
            {"cumulative_qc": 399},
            "“历年来已登记注册累计数·QC小组”是 399 个，少于本年度的 400 个；累计应包含本年度。请核对这两个数。",
        ),
        (
            {"year_benefit": 8000.5},
            "“历年来累计QC、信组可创计算的经济效益”是 7774 万元，少于本年度的 8000.5 万元；累计应包含本年度。请核对这两个数。",
        ),
        ({"award_qc": -1}, "“本年度企业对活动奖励费用·QC”是负数（-1 万元）。请更正；更正前不计入合计。"),
        ({"training_people": None}, "“培训交流人数”没有填写，合计里少了这一项。请向填报单位补要。"),
        ({"active_qc": "很多"}, "“本年度坚持活动的小组数·QC”里的“很多”不是数字。请更正；更正前不计入合计。"),
        ({"active_qc": 3.5}, "“本年度坚持活动的小组数·QC”是 3.5 个，应是整数。请核对。"),
        (
            {"participation_rate": 45},
            "“本年度普及率”填的是 45%，而参加活动人数 1200 ÷ 职工总数 3000 = 40%。合计按后者计算，请核对。",
        ),
        ({"employees": None}, "“本年度普及率”缺少职工总数，算不进合计。请向填报单位补要。"),
        ({"period_end": "2023-06"}, "统计期截至 2023-06，不是本届的 2024 年。请确认报的是不是今年的表。"),
    ],
)
def test_what_cannot_be_true_is_said_in_one_sentence(overrides: dict[str, Any], sentence: str) -> None:
    assert said(**overrides) == [sentence]


def test_a_missing_divisor_is_told_for_the_count_and_for_the_rate() -> None:
    assert said(year_qc=None) == [
        "“本年度已登记注册数·QC小组”没有填写，合计里少了这一项。请向填报单位补要。",
        "“本年度成果率·QC”缺少本年度注册的小组数，算不进合计。请向填报单位补要。",
    ]


@pytest.mark.parametrize(("stated", "participants"), [(40, 1208), (40.3, 1208), (40.27, 1208), (0, 0)])
def test_a_rounded_rate_agrees_with_its_figures(stated: float, participants: int) -> None:
    assert said(participation_rate=stated, participants=participants) == []


def test_nothing_registered_and_no_rate_is_no_problem() -> None:
    none = {"year_teams": 0, "active_teams": 0, "result_rate_teams": None}

    assert said(**none) == []
    assert figures_of(filled(**none)).rates["result_rate_teams"] == Rate()


def test_impossible_figures_stay_out_of_the_sums() -> None:
    whole = add_up([figures_of(filled(result_rate_qc=120, award_qc=-1)), figures_of(SOUND)])

    assert whole.value("result_rate_qc") == Decimal("95.5")
    assert whole.rates["result_rate_qc"].left_out == 1
    assert whole.amounts["award_qc"] == Decimal("62.4")


def test_the_year_before() -> None:
    now, before = figures_of(filled(year_qc=440)), figures_of(filled(year_qc=400, participants=900))

    changes = compare(now, before)

    assert (changes["year_qc"].difference, changes["year_qc"].percent) == (40, Decimal("10.0"))
    assert changes["participation_rate"].difference == Decimal("10.0")


@pytest.mark.parametrize("before", [None, Decimal(0)])
def test_no_figures_before_give_no_percentage(before: Decimal | None) -> None:
    assert Change(Decimal(5), before).percent is None


NUMBERS = st.one_of(
    st.none(), st.integers(-5, 10_000), st.floats(-5, 200, allow_nan=False), st.floats(), st.sampled_from(["", "约十个"]),
    st.booleans(),
)  # fmt: skip
FORMS = st.fixed_dictionaries(
    {
        name: NUMBERS
        for name in (*AMOUNTS, *(n for rate in RATES for n in (rate.name, rate.numerator, rate.denominator)))
    }
)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(FORMS, max_size=5))
def test_no_sum_ever_breaks_or_passes_100_percent(forms: list[dict[str, Any]]) -> None:
    whole = add_up(map(figures_of, forms))

    assert {change.percent for change in compare(whole, whole).values()} <= {None, 0}
    assert [change.percent for change in compare(whole, add_up(map(figures_of, forms[:1]))).values()]
    assert all(percent is None or 0 <= percent <= 100 for rate in RATES for percent in [whole.value(rate.name)])
    assert all(amount is None or amount >= 0 for amount in whole.amounts.values())


@settings(deadline=None)
@given(FORMS)
def test_a_rate_that_is_left_out_is_always_explained(form: dict[str, Any]) -> None:
    figures, explained = figures_of(form), {fault.field for fault in problems_of(form)}

    assert {rate.name for rate in RATES if figures.rates[rate.name].left_out} <= explained
    assert all(str(fault) for fault in problems_of(form, 2024))
