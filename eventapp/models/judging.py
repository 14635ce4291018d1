"""Score sheets, versioned, and the scores filled in on them."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, MaybeMoment, Moment, Short
from eventapp.models.schedule import Judge, Presentation


class ScoreSheet(db.Model):
    """What is scored for one kind of presentation (qc_problem, qc_innovative, team, story) in one phase."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("event_id", "kind", "phase"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    kind: Mapped[Short]
    phase: Mapped[Short]
    name: Mapped[Line]
    versions: Mapped[list[ScoreSheetVersion]] = relationship(
        back_populates="sheet", order_by="ScoreSheetVersion.number"
    )


class ScoreSheetVersion(db.Model):
    """Items with points, step and guidance; never changed once used, only superseded."""

    __tablename__ = "score_sheet_version"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)

    id: Mapped[Id]
    sheet_id: Mapped[int] = db.mapped_column(ForeignKey("score_sheet.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    source: Mapped[Line]
    items: Mapped[Listing]
    created_at: Mapped[Moment]
    sheet: Mapped[ScoreSheet] = relationship(back_populates="versions")


class Score(db.Model):
    """One judge's score of one presentation; points by item, total as submitted."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("presentation_id", "judge_id"), CheckConstraint("total >= 0", name="total"))

    id: Mapped[Id]
    event_id: Mapped[EventId]
    presentation_id: Mapped[int] = db.mapped_column(ForeignKey("presentation.id", ondelete="CASCADE"), index=True)
    judge_id: Mapped[int] = db.mapped_column(ForeignKey("judge.id", ondelete="CASCADE"), index=True)
    sheet_version_id: Mapped[int] = db.mapped_column(ForeignKey("score_sheet_version.id"))
    points: Mapped[Document]  # item code to decimal text
    remark: Mapped[str] = db.mapped_column(db.Text, default="")
    total: Mapped[Decimal] = db.mapped_column(Numeric(7, 2))
    saved_at: Mapped[Moment]
    submitted_at: Mapped[MaybeMoment]
    presentation: Mapped[Presentation] = relationship()
    judge: Mapped[Judge] = relationship()
    sheet_version: Mapped[ScoreSheetVersion] = relationship()
