"""Editions, their keys and their tracks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, MaybeMoment, Moment, Short


class Event(db.Model):
    """One edition. `settings` holds what rules and print need: contact, levels, certificates."""

    __tablename__ = "event"
    __table_args__ = (
        # the landing page has one answer, whoever clicks first
        Index(
            "uq_event_default",
            "is_default",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[Id]
    slug: Mapped[str] = db.mapped_column(db.String(40), unique=True)
    number: Mapped[int]
    year: Mapped[int]
    name: Mapped[Line]
    short_name: Mapped[Short]
    short_name_en: Mapped[Short] = db.mapped_column(default="")
    name_en: Mapped[Line]
    document_number: Mapped[Short]
    issuers: Mapped[Listing]
    place: Mapped[Line]
    timezone: Mapped[Short]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    materials_due_at: Mapped[MaybeMoment]
    registration_opens_at: Mapped[MaybeMoment]
    registration_closes_at: Mapped[MaybeMoment]
    schedule_published_at: Mapped[MaybeMoment]
    awards_published_at: Mapped[MaybeMoment]
    personal_data_until: Mapped[date | None]  # after this day personal data is wiped
    personal_data_wiped_at: Mapped[MaybeMoment]
    recusal_by_region: Mapped[bool] = db.mapped_column(default=False)
    is_default: Mapped[bool] = db.mapped_column(default=False)
    is_demonstration: Mapped[bool] = db.mapped_column(default=False)
    settings: Mapped[Document]


class EventKey(db.Model):
    """An Ed25519 key pair of an edition; the private half is sealed with the installation's secret."""

    __tablename__ = "event_key"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    public_key: Mapped[bytes] = db.mapped_column(LargeBinary)
    sealed_private_key: Mapped[bytes] = db.mapped_column(LargeBinary)
    created_at: Mapped[Moment]
    retired_at: Mapped[MaybeMoment]  # signs nothing new; its tickets are honored
    distrusted_at: Mapped[MaybeMoment]  # its tickets are not: the private half may be known to others


class Track(db.Model):
    """Presentations of one kind, with one length and one way of judging."""

    __tablename__ = "track"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("speak_minutes > 0 AND question_minutes >= 0 AND change_minutes >= 0", name="minutes"),
        CheckConstraint("panel_min >= 1 AND panel_target >= panel_min", name="panel"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    code: Mapped[Short]  # qc, team, story
    name: Mapped[Short]
    name_en: Mapped[Short]
    speak_minutes: Mapped[int]
    question_minutes: Mapped[int]
    change_minutes: Mapped[int]
    panel_min: Mapped[int]
    panel_target: Mapped[int]
    sort: Mapped[int] = db.mapped_column(default=0)
