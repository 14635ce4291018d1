"""Rooms, sessions, presentations, judges and their panels."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.recusal import RecusalReason
from eventapp.domain.sessions import PresentationState, SessionKind
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.columns import EventId, Id, Line, Listing, MaybeMoment, Moment, Short, one_of
from eventapp.models.event import Track
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Result, Story


class Room(db.Model):
    """A place where people sit."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("event_id", "name"), CheckConstraint("capacity > 0", name="capacity"))

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    capacity: Mapped[int]
    sort: Mapped[int] = db.mapped_column(default=0)


class Block(db.Model):
    """A half-day in which rooms run in parallel; `breaks` are pairs of minutes from its start."""

    __tablename__ = "block"
    __table_args__ = (UniqueConstraint("event_id", "starts_at"), CheckConstraint("ends_at > starts_at", name="order"))

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    breaks: Mapped[Listing]


class Session(db.Model):
    """One room in one block of time."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("room_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="order"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    room_id: Mapped[int] = db.mapped_column(ForeignKey("room.id"), index=True)
    track_id: Mapped[int | None] = db.mapped_column(ForeignKey("track.id"))
    kind: Mapped[SessionKind] = db.mapped_column(one_of(SessionKind, "kind"))
    title: Mapped[Line]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    room: Mapped[Room] = relationship()
    track: Mapped[Track | None] = relationship()
    presentations: Mapped[list[Presentation]] = relationship(
        back_populates="session", order_by="Presentation.starts_at"
    )
    panel: Mapped[Panel | None] = relationship(back_populates="session")


class Presentation(db.Model):
    """One result or one story in its room and time."""

    __tablename__ = "presentation"
    __table_args__ = (
        CheckConstraint("(result_id IS NULL) <> (story_id IS NULL)", name="one_subject"),
        CheckConstraint("ends_at > starts_at", name="order"),
        UniqueConstraint("result_id"),
        UniqueConstraint("story_id"),
        UniqueConstraint("session_id", "starts_at"),  # one presenter at a time on one stage
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    session_id: Mapped[int] = db.mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int | None] = db.mapped_column(ForeignKey("result.id", ondelete="CASCADE"))
    story_id: Mapped[int | None] = db.mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    state: Mapped[PresentationState] = db.mapped_column(one_of(PresentationState, "state"))
    session: Mapped[Session] = relationship(back_populates="presentations")
    result: Mapped[Result | None] = relationship()
    story: Mapped[Story | None] = relationship()


class Judge(db.Model):
    """A person who scores; belongs to a unit and comes from a region."""

    __tablename__ = "judge"
    __table_args__ = (Index("uq_judge_person", "event_id", "name", "mobile", unique=True),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    mobile: Mapped[Short]
    unit_name: Mapped[Line]
    region: Mapped[Short]
    speciality: Mapped[Line]
    job_title: Mapped[Short]
    organization_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    attendee_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), unique=True)
    organization: Mapped[Organization | None] = relationship()
    attendee: Mapped[Attendee | None] = relationship()


class Panel(db.Model):
    """The judges of one session."""

    __tablename__ = "panel"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    session_id: Mapped[int] = db.mapped_column(ForeignKey("session.id", ondelete="CASCADE"), unique=True)
    session: Mapped[Session] = relationship(back_populates="panel")
    seats: Mapped[list[PanelSeat]] = relationship(back_populates="panel", cascade="all, delete-orphan")


class PanelSeat(db.Model):
    """One judge on one panel; the block keeps a judge from sitting in two rooms at once."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "judge_id"),
        UniqueConstraint("judge_id", "starts_at"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    panel_id: Mapped[int] = db.mapped_column(ForeignKey("panel.id", ondelete="CASCADE"), index=True)
    judge_id: Mapped[int] = db.mapped_column(ForeignKey("judge.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[Moment]  # of the session
    is_chair: Mapped[bool] = db.mapped_column(default=False)
    panel: Mapped[Panel] = relationship(back_populates="seats")
    judge: Mapped[Judge] = relationship()


class Recusal(db.Model):
    """A judge must not judge a presentation; found by rule or declared, never deleted."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("judge_id", "presentation_id"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    judge_id: Mapped[int] = db.mapped_column(ForeignKey("judge.id", ondelete="CASCADE"))
    presentation_id: Mapped[int] = db.mapped_column(ForeignKey("presentation.id", ondelete="CASCADE"), index=True)
    reason: Mapped[RecusalReason] = db.mapped_column(one_of(RecusalReason, "reason"))
    note: Mapped[Line] = db.mapped_column(default="")
    declared_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    declared_at: Mapped[Moment]
    lifted_at: Mapped[MaybeMoment]
