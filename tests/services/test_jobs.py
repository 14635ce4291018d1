"""The life of a job: claimed once, found again after a death, cancelled, seen only by its own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.jobs.run import JobRun, Outcome, run_job
from eventapp.models import Job
from eventapp.services import jobs
from eventapp.services.jobs import Claim
from tests.factories import NOW, an_account, an_edition
from tests.services.threads import all_at_once

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@pytest.fixture
def owner(edition: Edition) -> Actor:
    return Actor(an_account("liaison"), "联络员", frozenset({StaffRole.LIAISON}))


@pytest.fixture
def job_id(edition: Edition, owner: Actor) -> int:
    return jobs.start_job(edition, "count", "数数", {"to": 3}, actor=owner, now=NOW)


def claimed(job_id: int, now: datetime = NOW) -> Claim:
    """A worker has it."""
    claim = jobs.claim_job(job_id, now=now)
    assert claim is not None
    return claim


def state_of(job_id: int) -> JobState:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True).state


def test_of_many_workers_one_gets_the_job(app: Flask, job_id: int) -> None:
    answers = all_at_once(app, 8, lambda _worker: jobs.claim_job(job_id, now=NOW) is not None)

    assert sorted(answers) == [False] * 7 + [True]


def test_a_button_pressed_many_times_at_once_starts_one_job(app: Flask, edition: Edition, owner: Actor) -> None:
    def press(_worker: int) -> int:
        return jobs.start_job(edition, "plan", "编排", {"seed": 0}, actor=owner, now=NOW)

    answers = all_at_once(app, 6, press)

    assert len(set(answers)) == 1
    assert len(db.session.scalars(select(Job)).all()) == 1


def test_other_work_and_work_that_has_ended_are_new_jobs(edition: Edition, owner: Actor, job_id: int) -> None:
    other = jobs.start_job(edition, "count", "数数", {"to": 4}, actor=owner, now=NOW)
    jobs.ask_cancel(edition, job_id, actor=owner, now=NOW)

    again = jobs.start_job(edition, "count", "数数", {"to": 3}, actor=owner, now=NOW)

    assert len({job_id, other, again}) == 3


def test_a_job_of_a_dead_process_is_queued_again(job_id: int) -> None:
    jobs.claim_job(job_id, now=NOW)

    assert jobs.recover_jobs(now=NOW + timedelta(seconds=30)) == []
    assert jobs.recover_jobs(now=LATER) == [job_id]
    assert state_of(job_id) is JobState.QUEUED


def test_a_beating_job_is_left_alone(job_id: int) -> None:
    jobs.report_progress(claimed(job_id), 1, 3, "", now=LATER)

    assert jobs.recover_jobs(now=LATER + timedelta(seconds=30)) == []
    assert state_of(job_id) is JobState.RUNNING


def test_a_job_that_kills_its_process_each_time_fails_in_the_end(job_id: int) -> None:
    for attempt in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim_job(job_id, now=NOW + attempt * timedelta(hours=1)) is not None
        recovered = jobs.recover_jobs(now=NOW + attempt * timedelta(hours=1) + timedelta(minutes=5))

    assert recovered == []
    assert state_of(job_id) is JobState.FAILED


def test_an_attempt_that_was_taken_for_dead_cannot_end_the_one_that_took_over(job_id: int) -> None:
    first = claimed(job_id)
    jobs.recover_jobs(now=LATER)
    second = claimed(job_id, LATER)

    assert jobs.report_progress(first, 2, 3, "", now=LATER) is False
    assert jobs.finish_job(first, JobState.FAILED, note="断了", outcome={}, result_file_id=None, now=LATER) is False
    assert state_of(job_id) is JobState.RUNNING
    assert jobs.finish_job(second, JobState.DONE, note="", outcome={}, result_file_id=None, now=LATER) is True
    assert jobs.finish_job(first, JobState.FAILED, note="断了", outcome={}, result_file_id=None, now=LATER) is False
    assert state_of(job_id) is JobState.DONE


def test_a_late_beat_of_a_dead_attempt_keeps_no_later_one_alive(job_id: int) -> None:
    first = claimed(job_id)
    jobs.recover_jobs(now=LATER)
    claimed(job_id, LATER)

    jobs.beat(first, now=LATER + timedelta(minutes=10))

    assert jobs.recover_jobs(now=LATER + timedelta(minutes=10)) == [job_id]


def test_of_a_job_that_was_tried_again_by_hand_the_same_number_of_attempt_is_another_one(
    edition: Edition, owner: Actor, job_id: int
) -> None:
    first = claimed(job_id)
    jobs.finish_job(first, JobState.FAILED, note="", outcome={}, result_file_id=None, now=NOW)
    jobs.retry_job(edition, job_id, actor=owner, now=LATER)
    again = claimed(job_id, LATER)

    assert (first.attempt, again.attempt) == (1, 1)
    assert jobs.finish_job(first, JobState.DONE, note="", outcome={}, result_file_id=None, now=LATER) is False
    assert state_of(job_id) is JobState.RUNNING


def test_a_worker_that_was_overtaken_stops_at_its_next_step(app: Flask, job_id: int) -> None:
    steps = []

    def slow(run: JobRun) -> Outcome:
        jobs.recover_jobs(now=clock.now() + timedelta(minutes=10))
        claimed(job_id, clock.now() + timedelta(minutes=10))
        steps.append("before")
        run.progress(1, 3)
        steps.append("after")
        return Outcome("数完了。")

    run_job(job_id, app.extensions["settings"], {"count": slow})

    assert (steps, state_of(job_id)) == (["before"], JobState.RUNNING)


def test_a_queued_job_is_cancelled_at_once(edition: Edition, owner: Actor, job_id: int) -> None:
    jobs.ask_cancel(edition, job_id, actor=owner, now=NOW)

    assert state_of(job_id) is JobState.CANCELLED
    assert jobs.claim_job(job_id, now=NOW) is None


def test_a_running_job_is_asked_to_stop(app: Flask, edition: Edition, owner: Actor, job_id: int) -> None:
    def count(run: JobRun) -> Outcome:
        jobs.ask_cancel(run.edition, run.job_id, actor=run.actor, now=NOW)
        run.progress(3, 3)
        return Outcome("数完了。")

    run_job(job_id, app.extensions["settings"], {"count": count})

    assert state_of(job_id) is JobState.CANCELLED


@pytest.mark.parametrize("fault", [ValueError("boom"), Refusal("不能数。")])
def test_a_failing_job_says_so_and_can_be_run_again(
    app: Flask, edition: Edition, owner: Actor, job_id: int, fault: Exception
) -> None:
    def fail(_run: JobRun) -> Outcome:
        raise fault

    run_job(job_id, app.extensions["settings"], {"count": fail})
    assert state_of(job_id) is JobState.FAILED

    jobs.retry_job(edition, job_id, actor=owner, now=LATER)
    run_job(job_id, app.extensions["settings"], {"count": lambda run: Outcome("数到了。", {"to": run.params["to"]})})

    job = jobs.get_job(edition, job_id, owner)
    assert (job.state, job.note, job.outcome) == (JobState.DONE, "数到了。", {"to": 3})


def test_a_finished_job_is_not_run_again(edition: Edition, owner: Actor, job_id: int) -> None:
    jobs.finish_job(claimed(job_id), JobState.DONE, note="", outcome={}, result_file_id=None, now=NOW)

    with pytest.raises(Refusal, match="只有失败或已取消的任务可以重试。"):
        jobs.retry_job(edition, job_id, actor=owner, now=NOW)


def test_a_job_is_seen_by_its_owner_and_the_staff_only(edition: Edition, owner: Actor, job_id: int) -> None:
    stranger = Actor(an_account("other"), "别人", frozenset({StaffRole.LIAISON}))
    organizer = Actor(an_account("organizer"), "会务", frozenset({StaffRole.ORGANIZER}))

    assert [job.id for job in jobs.list_jobs(edition, actor=owner)] == [job_id]
    assert jobs.get_job(edition, job_id, organizer).id == job_id
    assert jobs.list_jobs(edition, actor=stranger) == []
    with pytest.raises(NotFound):
        jobs.get_job(edition, job_id, stranger)


def test_a_job_of_another_edition_does_not_exist(job_id: int) -> None:
    organizer = Actor(an_account("organizer"), "会务", frozenset({StaffRole.ORGANIZER}))
    other = an_edition(slug="44", is_default=False)

    with pytest.raises(NotFound):
        jobs.get_job(other, job_id, organizer)
