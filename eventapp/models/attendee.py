"""People who come, in which roles, and their tickets."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import Admission, AttendeeState, Origin, RoleState
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, MaybeMoment, Moment, Short, one_of, sorted_text
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Result, Story


class Role(db.Model):
    """In what capacity people come; a setting of the edition (notice, section 三)."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    code: Mapped[Short]
    section: Mapped[Short]  # heading under which a person finds themselves
    name: Mapped[Short]
    name_en: Mapped[Short]
    hint: Mapped[Line] = db.mapped_column(default="")  # a sentence by which people find themselves
    hint_en: Mapped[Line] = db.mapped_column(default="")
    need: Mapped[RoleNeed] = db.mapped_column(one_of(RoleNeed, "need"), default=RoleNeed.NOTHING)
    admission: Mapped[Admission] = db.mapped_column(one_of(Admission, "admission"), default=Admission.OPEN)
    capacity: Mapped[int | None]
    has_waiting_list: Mapped[bool] = db.mapped_column(default=True)  # asked only where there is a capacity
    opens_at: Mapped[MaybeMoment]  # within the time of the edition's registration
    closes_at: Mapped[MaybeMoment]
    badge_class: Mapped[Short] = db.mapped_column(default="attendee")
    is_offered: Mapped[bool] = db.mapped_column(default=True)
    sort: Mapped[int] = db.mapped_column(default=0)


class Attendee(db.Model):
    """One registered person. `manage_key_hash` is the hash of the link that opens and edits the registration."""

    __tablename__ = "attendee"
    __table_args__ = (
        Index("ix_attendee_event_id_name_key", "event_id", "name_key"),
        Index("ix_attendee_event_id_mobile", "event_id", "mobile"),
        # desks ask every few seconds how many are awaited; the other columns are what the figures of registration count
        Index("ix_attendee_event_id_state", "event_id", "state", "lodging", "gender", "meal", "visit"),
        Index("ix_attendee_event_id_pinyin", "event_id", "pinyin", "id"),  # the order of the lists
        Index("ix_attendee_event_id_arrives", "event_id", "arrives_on", "arrives_time", "arrives_by", "id", "state"),
        Index("ix_attendee_event_id_departs", "event_id", "departs_on", "departs_time", "departs_by", "id", "state"),
        Index("ix_attendee_event_id_lodging", "event_id", "lodging", "pinyin", "id"),
        Index("ix_attendee_event_id_hotel_room", "event_id", "lodging", "hotel_room", "pinyin", "id"),
        Index("ix_attendee_event_id_meal", "event_id", "meal"),
        Index("ix_attendee_event_id_visit", "event_id", "visit"),
        Index("ix_attendee_event_id_origin", "event_id", "origin"),
        Index("ix_attendee_event_id_email", "event_id", "email"),
        Index("ix_attendee_event_id_erasure_asked_at", "event_id", "erasure_asked_at"),
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
    pinyin: Mapped[str] = db.mapped_column(sorted_text(200), default="")  # what lists are sorted by
    gender: Mapped[str] = db.mapped_column(String(2), default="")
    unit_name: Mapped[Line]
    organization_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    department: Mapped[Short] = db.mapped_column(default="")
    job_title: Mapped[Short] = db.mapped_column(default="")
    mobile: Mapped[Short]
    email: Mapped[Line] = db.mapped_column(default="")
    wechat: Mapped[Short] = db.mapped_column(default="")
    arrives_on: Mapped[date | None]
    arrives_time: Mapped[str] = db.mapped_column(String(5), default="")  # 14:05, in the edition's zone
    arrives_by: Mapped[Short] = db.mapped_column(default="")  # train or flight
    departs_on: Mapped[date | None]
    departs_time: Mapped[str] = db.mapped_column(String(5), default="")
    departs_by: Mapped[Short] = db.mapped_column(default="")
    lodging: Mapped[Short] = db.mapped_column(default="")  # codes of options, as are meal and visit
    roommate: Mapped[Short] = db.mapped_column(default="")
    meal: Mapped[Short] = db.mapped_column(default="")
    visit: Mapped[Short] = db.mapped_column(default="")
    hotel_room: Mapped[Short] = db.mapped_column(default="")  # given by the organizers, as is the seat
    seat: Mapped[Short] = db.mapped_column(default="")
    answers: Mapped[Document]  # all other fields by code
    form_id: Mapped[int | None] = db.mapped_column(ForeignKey("registration_form.id"))  # the questions answered
    delegation_id: Mapped[int | None] = db.mapped_column(ForeignKey("delegation.id", ondelete="SET NULL"), index=True)
    replaces_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), unique=True)
    origin: Mapped[Origin] = db.mapped_column(one_of(Origin, "origin"), default=Origin.ALONE)
    language: Mapped[Short] = db.mapped_column(default="zh_Hans_CN")
    state: Mapped[AttendeeState] = db.mapped_column(one_of(AttendeeState, "state"))
    link_nonce: Mapped[str] = db.mapped_column(String(32), default="")  # the key of the link is made from it
    manage_key_hash: Mapped[str] = db.mapped_column(String(64), unique=True)
    consented_at: Mapped[MaybeMoment]  # the last time, to the privacy text of this form
    consent_form_id: Mapped[int | None] = db.mapped_column(ForeignKey("registration_form.id"))
    registered_at: Mapped[Moment]
    changed_at: Mapped[MaybeMoment]
    erasure_asked_at: Mapped[MaybeMoment]
    erased_at: Mapped[MaybeMoment]
    organization: Mapped[Organization | None] = relationship()
    roles: Mapped[list[AttendeeRole]] = relationship(
        back_populates="attendee", cascade="all, delete-orphan", order_by="AttendeeRole.id"
    )
    tickets: Mapped[list[Ticket]] = relationship(back_populates="attendee", order_by="Ticket.id")


class AttendeeWord(db.Model):
    """One beginning by which an attendee is found: of name, pinyin, initials or mobile tail; read as a range."""

    __tablename__ = "attendee_word"
    __table_args__ = (Index("ix_attendee_word_attendee_id_word", "attendee_id", "word"),)

    event_id: Mapped[int] = db.mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = db.mapped_column(sorted_text(80), primary_key=True)
    pinyin: Mapped[str] = db.mapped_column(sorted_text(200), primary_key=True, default="")  # the order of the list
    attendee_id: Mapped[int] = db.mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), primary_key=True)


class AttendeeRole(db.Model):
    """One role of one attendee; a presenter's names the result, a speaker's the story."""

    __tablename__ = "attendee_role"
    __table_args__ = (
        UniqueConstraint("attendee_id", "role_id", "result_id", "story_id"),
        # one story has one speaker (T/CAQ contests bar swapping); a result may have several presenters
        Index("uq_attendee_role_story", "story_id", unique=True),
        # a place in a role of limited capacity is a number from 1 to the capacity: two people cannot have the same
        Index("uq_attendee_role_place", "role_id", "place", unique=True),
        Index("ix_attendee_role_event_id_state", "event_id", "state", "waiting_since", "id", "role_id"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    attendee_id: Mapped[int] = db.mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), index=True)
    role_id: Mapped[int] = db.mapped_column(ForeignKey("role.id"), index=True)
    result_id: Mapped[int | None] = db.mapped_column(ForeignKey("result.id", ondelete="SET NULL"), index=True)
    story_id: Mapped[int | None] = db.mapped_column(ForeignKey("story.id", ondelete="SET NULL"))
    state: Mapped[RoleState] = db.mapped_column(one_of(RoleState, "state"), default=RoleState.CONFIRMED)
    place: Mapped[int | None]
    waiting_since: Mapped[MaybeMoment]
    offer_expires_at: Mapped[MaybeMoment]
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
    revoked_for: Mapped[Short] = db.mapped_column(default="")  # cancelled, replaced, reissued, erased
    attendee: Mapped[Attendee] = relationship(back_populates="tickets")
