"""The outbox: written with the change it tells of, sent afterwards, never twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from eventapp.domain.events import Edition
from eventapp.domain.mail_addresses import is_mail_address
from eventapp.domain.messages import MessageState
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.message import Message
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

MOST_ATTEMPTS = 5
NO_ADDRESS = N_("收件人不是完整的邮箱地址，没有发送。")
FIRST_PAUSE = timedelta(minutes=2)  # doubled after every failure


@dataclass(frozen=True)
class Mail:
    """One mail ready to be sent."""

    id: int
    recipient: str
    subject: str
    body: str


def write_message(
    edition: Edition, *, dedupe_key: str, template: str, recipient: str, subject: str, body: str,
    attendee_id: int | None, now: datetime,
) -> None:  # fmt: skip
    """Put a mail into the outbox within the running use case; the same `dedupe_key` is written once.

    A recipient that is no address is never tried: the mail stands as failed, for a person to see.
    """
    is_deliverable = is_mail_address(recipient)
    if is_written(edition, dedupe_key):
        return
    db.session.add(
        Message(
            event_id=edition.id, attendee_id=attendee_id, dedupe_key=key_of(edition, dedupe_key), template=template,
            recipient=" ".join(recipient.split())[:400], subject=" ".join(subject.split())[:400], body=body, attempts=0,
            state=MessageState.WAITING if is_deliverable else MessageState.FAILED,
            error="" if is_deliverable else NO_ADDRESS, written_at=now,
        )
    )  # fmt: skip


def is_written(edition: Edition, dedupe_key: str) -> bool:
    """Whether the mail with this key is in the outbox already."""
    return bool(db.session.scalar(select(Message.id).where(Message.dedupe_key == key_of(edition, dedupe_key))))


def key_of(edition: Edition, dedupe_key: str) -> str:
    return f"{edition.id}:{dedupe_key}"[:120]


def list_waiting(*, now: datetime, most: int = 200) -> list[int]:
    """Mails whose turn it is: new ones, and failed ones after their pause."""
    rows = db.session.execute(
        select(Message.id, Message.attempts, Message.written_at)
        .where(Message.state == MessageState.WAITING)
        .order_by(Message.attempts, Message.id)
        .limit(most)
    )
    return [row.id for row in rows if row.attempts == 0 or row.written_at + FIRST_PAUSE * 2**row.attempts <= now]


@transactional
def take_message(message_id: int, *, now: datetime) -> Mail | None:
    """Mark a mail as being sent, before the server is called; None when another worker has it."""
    taken = db.session.scalar(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(state=MessageState.SENDING, attempts=Message.attempts + 1)
        .returning(Message.id)
    )
    if not taken:
        return None
    message = db.session.get_one(Message, message_id)
    return Mail(message.id, message.recipient, message.subject, message.body)


@transactional
def settle_message(message_id: int, *, error: str, is_final: bool = False, now: datetime) -> None:
    """Write whether the server took it; refused for good or after the last attempt it stays failed, to be seen."""
    message = db.session.get_one(Message, message_id)
    message.error = error[:400]
    if not error:
        message.state, message.sent_at = MessageState.SENT, now
    elif is_final or message.attempts >= MOST_ATTEMPTS:
        message.state = MessageState.FAILED
    else:
        message.state = MessageState.WAITING


@transactional
def note_trouble(message_ids: list[int], *, error: str) -> None:
    """Say at every waiting mail why it did not leave; none of them loses an attempt."""
    waiting = update(Message).where(Message.id.in_(message_ids), Message.state == MessageState.WAITING)
    db.session.execute(waiting.values(error=error[:400]))


@transactional
def resend_message(edition: Edition, message_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a mail wait again that failed, or that a crash caught while it was being sent: only a person decides that."""
    message = get_message(edition, message_id)
    if message.state not in (MessageState.FAILED, MessageState.SENDING):
        raise Refusal("只有发送失败或中断的邮件可以重新发送。")
    if not is_mail_address(message.recipient):
        raise Refusal("收件人不是完整的邮箱地址，不能发送。")
    before = {"state": message.state.value}
    message.state, message.attempts, message.error = MessageState.WAITING, 0, ""
    after = {"state": message.state.value, "recipient": message.recipient}
    record(edition.slug, "message.resend", f"message {message.id}", actor=actor, now=now, before=before, after=after)


def list_messages(edition: Edition, *, page: int = 1, size: int = 50) -> tuple[list[Message], int]:
    """One page of the outbox, newest first, and how many there are."""
    query = select(Message).where(Message.event_id == edition.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Message.id.desc()).offset((page - 1) * size).limit(size))
    return list(rows), total


def get_message(edition: Edition, message_id: int) -> Message:
    """One mail of this edition; raises `NotFound` for any other number."""
    message = db.session.scalar(select(Message).where(Message.event_id == edition.id, Message.id == message_id))
    if message is None:
        raise NotFound("找不到这封邮件。")
    return message
