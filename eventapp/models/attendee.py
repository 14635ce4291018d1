"""People who come, in which roles, and their tickets."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.registration import AttendeeState, RoleNeed
from eventapp.extensions import db
from eventapp.models.columns import EventId, Id, Line, MaybeMoment, Moment, Short, one_of
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Result, Story


class Role(db.Model):
    """In what capacity people come; a setting of the edition (notice, section 三)."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    code: Mapped[Short]
    section: Mapped[Short]  # heading under which a person finds themselves
    name: Mapped[Short]
    name_en: Mapped[Short]
    need: Mapped[RoleNeed] = db.mapped_column(one_of(RoleNeed, "need"), default=RoleNeed.NOTHING)
    needs_approval: Mapped[bool] = db.mapped_column(default=False)
    sort: Mapped[int] = db.mapped_column(default=0)


class Attendee(db.Model):
    """One registered person. `manage_key_hash` is the hash of the link that opens and edits the registration."""

    __tablename__ = "attendee"
    __table_args__ = (
        Index("ix_attendee_event_id_name_key", "event_id", "name_key"),
        Index("ix_attendee_event_id_mobile", "event_id", "mobile"),
        Index("ix_attendee_event_id_state", "event_id", "state"),  # desks ask every few seconds how many are awaited
        # the same person does not come twice; a cancelled registration leaves the place free
        Index(
            "uq_attendee_person", "event_id", "name_key", "mobile", unique=True,
            sqlite_where=text("state != 'cancelled'"), postgresql_where=text("state != 'cancelled'"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    name_key: Mapped[Short]
    gender: Mapped[str] = db.mapped_column(String(2), default="")
    unit_name: Mapped[Line]
    organization_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    job_title: Mapped[Short] = db.mapped_column(default="")
    mobile: Mapped[Short]
    email: Mapped[Line] = db.mapped_column(default="")
    state: Mapped[AttendeeState] = db.mapped_column(one_of(AttendeeState, "state"))
    manage_key_hash: Mapped[str] = db.mapped_column(String(64), unique=True)
    consented_at: Mapped[MaybeMoment]
    registered_at: Mapped[Moment]
    organization: Mapped[Organization | None] = relationship()
    roles: Mapped[list[AttendeeRole]] = relationship(
        back_populates="attendee", cascade="all, delete-orphan", order_by="AttendeeRole.id"
    )
    tickets: Mapped[list[Ticket]] = relationship(back_populates="attendee", order_by="Ticket.id")


class AttendeeRole(db.Model):
    """One role of one attendee; a presenter's names the result, a speaker's the story."""

    __tablename__ = "attendee_role"
    __table_args__ = (
        UniqueConstraint("attendee_id", "role_id", "result_id", "story_id"),
        # one story has one speaker (T/CAQ contests bar swapping); a result may have several presenters
        Index("uq_attendee_role_story", "story_id", unique=True),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    attendee_id: Mapped[int] = db.mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), index=True)
    role_id: Mapped[int] = db.mapped_column(ForeignKey("role.id"), index=True)
    result_id: Mapped[int | None] = db.mapped_column(ForeignKey("result.id", ondelete="SET NULL"), index=True)
    story_id: Mapped[int | None] = db.mapped_column(ForeignKey("story.id", ondelete="SET NULL"))
    attendee: Mapped[Attendee] = relationship(back_populates="roles")
    role: Mapped[Role] = relationship()
    result: Mapped[Result | None] = relationship()
    story: Mapped[Story | None] = relationship()


class Ticket(db.Model):
    """The right to enter: `serial` is the random number inside the signed code; `key_id` signs it."""

    __tablename__ = "ticket"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    attendee_id: Mapped[int] = db.mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), index=True)
    key_id: Mapped[int] = db.mapped_column(ForeignKey("event_key.id"))
    serial: Mapped[str] = db.mapped_column(String(16), unique=True)  # 8 bytes in hexadecimal
    issued_at: Mapped[Moment]
    revoked_at: Mapped[MaybeMoment]
    attendee: Mapped[Attendee] = relationship(back_populates="tickets")
