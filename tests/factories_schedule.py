"""A small conference that can be planned, and ways to plan and look at it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.recommendations import GroupKind
from eventapp.extensions import db
from eventapp.jobs.kinds import KINDS
from eventapp.jobs.run import run_job
from eventapp.models import Job, Presentation
from eventapp.services import jobs, schedule
from eventapp.settings import Settings
from tests.factories import NOW, SECRETARY, a_judge, a_result, a_story, an_edition

ROOMS = [{"name": "第一会议室", "capacity": 200}, {"name": "第二会议室", "capacity": 120}]
BLOCKS = [
    {"name": "第一天上午", "starts_at": "2024-09-11T09:40:00+08:00", "ends_at": "2024-09-11T12:00:00+08:00"},
    {
        "name": "第一天下午",
        "starts_at": "2024-09-11T13:30:00+08:00",
        "ends_at": "2024-09-11T17:45:00+08:00",
        "breaks": [[120, 135]],
    },
]
PRESENTING = "华胥当康工程机械科技有限公司"


def places(edition: Edition, rooms: Any = ROOMS, blocks: Any = BLOCKS) -> None:
    schedule.add_places(edition, rooms=rooms, blocks=blocks, actor=SECRETARY, now=NOW)


def a_conference(**overrides: Any) -> Edition:
    """8 results and 2 stories, one of them without a speaker; 2 rooms, 2 blocks, 6 judges, one of a presenting unit."""
    edition = an_edition(**overrides)
    places(edition)
    for number in range(5):
        a_result(edition, f"铁砧{number}QC小组", unit=PRESENTING if number < 2 else f"单位{number}")
    for number in range(3):
        a_result(edition, f"涂装{number}班", kind=GroupKind.TEAM, unit=f"单位{number}", topic_name="")
    a_story(edition)
    a_story(edition, "没有演讲人的故事", speaker_name="")
    for number, unit in enumerate((PRESENTING, *("机械质协",) * 5)):
        a_judge(edition, f"评委{number}", unit=unit, mobile=f"1380000000{number}")
    return edition


def plan(edition: Edition, **params: Any) -> Job:
    """Run the job as a worker does; returns how it ended."""
    values = {"seconds": 0.3, "seed": 1} | params
    job_id = jobs.start_job(edition, "plan_schedule", "编排日程", values, actor=SECRETARY, now=NOW)
    run_job(job_id, Settings(environment="testing", jobs_inline=True), KINDS)
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def planned(edition: Edition, **params: Any) -> list[Presentation]:
    """Plan, and the presentations in the order of their rows."""
    job = plan(edition, **params)
    assert (job.state, job.outcome.get("talks")) == (JobState.DONE, job.outcome["talks"]), job.note
    return list(db.session.scalars(select(Presentation).order_by(Presentation.id)))
