"""What registration rests on: versions of the form, invitations, units that register many, the organizers' tools."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, MaybeMoment, Moment, Short, UtcDateTime


class RegistrationForm(db.Model):
    """One version of what registration asks, never changed once answered: old answers keep their questions."""

    __tablename__ = "registration_form"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    number: Mapped[int]
    fields: Mapped[Listing]  # as `domain.registration_fields` writes them
    privacy_text: Mapped[str] = db.mapped_column(db.Text)
    privacy_text_en: Mapped[str] = db.mapped_column(db.Text)
    created_at: Mapped[Moment]
    created_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Delegation(db.Model):
    """A unit whose contact registers many people under one secret link, of which only the hash is kept.

    `draft` holds the rows that could not be registered yet, as typed, with nothing lost; `upload` what an uploaded
    list says until it is taken or declined.
    """

    __tablename__ = "delegation"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    organization_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    unit_name: Mapped[Line]
    contact_name: Mapped[Short]
    contact_mobile: Mapped[Short]
    contact_email: Mapped[Line] = db.mapped_column(default="")
    link_nonce: Mapped[str] = db.mapped_column(String(32))
    secret_hash: Mapped[str] = db.mapped_column(String(64), unique=True)
    consented_at: Mapped[MaybeMoment]
    created_at: Mapped[Moment]
    revision: Mapped[int] = db.mapped_column(default=0)
    draft: Mapped[Listing]
    upload: Mapped[Document]


class Invitation(db.Model):
    """A secret link by which one person may take one role; used once."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("role_id", "attendee_id"),)  # one role, one invitation of one person

    id: Mapped[Id]
    event_id: Mapped[EventId]
    role_id: Mapped[int] = db.mapped_column(ForeignKey("role.id", ondelete="CASCADE"), index=True)
    name: Mapped[Short] = db.mapped_column(default="")
    unit_name: Mapped[Line] = db.mapped_column(default="")
    email: Mapped[Line] = db.mapped_column(default="")
    link_nonce: Mapped[str] = db.mapped_column(String(32))
    secret_hash: Mapped[str] = db.mapped_column(String(64), unique=True)
    invited_at: Mapped[Moment]
    invited_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    expires_at: Mapped[MaybeMoment]
    revoked_at: Mapped[MaybeMoment]
    attendee_id: Mapped[int | None] = db.mapped_column(ForeignKey("attendee.id", ondelete="SET NULL"), index=True)
    used_at: Mapped[MaybeMoment]


class SavedView(db.Model):
    """A narrowed list that somebody wants to find again: the query of its address under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("event_id", "page", "name"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    page: Mapped[Short]  # endpoint
    name: Mapped[Short]
    query: Mapped[str] = db.mapped_column(String(1000))
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[Moment]


class BulkAction(db.Model):
    """One change of many registrations at once, with what every one was before, so that it can be taken back."""

    __tablename__ = "bulk_action"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    kind: Mapped[Short]
    changes: Mapped[list[Any]] = db.mapped_column(JSON, default=list)  # [role row, state before, state after]
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    done_at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = db.mapped_column(UtcDateTime())
    note: Mapped[Document]
