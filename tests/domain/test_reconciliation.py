"""What counts as a difference between annex 3 and the group's own form, and what settles it."""

from __future__ import annotations

import pytest

from eventapp.domain import reconciliation
from eventapp.domain.duplicates import Judgement, Submission, judge
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.reconciliation import (
    COMPARED,
    Choice,
    Difference,
    Reported,
    Settled,
    agrees,
    compare,
    likely_pairs,
    reported_of,
)

LISTED = {
    "company_name": "汤谷鹿蜀机床有限公司", "group_name": "铁砧QC小组", "topic_name": "降低轴承座划伤率", "postcode": "050001",
    "member_count": "8", "contact_person": "谭景", "contact_phone": "13800001234",
}  # fmt: skip


def told(field: str, value: str) -> Reported:
    return Reported(LISTED | {field: value}, (value,) if field == "contact_phone" else ("13800001234",))


@pytest.mark.parametrize(
    ("field", "listed", "value", "same"),
    [
        ("group_name", "铁砧QC小组", "铁砧QC小组", True),
        ("group_name", "铁砧\nQC小组 ", "铁砧QC小组", True),  # a break in a cell is layout
        ("group_name", "铁砧QC小组", "铁砧ＱＣ小组", False),  # another character is printed
        ("group_name", "铁砧QC小组", "“铁砧”QC小组", False),
        ("company_name", "甲（集团）公司", "甲(集团)公司", False),
        ("company_name", "朱镕机械厂", "朱熔机械厂", False),
        ("topic_name", "主轴箱体防错工装研制", "主轴箱体防错工装的研制", True),  # annex 3 asks for the short form
        ("topic_name", "提高合格率", "“提高”一次交检合格率", True),
        ("topic_name", "降低废品率", "降低不合格率", False),
        ("topic_name", "降低A件废品率", "降低废品率", False),
        ("postcode", "", "050001", False),  # annex 3 must have it
        ("postcode", "０５０００１", "050001", True),
        ("postcode", "050001", "", True),
        ("member_count", "8", "9", False),
        ("member_count", "", "9", True),
        ("contact_person", "谭 景", "谭景、王书远", True),
        ("contact_person", "谭景", "谭璟", False),
        ("contact_phone", "0311-55501234", "55501234", True),
        ("contact_phone", "13800001234/0311-55501234", "0311-55501234-8001", True),
        ("contact_phone", "+86 13800001234", "138-0000-1234", True),
        ("contact_phone", "13800001234", "13800001235", False),
    ],
)
def test_certificate_fields_agree_to_the_letter_and_others_by_meaning(
    field: str, listed: str, value: str, same: bool
) -> None:
    assert agrees(field, listed, told(field, value)) is same


def test_any_number_of_the_form_will_do() -> None:
    fields = {"group_name": "铁砧QC小组", "mobile": "13800009999", "contact_phone": "0311-55501234"}

    reported = reported_of(fields, {})

    assert reported.values["contact_phone"] == "13800009999"
    assert agrees("contact_phone", "0311-55501234", reported)


def test_a_team_answers_by_its_own_names_and_letters_win_over_the_normal_form() -> None:
    reported = reported_of(
        {"team_name": "装配QC班", "company_name": "甲厂", "member_count": 12}, {"team_name": "装配ＱＣ班"}
    )

    assert [reported.values[name] for name in COMPARED] == ["甲厂", "装配ＱＣ班", "", "", "12", "", ""]


def test_a_settled_difference_is_shown_with_its_decision() -> None:
    settled = Settled("铁砧QC小组", "铁砧小组", Choice.REPORTED, "铁砧小组")
    now = LISTED | {"group_name": "铁砧小组"}

    [difference] = compare(now, told("group_name", "铁砧小组"), {"group_name": settled})

    assert difference == Difference("group_name", "铁砧QC小组", "铁砧小组", settled)
    assert (difference.is_open, difference.is_printed) == (False, True)


@pytest.mark.parametrize("said_now", ["铁砧班组", "铁砧QC小组"])
def test_a_form_that_says_something_else_opens_the_difference_again(said_now: str) -> None:
    """Even when it now agrees with annex 3: the row still prints what was settled."""
    settled = Settled("铁砧QC小组", "铁砧小组", Choice.REPORTED, "铁砧小组")

    [difference] = compare(LISTED | {"group_name": "铁砧小组"}, told("group_name", said_now), {"group_name": settled})

    assert difference == Difference("group_name", "铁砧QC小组", said_now)


def test_a_row_and_a_form_spelled_alike_are_proposed_as_one_and_numbered_groups_never() -> None:
    unit = "汤谷鹿蜀机床有限公司"
    rows = {
        1: Submission(GroupKind.QC, unit, "铁砧QC小组", frozenset({"降低轴承座划伤率"})),
        2: Submission(GroupKind.TEAM, unit, "装配一班"),
    }
    forms = {
        7: Submission(GroupKind.QC, unit, "“铁砧”QC小组", frozenset({"降低轴承座表面划伤率"})),
        8: Submission(GroupKind.TEAM, unit, "装配二班"),
    }

    assert likely_pairs(rows, forms) == {1: 7}


def test_many_rows_and_many_forms_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counted(row: Submission, form: Submission) -> Judgement:
        compared.append((row, form))
        return judge(row, form)

    monkeypatch.setattr(reconciliation, "judge", counted)
    rows = {number: a_group(number, "铁砧QC小组") for number in range(200)}
    forms = {1000 + number: a_group(number, "“铁砧”QC小组") for number in range(200)}

    assert likely_pairs(rows, forms) == {number: 1000 + number for number in range(200)}
    assert len(compared) < 2000


def a_group(number: int, name: str) -> Submission:
    return Submission(GroupKind.QC, f"汤谷第{number}机床有限公司", name, frozenset({f"降低第{number}道工序划伤率"}))
