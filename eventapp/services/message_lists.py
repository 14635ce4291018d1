"""The outbox as lists: narrowed, a page at a time by number, so that page and size of the outbox cost nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select, union
from sqlalchemy.orm import defer

from eventapp.domain.events import Edition
from eventapp.domain.messages import MessageState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeWord
from eventapp.models.message import Message
from eventapp.services.attendee_words import bare_word

PAGE_SIZE = 50
MOST_COUNTED = 1000  # beyond it nobody needs the exact number, and counting would cost
CUT_OFF = timedelta(minutes=5)  # no provider takes so long: whoever sent it has died
INTERRUPTED = "interrupted"  # asked for like a state: being sent for too long
LAST = "\U0010ffff"  # comes after every other character


@dataclass(frozen=True)
class Wanted:
    """What is asked for; blanks ask for nothing. `before`: only messages with a smaller number."""

    state: str = ""
    template: str = ""
    mailing_id: int | None = None
    text: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One message of a list, without its body; `name` of whom it is for, where that is an attendee."""

    message: Message
    name: str
    is_interrupted: bool


def is_interrupted(message: Message, now: datetime) -> bool:
    """Whether it was being sent when something died: nobody knows whether it arrived."""
    return message.state is MessageState.SENDING and (message.tried_at is None or message.tried_at < now - CUT_OFF)


def list_messages(edition: Edition, wanted: Wanted, *, now: datetime) -> tuple[list[Line], int | None]:
    """One page, the newest first, and the number before which the next page begins; None on the last one."""
    query = narrowed(edition, wanted, now).outerjoin(Attendee, Attendee.id == Message.attendee_id)
    query = query.add_columns(Attendee.name).options(defer(Message.body))
    rows = db.session.execute(query.order_by(Message.id.desc()).limit(PAGE_SIZE + 1)).all()
    lines = [Line(message, name or "", is_interrupted(message, now)) for message, name in rows[:PAGE_SIZE]]
    return lines, lines[-1].message.id if len(rows) > PAGE_SIZE else None


def narrowed(edition: Edition, wanted: Wanted, now: datetime) -> Select[Any]:
    query: Select[Any] = select(Message).where(Message.event_id == edition.id)
    if wanted.state:
        query = query.where(in_state(wanted.state, now))
    if wanted.template:
        query = query.where(Message.template == wanted.template)
    if wanted.mailing_id is not None:
        query = query.where(Message.mailing_id == wanted.mailing_id)
    if wanted.text:
        query = query.where(Message.id.in_(select(matching(edition, wanted.text).c.id)))
    return query if wanted.before is None else query.where(Message.id < wanted.before)


def in_state(state: str, now: datetime) -> ColumnElement[bool]:
    if state != INTERRUPTED:
        return Message.state == MessageState(state)
    is_old = or_(Message.tried_at.is_(None), Message.tried_at < now - CUT_OFF)
    return (Message.state == MessageState.SENDING) & is_old


def matching(edition: Edition, text: str) -> Any:
    """Messages to people found by name, pinyin or initials, and to addresses that begin so."""
    word = bare_word(text)
    named = select(AttendeeWord.attendee_id).where(
        AttendeeWord.event_id == edition.id, AttendeeWord.word >= word, AttendeeWord.word < word + LAST
    )
    by_name = (
        Message.attendee_id.in_(named) if word else Message.id.is_(None)
    )  # they are of the edition: no need to ask
    by_address = (Message.event_id == edition.id) & (Message.recipient >= text) & (Message.recipient < text + LAST)
    return union(select(Message.id).where(by_name), select(Message.id).where(by_address)).subquery()


def count_by_state(edition: Edition, *states: str, now: datetime, mailing_id: int | None = None) -> Mapping[str, int]:
    """How many messages are in these states, at most `MOST_COUNTED` of each; one statement."""

    def counted(state: str) -> ScalarSelect[Any]:
        query = select(Message.id).where(Message.event_id == edition.id, in_state(state, now))
        if mailing_id is not None:
            query = query.where(Message.mailing_id == mailing_id)
        return select(func.count()).select_from(query.limit(MOST_COUNTED).subquery()).scalar_subquery()

    row = db.session.execute(select(*(counted(state).label(state) for state in states))).one()
    return dict(row._mapping)
