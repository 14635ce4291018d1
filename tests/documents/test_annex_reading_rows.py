"""Annex 3 of other makers: what is written around its rows, and rows that look like something else."""

from __future__ import annotations

import io

import openpyxl
import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Outcome, ReadFile

HEAD = ("序", "邮编", "单位名称", "QC小组（信组）名称", "推荐等级", "课题名称", "人数", "联系人", "联系电话")
ROW = ("1", "100055", "汤谷轴承有限公司", "启明QC小组", "1", "降低能耗", "8", "张三", "13800001234")


def read(*rows: tuple[str, ...]) -> ReadFile:
    book = openpyxl.Workbook()
    for row in (("推荐汇总表",), ("地区或集团、单位：河北省  评委：李四",), HEAD, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return read_file("a.xlsx", stream.getvalue())


@pytest.mark.parametrize(
    "foot",
    [
        "填 表 人：钱 多 多     联 系 电 话：0311-5551234",
        "制表：钱多多 电话：0311-5551234",
        "联系电话：0311-5551234   填表人：钱多多",
        "填表人：钱多多  联系电话：0311-5551234  填表日期：2024年7月1日",
        "填表人：钱多多  审核人：李四 联系电话：0311-5551234",
        "填表人：钱多多（质量部）  联系电话：0311-5551234  2024年7月1日",
    ],
)
def test_who_filled_in_is_found_among_what_the_form_does_not_ask(foot):
    form = read(ROW, (foot,)).forms[0]
    assert (form.fields["filled_by"], form.fields["filled_by_phone"], len(form.rows)) == ("钱多多", "0311-5551234", 1)


def test_a_unit_whose_name_begins_like_a_sum_is_an_entry():
    form = read((ROW[0], ROW[1], "合计科技有限公司", *ROW[3:]), ("合计：1个",)).forms[0]
    assert [row["company_name"] for row in form.rows] == ["合计科技有限公司"]


def test_short_headings_tell_teams_from_groups():
    team = ("1", "100055", "汤谷轴承有限公司", "机加小组", "1", "", "8", "张三", "13800001234")
    found = read(("班组",), team, ("小组",), ROW)
    assert (found.outcome, [row["kind"] for row in found.forms[0].rows]) == (Outcome.ACCEPTED, ["team", "qc"])


def test_a_telephone_number_under_a_name_is_told_of():
    found = read((*ROW[:7], "张三\n13800001234", ROW[8]))
    faults = [(fault.field, fault.code) for fault in found.forms[0].faults]
    assert (found.forms[0].rows[0]["contact_person"], faults) == (
        "张三",
        [("rows[0].contact_person", "multiple_values")],
    )
