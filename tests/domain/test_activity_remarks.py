"""The figures behind the rates of annex 6, as people write them into the column of remarks."""

from __future__ import annotations

import pytest

from eventapp.domain.activity_remarks import read_remark, remarks_of


@pytest.mark.parametrize(
    ("remark", "figures"),
    [
        ("参加1200人/职工3000人", {"participants": 1200, "employees": 3000}),
        ("参加活动人数：1200，职工总数：3000", {"participants": 1200, "employees": 3000}),
        ("职工总数3，000人，其中参与活动1，200人", {"participants": 1200, "employees": 3000}),
        ("参加活动１２００人 职工３０００人", {"participants": 1200, "employees": 3000}),
        ("参加活动职工1200人，员工总数3000人", {"participants": 1200, "employees": 3000}),
        ("1200÷3000", {"participants": 1200, "employees": 3000}),
        ("1200人/3000人×100%=40%", {"participants": 1200, "employees": 3000}),
        ("1.2万/3万", {"participants": 12000, "employees": 30000}),
        ("职工约1.5万人", {"employees": 15000}),
        ("含分公司", {}),
        ("截至6月底", {}),
        ("2024/6/30", {}),
        ("截至2024年6月", {}),
        ("", {}),
    ],
)
def test_a_remark_beside_the_participation_rate(remark: str, figures: dict[str, int]) -> None:
    assert read_remark("participation_rate", remark) == figures


@pytest.mark.parametrize(
    ("remark", "figures"),
    [
        ("取得成果12个", {"result_qc": 12}),
        ("取得成果小组数：12", {"result_qc": 12}),
        ("获得成果的QC小组12个", {"result_qc": 12}),
        ("12/15", {"result_qc": 12}),
        ("参加1200人/职工3000人", {}),
        ("含分公司2家", {}),
    ],
)
def test_a_remark_beside_a_result_rate(remark: str, figures: dict[str, int]) -> None:
    assert read_remark("result_rate_qc", remark) == figures


def test_remarks_beside_other_fields_say_nothing() -> None:
    assert read_remark("year_benefit", "取得成果12个，1200÷3000") == {}


def test_what_is_written_is_read_back() -> None:
    figures = {"participants": 1200, "employees": 3000, "result_teams": 7, "result_qc": 12}

    remarks = remarks_of({**figures, "participation_rate": 40})

    assert {name: number for rate in remarks for name, number in read_remark(rate, remarks[rate]).items()} == figures


def test_figures_that_were_not_given_leave_no_remark() -> None:
    assert remarks_of({"participation_rate": 40, "result_teams": None}) == {}
