"""The key pairs that sign tickets: which count, making a new one, distrusting one whose private half may be known."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, text, update

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import LIVING, AttendeeState
from eventapp.domain.tickets import SERIAL_BYTES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, Ticket
from eventapp.models.badge import BadgePrint
from eventapp.models.event import EventKey
from eventapp.services.audit import record
from eventapp.services.events import get_key
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.transactions import transactional

REISSUED = "reissued"
LETTER = "ticket_reissued"


@dataclass(frozen=True)
class KeyRing:
    """The public keys of an edition by number, and which of them are distrusted."""

    public: Mapping[int, bytes]
    distrusted: frozenset[int]


@dataclass(frozen=True)
class KeyCard:
    """One key pair with its numbers: tickets that are valid, and how many of their holders have a printed badge."""

    key: EventKey
    tickets: int
    printed: int


@dataclass(frozen=True)
class Revocations:
    """Serials of tickets that open nothing: taken back, and of people whose registration is not confirmed."""

    revoked: list[str]
    unconfirmed: list[str]


@dataclass(frozen=True)
class FreshPair:
    """A key pair that was made for this use case; the private half comes sealed, this room never sees it."""

    public_key: bytes
    sealed_private_key: bytes


def key_ring(edition: Edition) -> KeyRing:
    """Every public key of the edition, in one statement."""
    columns = EventKey.id, EventKey.public_key, EventKey.distrusted_at
    rows = list(db.session.execute(select(*columns).where(EventKey.event_id == edition.id)))
    distrusted = frozenset(row.id for row in rows if row.distrusted_at)
    return KeyRing({row.id: row.public_key for row in rows}, distrusted)


def list_keys(edition: Edition) -> list[KeyCard]:
    """All key pairs, the newest first, in one statement."""
    valid = and_(Ticket.key_id == EventKey.id, Ticket.revoked_at.is_(None))
    tickets = select(func.count()).select_from(Ticket).where(valid).correlate(EventKey).scalar_subquery()
    printed = (
        select(func.count(BadgePrint.ticket_id.distinct())).join(Ticket, Ticket.id == BadgePrint.ticket_id)
        .where(valid).correlate(EventKey).scalar_subquery()
    )  # fmt: skip
    query = select(EventKey, tickets.label("tickets"), printed.label("printed"))
    rows = db.session.execute(query.where(EventKey.event_id == edition.id).order_by(EventKey.id.desc()))
    return [KeyCard(row.EventKey, row.tickets, row.printed) for row in rows]


def list_revocations(edition: Edition) -> Revocations:
    """All serials that a scanner without network must refuse although their signature is good. One statement."""
    revoked: ColumnElement[bool] = Ticket.revoked_at.is_not(None)
    query = select(Ticket.serial, revoked.label("is_revoked")).join(Ticket.attendee)
    query = query.where(Ticket.event_id == edition.id, or_(revoked, Attendee.state != AttendeeState.CONFIRMED))
    rows = list(db.session.execute(query.order_by(Ticket.serial)))
    return Revocations(
        [row.serial for row in rows if row.is_revoked], [row.serial for row in rows if not row.is_revoked]
    )


@transactional
def make_key(edition: Edition, pair: FreshPair, *, actor: Actor, now: datetime) -> int:
    """Sign with a new key pair from now on; tickets of the earlier ones stay valid. Returns the new key's number."""
    return add_key(edition, pair, actor=actor, now=now)


def add_key(edition: Edition, pair: FreshPair, *, actor: Actor, now: datetime) -> int:
    current = (EventKey.event_id == edition.id, EventKey.retired_at.is_(None))
    db.session.execute(update(EventKey).where(*current).values(retired_at=now))
    key = EventKey(
        event_id=edition.id, public_key=pair.public_key, sealed_private_key=pair.sealed_private_key, created_at=now
    )
    db.session.add(key)
    db.session.flush()
    record(edition.slug, "key.make", subject_of(key.id), actor=actor, now=now)
    return key.id


@transactional
def distrust_key(
    edition: Edition, key_id: int, pair: FreshPair, *, reason: str, links: PersonalLinks | None, actor: Actor, now: datetime
) -> int:  # fmt: skip
    """Refuse all tickets of a key everywhere and give their holders new ones; returns how many got one.

    `pair` becomes the current key if this one was. With `links` people hear of it by mail. Raises `NotFound`, and
    `Refusal` without a reason or when the key is distrusted already. The same few statements for any number of people.
    """
    if not reason.strip():
        raise Refusal("请写明停止信任这把密钥的原因。")
    hold_tickets()
    key = get_key(edition, key_id, is_writing=True)
    if key.distrusted_at is not None:
        raise Refusal("这把密钥已经停止信任。")
    was_current = key.retired_at is None
    key.distrusted_at, key.retired_at = now, key.retired_at or now
    db.session.flush()
    current_id = add_key(edition, pair, actor=actor, now=now) if was_current else current_key_id(edition)
    people = reissue(edition, key_id, current_id, now)
    if links is not None:
        news = [News(LETTER, f"ticket:{number}:key:{key_id}", attendee_id=number) for number in people]
        write_letters(edition, news, links=links, now=now)
    after = {"reason": reason.strip()[:400], "tickets": len(people)}
    record(edition.slug, "key.distrust", subject_of(key_id), actor=actor, now=now, after=after)
    return len(people)


def hold_tickets() -> None:
    """No other use case writes a ticket until this one ends: each reads in one statement which key signs and writes
    with it. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE"))


def current_key_id(edition: Edition) -> int:
    query = select(func.max(EventKey.id)).where(EventKey.event_id == edition.id, EventKey.retired_at.is_(None))
    return db.session.scalars(query).one()


def reissue(edition: Edition, old_key_id: int, key_id: int, now: datetime) -> list[int]:
    """Revoke the valid tickets of one key; their holders, if they still come, get new ones. Three statements."""
    mine = (Ticket.event_id == edition.id, Ticket.key_id == old_key_id, Ticket.revoked_at.is_(None))
    coming = select(Attendee.id).join(Ticket, Ticket.attendee_id == Attendee.id)
    people = sorted(db.session.scalars(coming.where(*mine, Attendee.state.in_(LIVING)).distinct()))
    db.session.execute(update(Ticket).where(*mine).values(revoked_at=now, revoked_for=REISSUED))
    fixed = {"event_id": edition.id, "key_id": key_id, "issued_at": now, "revoked_for": ""}
    rows = [{**fixed, "attendee_id": number, "serial": secrets.token_hex(SERIAL_BYTES)} for number in people]
    if rows:
        db.session.execute(insert(Ticket.__table__), rows)
    return people


def subject_of(key_id: int) -> str:
    """How audit entries name a key pair."""
    return f"key:{key_id}"
