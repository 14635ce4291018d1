"""The outbox: mails are written in the use case's transaction and sent afterwards."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from eventapp.domain.messages import MessageState
from eventapp.extensions import db
from eventapp.models.columns import EventId, Id, Line, MaybeMoment, Moment, Short, one_of


class Message(db.Model):
    """One mail to one person. `dedupe_key` keeps the same event from being told twice."""

    __tablename__ = "message"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    attendee_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), index=True)
    dedupe_key: Mapped[str] = db.mapped_column(String(120), unique=True)
    template: Mapped[Short]
    recipient: Mapped[Line]
    subject: Mapped[Line]
    body: Mapped[str] = db.mapped_column(db.Text)
    state: Mapped[MessageState] = db.mapped_column(one_of(MessageState, "state"), index=True)
    attempts: Mapped[int] = db.mapped_column(default=0)
    error: Mapped[Line] = db.mapped_column(default="")
    written_at: Mapped[Moment]
    sent_at: Mapped[MaybeMoment]
