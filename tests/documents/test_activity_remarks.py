"""The remarks column of annex 6: figures behind the rates are read from it, and written into it."""

from __future__ import annotations

from typing import Any

import pytest

from eventapp.documents.annexes import read_file
from eventapp.documents.forms import write_word, write_workbook
from eventapp.domain.activity_remarks import remarks_of
from eventapp.domain.annexes import FormKind, Outcome

KIND = FormKind.ACTIVITY_STATISTICS
FIELDS: dict[str, Any] = {
    "company_name": "河北省机械质协", "contact_person": "谭景", "phone": "0311-55501234", "year_teams": 10, "year_qc": 100, "participation_rate": 40, "result_rate_teams": 70,
    "result_rate_qc": 90,
}  # fmt: skip
FIGURES = {"participants": 1200, "employees": 3000, "result_teams": 7, "result_qc": 90}


@pytest.mark.parametrize(("write", "suffix"), [(write_word, "docx"), (write_workbook, "xlsx")])
def test_figures_survive_the_official_form(write: Any, suffix: str) -> None:
    read = read_file(f"附件六.{suffix}", write(KIND, FIELDS, remarks=remarks_of(FIGURES)))

    [form] = read.forms
    assert (dict(form.supporting), read.outcome) == (FIGURES, Outcome.ACCEPTED)
    assert {name: form.fields[name] for name in FIELDS} == FIELDS
    assert not set(FIGURES) & set(form.fields)
    assert set(FIGURES) <= set(form.provenance)


def test_a_rate_that_disagrees_with_its_figures_is_a_conflict() -> None:
    remarks = {"participation_rate": "参加1500人/职工3000人", "result_rate_qc": "取得成果120个"}

    [form] = read_file("附件六.docx", write_word(KIND, FIELDS, remarks=remarks)).forms

    assert [(fault.field, fault.code, str(fault)) for fault in form.faults] == [
        (
            "participation_rate",
            "conflict",
            "“本年度普及率”填的是 40%，而参加活动人数 1500 ÷ 职工总数 3000 = 50%。合计按后者计算，请核对。",
        ),
        (
            "result_rate_qc",
            "out_of_range",
            "“本年度成果率·QC”：取得成果的小组数 120 多于本年度注册的小组数 100，比率超过 100%。请核对这两个数；更正前不计入合计。",
        ),
    ]


def test_other_remarks_are_left_alone() -> None:
    [form] = read_file(
        "附件六.docx", write_word(KIND, FIELDS, remarks=dict.fromkeys(FIELDS, "含分公司，截至2024/6/30"))
    ).forms

    assert (form.supporting, form.faults) == ({}, ())
