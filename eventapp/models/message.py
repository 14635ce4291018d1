"""The outbox: messages are written in the use case's transaction and sent afterwards."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from eventapp.domain.messages import Channel, MailingState, MessageState
from eventapp.extensions import db
from eventapp.models.columns import (
    Document,
    EventId,
    Id,
    Line,
    MaybeMoment,
    Moment,
    Short,
    UtcDateTime,
    one_of,
    sorted_text,
)


class MessageTemplate(db.Model):
    """The wording of one kind of message in one language; an edition without a row uses the shipped wording."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("event_id", "code", "language"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    code: Mapped[Short]
    language: Mapped[Short]
    subject: Mapped[Line]
    body: Mapped[str] = db.mapped_column(db.Text)
    changed_at: Mapped[Moment]


class Mailing(db.Model):
    """One message to many, drafted, counted and looked at before it goes; `audience` is the list it was written for:
    the query of its address."""

    __tablename__ = "mailing"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    channel: Mapped[Channel] = db.mapped_column(one_of(Channel, "channel"))
    subject: Mapped[Line]
    body: Mapped[str] = db.mapped_column(db.Text)
    subject_en: Mapped[Line] = db.mapped_column(default="")  # empty: everybody reads the Chinese one
    body_en: Mapped[str] = db.mapped_column(db.Text, default="")
    with_calendar: Mapped[bool] = db.mapped_column(default=False)
    audience: Mapped[Document]
    state: Mapped[MailingState] = db.mapped_column(one_of(MailingState, "state"), default=MailingState.DRAFT)
    revision: Mapped[int] = db.mapped_column(default=0)
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    written_at: Mapped[Moment]
    sent_at: Mapped[MaybeMoment]


class Message(db.Model):
    """One message to one person. `dedupe_key` keeps the same event from being told twice."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_channel_state_next_try_at", "channel", "state", "next_try_at"),  # what goes next
        Index("ix_message_event_id_id", "event_id", "id"),  # lists, and counts by state
        Index("ix_message_event_id_state", "event_id", "state", "id"),
        Index("ix_message_event_id_template", "event_id", "template", "id"),
        Index("ix_message_mailing_id_state", "mailing_id", "state", "id"),
        Index("ix_message_event_id_recipient", "event_id", "recipient", "id"),
    )

    id: Mapped[Id]
    event_id: Mapped[int] = db.mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    attendee_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), index=True)
    mailing_id: Mapped[int | None] = db.mapped_column(ForeignKey("mailing.id", ondelete="SET NULL"))
    channel: Mapped[Channel] = db.mapped_column(one_of(Channel, "channel"), default=Channel.MAIL)
    dedupe_key: Mapped[str] = db.mapped_column(String(120), unique=True)
    template: Mapped[Short]
    recipient: Mapped[str] = db.mapped_column(sorted_text(400))
    subject: Mapped[Line]
    body: Mapped[str] = db.mapped_column(db.Text)
    with_calendar: Mapped[bool] = db.mapped_column(default=False)  # the file is made when it is sent
    state: Mapped[MessageState] = db.mapped_column(one_of(MessageState, "state"))
    attempts: Mapped[int] = db.mapped_column(default=0)
    next_try_at: Mapped[MaybeMoment]
    tried_at: Mapped[MaybeMoment] = db.mapped_column(UtcDateTime(), index=True)  # tells the pace, and what was cut off
    error: Mapped[Line] = db.mapped_column(default="")
    written_at: Mapped[Moment]
    sent_at: Mapped[MaybeMoment]
    bounced_at: Mapped[MaybeMoment]
