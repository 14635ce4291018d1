"""Incoming mail: the mailboxes of an edition, and the letters fetched from them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.mailboxes import MailboxPurpose, MailboxSecurity
from eventapp.extensions import db
from eventapp.models.annex import StoredFile
from eventapp.models.columns import EventId, Id, Line, MaybeMoment, Moment, Short, one_of


class Mailbox(db.Model):
    """Where an edition's papers are sent to. It is only read: nothing is deleted or marked on the server."""

    __tablename__ = "mailbox"
    __table_args__ = (
        UniqueConstraint("event_id", "purpose"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    purpose: Mapped[MailboxPurpose] = db.mapped_column(one_of(MailboxPurpose, "purpose"))
    address: Mapped[Line]
    host: Mapped[Line]
    port: Mapped[int]
    security: Mapped[MailboxSecurity] = db.mapped_column(one_of(MailboxSecurity, "security"))
    login: Mapped[Line]
    sealed_password: Mapped[bytes] = db.mapped_column(LargeBinary)
    folder: Mapped[Line] = db.mapped_column(default="INBOX")
    uid_validity: Mapped[int | None]
    last_uid: Mapped[int] = db.mapped_column(default=0)  # everything up to it has been fetched
    fetched_at: Mapped[MaybeMoment]
    error: Mapped[Line] = db.mapped_column(default="")  # why the last fetch failed


class Letter(db.Model):
    """One mail that arrived; the same message is kept once, however often it is fetched."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("event_id", "message_key"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    mailbox_id: Mapped[int | None] = db.mapped_column(ForeignKey("mailbox.id", ondelete="SET NULL"), index=True)
    message_key: Mapped[str] = db.mapped_column(String(64))  # digest of the Message-ID, of the whole mail without one
    message_id: Mapped[Line]
    sender_name: Mapped[Line]
    sender_address: Mapped[Line]
    subject: Mapped[Line]
    sent_at: Mapped[MaybeMoment]
    received_at: Mapped[Moment]
    seen_on: Mapped[Short]  # purpose of the mailbox, or how it came otherwise
    file_id: Mapped[int] = db.mapped_column(ForeignKey("stored_file.id", ondelete="CASCADE"))
    file: Mapped[StoredFile] = relationship()
