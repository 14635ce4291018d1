"""What is known of kept files; the bytes lie in the archive of the print room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.annex import StoredFile
from eventapp.models.job import Job
from eventapp.services.transactions import transactional

ATTENDEE_LIST = "application/x-attendee-list"  # a list of people that organizers brought, whatever kind of file it is


@transactional
def note_file(
    edition: Edition, *, sha256: str, name: str, media_type: str, size: int, is_personal: bool = False, now: datetime
) -> int:
    """Write down a kept file; the same file under the same name is one file.

    What `is_personal` names people, and is deleted when the personal data of the edition is.
    """
    return find_or_note(
        edition, sha256=sha256, name=name, media_type=media_type, size=size, is_personal=is_personal, now=now
    ).id


def find_or_note(
    edition: Edition, *, sha256: str, name: str, media_type: str, size: int, is_personal: bool = False, now: datetime
) -> StoredFile:
    """Within a use case: the file as it is known, else written down; of two at once both get the same."""
    same = select(StoredFile).where(
        StoredFile.event_id == edition.id, StoredFile.sha256 == sha256, StoredFile.name == name[:400]
    )
    if known := db.session.scalar(same):
        known.is_personal = known.is_personal or is_personal
        return known
    file = StoredFile(
        event_id=edition.id, sha256=sha256, name=name[:400], media_type=media_type, size=size, is_personal=is_personal,
        kept_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(file)
    except IntegrityError:  # somebody else kept the same file in this moment
        return db.session.scalars(same).one()
    return file


def get_file(edition: Edition, file_id: int) -> StoredFile:
    """A file of this edition; raises `NotFound` for any other number."""
    file = db.session.scalar(select(StoredFile).where(StoredFile.event_id == edition.id, StoredFile.id == file_id))
    if file is None:
        raise NotFound("找不到这个文件。")
    return file


def list_personal(
    edition: Edition, *conditions: ColumnElement[bool], most: int | None = None
) -> list[tuple[int, str, bool]]:
    """Files that name people: number, SHA-256, and whether other editions keep the same bytes."""
    twin = aliased(StoredFile)
    elsewhere = select(twin.id).where(twin.sha256 == StoredFile.sha256, twin.event_id != edition.id).exists()
    query = select(StoredFile.id, StoredFile.sha256, elsewhere)
    mine = StoredFile.event_id == edition.id, StoredFile.is_personal, *conditions
    return [
        (row[0], row[1], row[2]) for row in db.session.execute(query.where(*mine).order_by(StoredFile.id).limit(most))
    ]


def list_made(edition: Edition) -> list[tuple[int, str, bool]]:
    """Files with people in them that can be had again: made by jobs, such as exports and badges, and lists of people
    that organizers brought, once no job waits for them any more."""
    made = select(Job.result_file_id).where(Job.event_id == edition.id, Job.result_file_id.is_not(None))
    waiting = select(Job.params).where(Job.event_id == edition.id, Job.ended_at.is_(None))
    needed = {params["file_id"] for params in db.session.scalars(waiting) if params.get("file_id")}
    brought = and_(StoredFile.media_type == ATTENDEE_LIST, StoredFile.id.not_in(needed))
    return list_personal(edition, or_(StoredFile.id.in_(made), brought))


@transactional
def forget_files(edition: Edition, ids: Sequence[int]) -> None:
    """Take files off the books, once their bytes are gone; what was read from them knows no file any more."""
    db.session.execute(delete(StoredFile).where(StoredFile.event_id == edition.id, StoredFile.id.in_(ids)))


def list_copies(file: StoredFile) -> list[int]:
    """The numbers of all files with the same bytes in its edition, under whatever names, its own among them."""
    same = StoredFile.event_id == file.event_id, StoredFile.sha256 == file.sha256
    return list(db.session.scalars(select(StoredFile.id).where(*same)))
