"""Empty places: a question without an answer must not take the next one's, and blank forms are empty."""

from __future__ import annotations

import io

import docx
import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Outcome, ReadFile


def read(title: str, *rows: tuple[str, ...]) -> ReadFile:
    document = docx.Document()
    for line in title.split("\n"):
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return read_file("a.docx", stream.getvalue())


def test_an_empty_answer_behind_a_colon_does_not_take_the_next_question_and_answer():
    found = read(
        "全国机械工业优秀质量管理小组成果表",
        ("QC小组名称：启明QC小组", "课题名称：降低能耗"),
        ("企业名称：", "成果类型：创新型"),
        ("邮编：100055", "联系人：张三"),
        ("手机：13800001234", "小组人数：8"),
    )
    form = found.forms[0]
    codes = [(fault.field, fault.code) for fault in form.faults]
    assert (form.fields["company_name"], form.fields["result_type"]) == (None, "创新型")
    assert codes == [("company_name", "missing_required")]


def test_pairs_that_nobody_filled_in_take_nothing_from_the_row_below():
    items = (
        "历年来已登记注册累计数（QC小组）",
        "本年度已登记注册数（QC小组）",
        "本年度普及率",
        "本年度坚持活动的小组数（QC）",
        "本年度QC、信组可创计算的经济效益",
    )
    rows = [("填报单位", "", "联系人", "", "电话", ""), ("统计项目", "单位", "数量", "", "", "")]
    found = read("全国机械工业群众性质量管理活动概况统计表", *rows, *((item, "个", "", "", "", "") for item in items))
    assert (found.outcome, found.reasons) == (Outcome.REJECTED, ("empty_form",))


@pytest.mark.parametrize("unit", ["单位：________", "单位："])
def test_the_demand_printed_in_annex_5_is_no_unit(unit):
    found = read(
        f"群众性质量管理活动工作总结\n{unit}\n要求：认真总结一年来的具体做法。\n一、基本情况\n二、推进经验和做法\n三、存在问题及改进方向"
    )
    assert found.reasons == ("empty_form",)


def test_a_list_of_awards_is_not_annex_3():
    head = ("序号", "单位名称", "QC小组名称", "课题名称", "等级")
    found = read("2024年优秀质量管理小组名单", head, ("1", "汤谷有限公司", "启明QC小组", "降低能耗", "一等"))
    assert found.reasons == ("not_a_form",)
