"""The forms look like those of the notice: cells, labels, page, and nothing that a user typed runs."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from eventapp.documents.annexes import read_file
from eventapp.documents.forms import write_word, write_workbook
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind, Outcome
from eventapp.domain.official_words import OfficialWords
from eventapp.domain.refusals import Refusal

SUMMARY, STATISTICS = FormKind.RECOMMENDATION_SUMMARY, FormKind.ACTIVITY_STATISTICS
FORMULA = "=cmd|' /C calc'!A0"
ROW = {"kind": "qc", "postcode": "050000", "company_name": FORMULA, "group_name": "@SUM(1)", "recommended_grade": 1}


def document(kind, fields=None, rows=(), **more):
    return Document(io.BytesIO(write_word(kind, fields or {}, rows, **more)))


def sheet(kind, fields=None, rows=()):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(kind, fields or {}, rows))).worksheets[0]


def cells(row):
    """The texts of a row, merged cells once."""
    return [cell.text for cell in dict.fromkeys(row.cells)]


def texts(kind, **more):
    return [paragraph.text for paragraph in document(kind, **more).paragraphs]


def table(kind, fields=None, rows=()):
    return document(kind, fields, rows).tables[0]


def test_annex_1_has_the_cells_of_the_notice():
    assert [cells(row) for row in table(FormKind.QC_RESULT).rows] == [
        ["QC小组名称", ""],
        ["课题名称", ""],
        ["企业名称", "", "成果类型", ""],
        ["详细通讯地址", "", "邮　编", ""],
        ["小组联系部门", "", "联 系 人", "", "手　机", ""],
        ["小组活动指导者", "", "联系电话", "", "小组人数", ""],
        ["小组简介及主要活动过程与效果：\n"],
        ["单位盖章　　　年　　月　　日"],
    ]


def test_annex_2_asks_in_the_order_of_the_notice():
    rows = [[text for text in cells(row) if text] for row in table(FormKind.TEAM_RESULT).rows]

    assert rows[:8] == [
        ["质量信得过\n班组名称"],
        ["企业名称"],
        ["详细通讯地址", "邮编"],
        ["联系部门", "电话", "传真"],
        ["联系人", "手机", "邮箱"],
        ["班组长", "班组人数", "班组类型"],
        ["班组工作完成\n率 %", "产品 / 服务\n一次合格率 %", "年顾客投诉\n数"],
        ["年质量、安全\n事故数", "成员参与改\n进活动率 %", "年培训人数、\n时长"],
    ]
    assert rows[8][0].split("\n")[1:8] == [
        f"{number}. {prompt}" for number, prompt in enumerate(FORMS[FormKind.TEAM_RESULT].prompts, start=1)
    ]


def test_annex_3_has_a_header_of_two_storeys_under_starred_columns():
    header = [cells(row) for row in table(SUMMARY).rows[:3]]

    basis = "*以下2项为制作证书依据\n务必填写正确并用word版本"
    right = ["企业推荐\n等级\n1、2", "课题名称\n（简写）", "小组\n人数", "联系人", "联系电话"]
    assert header == [
        ["*\n邮编", "* 单位名称", "地区或集团、单位：　　　　评委："],
        ["*\n邮编", "* 单位名称", "序", basis, *right],
        ["*\n邮编", "* 单位名称", "序", "单位名称", "QC小组（信组）名称", *right],
    ]


def test_annex_3_is_landscape_and_repeats_its_header():
    written = document(SUMMARY)
    section = written.sections[0]

    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in written.tables[0].rows]
    assert (section.orientation, section.page_width.mm > section.page_height.mm) == (WD_ORIENT.LANDSCAPE, True)
    assert repeated[:4] == [True, True, True, False]


def test_annex_3_sums_up_teams_and_qc_groups_apart_and_numbers_each():
    rows = [
        ROW | {"group_name": "甲QC小组"},
        ROW | {"kind": "team", "group_name": "乙班"},
        ROW | {"group_name": "丙QC小组"},
    ]

    found = [cells(row) for row in table(SUMMARY, {}, rows).rows[3:]]

    assert [row if len(row) == 1 else [row[2], row[4]] for row in found] == [
        ["一、质量信得过班组"],
        ["1", "乙班"],
        ["二、QC小组"],
        ["1", "甲QC小组"],
        ["2", "丙QC小组"],
    ]


@pytest.mark.parametrize("kind", FormKind)
def test_a_table_is_as_wide_as_the_page_allows(kind):
    written = document(kind)
    section = written.sections[0]
    room = section.page_width - section.left_margin - section.right_margin

    widths = [sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) for table in written.tables]

    assert [abs(width * 635 - room) < 20_000 for width in widths] == [True] * len(written.tables)


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_begins_with_its_number_and_title(kind):
    assert texts(kind)[:2] == [f"{FORMS[kind].annex}：", FORMS[kind].title.replace(" ", "　")]


@pytest.mark.parametrize("kind", FormKind)
def test_a_blank_form_is_read_as_an_empty_form(kind):
    found = read_file("空表.docx", write_word(kind, {}))

    assert (found.outcome, found.reasons) == (Outcome.REJECTED, ("empty_form",))


@pytest.mark.parametrize("kind", [SUMMARY, STATISTICS])
def test_a_blank_sheet_is_read_as_an_empty_form(kind):
    found = read_file("空表.xlsx", write_workbook(kind, {}))

    assert (found.outcome, found.reasons) == (Outcome.REJECTED, ("empty_form",))


def test_the_notes_print_the_words_of_the_edition():
    words = OfficialWords(due_day="8月15日", email="a@example.com", phone="010-55501234")

    assert texts(FormKind.QC_RESULT, words=words)[2:] == [
        "注：1. 成果表填写一份，企业名称与公章一致。",
        "　　2. 附成果材料于8月15日前发至邮箱 a@example.com。电话：010-55501234",
    ]


def test_the_story_goes_to_its_own_mailbox():
    assert texts(FormKind.BRAND_STORY)[2:] == [
        "注：1、此表附故事内容电子版，请于7月30日前发邮箱：3532360176@qq.com",
        "　　2、联系电话：010-68570536。",
    ]


def test_ticked_options_are_boxes_with_a_tick():
    fields = {"content_categories": ["品牌传播", "品牌文化"], "brand_types": ["团队"]}

    row = cells(table(FormKind.BRAND_STORY, fields).rows[5])

    assert row == [
        "内容类别",
        "□品牌战略　□品牌体系\n☑品牌传播　□风险防范\n□方法途径　☑品牌文化",
        "品牌类型",
        "□产品\n□企业\n☑团队\n□个人",
    ]


def test_annex_5_prompts_only_where_nothing_is_written():
    found = texts(FormKind.WORK_SUMMARY, fields={"basic_situation": "共有小组12个。"})

    assert [text for text in found[3:7] if text] == [
        "一、基本情况",
        "共有小组12个。",
        "二、推进经验和做法",
        "1. 推进活动过程中采取的特色做法、措施和取得的效果。",
    ]


def test_annex_6_has_its_units_and_remarks():
    remarks = {"participation_rate": "参加活动1200人，职工3000人"}
    written = document(STATISTICS, {"participation_rate": 40, "training_sessions": 3}, remarks=remarks).tables[0]

    assert [cells(written.rows[number])[-3:] for number in (0, 5, 16)] == [
        ["单位", "数量", "备注"],
        ["%", "40", "参加活动1200人，职工3000人"],
        ["个", "3次", ""],
    ]


def test_names_for_certificates_are_written_to_the_letter():
    content = write_word(
        SUMMARY, {}, [ROW | {"company_name": "ABC公司"}], written={"rows[0].company_name": "ＡＢＣ公司"}
    )

    (form,) = read_file("表.docx", content).forms

    assert (form.rows[0]["company_name"], form.written) == ("ABC公司", {"rows[0].company_name": "ＡＢＣ公司"})


def test_a_sheet_is_printed_on_landscape_pages_of_one_width_under_one_header():
    found = sheet(SUMMARY, {}, [ROW])

    assert (found.page_setup.orientation, found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert (found.print_title_rows, found.freeze_panes) == ("$4:$6", "A7")


def test_formula_like_texts_and_postcodes_of_a_sheet_stay_text():
    found = sheet(SUMMARY, {}, [ROW])

    assert [(found.cell(8, column).value, found.cell(8, column).data_type) for column in (1, 4, 5)] == [
        ("050000", "s"),
        (FORMULA, "s"),
        ("@SUM(1)", "s"),
    ]
    assert found.cell(8, 1).number_format == "@"


def test_nothing_in_a_sheet_is_a_formula_or_a_link():
    content = write_workbook(SUMMARY, {"region_or_group": '=HYPERLINK("http://example.com","点")'}, [ROW])

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        marked = package.read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in marked, "hyperlink" in marked) == (False, False)


def test_nothing_in_a_document_is_a_field_or_a_link():
    content = write_word(
        FormKind.QC_RESULT, {"group_name": "{ HYPERLINK http://example.com }", "summary_text": FORMULA}
    )

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        marked = package.read("word/document.xml").decode()
    assert [tag for tag in ("w:instrText", "w:fldChar", "w:fldSimple", "w:hyperlink") if tag in marked] == []


def test_the_same_values_make_the_same_bytes():
    assert write_word(SUMMARY, {}, [ROW]) == write_word(SUMMARY, {}, [ROW])
    assert write_workbook(SUMMARY, {}, [ROW]) == write_workbook(SUMMARY, {}, [ROW])


@pytest.mark.parametrize("write", [write_word, write_workbook])
def test_the_properties_name_no_person_no_machine_and_no_moment(write):
    with zipfile.ZipFile(io.BytesIO(write(STATISTICS, {}))) as package:
        properties = package.read("docProps/core.xml").decode()

    assert [word for word in ("lastModifiedBy", "created", "modified", "openpyxl") if word in properties] == []


@pytest.mark.parametrize("kind", [kind for kind in FormKind if kind not in (SUMMARY, STATISTICS)])
def test_only_the_tables_of_annexes_3_and_6_are_sheets(kind):
    with pytest.raises(Refusal, match="只有附件三和附件六可以导出为 Excel"):
        write_workbook(kind, {})


def test_a_text_too_long_for_a_cell_of_excel_is_refused():
    with pytest.raises(Refusal, match="超过 Excel 一格 32767 个字的上限"):
        write_workbook(STATISTICS, {"features_and_suggestions": "长" * 33_000})


@pytest.mark.parametrize("write", [write_word, write_workbook])
def test_characters_that_no_office_file_holds_are_dropped(write):
    content = write(STATISTICS, {"company_name": "甲\ud800\x00\x0b乙\ufffe公司"})

    (form,) = read_file("表", content).forms

    assert form.fields["company_name"] == "甲乙公司"
