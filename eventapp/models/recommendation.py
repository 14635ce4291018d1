"""Groups, their results, brand stories, and the recommendation summaries that enter them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.duplicates import PairState
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.reconciliation import Choice
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, MaybeMoment, Moment, Short, one_of
from eventapp.models.organization import Organization, Recommender


class Group(db.Model):
    """A QC group or a quality-trustworthy team of one unit; `name_key` compares spellings."""

    __tablename__ = "quality_group"
    __table_args__ = (UniqueConstraint("event_id", "organization_id", "kind", "name_key"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    organization_id: Mapped[int] = db.mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[GroupKind] = db.mapped_column(one_of(GroupKind, "kind"))
    name: Mapped[Line]
    name_key: Mapped[Line]
    organization: Mapped[Organization] = relationship()


class Result(db.Model):
    """What a group achieved and presents; a group has one in an edition."""

    __tablename__ = "result"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    group_id: Mapped[int] = db.mapped_column(ForeignKey("quality_group.id", ondelete="CASCADE"), unique=True)
    topic_name: Mapped[Line]
    result_type: Mapped[Short]
    member_count: Mapped[int | None]
    advisor: Mapped[Short]
    contact_person: Mapped[Short]
    contact_phone: Mapped[Short]
    annex_id: Mapped[int | None] = db.mapped_column(ForeignKey("annex.id", ondelete="SET NULL"))
    state: Mapped[EntryState] = db.mapped_column(one_of(EntryState, "state"), default=EntryState.ENTERED)
    merged_into_id: Mapped[int | None] = db.mapped_column(ForeignKey("result.id", ondelete="SET NULL"), index=True)
    group: Mapped[Group] = relationship()
    rows: Mapped[list[SummaryRow]] = relationship(back_populates="result")


class Story(db.Model):
    """A quality brand story (annex 4); without a speaker it is legal and never reaches the schedule."""

    __tablename__ = "story"
    __table_args__ = (UniqueConstraint("event_id", "organization_id", "name_key"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    organization_id: Mapped[int] = db.mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[Line]
    name_key: Mapped[Line]
    categories: Mapped[Listing]
    brand_types: Mapped[Listing]
    speaker_name: Mapped[Short]
    contact_person: Mapped[Short]
    contact_phone: Mapped[Short]
    annex_id: Mapped[int | None] = db.mapped_column(ForeignKey("annex.id", ondelete="SET NULL"))
    state: Mapped[EntryState] = db.mapped_column(one_of(EntryState, "state"), default=EntryState.ENTERED)
    organization: Mapped[Organization] = relationship()


class RecommendationSummary(db.Model):
    """Annex 3 of one recommender: the entry list and the basis of certificates. Sent again, it is replaced."""

    __tablename__ = "recommendation_summary"
    __table_args__ = (UniqueConstraint("event_id", "recommender_id"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    recommender_id: Mapped[int] = db.mapped_column(ForeignKey("recommender.id", ondelete="CASCADE"))
    annex_id: Mapped[int | None] = db.mapped_column(ForeignKey("annex.id", ondelete="SET NULL"))
    judges: Mapped[Listing]
    filled_by: Mapped[Short]
    filled_by_phone: Mapped[Short]
    imported_at: Mapped[Moment]
    changed_at: Mapped[MaybeMoment]  # since then the list says what it says: a scan that is older shows another one
    recommender: Mapped[Recommender] = relationship()
    rows: Mapped[list[SummaryRow]] = relationship(back_populates="summary", order_by="SummaryRow.position")


class SummaryRow(db.Model):
    """One recommended result, its unit and group exactly as written: certificates print these two fields."""

    __tablename__ = "summary_row"
    __table_args__ = (
        UniqueConstraint("summary_id", "position"),
        CheckConstraint("recommended_level IN (1, 2)", name="level"),
        Index("ix_summary_row_event_id_kind", "event_id", "kind"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    summary_id: Mapped[int] = db.mapped_column(ForeignKey("recommendation_summary.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[GroupKind] = db.mapped_column(one_of(GroupKind, "kind"))
    postcode: Mapped[str] = db.mapped_column(String(20))
    sort_unit_name: Mapped[Line]
    company_name: Mapped[Line]
    group_name: Mapped[Line]
    recommended_level: Mapped[int | None]
    topic_name: Mapped[Line]
    member_count: Mapped[int | None]
    contact_person: Mapped[Short]
    contact_phone: Mapped[Short]
    place: Mapped[Line]  # sheet and cell, so that a fault leads back to the file
    result_id: Mapped[int] = db.mapped_column(ForeignKey("result.id"), index=True)
    summary: Mapped[RecommendationSummary] = relationship(back_populates="rows")
    result: Mapped[Result] = relationship(back_populates="rows")


class Settlement(db.Model):
    """How a difference between annex 3 and the group's own form was settled; it holds while both say the same."""

    __tablename__ = "settlement"
    __table_args__ = (UniqueConstraint("summary_id", "result_id", "field"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    summary_id: Mapped[int] = db.mapped_column(ForeignKey("recommendation_summary.id", ondelete="CASCADE"))
    result_id: Mapped[int] = db.mapped_column(ForeignKey("result.id", ondelete="CASCADE"), index=True)
    field: Mapped[Short]
    listed: Mapped[str] = db.mapped_column(db.Text)  # what annex 3 says
    reported: Mapped[str] = db.mapped_column(db.Text)  # what annex 1 or 2 says
    choice: Mapped[Choice] = db.mapped_column(one_of(Choice, "choice"))
    value: Mapped[str] = db.mapped_column(db.Text)  # what holds
    settled_by: Mapped[Short]
    settled_at: Mapped[Moment]


class DuplicatePair(db.Model):
    """Two results that somebody has judged: the same one sent twice (merged), or two different ones.

    `moved` keeps what a merge moved, so that it can be undone to the letter.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
    )

    id: Mapped[Id]
    event_id: Mapped[EventId]
    first_id: Mapped[int] = db.mapped_column(ForeignKey("result.id", ondelete="CASCADE"))
    second_id: Mapped[int] = db.mapped_column(ForeignKey("result.id", ondelete="CASCADE"), index=True)
    state: Mapped[PairState] = db.mapped_column(one_of(PairState, "state"))
    kept_id: Mapped[int | None]  # the survivor of a merge
    score: Mapped[int]  # per cent, as shown when it was decided
    moved: Mapped[Document]
    decided_by: Mapped[Short]
    decided_at: Mapped[Moment]
