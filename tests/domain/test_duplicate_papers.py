"""The papers of an inbox: which belong to one submission, and which submissions were sent twice."""

from __future__ import annotations

from typing import Any

from eventapp.domain.annexes import FormKind, Outcome, ReadFile, ReadForm
from eventapp.domain.duplicate_papers import pairs_in, sent_in

UNIT = {
    "company_name": "汤谷第1机床集团有限公司",
    "topic_name": "缩短制动鼓换型时间",
    "contact_person": "谭景",
    "member_count": 8,
}
Places = list[tuple[str, int | None]]


def a_file(name: str, *forms: ReadForm) -> ReadFile:
    return ReadFile(name, name, Outcome.ACCEPTED, forms=forms)


def a_list(name: str, body: str, *rows: dict[str, Any]) -> ReadFile:
    """Annex 3 of a body."""
    return a_file(name, ReadForm(FormKind.RECOMMENDATION_SUMMARY, {"region_or_group": body}, rows))


def a_row(group: str = "聚力QC小组", **overrides: Any) -> dict[str, Any]:
    return {
        **UNIT,
        "kind": "qc",
        "group_name": group,
        "recommended_grade": 1,
        "contact_phone": "13800001234",
    } | overrides


def a_form(name: str, group: str = "聚力QC小组", **overrides: Any) -> ReadFile:
    """Annex 1 of a group."""
    fields = {**UNIT, "group_name": group, "mobile": "13800001234", "contact_phone": None} | overrides
    return a_file(name, ReadForm(FormKind.QC_RESULT, fields))


def places(files: list[ReadFile]) -> list[Places]:
    """The papers of each submission."""
    return [[(paper.file, paper.row) for paper in sent.papers] for sent in sent_in(files)]


def twice(files: list[ReadFile]) -> list[tuple[Places, Places]]:
    sides = [(first, second) for first, second, _ in pairs_in(files)]
    return [tuple([(paper.file, paper.row) for paper in side.papers] for side in pair) for pair in sides]


def test_a_row_and_the_form_of_its_group_are_one_submission() -> None:
    inbox = [a_list("07_吉林省/三.xlsx", "吉林省", a_row("另一个QC小组"), a_row()), a_form("07_吉林省/汤谷/一.docx")]

    assert places(inbox) == [[("07_吉林省/三.xlsx", 0)], [("07_吉林省/三.xlsx", 1), ("07_吉林省/汤谷/一.docx", None)]]


def test_a_form_spelled_otherwise_than_its_row_belongs_to_it_and_is_no_second_submission() -> None:
    inbox = [
        a_list("吉林/三.xlsx", "吉林省", a_row()),
        a_form("吉林/一.docx", "电装车间聚力QC小组"),
        a_form("别处/一.docx", "磨床QC小组"),
    ]

    assert places(inbox)[0] == [("吉林/三.xlsx", 0), ("吉林/一.docx", None)]
    assert twice(inbox) == []


def test_unit_and_region_send_one_group() -> None:
    inbox = [
        a_list("07_吉林省/三.xlsx", "吉林省", a_row()), a_form("07_吉林省/汤谷/一.docx"),
        a_list("39_单位直报/三.xlsx", "汤谷第1机床集团有限公司", a_row("“聚力”QC小组")),
        a_form("39_单位直报/一.docx", "“聚力”QC小组"),
    ]  # fmt: skip

    assert twice(inbox) == [
        (
            [("07_吉林省/三.xlsx", 0), ("07_吉林省/汤谷/一.docx", None)],
            [("39_单位直报/三.xlsx", 0), ("39_单位直报/一.docx", None)],
        )
    ]


def test_archives_mails_and_a_wrapping_folder_are_folders() -> None:
    inbox = [
        a_list("来件/吉林.zip!/三.xlsx", "吉林省", a_row()), a_form("来件/吉林.zip!/汤谷/一.docx"),
        a_list("来件/0001.eml!/三.xlsx", "汤谷第1机床集团有限公司", a_row("聚力小组")),
        a_form("来件/0001.eml!/一.docx", "聚力小组"),
    ]  # fmt: skip

    assert [len(first) + len(second) for first, second in twice(inbox)] == [4]


def test_a_list_sent_again_in_another_mail_is_the_same_list() -> None:
    inbox = [
        a_list("1.eml!/三.xlsx", "吉林省", a_row()),
        a_list("2.eml!/三.xlsx", "吉林", a_row(), a_row("磨床QC小组")),
    ]

    assert places(inbox) == [[("1.eml!/三.xlsx", 0), ("2.eml!/三.xlsx", 0)], [("2.eml!/三.xlsx", 1)]]
    assert twice(inbox) == []


def test_a_row_and_a_form_in_two_mails_are_one_submission() -> None:
    inbox = [a_list("1.eml!/三.xlsx", "吉林省", a_row()), a_form("2.eml!/一.docx", "“聚力”QC小组")]

    assert places(inbox) == [[("1.eml!/三.xlsx", 0), ("2.eml!/一.docx", None)]]
    assert twice(inbox) == []


def test_forms_of_a_flat_folder_go_to_the_rows_of_two_bodies_and_the_rows_are_twice() -> None:
    inbox = [
        a_list("三1.xlsx", "吉林省", a_row("“聚力”QC小组")), a_list("三2.xlsx", "汤谷第1机床集团有限公司", a_row()),
        a_form("一1.docx", "“聚力”QC小组"), a_form("一2.docx"),
    ]  # fmt: skip

    assert twice(inbox) == [([("三1.xlsx", 0), ("一1.docx", None)], [("三2.xlsx", 0), ("一2.docx", None)])]


def test_two_groups_of_one_list_with_one_name_and_two_topics_are_two() -> None:
    inbox = [a_list("三.xlsx", "吉林省", a_row(), a_row("“聚力”QC小组", topic_name="提高叶片疲劳寿命"))]

    assert len(places(inbox)) == 2
    assert twice(inbox) == []


def test_rows_without_names_and_other_forms_are_passed_over() -> None:
    story = a_file("四.docx", ReadForm(FormKind.BRAND_STORY, {"story_name": "深夜两点的试车"}))

    assert places([story, a_list("三.xlsx", "", a_row(company_name=None)), a_form("一.docx", "")]) == []
