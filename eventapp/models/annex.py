"""Files as they came, and the annexes read from them, version by version."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.annexes import FormKind
from eventapp.domain.submissions import AttachmentPurpose, HandlingState, SubmissionState
from eventapp.extensions import db
from eventapp.models.columns import Document, EventId, Id, Line, Listing, MaybeMoment, Moment, Short, one_of


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
    # names people: it goes when their data goes
    is_personal: Mapped[bool] = db.mapped_column(default=False, server_default=false())


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
    letter_id: Mapped[int | None] = db.mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)
    container_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("file_reading.id", ondelete="CASCADE"), index=True
    )  # the archive or mail that the file was in
    handling: Mapped[HandlingState] = db.mapped_column(
        one_of(HandlingState, "handling"), default=HandlingState.OPEN, index=True
    )
    handled_at: Mapped[MaybeMoment]
    handled_by: Mapped[Short] = db.mapped_column(default="")
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
    # What somebody is typing on the page, as typed; None when nothing is open. It becomes a version when submitted.
    draft: Mapped[dict[str, Any] | None] = db.mapped_column(JSON(none_as_null=True))
    draft_revision: Mapped[int] = db.mapped_column(default=0)  # the loser of two open pages is told
    draft_saved_at: Mapped[MaybeMoment]
    secret_hash: Mapped[str | None] = db.mapped_column(String(64), unique=True)  # of the link a unit fills it in by
    contact_email: Mapped[Line] = db.mapped_column(default="")  # who is told of every step
    extended_until: Mapped[MaybeMoment]  # an organizer's extension for this one
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
    written: Mapped[Document]  # names of unit and group to the letter, where their normal form differs
    provenance: Mapped[Document]
    faults: Mapped[Listing]
    submitted_by: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    submitted_at: Mapped[Moment]
    annex: Mapped[Annex] = relationship(back_populates="versions")


class AnnexStep(db.Model):
    """One step of an annex's life: submitted, returned with reasons by field, accepted, withdrawn, extended."""

    __tablename__ = "annex_step"

    id: Mapped[Id]
    event_id: Mapped[EventId]
    annex_id: Mapped[int] = db.mapped_column(ForeignKey("annex.id", ondelete="CASCADE"), index=True)
    state: Mapped[SubmissionState] = db.mapped_column(one_of(SubmissionState, "state"))  # after the step
    reasons: Mapped[Document]  # field name to what is wrong with it, in the words of who returned it
    remark: Mapped[str] = db.mapped_column(db.Text, default="")
    account_id: Mapped[int | None] = db.mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    actor_name: Mapped[Short]
    taken_at: Mapped[Moment]


class AnnexAttachment(db.Model):
    """A file beside an annex: the stamped scan, slides, the text of the result or story."""

    __tablename__ = "annex_attachment"
    __table_args__ = (UniqueConstraint("annex_id", "purpose", "file_id"),)

    id: Mapped[Id]
    event_id: Mapped[EventId]
    annex_id: Mapped[int] = db.mapped_column(ForeignKey("annex.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[AttachmentPurpose] = db.mapped_column(one_of(AttachmentPurpose, "purpose"))
    file_id: Mapped[int] = db.mapped_column(ForeignKey("stored_file.id", ondelete="CASCADE"))
    attached_by: Mapped[Short]
    attached_at: Mapped[Moment]
    file: Mapped[StoredFile] = relationship()
