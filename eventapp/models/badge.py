"""Badges: classes with their colors, designs, and what was printed for whom."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from eventapp.extensions import db
from eventapp.models.columns import EventId, Id, Listing, MaybeMoment, Moment, Short


class BadgeDesign(db.Model):
    """How badges look: millimeters, and on each side the elements that `domain.badges` knows."""

    __tablename__ = "badge_design"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        CheckConstraint("width_mm > 0 AND height_mm > 0", name="size"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Short]
    width_mm: Mapped[float]
    height_mm: Mapped[float]
    front: Mapped[Listing]
    back: Mapped[Listing]  # empty: printed on one side only
    front_picture_id: Mapped[int | None] = db.mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    back_picture_id: Mapped[int | None] = db.mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    revision: Mapped[int] = db.mapped_column(default=0)  # two people at one design: the later one is told
    changed_at: Mapped[Moment]
    removed_at: Mapped[MaybeMoment]


class BadgeClass(db.Model):
    """A kind of badge such as 代表 or 嘉宾, told apart by color; roles name its code."""

    __tablename__ = "badge_class"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    code: Mapped[Short]
    name: Mapped[Short]
    name_en: Mapped[Short]
    color: Mapped[str] = db.mapped_column(String(7))  # #rrggbb
    design_id: Mapped[int | None] = db.mapped_column(ForeignKey("badge_design.id", ondelete="SET NULL"))
    sort: Mapped[int] = db.mapped_column(default=0)


class BadgePrint(db.Model):
    """One badge on paper: whose, when, by whom, and the how manieth of this person."""

    __tablename__ = "badge_print"
    __table_args__ = (UniqueConstraint("attendee_id", "number"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    attendee_id: Mapped[int] = db.mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"))
    ticket_id: Mapped[int | None] = db.mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"))
    number: Mapped[int]  # 1 is the first print, more are reprints
    sheet: Mapped[Short]
    job_id: Mapped[int | None] = db.mapped_column(ForeignKey("job.id", ondelete="SET NULL"), index=True)
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    printed_at: Mapped[Moment]
