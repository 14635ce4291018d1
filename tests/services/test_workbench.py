"""The workbench of a recommending body: what it sees, levels chosen at once, the list changed, built and signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState
from eventapp.domain.workbench import Task
from eventapp.extensions import db
from eventapp.models import Annex, AnnexVersion, AuditEntry, RecommendationSummary, Result, SummaryRow
from eventapp.services import annexes, attachments, recommended_lists, reconciliation, submissions, workbench
from eventapp.services.drafts import Entrance
from eventapp.services.recommended_lists import Building
from eventapp.services.workbench import Bench
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_story, an_edition
from tests.factories_annexes import a_kept_file, a_row, a_workbook, import_now
from tests.factories_workbench import a_form, a_liaison, a_list, a_team_form, enter, extended, the_list, the_row

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def edition(app: Flask) -> Edition:
    """Groups 1 to 3 on the list of 河北省; forms of groups 1 and 2, and of two that are not on the list; in time."""
    edition = an_edition()
    a_list(edition)
    a_form(edition, 1)
    a_form(edition, 2, mobile=None)
    a_form(edition, 3, group_name="新来QC小组", postcode="010001")
    a_team_form(edition, 2, "装配一班")
    a_story(edition, unit="汤谷第1机床有限公司")
    extended("河北省", NOW + timedelta(days=9))
    return edition


def bench_of(edition: Edition, body: str = "河北省") -> Bench:
    db.session.rollback()
    return workbench.get_bench(edition, the_list(body).recommender_id, actor=a_liaison(body))


def tasks(edition: Edition) -> dict[Task, int]:
    return dict(bench_of(edition).tasks)


def listed() -> list[tuple[str, int | None]]:
    query = select(SummaryRow).where(SummaryRow.summary_id == the_list().id).order_by(SummaryRow.position)
    return [(row.group_name, row.recommended_level) for row in db.session.scalars(query)]


def choose(edition: Edition, group: str, level: int) -> None:
    row = the_row(group)
    recommended_lists.choose_level(edition, the_list().recommender_id, row.id, level, actor=a_liaison(), now=LATER)


def accept(*annex_ids: int) -> None:
    for annex in db.session.scalars(select(Annex).where(Annex.id.in_(annex_ids))):
        annex.state = SubmissionState.ACCEPTED
    db.session.commit()


def test_a_body_sees_its_groups_by_postcode_and_what_is_missing(edition: Edition) -> None:
    bench = bench_of(edition)

    assert [(one.group, one.row is not None, one.state) for one in bench.groups[GroupKind.QC]] == [
        ("新来QC小组", False, SubmissionState.SUBMITTED),
        ("铁砧1QC小组", True, SubmissionState.SUBMITTED),
        ("铁砧2QC小组", True, SubmissionState.SUBMITTED),
        ("铁砧3QC小组", True, None),
    ]
    assert [one.group for one in bench.groups[GroupKind.TEAM]] == ["装配一班"]
    assert [story.name for story in bench.stories] == ["深夜两点的试车"]
    assert dict(bench.tasks) == {
        Task.FORM: 1, Task.LACKING: 1, Task.UNLISTED: 2, Task.SIGN: 1, Task.REPORT: 1, Task.STATISTICS: 1,
    }  # fmt: skip


def test_forms_begun_returned_and_reports_are_told(edition: Edition) -> None:
    body = the_list().recommender_id
    for kind in (FormKind.QC_RESULT, FormKind.BRAND_STORY):
        db.session.add(
            Annex(event_id=edition.id, kind=kind, state="draft", subject_key=f"draft {kind}", recommender_id=body,
                  created_at=NOW, draft={"texts": {"group_name": "新组", "story_name": "新故事"}})
        )  # fmt: skip
    db.session.commit()
    enter(edition, FormKind.WORK_SUMMARY, {"company_name": "河北省机械质协", "basic_situation": "好"})

    bench = bench_of(edition)

    assert [one.group for one in bench.groups[GroupKind.QC] if one.state is SubmissionState.DRAFT] == ["新组"]
    assert [one.name for one in bench.stories if one.state is SubmissionState.DRAFT] == ["新故事"]
    assert (dict(bench.tasks)[Task.DRAFT], Task.REPORT in dict(bench.tasks)) == (2, False)


def test_a_level_is_saved_at_once_with_its_count_version_and_audit(edition: Edition) -> None:
    choose(edition, "铁砧1QC小组", 1)
    choose(edition, "铁砧2QC小组", 1)

    share = bench_of(edition).shares[GroupKind.QC]
    assert (share.first, share.allowed, share.is_over) == (2, 1, True)
    assert tasks(edition)[Task.SHARE] == 1
    versions = db.session.scalars(select(AnnexVersion).where(AnnexVersion.annex_id == the_list().annex_id)).all()
    assert [row["recommended_grade"] for row in versions[-1].rows] == [1, 1, 2]
    assert len(versions) == 2  # the file's, and one of the workbench however many clicks
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "summary.choose_level")).all()
    assert [entry.detail["after"] for entry in told] == [{"recommended_level": 1}] * 2


def test_the_file_of_before_sent_again_does_not_take_chosen_levels_back(edition: Edition) -> None:
    content = a_workbook([a_row(1, topic="又一个课题"), a_row(2), a_row(3)])
    choose(edition, "铁砧1QC小组", 1)

    import_now(edition, again_xlsx=content)
    assert listed()[0] == ("铁砧1QC小组", 2)  # another file is another word
    choose(edition, "铁砧1QC小组", 1)
    import_now(edition, again_xlsx=content)
    assert listed()[0] == ("铁砧1QC小组", 1)  # the very same file is not


def test_a_group_is_put_on_the_list_by_its_form_and_taken_off_again(edition: Edition) -> None:
    body, liaison = the_list().recommender_id, a_liaison()
    annex = next(one.annex_id for one in bench_of(edition).groups[GroupKind.TEAM])

    recommended_lists.list_group(edition, body, annex or 0, actor=liaison, now=LATER)

    assert listed() == [("铁砧1QC小组", 2), ("铁砧2QC小组", 2), ("铁砧3QC小组", 2), ("装配一班", None)]
    assert tasks(edition)[Task.LEVEL] == 1
    with pytest.raises(NotFound):
        recommended_lists.list_group(edition, body, annex or 0, actor=liaison, now=LATER)
    recommended_lists.unlist_group(edition, body, the_row("装配一班").id, actor=liaison, now=LATER)
    recommended_lists.unlist_group(edition, body, the_row("铁砧3QC小组").id, actor=liaison, now=LATER)

    assert [name for name, _ in listed()] == ["铁砧1QC小组", "铁砧2QC小组"]
    states = {result.group.name: result.state for result in db.session.scalars(select(Result))}
    assert (states["铁砧3QC小组"], states["装配一班"]) == (EntryState.WITHDRAWN, EntryState.ENTERED)


def test_the_last_row_stays(edition: Edition) -> None:
    body, liaison = the_list().recommender_id, a_liaison()
    for group in ("铁砧1QC小组", "铁砧2QC小组"):
        recommended_lists.unlist_group(edition, body, the_row(group).id, actor=liaison, now=LATER)

    with pytest.raises(Refusal, match="至少要有一项"):
        recommended_lists.unlist_group(edition, body, the_row("铁砧3QC小组").id, actor=liaison, now=LATER)


def test_the_list_is_built_from_accepted_forms_and_what_changes_is_told_before(edition: Edition) -> None:
    body, liaison = the_list().recommender_id, a_liaison()
    choose(edition, "铁砧1QC小组", 1)
    assert recommended_lists.plan_of(edition, body, Building(), actor=liaison).is_idle  # nothing is accepted yet
    accept(*(one.annex_id or 0 for one in bench_of(edition).groups[GroupKind.QC]))

    plan = recommended_lists.plan_of(edition, body, Building(keeps_rest=False), actor=liaison)
    assert ([one.group for one in plan.added], [one.group for one in plan.removed]) == (["新来QC小组"], ["铁砧3QC小组"])
    assert listed()[0] == ("铁砧1QC小组", 1)  # told only
    recommended_lists.build_list(edition, body, Building(takes_sent=True, keeps_rest=False), actor=liaison, now=LATER)

    assert listed() == [("新来QC小组", None), ("铁砧1QC小组", 1), ("铁砧2QC小组", 2), ("装配一班", None)]
    newest = annexes.get_annex(edition, the_list().annex_id or 0, actor=liaison).versions[-1]
    assert [row["group_name"] for row in newest.rows] == [name for name, _ in listed()]
    assert reconciliation.count_open_names(edition) == 0


def test_a_body_without_a_list_makes_its_first_one_from_the_forms(edition: Edition) -> None:
    liaison, body = a_liaison(), the_list().recommender_id
    submissions.set_body(edition, body, email="", until=None, actor=SECRETARY, now=NOW)
    db.session.execute(delete(SummaryRow))
    db.session.execute(delete(RecommendationSummary))
    db.session.commit()

    plan = recommended_lists.build_list(edition, body, Building(takes_sent=True), actor=SECRETARY, now=NOW)

    assert sorted(entry.group for entry in plan.added) == ["新来QC小组", "装配一班", "铁砧1QC小组", "铁砧2QC小组"]
    assert len(listed()) == 4
    assert workbench.get_bench(edition, body, actor=liaison).summary is not None


def test_after_the_deadline_or_once_accepted_only_staff_change_the_list(edition: Edition) -> None:
    body, row = the_list().recommender_id, the_row("铁砧1QC小组").id
    late = NOW + timedelta(days=10)

    with pytest.raises(Refusal, match="已于 2024-09-2. 截止"):
        recommended_lists.choose_level(edition, body, row, 1, actor=a_liaison(), now=late)
    recommended_lists.choose_level(edition, body, row, 1, actor=SECRETARY, now=late)
    accept(the_list().annex_id or 0)
    with pytest.raises(Refusal, match="已经接收"):
        recommended_lists.choose_level(edition, body, row, 2, actor=a_liaison(), now=NOW)


def test_a_scan_signs_the_list_until_it_is_changed(edition: Edition) -> None:
    summary = the_list()
    assert summary.changed_at is not None
    at, body, entrance = summary.changed_at, summary.recommender_id, Entrance(a_liaison(), summary.annex_id)
    file = a_kept_file(edition, "盖章.pdf", b"%PDF-1.7")
    attachments.attach_file(edition, entrance, AttachmentPurpose.STAMPED, file, now=at + timedelta(minutes=1))
    assert {Task.SIGN, Task.SIGN_AGAIN}.isdisjoint(tasks(edition))

    row = the_row("铁砧1QC小组").id
    recommended_lists.choose_level(edition, body, row, 1, actor=SECRETARY, now=at + timedelta(minutes=2))

    assert bench_of(edition).scan_is_old
    assert tasks(edition)[Task.SIGN_AGAIN] == 1


def test_another_body_does_not_exist_for_a_liaison(edition: Edition) -> None:
    a_list(edition, 1, "某某集团")
    stranger, body, row = a_liaison("某某集团"), the_list().recommender_id, the_row("铁砧1QC小组").id

    for attempt in (
        lambda: workbench.get_bench(edition, body, actor=stranger),
        lambda: recommended_lists.choose_level(edition, body, row, 1, actor=stranger, now=NOW),
        lambda: recommended_lists.unlist_group(edition, body, row, actor=stranger, now=NOW),
        lambda: recommended_lists.build_list(edition, body, Building(), actor=stranger, now=NOW),
        lambda: recommended_lists.official_form(edition, body, actor=stranger),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):  # a row of another list, through one's own door
        recommended_lists.choose_level(edition, the_list("某某集团").recommender_id, row, 1, actor=SECRETARY, now=NOW)


def test_a_form_sent_through_another_body_stays_with_it(edition: Edition) -> None:
    a_list(edition, 1, "某某集团")  # both list unit 1
    annex = db.session.get(Annex, a_form(edition, 1, group_name="集团QC小组"))
    assert annex is not None
    annex.recommender_id = the_list("某某集团").recommender_id
    number = annex.id
    db.session.commit()

    def seen(body: str) -> bool:
        return number in {one.annex_id for one in bench_of(edition, body).groups[GroupKind.QC]}

    assert (seen("河北省"), seen("某某集团")) == (False, True)
    with pytest.raises(NotFound):
        annexes.get_annex(edition, number, actor=a_liaison("河北省"))


def test_the_official_form_is_sorted_by_postcode_with_names_to_the_letter(app: Flask) -> None:
    edition = an_edition()
    rows = [a_row(3, postcode="300001"), a_row(1, postcode="", group="铁砧1ＱＣ小组"), a_row(2, postcode="100001")]
    import_now(edition, a_xlsx=a_workbook(rows, teams=(a_row(4, group="装配一班", postcode="010001"),)))
    a_form(edition, 1, group_name="铁砧1QC小组", postcode="200001")

    form = recommended_lists.official_form(edition, the_list().recommender_id, actor=SECRETARY)

    assert [(row["seq"], row["postcode"], row["group_name"]) for row in form.rows] == [
        (1, "100001", "铁砧2QC小组"), (2, "200001", "铁砧1QC小组"), (3, "300001", "铁砧3QC小组"), (1, "010001", "装配一班"),
    ]  # fmt: skip
    assert form.written == {"rows[1].group_name": "铁砧1ＱＣ小组"}


def test_a_workbench_costs_the_same_for_one_row_and_for_forty(app: Flask, statements: Statements) -> None:
    edition, costs = an_edition(), []
    for number in (1, 40):
        a_list(edition, number)
        for each in range(1, number + 1):
            a_form(edition, each)
        body, liaison = the_list().recommender_id, a_liaison()
        db.session.expire_all()
        statements.clear()
        workbench.get_bench(edition, body, actor=liaison)
        costs.append(len(statements))

    assert costs == [6, 6]
