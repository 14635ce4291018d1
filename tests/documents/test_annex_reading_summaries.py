"""Annex 3 in shapes of other makers."""

from __future__ import annotations

import pytest

from eventapp.documents.annexes import read_file
from tests.documents.odd_forms import sheets, word

HEADER = [
    "序",
    "邮编",
    "单位名称",
    "QC小组（信组）名称",
    "企业推荐等级1、2",
    "课题名称（简写）",
    "小组人数",
    "联系人",
    "联系电话",
]
TEAM = ["1", "050011", "汤谷重工有限公司", "装配一班", "1", "降低返修率", "9", "张三", "13800001111"]
GROUP = ["1", "100055", "华胥轴承有限公司", "启明QC小组", "2", "提高合格率", "8", "李四", "13800002222"]
ABOUT = ["地区或集团、单位：河北省   评委：任亦峥、上官南屿"]
SIGNED = ["填表人：钱多多   联系电话：0311-5551234"]
FIELDS = {
    "region_or_group": "河北省", "judges": ["任亦峥", "上官南屿"], "filled_by": "钱多多", "filled_by_phone": "0311-5551234",
}  # fmt: skip
NAMES = (
    "seq", "postcode", "company_name", "group_name", "recommended_grade", "topic_name", "member_count",
    "contact_person", "contact_phone",
)  # fmt: skip


def row_of(kind: str, texts: list[str], **others: object) -> dict[str, object]:
    numbers = {"seq": int(texts[0]), "recommended_grade": int(texts[4]), "member_count": int(texts[6])}
    return {"kind": kind, "sort_unit_name": None, **dict(zip(NAMES, texts, strict=True)), **numbers, **others}


ROWS = [row_of("team", TEAM), row_of("qc", GROUP)]
TEAMS, GROUPS = ["一、质量信得过班组"], ["二、QC小组"]
BODY = [TEAMS, TEAM, GROUPS, GROUP]
TICKED = [*HEADER[:4], "一等", "二等", *HEADER[5:]]
SHAPES = {
    "plain": [ABOUT, HEADER, *BODY, SIGNED],
    "header over two rows": [
        ABOUT, ["序", "邮编", "单位", "QC小组（信组）", "企业推荐", "课题名称", "小组", "联系", "联系"],
        ["号", "", "名称", "名称", "等级1、2", "（简写）", "人数", "人", "电话"], *BODY, SIGNED,
    ],
    "header once more": [ABOUT, HEADER, TEAMS, TEAM, HEADER, GROUPS, GROUP, SIGNED],
    "numbered columns": [ABOUT, HEADER, [str(number) for number in range(1, 10)], *BODY, SIGNED],
    "sums": [ABOUT, HEADER, TEAMS, TEAM, ["小计", "", "1个"], GROUPS, GROUP, ["", "合  计", "2"], SIGNED],
    "levels ticked": [
        ABOUT, TICKED, TEAMS, [*TEAM[:4], "√", "", *TEAM[5:]], GROUPS, [*GROUP[:4], "", "√", *GROUP[5:]], SIGNED,
    ],
    "side by side": [
        ABOUT, ["质量信得过班组", *[""] * 9, "QC小组"], [*HEADER, "", *HEADER], [*TEAM, "", *GROUP], SIGNED,
    ],
    "kind in a column": [
        ABOUT, ["类别", *HEADER], ["信组", *TEAM], ["QC", *GROUP], SIGNED,
    ],
    "turned": [ABOUT, *([HEADER[n], TEAM[n], GROUP[n]] for n in range(9)), SIGNED],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("maker", [word, lambda grid: sheets(汇总表=grid)], ids=["word", "sheet"])
def test_the_same_rows_in_every_shape(shape, maker):
    found = read_file("表", maker(SHAPES[shape]))

    assert [(form.fields, [dict(row) for row in form.rows], form.faults) for form in found.forms] == [
        (FIELDS, ROWS, ())
    ]


def test_a_table_without_header_goes_on_under_the_last_one():
    found = read_file("表", word("推荐汇总表", [HEADER, TEAMS, TEAM], "", [[*GROUPS, *[""] * 8], GROUP]))

    assert [dict(row) for row in found.forms[0].rows] == ROWS


def test_ditto_marks_repeat_the_row_above():
    found = read_file("表", word([HEADER, TEAM, ["2", "同上", "〃", "总装班", *TEAM[4:]]]))

    assert [dict(row) for row in found.forms[0].rows] == [
        ROWS[0], row_of("team", [*TEAM[:3], "总装班", *TEAM[4:]], seq=2),
    ]  # fmt: skip


def test_two_regions_are_two_forms():
    other = ["地区或集团、单位：山西省   评委：谭知序"]

    found = read_file("表", sheets(冀=[ABOUT, HEADER, *BODY, SIGNED], 晋=[other, HEADER, *BODY, SIGNED]))

    assert [form.fields["region_or_group"] for form in found.forms] == ["河北省", "山西省"]


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        ([TEAMS, TEAM, GROUPS, GROUP, GROUP], ("rows[2].group_name", "conflict")),
        ([TEAMS, [*TEAM[:3], "卓越QC小组", *TEAM[4:]]], ("rows[0].kind", "conflict")),
        ([TEAMS, [*TEAM[:4], "1/2", *TEAM[5:]]], ("rows[0].recommended_grade", "ambiguous")),
        ([TEAMS, [*TEAM[:2], "", *TEAM[3:]]], ("rows[0].company_name", "missing_required")),
    ],
)
def test_a_doubtful_row_is_named(rows, doubt):
    found = read_file("表", word([HEADER, *rows]))

    assert [(fault.field, fault.code) for fault in found.forms[0].faults] == [doubt]


def test_a_value_of_a_turned_list_knows_its_cell():
    form = read_file("表", sheets(汇总表=SHAPES["turned"])).forms[0]

    assert form.provenance["rows[1].company_name"] == "汇总表 · C4"
