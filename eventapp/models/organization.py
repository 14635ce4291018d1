"""Units and the bodies that recommend them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from eventapp.extensions import db
from eventapp.models.columns import EventId, Id, Line, MaybeMoment, Short


class Recommender(db.Model):
    """A region, group company or enterprise that sends a recommendation summary (annex 3)."""

    __tablename__ = "recommender"
    __table_args__ = (UniqueConstraint("event_id", "name_key"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Line]
    name_key: Mapped[Line]
    email: Mapped[Line] = db.mapped_column(default="")  # who is told about its summary
    extended_until: Mapped[MaybeMoment]  # an organizer's extension for everything it sends


class Organization(db.Model):
    """A unit, spelled as first written; `name_key` compares spellings, `parent_id` is its group company."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("event_id", "name_key"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    name: Mapped[Line]
    name_key: Mapped[Line]
    pinyin: Mapped[str] = db.mapped_column(String(400), default="")  # syllables joined, then a blank and the initials
    postcode: Mapped[str] = db.mapped_column(String(20), default="")
    region: Mapped[Short] = db.mapped_column(default="")
    parent_id: Mapped[int | None] = db.mapped_column(ForeignKey("organization.id", ondelete="SET NULL"))
    recommender_id: Mapped[int | None] = db.mapped_column(ForeignKey("recommender.id", ondelete="SET NULL"))
    parent: Mapped[Organization | None] = relationship(remote_side="Organization.id")
    recommender: Mapped[Recommender | None] = relationship()
