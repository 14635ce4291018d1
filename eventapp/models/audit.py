"""Who did what, when, before and after: rows in a hash chain for each edition."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from eventapp.extensions import db
from eventapp.models.columns import Document, Id, Line, Moment, Short


class AuditEntry(db.Model):
    """One change. The chain covers `detail_digest`, so personal detail can be wiped and the chain still holds."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "position"),
        Index(
            "ix_audit_entry_chain_subject_position", "chain", "subject", "position"
        ),  # the history of one registration
    )

    id: Mapped[Id]
    chain: Mapped[Short]  # the slug of the edition, or "installation"
    position: Mapped[int]
    at: Mapped[Moment]
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    actor_name: Mapped[Short]
    action: Mapped[Short]
    subject: Mapped[Line]
    detail: Mapped[Document]  # {"before": {...}, "after": {...}}
    salt: Mapped[str] = db.mapped_column(String(32))
    detail_digest: Mapped[str] = db.mapped_column(String(64))
    digest: Mapped[str] = db.mapped_column(String(64))


class AuditHead(db.Model):
    """The end of a chain; locked while entries are added, so that two writers cannot fork it."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = db.mapped_column(String(80), primary_key=True)
    position: Mapped[int] = db.mapped_column(default=0)
    digest: Mapped[str] = db.mapped_column(String(64), default="")
