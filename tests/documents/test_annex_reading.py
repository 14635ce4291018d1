"""Filled forms as people send them, compared value by value with what must be read from them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import ReadForm

FOLDER = Path(__file__).parents[1] / "data" / "annexes"
EXPECTED = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def read(name: str):
    return read_file(name, (FOLDER / name).read_bytes())


def doubts(form: ReadForm) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in form.faults}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["file"])
def test_a_file_is_read_to_the_letter(expected):
    found = read(expected["file"])

    assert (found.outcome, list(found.reasons)) == (expected["outcome"], expected["reasons"])
    assert [
        {"form": form.kind, "fields": form.fields, "rows": [dict(row) for row in form.rows]} for form in found.forms
    ] == [{name: form[name] for name in ("form", "fields", "rows")} for form in expected["forms"]]


@pytest.mark.parametrize("expected", [e for e in EXPECTED if e["forms"]], ids=lambda expected: expected["file"])
def test_every_doubtful_field_is_named(expected):
    found = read(expected["file"])

    assert [doubts(form) for form in found.forms] == [
        {(warning["field"], warning["code"]) for warning in form["warnings"] + form["noted"]}
        for form in expected["forms"]
    ]


def test_a_value_of_a_sheet_knows_its_cell():
    form = read("qc_result_numbers.xlsx").forms[0]

    assert (form.provenance["group_name"], form.provenance["mobile"]) == ("附件一 · B3", "附件一 · F7")


def test_a_value_of_a_word_table_knows_its_cell():
    form = read("qc_result.docx").forms[0]

    assert (form.provenance["company_name"], form.provenance["result_type"]) == ("表1 · 第3行第2格", "表1 · 第3行第4格")


def test_a_value_of_a_row_knows_its_cell():
    form = read("summary_grades.xlsx").forms[0]

    assert form.provenance["rows[2].recommended_grade"] == "汇总表 · F9"


def test_an_unknown_value_has_no_place():
    form = read("summary_grades.xlsx").forms[0]

    assert [path for path in ("rows[99].seq", "rows[0].kind", "nothing") if path in form.provenance] == []


def test_a_fault_names_file_sheet_and_cell():
    form = read("summary_missing_postcode.xls").forms[0]

    assert [(fault.where, str(fault)) for fault in form.faults][:1] == [
        ("summary_missing_postcode.xls · Sheet1 · A11", "“邮编”没有填写，请补上。")
    ]


def test_the_original_is_addressed_by_its_hash():
    content = (FOLDER / "qc_result.docx").read_bytes()

    assert read_file("a.docx", content).sha256 == hashlib.sha256(content).hexdigest()


def test_the_kind_is_found_from_the_content_not_from_the_name():
    found = read_file("附件四_品牌故事推荐表.docx", (FOLDER / "team_result_prompts_kept.docx").read_bytes())

    assert [form.kind for form in found.forms] == ["team_result"]
