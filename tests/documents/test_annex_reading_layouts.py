"""Annex 1 in layouts that nobody ordered: every one gives the same values."""

from __future__ import annotations

import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Sureness
from tests.documents.odd_forms import (
    QC_VALUES,
    STORY,
    TITLE,
    paragraph,
    paragraphs,
    qc_pairs,
    qc_with_values_in,
    run,
    sheets,
    table_xml,
    word,
    word_xml,
)

PAIRS = qc_pairs()
SHORT = [pair for pair in PAIRS if pair[1] != STORY]
ROWS = [list(pair) for pair in PAIRS]
HALF = len(PAIRS) // 2


def above() -> list[list[str]]:
    """Three labels in a row, their values in the row below."""
    grid: list[list[str]] = []
    for number in range(0, len(SHORT), 3):
        labels, values = zip(*SHORT[number : number + 3], strict=True)
        grid += [list(labels) + [""] * (3 - len(labels)), list(values) + [""] * (3 - len(values))]
    return [*grid, ["小组简介及主要活动过程与效果", "", ""], [STORY, "", ""]]


LAYOUTS = {
    "one pair a row": word(TITLE, ROWS),
    "no title": word(ROWS),
    "label and value in one cell": word(TITLE, [[f"{label}：{text}"] for label, text in PAIRS]),
    "value on the next line of the cell": word(TITLE, [[f"{label}\n{text}"] for label, text in PAIRS]),
    "labels over values": word(TITLE, above()),
    "an empty column between": word(TITLE, [[label, "", text] for label, text in PAIRS]),
    "numbered with remarks": word(
        [["序号", "项目", "内容", "备注"], *([str(n), *pair, ""] for n, pair in enumerate(PAIRS))]
    ),
    "typed as lines": word(TITLE, "\n".join(f"{label}：{text}" for label, text in PAIRS)),
    "lines with tabs": word(TITLE, "\n".join(f"{label}\t{text}" for label, text in PAIRS)),
    "lines in brackets": word(TITLE, "\n".join(f"【{label}】{text}" for label, text in PAIRS)),
    "over two pages": word(TITLE, ROWS[:HALF], f"{TITLE}（续）", ROWS[HALF:]),
    "behind a letter": word("关于报送材料的函\n联系人：钱来\n电话：010-55509999", ROWS),
    "in a text box": word_xml(
        paragraph(
            "<w:r><w:pict><v:textbox><w:txbxContent>"
            + paragraphs(TITLE)
            + table_xml([[paragraphs(label), paragraphs(text)] for label, text in PAIRS])
            + "</w:txbxContent></v:textbox></w:pict></w:r>"
        )
    ),
    "a table in a table": word_xml(
        table_xml([[table_xml([[paragraphs(label), paragraphs(text)] for label, text in PAIRS]) + paragraph("")]])
    ),
    "on a sheet": sheets(表=[[TITLE], *ROWS]),
}
WRAPPED = {
    "content control": lambda text: f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraphs(text)}</w:sdtContent></w:sdt>",
    "field": lambda text: paragraph(f'<w:fldSimple w:instr="X">{run(text)}</w:fldSimple>'),
    "tracked change": lambda text: paragraph(f"<w:del>{run('旧')}</w:del><w:ins>{run(text)}</w:ins>".replace("<w:t>旧</w:t>", "<w:delText>旧</w:delText>")),
    "hidden text": lambda text: paragraph(run("隐藏", "<w:vanish/>") + run(text)),
    "ruby": lambda text: paragraph(
        f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run(text[:1])}</w:rubyBase></w:ruby></w:r>{run(text[1:])}"
    ),
    "split runs": lambda text: paragraph("".join(map(run, text))),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_values_in_every_layout(layout):
    found = read_file("表", LAYOUTS[layout])

    assert [(form.kind, form.fields, form.faults) for form in found.forms] == [("qc_result", QC_VALUES, ())]


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_the_same_values_in_every_wrapping_of_word(wrapping):
    found = read_file("表", qc_with_values_in(WRAPPED[wrapping]))

    assert [(form.fields, form.faults) for form in found.forms] == [(QC_VALUES, ())]


@pytest.mark.parametrize(
    "content", [word(ROWS, "", [[label, text.replace("启明", "利刃")] for label, text in PAIRS]), sheets(甲=ROWS + [[""]] + [["QC小组名称", "利刃QC小组"], *ROWS[1:]])]
)  # fmt: skip
def test_two_forms_without_titles_are_two(content):
    found = read_file("表", content)

    assert [form.fields["group_name"] for form in found.forms] == ["启明QC小组", "利刃QC小组"]


def test_one_cell_may_answer_two_questions():
    pairs = [("联系人及手机", "欧阳建国 13800001234") if label == "联系人" else (label, text) for label, text in PAIRS]

    found = read_file("表", word(TITLE, [list(pair) for pair in pairs if pair[0] != "手机"]))

    assert [(form.fields, form.faults) for form in found.forms] == [(QC_VALUES, ())]


@pytest.mark.parametrize(
    "label", ["*企业名称（必填）", "企 业 名 称", "3.企业名称", "企业名称\nCompany Name", "Company", "所属企业"]
)
def test_a_label_is_known_in_many_wordings(label):
    found = read_file("表", word(TITLE, [[label if name == "企业名称" else name, text] for name, text in PAIRS]))

    assert found.forms[0].fields == QC_VALUES


def test_a_wording_that_a_rule_had_to_help_with_is_likely():
    found = read_file(
        "表", word(TITLE, [["申报企业名称" if name == "企业名称" else name, text] for name, text in PAIRS])
    )

    assert dict(found.forms[0].sureness) == {"company_name": Sureness.LIKELY}


@pytest.mark.parametrize("prompt", ["单击或点击此处输入文字。", "（请填写）", "____", "……"])
def test_a_prompt_is_no_answer(prompt):
    found = read_file("表", word(TITLE, [list(pair) for pair in qc_pairs(activity_advisor=prompt)]))

    assert found.forms[0].fields == {**QC_VALUES, "activity_advisor": None}


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["单位名称", "汤谷"],
            ["联系人", "张三"],
            ["手机", "13800001234"],
            ["邮箱", "a@example.com"],
            ["邮编", "100055"],
        ],
        [["序号", "单位名称", "联系人", "联系电话", "邮编"], ["1", "汤谷", "张三", "13800001234", "100055"]],
    ],
)
def test_contact_data_alone_are_no_form(rows):
    assert read_file("表", word(rows)).reasons == ("not_a_form",)


def test_a_paper_with_the_title_of_another_is_no_form():
    rows = [
        ["小组名称", "启明QC小组"],
        ["课题名称", "降低能耗"],
        ["单位名称", "汤谷"],
        ["联系电话", "010-55501234"],
        ["人数", "8"],
    ]

    assert read_file("表", word("QC小组注册登记表", rows)).reasons == ("not_a_form",)


def test_two_names_of_one_unit_are_a_conflict():
    found = read_file(
        "表", word(TITLE, "单位名称：另一家有限公司", [*ROWS[:3], ["企业名称", "又一家有限公司"], *ROWS[3:]])
    )

    assert [(fault.field, fault.code) for fault in found.forms[0].faults] == [("company_name", "conflict")]


def test_a_seal_under_the_text_is_the_day_and_no_text():
    rows = [
        [label, f"{text}\n汤谷鹿蜀轴承有限公司（盖章）\n2024年7月5日" if text == STORY else text]
        for label, text in PAIRS[:-1]
    ]

    assert read_file("表", word(TITLE, rows)).forms[0].fields == QC_VALUES
