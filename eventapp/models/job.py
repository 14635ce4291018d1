"""Long work, kept in the database so that a killed process loses nothing."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped

from eventapp.domain.jobs import JobState
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, MaybeMoment, Moment, Short, one_of


class Job(db.Model):
    """One piece of long work: what to do, how far it is, what came out. The queue carries only its id."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("ix_job_state_beat_at", "state", "beat_at"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    kind: Mapped[Short]
    title: Mapped[Line]
    params: Mapped[Document]
    state: Mapped[JobState] = db.mapped_column(one_of(JobState, "state"))
    done: Mapped[int] = db.mapped_column(default=0)
    total: Mapped[int] = db.mapped_column(default=0)
    note: Mapped[Line] = db.mapped_column(default="")  # what it is doing, or why it stopped
    outcome: Mapped[Document]
    result_file_id: Mapped[int | None] = db.mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    attempts: Mapped[int] = db.mapped_column(default=0)
    cancel_asked_at: Mapped[MaybeMoment]
    created_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[Moment]
    started_at: Mapped[MaybeMoment]
    beat_at: Mapped[MaybeMoment]  # a running job without a beat has died
    ended_at: Mapped[MaybeMoment]
