"""Annex 3 made from the groups' own forms."""

from __future__ import annotations

from eventapp.domain.annexes import FormKind
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.recommended_lists import Entry, Told, form_of, plan_list
from eventapp.domain.reconciliation import COMPARED, Reported
from eventapp.domain.workbench import Facts, Task, lacking, tasks_of

BLANK = dict.fromkeys(COMPARED, "")


def an_entry(number: int, *, kind: GroupKind = GroupKind.QC, level: int | None = None, **values: str) -> Entry:
    names = {"company_name": "汤谷机床厂", "group_name": f"{number}号小组", "postcode": "050001"}
    return Entry(number, kind, BLANK | names | values, level)


def told(number: int, *, kind: GroupKind = GroupKind.QC, settled: frozenset[str] = frozenset(), **values: str) -> Told:
    return Told(number, kind, Reported(an_entry(number, **values).values), settled)


def test_groups_come_by_postcode_unit_and_name_and_teams_apart() -> None:
    forms = [
        told(1, kind=GroupKind.TEAM, postcode="010000"), told(2, postcode=""), told(3, postcode="300000"),
        told(4, company_name="甲厂"), told(5, group_name="甲组"),
    ]  # fmt: skip

    plan = plan_list([], forms, keeps_rest=True)

    assert [entry.result_id for entry in plan.entries] == [5, 4, 3, 2, 1]
    assert len(plan.added) == 5


def test_levels_stay_and_so_does_what_says_the_same_in_its_own_way() -> None:
    listed = an_entry(1, level=1, topic_name="防错工装研制", contact_phone="55501234")
    form = Told(
        1, GroupKind.QC,
        Reported(
            listed.values | {"topic_name": "防错工装的研制", "contact_phone": "13800001234"}, ("13800001234", "0311-55501234")
        ),
    )  # fmt: skip

    plan = plan_list([listed], [form], keeps_rest=True)

    assert plan.entries == (listed,)
    assert plan.is_idle


def test_what_the_form_says_otherwise_is_taken_and_told_and_what_was_settled_stays() -> None:
    listed = an_entry(1, level=2, group_name="一号QC小组", postcode="")

    free = plan_list([listed], [told(1)], keeps_rest=True)
    settled = plan_list([listed], [told(1, settled=frozenset({"group_name"}))], keeps_rest=True)

    assert [(before.group, after.group, after.values["postcode"]) for before, after in free.changed] == [
        ("一号QC小组", "1号小组", "050001")
    ]
    assert [(after.group, after.level) for _, after in settled.changed] == [("一号QC小组", 2)]


def test_rows_without_such_a_form_stay_or_go_as_asked() -> None:
    now = [an_entry(1), an_entry(2)]

    kept, gone = (plan_list(now, [told(1)], keeps_rest=keeps) for keeps in (True, False))

    assert kept.is_idle
    assert [entry.result_id for entry in gone.removed] == [2]
    assert [entry.result_id for entry in gone.entries] == [1]


def test_the_list_becomes_an_annex_3_with_its_names_to_the_letter() -> None:
    form = form_of({"region_or_group": "河北省"}, [an_entry(1, level=1, group_name="铁砧ＱＣ小组", member_count="8")])

    assert form.kind is FormKind.RECOMMENDATION_SUMMARY
    assert form.rows[0] == {
        "kind": "qc", "seq": 1, "postcode": "050001", "sort_unit_name": None, "company_name": "汤谷机床厂",
        "group_name": "铁砧QC小组", "recommended_grade": 1, "topic_name": None, "member_count": 8, "contact_person": None,
        "contact_phone": None,
    }  # fmt: skip
    assert form.written == {"rows[0].group_name": "铁砧ＱＣ小组"}


def test_what_is_to_be_done_comes_in_the_order_of_the_work_and_nothing_that_waits_for_something_else() -> None:
    assert tasks_of(Facts()) == []
    assert tasks_of(Facts(has_list=False, is_signed=False, has_report=False)) == [(Task.LIST, 1), (Task.REPORT, 1)]
    assert tasks_of(Facts(without_form=2, excess=1, is_signed_as_it_is=False)) == [
        (Task.FORM, 2),
        (Task.SHARE, 1),
        (Task.SIGN_AGAIN, 1),
    ]


def test_what_a_form_lacks_is_told_by_its_labels() -> None:
    fields = {
        "group_name": "铁砧",
        "topic_name": "课题",
        "company_name": "",
        "postcode": None,
        "contact_person": "谭景",
    }

    assert lacking(FormKind.QC_RESULT, fields) == ("企业名称", "邮编", "手机")
