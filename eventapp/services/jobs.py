"""Jobs: started, run by one worker at a time, watched, cancelled, found again after a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.annex import StoredFile
from eventapp.models.job import Job
from eventapp.services.transactions import transactional
from eventapp.services.turns import take_turn

SILENCE = timedelta(seconds=40)  # a running job that has not beaten for so long has died
MOST_ATTEMPTS = 3  # a job that kills its process three times will do it again


@dataclass(frozen=True)
class Claim:
    """One attempt at a job: its number, when it began, and what is to be done.

    A job that is begun again leaves earlier attempts behind: they can write nothing any more.
    """

    job_id: int
    attempt: int
    since: datetime
    kind: str
    params: dict[str, Any]
    event_id: int
    account_id: int | None


@transactional
def start_job(edition: Edition, kind: str, title: str, params: dict[str, Any], *, actor: Actor, now: datetime) -> int:
    """Write down a job to be done; the caller hands its number to the queue afterwards.

    A button pressed twice is one job: while the same work waits or runs, its number is returned.
    """
    take_turn(edition)
    if (same := find_living(edition, kind, params, actor)) is not None:
        return same
    job = Job(
        event_id=edition.id, kind=kind, title=title, params=params, state=JobState.QUEUED, outcome={},
        created_by=actor.account_id, created_at=now, done=0, total=0, attempts=0, note="",
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    return job.id


def find_living(edition: Edition, kind: str, params: dict[str, Any], actor: Actor) -> int | None:
    """The job that does the same, has not ended and may be seen by the actor, or None."""
    living = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    query = select(Job).where(Job.event_id == edition.id, Job.kind == kind, living, Job.cancel_asked_at.is_(None))
    if not actor.is_staff:
        query = query.where(Job.created_by == actor.account_id)
    return next((job.id for job in db.session.scalars(query.order_by(Job.id)) if job.params == params), None)


@transactional
def claim_job(job_id: int, *, now: datetime) -> Claim | None:
    """Take a queued job for this worker; None when another has it, or it was cancelled meanwhile."""
    job = db.session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED)
        .values(state=JobState.RUNNING, started_at=now, beat_at=now, attempts=Job.attempts + 1)
        .returning(Job)
    )
    if job is None:
        return None
    return Claim(job.id, job.attempts, now, job.kind, dict(job.params), job.event_id, job.created_by)


def find_claimed(claim: Claim) -> Job | None:
    """The job, held until the transaction ends, while this very attempt is the one that runs; else None."""
    query = select(Job).where(
        Job.id == claim.job_id, Job.state == JobState.RUNNING, Job.attempts == claim.attempt,
        Job.started_at == claim.since,
    )  # fmt: skip
    return db.session.scalar(query.with_for_update())


@transactional
def beat(claim: Claim, *, now: datetime) -> None:
    """Show that the worker of this attempt lives."""
    if (job := find_claimed(claim)) is not None:
        job.beat_at = now


@transactional
def report_progress(claim: Claim, done: int, total: int, note: str, *, now: datetime) -> bool:
    """Beat, and say how far it is; False when somebody asked to cancel, or another attempt has taken over."""
    job = find_claimed(claim)
    if job is None:
        return False
    job.done, job.total, job.note, job.beat_at = done, total, note[:400], now
    return job.cancel_asked_at is None


@transactional
def finish_job(
    claim: Claim, state: JobState, *, note: str, outcome: dict[str, Any], result_file_id: int | None, now: datetime
) -> bool:
    """Write how it ended; False when this attempt was taken for dead: then the one that took over writes its own."""
    job = find_claimed(claim)
    if job is None:
        return False
    job.state, job.note, job.outcome, job.ended_at, job.beat_at = state, note[:400], outcome, now, now
    job.result_file_id = result_file_id
    if state is JobState.DONE:
        job.done = job.total = max(job.total, 1)
    return True


@transactional
def ask_cancel(edition: Edition, job_id: int, *, actor: Actor, now: datetime) -> None:
    """Cancel at once what has not begun; ask what is running to stop."""
    job = get_job(edition, job_id, actor)
    if job.state is JobState.QUEUED:
        job.state, job.ended_at = JobState.CANCELLED, now
    elif job.state is JobState.RUNNING:
        job.cancel_asked_at = now


@transactional
def retry_job(edition: Edition, job_id: int, *, actor: Actor, now: datetime) -> int:
    """Queue a failed or cancelled job again."""
    job = get_job(edition, job_id, actor)
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Refusal("只有失败或已取消的任务可以重试。")
    job.state, job.attempts, job.done, job.note = JobState.QUEUED, 0, 0, ""
    job.cancel_asked_at = job.ended_at = None
    return job.id


@transactional
def recover_jobs(*, now: datetime, silence: timedelta = SILENCE) -> list[int]:
    """Find jobs that a dead process left: they are queued again, those that keep dying fail. Returns what to run.

    A process that knows it is the only one, just started, asks with no silence at all.
    """
    silent = or_(Job.beat_at.is_(None), Job.beat_at <= now - silence)
    for job in db.session.scalars(select(Job).where(Job.state == JobState.RUNNING, silent).with_for_update()):
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.ended_at, job.note = JobState.FAILED, now, N_("处理进程多次中断，任务已停止。")
        else:
            job.state = JobState.QUEUED
    db.session.flush()
    return list(db.session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)))


def has_begun(edition: Edition, kind: str, *, since: datetime) -> bool:
    """Whether a job of this kind was written down since then, or still waits or runs."""
    recent = or_(Job.created_at > since, Job.ended_at.is_(None))
    return (
        db.session.scalar(select(Job.id).where(Job.event_id == edition.id, Job.kind == kind, recent).limit(1))
        is not None
    )


def get_job(edition: Edition, job_id: int, actor: Actor) -> Job:
    """The job, for its owner and for the edition's staff; for anybody else it does not exist."""
    query = select(Job).where(Job.id == job_id, Job.event_id == edition.id)
    if not actor.is_staff:
        query = query.where(Job.created_by == actor.account_id)
    job = db.session.scalar(query)
    if job is None:
        raise NotFound("找不到这个任务。")
    return job


def find_job(edition: Edition, kind: str, job_id: int) -> Job | None:
    """A job of one kind, for a page that has its own rule of who may see it."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.event_id == edition.id, Job.kind == kind))


def list_jobs(edition: Edition, *, actor: Actor, most: int = 50) -> list[Job]:
    """The newest jobs that the actor may see."""
    query = select(Job).where(Job.event_id == edition.id)
    if not actor.is_staff:
        query = query.where(Job.created_by == actor.account_id)
    return list(db.session.scalars(query.order_by(Job.id.desc()).limit(most)))


def find_result_file(job: Job) -> StoredFile | None:
    """The file a job made, or None."""
    return db.session.get(StoredFile, job.result_file_id) if job.result_file_id else None
