"""Letters: mails that were fetched, each kept once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.annex import FileReading, StoredFile
from eventapp.models.mailbox import Letter
from eventapp.services.files import find_or_note, get_file
from eventapp.services.mailboxes import get_mailbox
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

lost_race(("uq_letter_event_id_message_key", "letter.event_id, letter.message_key"), "这封邮件刚刚由另一个任务收下了。")
UPLOADED = "upload"
WHOLE = "message/rfc822"
HEAD_ONLY = "text/rfc822-headers"  # media type of a mail that was too big to be fetched


@dataclass(frozen=True)
class ArrivedLetter:
    """A mail on its way into the edition: what its head says, and where its bytes lie."""

    key: str
    message_id: str
    sender_name: str
    sender_address: str
    subject: str
    sent_at: datetime | None
    sha256: str
    size: int
    file_name: str
    media_type: str = WHOLE


@transactional
def keep_letter(edition: Edition, mailbox_id: int, uid: int, arrived: ArrivedLetter, *, now: datetime) -> int | None:
    """Keep a mail, and note that its mailbox has been read so far; returns the number of its file.

    None when the same mail is known: it may lie in both mailboxes, which is noted.
    """
    take_turn(edition)
    mailbox = get_mailbox(edition, mailbox_id)
    mailbox.last_uid = max(mailbox.last_uid, uid)
    known = db.session.scalar(select(Letter).where(Letter.event_id == edition.id, Letter.message_key == arrived.key))
    if known is not None:
        known.seen_on = " ".join(sorted({*known.seen_on.split(), mailbox.purpose}))
        return None
    file = find_or_note(
        edition,
        sha256=arrived.sha256,
        name=arrived.file_name,
        media_type=arrived.media_type,
        size=arrived.size,
        is_personal=True,
        now=now,
    )
    letter = letter_of(edition, arrived, file, mailbox.purpose, now)
    letter.mailbox_id = mailbox.id
    db.session.add(letter)
    db.session.flush()
    return file.id


@transactional
def note_letter(edition: Edition, file_id: int, arrived: ArrivedLetter, *, now: datetime) -> None:
    """Note who sent a mail that somebody saved and uploaded; one that is known already stays as it came."""
    take_turn(edition)
    known = select(Letter.id).where(
        Letter.event_id == edition.id, or_(Letter.message_key == arrived.key, Letter.file_id == file_id)
    )
    if db.session.scalar(known) is None:
        db.session.add(letter_of(edition, arrived, get_file(edition, file_id), UPLOADED, now))


def letter_of(edition: Edition, arrived: ArrivedLetter, file: StoredFile, seen_on: str, now: datetime) -> Letter:
    return Letter(
        event_id=edition.id, message_key=arrived.key, message_id=arrived.message_id, sender_name=arrived.sender_name,
        sender_address=arrived.sender_address, subject=arrived.subject, sent_at=arrived.sent_at, received_at=now,
        seen_on=seen_on, file=file,
    )  # fmt: skip


def list_unread(edition: Edition) -> list[int]:
    """The files of letters that nobody has read yet, oldest first: also those of a fetch that was killed."""
    read = exists().where(FileReading.file_id == Letter.file_id)
    query = select(Letter.file_id).where(Letter.event_id == edition.id, Letter.seen_on != UPLOADED, ~read)
    query = query.order_by(Letter.id)
    return list(db.session.scalars(query))


def find_letter_of(edition: Edition, file_id: int | None) -> Letter | None:
    """The letter whose mail this file is, or None."""
    return db.session.scalar(select(Letter).where(Letter.event_id == edition.id, Letter.file_id == file_id))
