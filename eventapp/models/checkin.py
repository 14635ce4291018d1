"""Checkpoints and what was scanned there."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.checkin import CheckpointKind, Verdict
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.columns import EventId, Id, MaybeMoment, Moment, Short, one_of


class Checkpoint(db.Model):
    """A place and purpose where people are checked in, within its hours."""

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    name_en: Mapped[Short]
    kind: Mapped[CheckpointKind] = db.mapped_column(one_of(CheckpointKind, "kind"))
    opens_at: Mapped[MaybeMoment]
    closes_at: Mapped[MaybeMoment]
    sort: Mapped[int] = db.mapped_column(default=0)


class Scan(db.Model):
    """One reading, accepted or refused; never deleted, only undone.

    `device` and `key` name the reading for ever, so that a repeat gets the first answer. The partial index lets one
    person be present once at one checkpoint, whatever two doors say at the same instant.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("device", "key"),
        Index(
            "uq_scan_present", "checkpoint_id", "attendee_id", unique=True,
            sqlite_where=text("verdict = 'ok' AND undone_at IS NULL"),
            postgresql_where=text("verdict = 'ok' AND undone_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    event_id: Mapped[EventId]
    checkpoint_id: Mapped[int] = db.mapped_column(ForeignKey("checkpoint.id"), index=True)
    attendee_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), index=True)
    device: Mapped[str] = db.mapped_column(String(64))
    key: Mapped[str] = db.mapped_column(String(64))
    verdict: Mapped[Verdict] = db.mapped_column(one_of(Verdict, "verdict"))
    first_at: Mapped[MaybeMoment]  # of an `already`: when the person was let in
    scanned_at: Mapped[Moment]  # bounded client clock
    received_at: Mapped[Moment]
    skew_seconds: Mapped[int] = db.mapped_column(default=0)
    scanned_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    undone_at: Mapped[MaybeMoment]
    undone_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    attendee: Mapped[Attendee | None] = relationship()
    checkpoint: Mapped[Checkpoint] = relationship()
