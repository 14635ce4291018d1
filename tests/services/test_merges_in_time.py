"""Merging once people rely on one of the results: plans, scores, forms of a liaison."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from eventapp.domain.events import Edition
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models import Annex, DuplicatePair, Judge, Presentation, Recommender, Result, ScoreSheetVersion
from eventapp.models.judging import Score
from eventapp.services import annexes, judging, merges, reconciliation, schedule, workbench
from tests.factories import NOW, SECRETARY, an_edition, saved
from tests.factories_annexes import a_row, a_sample, a_workbook, import_now
from tests.factories_duplicates import everything, number_of
from tests.factories_schedule import a_conference, plan
from tests.factories_workbench import a_form, a_liaison


def two_talks(edition: Edition) -> tuple[int, int]:
    return number_of("铁砧2QC小组"), number_of("铁砧3QC小组")


def merge(edition: Edition, keep: int, gone: int) -> None:
    merges.merge_results(edition, keep, gone, keep_id=keep, actor=SECRETARY, now=NOW)


def test_a_result_in_a_published_plan_does_not_vanish(app: Flask) -> None:
    edition = a_conference()
    keep, gone = two_talks(edition)
    plan(edition)
    schedule.publish_schedule(edition, actor=SECRETARY, now=NOW)
    before = everything()

    with pytest.raises(Refusal, match="公布的日程"):
        merge(edition, keep, gone)

    assert everything() == before


def test_a_draft_plan_must_be_made_again_before_it_is_published(app: Flask) -> None:
    edition = a_conference()
    keep, gone = two_talks(edition)
    plan(edition)
    merge(edition, keep, gone)

    with pytest.raises(Refusal, match="有 1 项成果撤回或合并，请重新编排"):
        schedule.publish_schedule(edition, actor=SECRETARY, now=NOW)

    plan(edition)
    schedule.publish_schedule(edition, actor=SECRETARY, now=NOW)
    assert gone not in set(db.session.scalars(select(Presentation.result_id)))


def test_a_scored_result_does_not_vanish(app: Flask) -> None:
    edition = a_conference()
    keep, gone = two_talks(edition)
    plan(edition)
    score(edition, gone)

    with pytest.raises(Refusal, match="已有评委评分"):
        merge(edition, keep, gone)


def score(edition: Edition, result_id: int) -> None:
    judging.ship_score_sheets(edition, actor=SECRETARY, now=NOW)
    talk = db.session.scalars(select(Presentation.id).where(Presentation.result_id == result_id)).one()
    judge, sheet = (
        db.session.scalars(select(Judge.id)).first(),
        db.session.scalars(select(ScoreSheetVersion.id)).first(),
    )
    saved(Score(event_id=edition.id, presentation_id=talk, judge_id=judge, sheet_version_id=sheet, points={}, total=80, saved_at=NOW))  # fmt: skip


FORM_UNIT, FORM_GROUP = "应龙乘黄轨道装备有限公司", "百炼QC小组"


def with_a_form() -> tuple[Edition, int, int]:
    """The region lists a group in its spelling; the unit sends list and annex 1 in another. Survivor first."""
    edition = an_edition()
    row = a_row(1, company=FORM_UNIT, group=FORM_GROUP, topic="主轴箱体防错工装的研制")
    import_now(edition, unit_xlsx=a_workbook([row], FORM_UNIT), form_docx=a_sample("import_qc_result.docx"))
    import_now(edition, region_xlsx=a_workbook([row | {"group": "“百炼”QC小组"}], "河北省"))
    return edition, number_of("“百炼”QC小组"), number_of(FORM_GROUP)


def test_a_survivor_without_a_form_gets_that_of_the_merged_one_and_gives_it_back(app: Flask) -> None:
    edition, keep, gone = with_a_form()
    before = everything()

    merge(edition, keep, gone)

    survivor, merged = (db.session.get_one(Result, number) for number in (keep, gone))
    assert survivor.annex_id == merged.annex_id is not None
    assert survivor.result_type == "创新型"
    [pair] = db.session.scalars(select(DuplicatePair.id))
    merges.undo_merge(edition, pair, actor=SECRETARY, now=NOW)
    assert everything() == before


def test_a_form_sent_again_after_the_merge_tells_the_survivor(app: Flask) -> None:
    edition, keep, gone = with_a_form()
    merge(edition, keep, gone)
    db.session.execute(update(Result).values(result_type=""))
    db.session.commit()

    import_now(edition, again_docx=a_sample("import_qc_result.docx"))

    db.session.rollback()
    survivor, merged = (db.session.get_one(Result, number, populate_existing=True) for number in (keep, gone))
    assert (survivor.result_type, merged.result_type, merged.state.value) == ("创新型", "创新型", "merged")
    assert db.session.scalar(select(func.count()).select_from(Result)) == 2


def test_the_form_of_a_merged_group_stays_with_the_liaisons_of_both(app: Flask) -> None:
    edition, keep, gone = with_a_form()
    annex = db.session.scalars(select(Annex.id).join(Result, Result.annex_id == Annex.id)).one()
    merge(edition, gone, keep)

    for body in ("河北省", FORM_UNIT):
        assert annexes.get_annex(edition, annex, actor=a_liaison(body)).id == annex


def both_with_forms() -> tuple[Edition, int, int]:
    """Row and form of a group from its unit and, spelled otherwise, from its region."""
    edition = an_edition()
    for number, (body, group) in enumerate((("汤谷第1机床有限公司", "铁砧1QC小组"), ("河北省", "“铁砧1”QC小组"))):
        import_now(edition, **{f"list{number}_xlsx": a_workbook([a_row(1, group=group), a_row(5 + number)], body)})
        a_form(edition, 1, group_name=group, result_type=f"类型{number}")
    return edition, number_of("铁砧1QC小组"), number_of("“铁砧1”QC小组")


def test_each_keeps_its_own_form_and_a_form_sent_again_changes_only_its_own(app: Flask) -> None:
    edition, keep, gone = both_with_forms()
    merge(edition, keep, gone)

    a_form(edition, 1, group_name="“铁砧1”QC小组", result_type="更新")

    db.session.rollback()
    results = {number: db.session.get_one(Result, number, populate_existing=True) for number in (keep, gone)}
    assert [results[number].result_type for number in (keep, gone)] == ["类型0", "更新"]
    assert results[keep].annex_id != results[gone].annex_id
    assert results[gone].state.value == "merged"
    merges.undo_merge(edition, db.session.scalars(select(DuplicatePair.id)).one(), actor=SECRETARY, now=NOW)
    assert db.session.get_one(Result, gone, populate_existing=True).result_type == "更新"


def test_the_form_of_a_merged_group_is_not_missing_on_the_list_of_its_body(app: Flask) -> None:
    edition, keep, gone = both_with_forms()
    merge(edition, keep, gone)

    for body in ("汤谷第1机床有限公司", "河北省"):
        number = db.session.scalars(select(Recommender.id).where(Recommender.name == body)).one()
        bench = workbench.get_bench(edition, number, actor=a_liaison(body))
        assert [line.group for line in bench.groups[GroupKind.QC] if line.row is None] == []


def test_names_that_two_bodies_print_differently_wait_for_a_person(app: Flask) -> None:
    edition, keep, gone = both_with_forms()
    assert reconciliation.count_open_names(edition) == 0

    merge(edition, keep, gone)

    assert reconciliation.count_open_names(edition) == 1  # the region's row against the unit's form
