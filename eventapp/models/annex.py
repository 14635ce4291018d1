"""Files as they came, and the annexes read from them, version by version."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.annexes import FormKind
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, Moment, Short, one_of


class StoredFile(db.Model):
    """A file kept unchanged, addressed by the SHA-256 of its bytes; the bytes lie in the data folder."""

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("event_id", "sha256", "name"), CheckConstraint("size >= 0", name="size"))

    id: Mapped[Id]
    event_id: Mapped[EventId]
    sha256: Mapped[str] = db.mapped_column(String(64))
    name: Mapped[Line]
    media_type: Mapped[Short]
    size: Mapped[int]
    kept_at: Mapped[Moment]


class FileReading(db.Model):
    """What reading one uploaded file gave: its outcome and all its faults, found again after a reload."""

    __tablename__ = "file_reading"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    file_id: Mapped[int] = db.mapped_column(ForeignKey("stored_file.id", ondelete="CASCADE"), unique=True)
    job_id: Mapped[int | None] = db.mapped_column(ForeignKey("job.id", ondelete="SET NULL"), index=True)
    recommender_id: Mapped[int | None] = db.mapped_column(ForeignKey("recommender.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[Short]
    reasons: Mapped[Listing]
    forms: Mapped[Listing]  # kinds and counts, for the table of what arrived
    faults: Mapped[Listing]  # code, message, params, where, field, severity
    read_at: Mapped[Moment]
    file: Mapped[StoredFile] = relationship()


class Annex(db.Model):
    """One submission of one official form; its content is its newest version."""

    __tablename__ = "annex"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    kind: Mapped[FormKind] = db.mapped_column(one_of(FormKind, "kind"))
    state: Mapped[SubmissionState] = db.mapped_column(one_of(SubmissionState, "state"))
    organization_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    recommender_id: Mapped[int | None] = db.mapped_column(ForeignKey("recommender.id", ondelete="SET NULL"), index=True)
    subject_key: Mapped[Line]  # what the form is about, so that the same form sent again is a new version
    created_at: Mapped[Moment]
    versions: Mapped[list[AnnexVersion]] = relationship(back_populates="annex", order_by="AnnexVersion.number")

    __table_args__ = (UniqueConstraint("event_id", "kind", "subject_key"),)


class AnnexVersion(db.Model):
    """One filling of an annex: what was read, where each value stood, and what a person must look at."""

    __tablename__ = "annex_version"
    __table_args__ = (
        UniqueConstraint("annex_id", "number"),
        Index(
            "uq_annex_version_file", "annex_id", "file_id", "place", unique=True,
            sqlite_where=text("file_id IS NOT NULL"), postgresql_where=text("file_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    annex_id: Mapped[int] = db.mapped_column(ForeignKey("annex.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    file_id: Mapped[int | None] = db.mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    place: Mapped[int] = db.mapped_column(default=0)  # which form of the file
    fields: Mapped[Document]
    rows: Mapped[Listing]
    provenance: Mapped[Document]
    faults: Mapped[Listing]
    submitted_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    submitted_at: Mapped[Moment]
    annex: Mapped[Annex] = relationship(back_populates="versions")
