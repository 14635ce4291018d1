"""The workbook of people: what is written is read back, what others send is understood."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from eventapp.documents.attendee_sheet import write_attendees
from eventapp.documents.attendee_sheet_reading import find_people, read_sheets
from eventapp.domain.attendee_columns import TypedSheet
from eventapp.domain.attendee_role_words import KnownRole
from eventapp.domain.attendee_rows import Rules, Subject, read_row, words_of
from eventapp.domain.attendee_workbook import GUIDE, columns_of
from eventapp.domain.organizations import name_key
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_fields import SHIPPED_FIELDS
from eventapp.domain.roles import SHIPPED_ROLES

LIST = Path(__file__).parent.parent / "data" / "attendees" / "参会人员登记表.xlsx"
ROLES = tuple(KnownRole(role.code, role.name, role.need, role.name_en) for role in SHIPPED_ROLES)
RULES = Rules(SHIPPED_FIELDS, ROLES, today=date(2024, 8, 1), begins=date(2024, 9, 11))
COLUMNS = columns_of(RULES, ["铁砧QC小组", "铁砧QC小组", "飞梭QC小组"], with_state=True)
ODD = [
    "=1+1",
    "+8613800001234",
    "-3",
    "@SUM(A1)",
    '"引号"',
    "{0}{a}%(b)s",
    "𠮷镕喆",
    "_x0041_",
    "买买提·吐尔逊",
    "<b>",
    "00123",
]


def rules_for(sheet: TypedSheet) -> Rules:
    """Rules that know everything the list names, as the summaries of that conference did."""
    told = [row.texts for row in sheet.rows if row.texts["subject"]]
    subjects = [Subject(number, name_key(one["unit_name"]), one["subject"]) for number, one in enumerate(told)]
    stories = [subject for subject, one in zip(subjects, told, strict=True) if "故事" in one["roles"]]
    results = [subject for subject in subjects if subject not in stories]
    return Rules(SHIPPED_FIELDS, ROLES, tuple(results), tuple(stories), RULES.today, RULES.begins)


def test_the_conference_s_own_list_comes_in_as_it_is_and_out_again() -> None:
    sheet = find_people(LIST.name, LIST.read_bytes(), COLUMNS)
    rules = rules_for(sheet)
    read = [read_row(rules, row.texts) for row in sheet.rows]

    assert (len(read), [row for row in read if row.new is None], sheet.ignored) == (60, [], ("地区或集团",))
    words = [words_of(rules, row.new) for row in read if row.new]
    written = find_people("a.xlsx", write_attendees(COLUMNS, words, title="名单", guide=GUIDE), COLUMNS)
    assert [read_row(rules, row.texts) for row in written.rows] == read


def test_any_text_stays_text() -> None:
    rows = [{"name": text, "mobile": "13800001234", "arrives_on": "2024-09-10"} for text in ODD]
    content = write_attendees(COLUMNS, rows, title="=HYPERLINK(1)")

    sheet = load_workbook(io.BytesIO(content))["名单"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s", "d"}
    read = find_people("a.xlsx", content, COLUMNS)
    assert [row.texts["name"] for row in read.rows] == ODD
    assert {(row.texts["mobile"], row.texts["arrives_on"]) for row in read.rows} == {("13800001234", "2024-09-10")}


def test_headings_drop_downs_and_notes_say_how_to_fill_it_in() -> None:
    book = load_workbook(io.BytesIO(write_attendees(COLUMNS, [], title="名单", guide=GUIDE)))
    sheet = book["名单"]

    headings = {cell.value: cell for cell in sheet[2]}
    assert list(headings)[:4] == ["编号", "姓名 *", "性别", "单位名称 *"]
    assert "更新" in headings["编号"].comment.text
    assert sheet.freeze_panes == "C3"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["C3:C503"].formula1 == "'选项'!$A$1:$A$2"
    assert rules["C3:C503"].showErrorMessage
    assert sheet.column_dimensions["G"].number_format == "@"  # a mobile that is typed later stays text too
    options = book["选项"]
    assert (options.sheet_state, options["A1"].value, options["A2"].value) == ("hidden", "男", "女")
    assert [cell.value for cell in options["C"] if cell.value] == ["铁砧QC小组", "飞梭QC小组"]
    assert book["填表说明"]["A1"].value == "怎样填"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lists_of_other_programs_are_read_by_their_headings(charset: str) -> None:
    lines = [
        "某公司参会名单,,,,",
        "联系电话,名字,工作单位,身份,职务",
        "138-0000-1234,喆镕,汤谷机床,观摩、质量管理人员,班长",
    ]
    content = "\r\n".join([*lines, *lines[1:]]).encode(charset)

    sheet = find_people("名单.csv", content, COLUMNS)

    assert [(row.texts["name"], row.texts["mobile"], row.line) for row in sheet.rows] == [
        ("喆镕", "138-0000-1234", 3), ("喆镕", "138-0000-1234", 5),
    ]  # fmt: skip
    read = read_row(RULES, sheet.rows[0].texts | {"lodging": "自理"})
    assert read.new and [role.code for role in read.new.roles] == ["observer", "quality_manager"]
    assert sheet.places == {"mobile": "A", "name": "B", "unit_name": "C", "roles": "D", "job_title": "E"}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b"0" * 250_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", bomb(), "展开后过大"), ("a.pdf", b"%PDF-1.7", "PDF"), ("a.xlsx", b"", "空的"),
        ("a.xlsx", b"PK\x03\x04 broken", "损坏"), ("a.csv", "甲,乙,丙\n1,2,3".encode(), "没有找到名单的表头"),
        ("a.csv", "姓名,手机,单位\n,,".encode(), "没有人员"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_its_reason(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        find_people(name, content, COLUMNS)


def test_an_empty_workbook_has_no_people() -> None:
    [people, _guide] = read_sheets("a.xlsx", write_attendees(COLUMNS, [], title="名单", guide=GUIDE))

    assert [row[:2] for row in people.rows if row] == [["名单"], ["编号", "姓名 *"]]
