"""Awards and the certificates printed for them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.awards import AwardReason, AwardState
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, MaybeMoment, Moment, Short, one_of
from eventapp.models.recommendation import Result, Story, SummaryRow


class Award(db.Model):
    """The level that a result or story gets, and why."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("(result_id IS NULL) <> (story_id IS NULL)", name="one_subject"),
        CheckConstraint("level IS NULL OR level >= 1", name="level"),
        UniqueConstraint("result_id"),
        UniqueConstraint("story_id"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    result_id: Mapped[int | None] = db.mapped_column(ForeignKey("result.id", ondelete="CASCADE"))
    story_id: Mapped[int | None] = db.mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    row_id: Mapped[int | None] = db.mapped_column(ForeignKey("summary_row.id", ondelete="SET NULL"), index=True)
    unit_name: Mapped[Line]  # the two certificate fields, as the summary has them
    holder_name: Mapped[Line]
    topic_name: Mapped[Line]
    postcode: Mapped[Short]
    recommended_level: Mapped[int | None]
    level: Mapped[int | None]
    reason: Mapped[AwardReason] = db.mapped_column(one_of(AwardReason, "reason"))
    note: Mapped[Line] = db.mapped_column(default="")  # why a person chose otherwise
    state: Mapped[AwardState] = db.mapped_column(one_of(AwardState, "state"))
    confirmed_at: Mapped[MaybeMoment]
    confirmed_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    result: Mapped[Result | None] = relationship()
    story: Mapped[Story | None] = relationship()
    row: Mapped[SummaryRow | None] = relationship()


class Certificate(db.Model):
    """A numbered paper: what it says is frozen, so that it can be verified for ever."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "kind", "sequence"),
        Index(
            "uq_certificate_valid", "award_id", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    event_id: Mapped[EventId]
    award_id: Mapped[int] = db.mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[Short]
    sequence: Mapped[int]
    number: Mapped[Short]
    key_id: Mapped[int] = db.mapped_column(ForeignKey("event_key.id"))
    unit_name: Mapped[Line]
    holder_name: Mapped[Line]
    topic_name: Mapped[Line]
    level_name: Mapped[Short]
    content: Mapped[Document]  # everything printed
    digest: Mapped[str] = db.mapped_column(String(64))
    issued_at: Mapped[Moment]
    withdrawn_at: Mapped[MaybeMoment]
    withdrawal_reason: Mapped[Line] = db.mapped_column(default="")
    replaced_by_id: Mapped[int | None] = db.mapped_column(ForeignKey("certificate.id", ondelete="SET NULL"))
    award: Mapped[Award] = relationship()
    replaced_by: Mapped[Certificate | None] = relationship(remote_side="Certificate.id")
