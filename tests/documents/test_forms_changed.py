"""The official layout with something changed in it: never a crash, and never a value that does not stand there."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document

from eventapp.documents.annexes import read_file
from eventapp.documents.forms import write_word, write_workbook
from eventapp.domain.annexes import FormKind

SUMMARY = FormKind.RECOMMENDATION_SUMMARY
ROW = {
    "kind": "qc",
    "seq": 1,
    "postcode": "050000",
    "company_name": "甲公司",
    "group_name": "利刃QC小组",
    "recommended_grade": 1,
}
TEAM = ROW | {"kind": "team", "group_name": "钳工班"}


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def summary_sheet():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(SUMMARY, {"filled_by": "张三"}, [TEAM, ROW])))
    return book, book.worksheets[0]


def names(content: bytes):
    (form,) = read_file("表", content).forms
    return [(row["kind"], row["group_name"]) for row in form.rows]


def test_a_sheet_without_its_last_columns_is_read():
    book, sheet = summary_sheet()
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_cols(7, 4)

    assert names(saved(book)) == [("team", "钳工班"), ("qc", "利刃QC小组")]


def test_a_column_of_ones_own_is_no_harm():
    book, sheet = summary_sheet()
    sheet.cell(8, 11, "已复核")

    assert names(saved(book)) == [("team", "钳工班"), ("qc", "利刃QC小组")]


def test_a_postcode_that_became_a_number_gets_its_zero_back():
    book, sheet = summary_sheet()
    sheet.cell(8, 1).value = 50000

    (form,) = read_file("表.xlsx", saved(book)).forms

    assert (form.rows[0]["postcode"], {fault.code for fault in form.faults if fault.field == "rows[0].postcode"}) == (
        "050000",
        {"repaired"},
    )


def test_rows_without_a_section_are_read_by_their_names():
    document = Document(io.BytesIO(write_word(SUMMARY, {}, [ROW])))
    table = document.tables[0]
    table._tbl.remove(table.rows[3]._tr)

    assert names(saved(document)) == [("qc", "利刃QC小组")]


def test_a_second_form_in_the_same_file_is_not_lost():
    document = Document(
        io.BytesIO(write_word(FormKind.QC_RESULT, {"group_name": "甲QC小组", "company_name": "甲公司"}))
    )
    second = Document(io.BytesIO(write_word(FormKind.TEAM_RESULT, {"team_name": "乙班", "company_name": "乙公司"})))
    body = document.element.body
    for element in list(second.element.body)[:-1]:
        body.insert(len(body) - 1, element)

    found = read_file("表.docx", saved(document)).forms

    assert [form.kind for form in found] == [FormKind.QC_RESULT, FormKind.TEAM_RESULT]


def test_a_heading_typed_into_annex_5_stays_text():
    fields = {
        "company_name": "甲公司",
        "basic_situation": "共有小组12个。\n二、推进经验和做法\n见附件。",
        "experience_and_practice": "实行月度跟踪。",
        "problems_and_improvement": "一、基本情况",
    }

    (form,) = read_file("总结.docx", write_word(FormKind.WORK_SUMMARY, fields)).forms

    assert form.fields == fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [("单位盖章　　　2020年1月1日", "单位盖章 2020年1月1日"), ("注：无", "注：无"), ("企业名称", "企业名称")],
)
def test_what_looks_like_the_form_stays_in_the_text(text, expected):
    fields = {"group_name": "利刃QC小组", "company_name": "联系人：", "summary_text": f"第一段。\n{text}\n第三段。"}

    (form,) = read_file("表.docx", write_word(FormKind.QC_RESULT, fields)).forms

    found = [form.fields[name] for name in ("company_name", "summary_text", "stamp_date")]
    assert found == ["联系人：", f"第一段。\n{expected}\n第三段。", None]
