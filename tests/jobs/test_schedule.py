"""The planning job: from entries to a draft in the database; on both databases."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from eventapp.domain.jobs import JobState
from eventapp.domain.recommendations import EntryState
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.schedule import Plan
from eventapp.extensions import db
from eventapp.jobs import run
from eventapp.jobs import schedule as planning_job
from eventapp.models import (
    Group,
    Job,
    Judge,
    Panel,
    PanelSeat,
    Presentation,
    Recusal,
    Result,
    ScoreSheet,
    ScoreSheetVersion,
    Session,
)
from eventapp.models.judging import Score
from eventapp.planning import Progress
from eventapp.planning import plan as really_plan
from tests.factories import NOW, a_judge, a_result, an_edition, saved
from tests.factories_schedule import PRESENTING, a_conference, places, plan, planned


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_result_and_every_told_story_is_placed_once(app: Flask) -> None:
    presentations = planned(a_conference())
    results = Counter(each.result_id for each in presentations if each.result_id)
    stories = [each.story.name for each in presentations if each.story]
    assert results == Counter(db.session.scalars(select(Result.id)))
    assert stories == ["深夜两点的试车"]


def test_a_talk_is_as_long_as_its_track_says_and_the_change_over_follows(app: Flask) -> None:
    presentations = planned(a_conference())
    assert {(each.ends_at - each.starts_at).seconds for each in presentations} == {14 * 60}
    assert min(each.starts_at.isoformat() for each in presentations) == "2024-09-11T01:40:00+00:00"


def test_no_judge_sits_where_their_own_unit_presents(app: Flask) -> None:
    planned(a_conference())
    conflicts = (
        select(func.count())
        .select_from(PanelSeat)
        .join(Judge, Judge.id == PanelSeat.judge_id)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(Presentation, Presentation.session_id == Panel.session_id)
        .join(Result, Result.id == Presentation.result_id)
        .join(Group, Group.id == Result.group_id)
    )
    assert (db.session.scalar(conflicts) or 0) > 0, "the join itself finds seats"
    assert db.session.scalar(conflicts.where(Group.organization_id == Judge.organization_id)) == 0


def test_conflicts_found_by_rule_are_written_down_once(app: Flask) -> None:
    edition = a_conference()
    planned(edition)
    planned(edition, seed=2)
    found = db.session.execute(select(Judge.name, Recusal.reason).join(Judge, Judge.id == Recusal.judge_id))
    assert [tuple(row) for row in found] == [("评委0", RecusalReason.SAME_UNIT)] * 2


def test_planning_again_keeps_the_row_of_each_presentation(app: Flask) -> None:
    edition = a_conference()
    before = {each.id: (each.result_id, each.story_id) for each in planned(edition)}
    after = {each.id: (each.result_id, each.story_id) for each in planned(edition, seed=2)}
    assert after == before
    assert rows(Session) == rows(Panel) == len(set(db.session.scalars(select(Presentation.session_id))))


def test_a_withdrawn_result_leaves_and_a_late_one_comes(app: Flask) -> None:
    edition = a_conference()
    gone = planned(edition)[0].result_id
    db.session.get_one(Result, gone).state = EntryState.WITHDRAWN
    db.session.commit()
    late = a_result(edition, "迟到QC小组", unit="单位9").id
    placed = {each.result_id for each in planned(edition)}
    assert (gone in placed, late in placed) == (False, True)


def test_the_same_seed_gives_the_same_plan(app: Flask) -> None:
    edition = a_conference()
    first = [(each.id, each.starts_at, each.session.room_id) for each in planned(edition, seed=7)]
    assert [(each.id, each.starts_at, each.session.room_id) for each in planned(edition, seed=7)] == first


def test_too_few_slots_are_refused_with_their_number(app: Flask) -> None:
    edition = an_edition()
    block = {"name": "上午", "starts_at": "2024-09-11T09:00:00+08:00", "ends_at": "2024-09-11T09:30:00+08:00"}
    places(edition, rooms=[{"name": "会议室", "capacity": 50}], blocks=[block])
    for number in range(3):
        a_result(edition, f"小组{number}")
        a_judge(edition, f"评委{number}", mobile=str(number))
    job = plan(edition)
    expected = "会议室和时间不够：共有 3 项要安排，最多排得下 2 项，还缺 1 个时段。请增加会议室或时段，或缩短每项时间。"
    assert (job.state, job.note, rows(Session)) == (JobState.FAILED, expected, 0)


def test_an_edition_without_entries_is_refused_with_a_sentence(app: Flask) -> None:
    job = plan(an_edition())
    assert (job.state, job.note) == (
        JobState.FAILED,
        "还没有可以编排的项目：请先导入推荐材料。没有演讲人的品牌故事不进入日程。",
    )


def test_after_the_first_score_nothing_is_planned_again(app: Flask) -> None:
    edition = a_conference()
    presentations = planned(edition)
    before = [(each.id, each.session_id, each.starts_at) for each in presentations]
    sheet = saved(ScoreSheet(event_id=edition.id, kind="qc_problem", phase="presentation", name="评分表"))
    version = saved(ScoreSheetVersion(sheet_id=sheet.id, number=1, source="", items=[], created_at=NOW))
    saved(
        Score(
            event_id=edition.id, presentation_id=before[0][0], judge_id=db.session.scalars(select(Judge.id)).first(),
            sheet_version_id=version.id, points={}, total=80, saved_at=NOW,
        )
    )  # fmt: skip
    job = plan(edition, seed=2)
    now_there = list(db.session.scalars(select(Presentation).order_by(Presentation.id)))
    assert (job.state, job.note) == (
        JobState.FAILED,
        "评分已经开始，不能重新编排：评分属于现在的场次和评审组。",
    )
    assert [(each.id, each.session_id, each.starts_at) for each in now_there] == before


def test_a_job_that_is_cancelled_while_it_plans_leaves_the_old_draft(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = a_conference()
    before = [(each.id, each.session_id) for each in planned(edition)]

    def plan_while_somebody_cancels(*told: Any, on_progress: Any, **options: Any) -> Plan:
        def tell(progress: Progress) -> None:
            on_progress(progress)
            with db.engine.begin() as elsewhere:
                elsewhere.execute(update(Job).values(cancel_asked_at=NOW))

        return really_plan(*told, on_progress=tell, **options)

    monkeypatch.setattr(run, "BEAT_SECONDS", 0)
    monkeypatch.setattr(planning_job, "plan", plan_while_somebody_cancels)
    job = plan(edition, seed=2)
    presentations = db.session.scalars(select(Presentation).order_by(Presentation.id))
    assert (job.state, [(each.id, each.session_id) for each in presentations]) == (JobState.CANCELLED, before)


def test_a_name_with_braces_and_tags_reaches_the_refusal_unchanged(app: Flask) -> None:
    edition = an_edition()
    block = {"name": "上午", "starts_at": "2024-09-11T09:00:00+08:00", "ends_at": "2024-09-11T09:05:00+08:00"}
    places(edition, rooms=[{"name": "会议室", "capacity": 50}], blocks=[block])
    a_result(edition, "{0}%s<b>小组", unit=PRESENTING)
    assert plan(edition).note.startswith(f"「{PRESENTING} {{0}}%s<b>小组」没有可用的位置")


def test_a_conference_elsewhere_is_not_touched(app: Flask) -> None:
    before = [each.id for each in planned(a_conference())]
    other = an_edition(slug="44", number=44, is_default=False)
    places(other)
    a_result(other, "别届小组")
    for number in range(3):
        a_judge(other, f"评委{number}", unit="机械质协", mobile=str(number))
    after = {each.id: each.event_id == other.id for each in planned(other)}
    assert after == {**dict.fromkeys(before, False), max(after): True}
