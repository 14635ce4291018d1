"""Ticks, formats and formulas, and files that point outside."""

from __future__ import annotations

import datetime

import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annex_periods import held_against
from tests.documents.odd_forms import (
    QC_VALUES,
    TITLE,
    paragraph,
    paragraphs,
    qc_pairs,
    run,
    sheets,
    table_xml,
    with_part,
    word,
    word_xml,
    workbook,
)

ROWS = [list(pair) for pair in qc_pairs()]
TEAM_ROWS = [
    ["质量信得过班组名称", "装配一班"], ["企业名称", "汤谷重工有限公司"], ["邮编", "050011"], ["联系人", "张三"],
    ["手机", "13800001234"], ["班组长", "李四"], ["班组人数", "9"], ["班组类型", "生产型"], ["班组工作完成率%", ""],
    ["传真", "0311-5551234"],
]  # fmt: skip
RATE = "B9"
STORY_ROWS = [
    ["故事名称", "一颗螺钉"], ["单位名称", "汤谷重工有限公司"], ["联系人姓名", "张三"], ["手机", "13800001234"],
    ["部门职务", "经理"], ["邮箱", "a@example.com"], ["内容类别", ""], ["品牌类型", "☑企业"], ["故事主要特色简介", "简介"],
]  # fmt: skip
OPTIONS = ("品牌战略", "品牌体系", "品牌传播", "风险防范", "方法途径", "品牌文化")
CHOSEN = "品牌传播"


def doubts(content: bytes) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for form in read_file("表", content).forms for fault in form.faults]


def story_with(options: str) -> bytes:
    cells = [
        [paragraphs(label), paragraphs(text) if label != "内容类别" else paragraph(options)]
        for label, text in STORY_ROWS
    ]
    return word_xml(paragraphs("质量文化品牌故事推荐表") + table_xml(cells) + paragraph(""))


def box(mark: str, is_after: bool = False) -> str:
    return "".join(run(f"{option}{mark if option == CHOSEN else '□'} " if is_after else f"{mark if option == CHOSEN else '□'}{option} ") for option in OPTIONS)  # fmt: skip


def control(option: str) -> str:
    checked = int(option == CHOSEN)
    state = f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr>'
    return f"<w:sdt>{state}<w:sdtContent>{run('?')}</w:sdtContent></w:sdt>{run(option)}"


def form_field(option: str) -> str:
    checked = "<w:checked/>" if option == CHOSEN else ""
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{checked}</w:checkBox></w:ffData></w:fldChar></w:r>{run(option)}'


def symbol(option: str) -> str:
    return f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if option == CHOSEN else "F0A8"}"/></w:r>{run(option)}'


@pytest.mark.parametrize(
    "options",
    [
        *(box(mark) for mark in ("☑", "√", "■", "●", "☒", "【√】", "[x]", "(√)", "v")),
        *(box(mark, is_after=True) for mark in ("√", "☑", "[X]")),
        *("".join(map(sign, OPTIONS)) for sign in (control, form_field, symbol)),
        run(CHOSEN),
    ],
)
def test_a_tick_in_every_alphabet(options):
    found = read_file("表", story_with(options))

    assert [(form.fields["content_categories"], form.faults) for form in found.forms] == [([CHOSEN], ())]


@pytest.mark.parametrize(
    "look", ['<w:u w:val="single"/>', "<w:b/>", '<w:highlight w:val="yellow"/>', '<w:color w:val="FF0000"/>']
)
def test_a_choice_by_looks_alone_is_read_and_doubtful(look):
    content = story_with("".join(run(option, look if option == CHOSEN else "") for option in OPTIONS))

    assert read_file("表", content).forms[0].fields["content_categories"] == [CHOSEN]
    assert doubts(content) == [("content_categories", "ambiguous")]


@pytest.mark.parametrize(
    ("number", "shown_as", "rate", "codes"),
    [
        (0.985, "0.0%", 98.5, []),
        (1, "0%", 100, []),
        (98.5, "0.0", 98.5, []),
        (0.985, "General", 98.5, ["ambiguous"]),
        (1.05, "0%", 105, ["out_of_range"]),
    ],
)
def test_a_per_cent_is_read_as_the_sheet_shows_it(number, shown_as, rate, codes):
    def change(sheet):
        sheet[RATE] = number
        sheet[RATE].number_format = shown_as

    form = read_file("表", workbook(change, 表=TEAM_ROWS)).forms[0]

    assert (form.fields["work_completion_rate"], [fault.code for fault in form.faults]) == (rate, codes)


def test_a_formula_without_result_is_reported():
    assert doubts(workbook(lambda sheet: sheet.__setitem__("B3", '=A1&"x"'), 表=ROWS)) == [
        ("company_name", "no_cached_value")
    ]


def test_a_date_cell_is_a_day():
    form = read_file("表", workbook(lambda sheet: sheet.__setitem__("B14", datetime.date(2024, 7, 5)), 表=ROWS)).forms[
        0
    ]

    assert (form.fields, form.faults) == (QC_VALUES, ())


def test_a_hidden_sheet_is_read_only_where_no_other_holds_a_form():
    def hide(sheet):
        sheet.sheet_state = "hidden"

    found = [
        read_file("表", workbook(hide, 旧=ROWS, 新=other))
        for other in ([["目录"]], [["QC小组名称", "利刃QC小组"], *ROWS[1:]])
    ]

    assert [[form.fields["group_name"] for form in read.forms] for read in found] == [["启明QC小组"], ["利刃QC小组"]]


def test_content_outside_of_the_file_is_reported():
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://x/attachedTemplate" Target="http://example.com/t.dotm" TargetMode="External"/></Relationships>'
    )

    assert doubts(with_part(word(TITLE, ROWS), "word/_rels/settings.xml.rels", link.encode())) == [
        ("", "external_content")
    ]


def test_an_annex_6_of_another_year_is_reported_where_the_year_is_known():
    lines = [
        f"{label}：1" for label in ("历年来已登记注册累计数（QC小组）", "本年度已登记注册数（QC小组）", "本年度普及率", "本年度坚持活动的小组数（QC）",
        "历年来累计QC、信组可创计算的经济效益", "本年度QC、信组可创计算的经济效益", "本年度成果率（QC）", "本年度企业对活动奖励费用（QC）")
    ]  # fmt: skip
    content = word(
        "\n".join(
            [
                "全国机械工业群众性质量管理活动概况统计表",
                "（2022年7月~2023年6月）",
                "填报单位：汤谷重工有限公司",
                *lines,
            ]
        )
    )

    codes = [
        [(fault.field, fault.code) for fault in held_against(read_file("表", content), year).forms[0].faults]
        for year in (2023, 2024)
    ]

    assert codes == [[], [("period_start", "stale_period"), ("period_end", "stale_period")]]


def test_sheet_of_lines_is_read_as_a_form():
    assert (
        read_file("表", sheets(表=[[TITLE], *([f"{label}：{text}"] for label, text in qc_pairs())])).forms[0].fields
        == QC_VALUES
    )
