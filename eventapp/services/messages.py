"""The outbox: written with the change it tells of, sent afterwards, never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import one_line
from eventapp.domain.messages import UNREACHABLE, Channel, MessageState, is_reachable
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.message import Message
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

MOST_ATTEMPTS = 5
LONGEST_KEY = 120
RESENDABLE = (MessageState.FAILED, MessageState.BOUNCED, MessageState.SENDING)
FIRST_PAUSE = timedelta(minutes=2)  # doubled after every failure


@dataclass(frozen=True)
class Mail:
    """One message ready to be sent."""

    id: int
    recipient: str
    subject: str
    body: str
    channel: Channel = Channel.MAIL
    event_id: int | None = None
    attendee_id: int | None = None
    with_calendar: bool = False


@dataclass(frozen=True)
class NewMessage:
    """A message in words, on its way into the outbox."""

    dedupe_key: str
    template: str
    recipient: str
    subject: str
    body: str
    channel: Channel = Channel.MAIL
    attendee_id: int | None = None
    mailing_id: int | None = None
    with_calendar: bool = False


def write_message(
    edition: Edition, *, dedupe_key: str, template: str, recipient: str, subject: str, body: str,
    attendee_id: int | None, now: datetime,
) -> None:  # fmt: skip
    """Put one mail into the outbox within the running use case; the same `dedupe_key` is written once."""
    message = NewMessage(dedupe_key, template, recipient, subject, body, attendee_id=attendee_id)
    add_messages(edition, [message], now=now)


def add_messages(edition: Edition, found: Sequence[NewMessage], *, now: datetime) -> None:
    """Put messages into the outbox within the running use case, in one statement; a key known before adds nothing.

    A recipient that cannot be reached is never tried: the message stands as failed, for a person to see.
    """
    if not found:
        return
    rows = [row_of(edition, message, now) for message in found]
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    table = cast(Table, Message.__table__)
    once = (
        sqlite_insert(table).on_conflict_do_nothing(index_elements=["dedupe_key"])
        if is_sqlite
        else postgresql_insert(table).on_conflict_do_nothing(index_elements=["dedupe_key"])
    )
    db.session.execute(once, rows)


def row_of(edition: Edition, message: NewMessage, now: datetime) -> dict[str, Any]:
    """The row as it is kept: one line where lines are headers."""
    is_deliverable = is_reachable(message.channel, message.recipient)
    return {
        **{name: getattr(message, name) for name in ("template", "body", "channel", "attendee_id", "mailing_id")},
        "event_id": edition.id, "dedupe_key": key_of(edition, message.dedupe_key),
        "recipient": one_line(message.recipient)[:400], "subject": one_line(message.subject)[:400],
        "with_calendar": message.with_calendar, "attempts": 0, "next_try_at": now, "written_at": now,
        "state": MessageState.WAITING if is_deliverable else MessageState.FAILED,
        "error": "" if is_deliverable else UNREACHABLE[message.channel],
    }  # fmt: skip


def key_of(edition: Edition, dedupe_key: str) -> str:
    """The key among those of all editions; a long one keeps its difference from others."""
    key = f"{edition.id}:{dedupe_key}"
    return key if len(key) <= LONGEST_KEY else f"{edition.id}:{hashlib.sha256(dedupe_key.encode()).hexdigest()}"


def is_written(edition: Edition, dedupe_key: str) -> bool:
    """Whether the message with this key is in the outbox already."""
    return bool(db.session.scalar(select(Message.id).where(Message.dedupe_key == key_of(edition, dedupe_key))))


def list_waiting(channel: Channel = Channel.MAIL, *, now: datetime, most: int = 200) -> list[int]:
    """Messages whose turn it is, the longest waiting first; failed ones after their pause."""
    query = select(Message.id).where(
        Message.channel == channel, Message.state == MessageState.WAITING, Message.next_try_at <= now
    )
    return list(db.session.scalars(query.order_by(Message.next_try_at, Message.id).limit(most)))


def count_tried(channel: Channel, *, since: datetime) -> int:
    """How many were handed to the provider lately, by any worker: what a limit of pace is held against."""
    query = select(func.count(Message.id)).where(Message.tried_at > since, Message.channel == channel)
    return db.session.scalar(query) or 0


@transactional
def take_message(message_id: int, *, now: datetime) -> Mail | None:
    """Mark a message as being sent, before the provider is called; None when another worker has it."""
    taken = db.session.scalar(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(state=MessageState.SENDING, attempts=Message.attempts + 1, tried_at=now)
        .returning(Message.id)
    )
    if not taken:
        return None
    row = db.session.get_one(Message, message_id)
    return Mail(
        row.id, row.recipient, row.subject, row.body, row.channel, row.event_id, row.attendee_id, row.with_calendar
    )


@transactional
def settle_message(
    message_id: int, *, error: str, is_final: bool = False, is_recorded: bool = False, now: datetime
) -> None:
    """Write whether the provider took it; refused for good or after the last attempt it stays failed, to be seen.

    A message that somebody gave up meanwhile, or that was wiped, stays as it is.
    """
    message = db.session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is None or message.state is not MessageState.SENDING:
        return
    message.error = error[:400]
    if not error:
        message.state, message.sent_at = (MessageState.RECORDED if is_recorded else MessageState.SENT), now
    elif is_final or message.attempts >= MOST_ATTEMPTS:
        message.state = MessageState.FAILED
    else:
        message.state, message.next_try_at = MessageState.WAITING, now + FIRST_PAUSE * 2**message.attempts


@transactional
def note_bounce(message_id: int, *, reason: str, now: datetime) -> bool:
    """Another server sent a mail back that the first one had taken; returns whether that is news."""
    came_back = update(Message).where(
        Message.id == message_id, Message.state.in_((MessageState.SENT, MessageState.SENDING))
    )
    values = {"state": MessageState.BOUNCED, "error": one_line(reason)[:400], "bounced_at": now}
    return bool(db.session.scalar(came_back.values(values).returning(Message.id)))


@transactional
def note_trouble(message_ids: list[int], *, error: str) -> None:
    """Say at every waiting mail why it did not leave; none of them loses an attempt."""
    waiting = update(Message).where(Message.id.in_(message_ids), Message.state == MessageState.WAITING)
    db.session.execute(waiting.values(error=error[:400]))


@transactional
def resend_message(edition: Edition, message_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a message wait again that failed, came back, or was caught in a crash: only a person decides that."""
    message = get_message(edition, message_id)
    if message.state not in RESENDABLE:
        raise Refusal("只有发送失败、被退回或中断的邮件可以重新发送。")
    if not is_reachable(message.channel, message.recipient):
        raise Refusal(UNREACHABLE[message.channel])
    before = {"state": message.state.value}
    message.state, message.attempts, message.error, message.next_try_at = MessageState.WAITING, 0, "", now
    after = {"state": message.state.value}
    record(edition.slug, "message.resend", f"message {message.id}", actor=actor, now=now, before=before, after=after)


def get_message(edition: Edition, message_id: int) -> Message:
    """One message of this edition; raises `NotFound` for any other number."""
    message = db.session.scalar(select(Message).where(Message.event_id == edition.id, Message.id == message_id))
    if message is None:
        raise NotFound("找不到这封邮件。")
    return message
