"""Editions: finding one, making one, its keys."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import JSON, Text, bindparam, cast, select, update

from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule, RegistrationSettings, Rounding
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.event import Event, EventKey, Track
from eventapp.services.audit import record
from eventapp.services.transactions import transactional


def edition_of(event: Event | SimpleNamespace) -> Edition:
    """The facts of one edition, free of the database."""
    settings = event.settings
    levels = settings.get("levels", {})
    contact = dict(settings.get("contact", {}))
    return Edition(
        **{name: getattr(event, name) for name in PLAIN},
        issuers=tuple(event.issuers),
        contact=Contact(**{**contact, "people": tuple(contact.get("people", ()))}),
        levels=LevelRule(
            names={int(level): name for level, name in levels.get("names", {}).items()},
            first_share=Decimal(str(levels.get("first_share", "0.5"))),
            rounding=Rounding(levels.get("rounding", "down")),
        ),
        certificates=CertificateSettings(**settings.get("certificates", {})),
        registration=RegistrationSettings(**settings.get("registration", {})),
    )


PLAIN = (
    "id", "slug", "number", "year", "name", "short_name", "name_en", "short_name_en", "document_number", "place", "timezone",
    "starts_on", "ends_on", "materials_due_at", "registration_opens_at", "registration_closes_at",
    "recusal_by_region", "is_default", "is_demonstration", "schedule_published_at", "awards_published_at",
    "personal_data_until",
)  # fmt: skip


COLUMNS = {
    column.name: cast(column, Text) if isinstance(column.type, JSON) else column for column in Event.__table__.columns
}
BY_SLUG = select(*COLUMNS.values()).where(Event.slug == bindparam("slug"))


def find_edition(slug: str) -> Edition | None:
    """The edition with this slug, or None."""
    row = db.session.execute(BY_SLUG, {"slug": slug}).first()
    return edition_from(tuple(row)) if row else None


@lru_cache(maxsize=64)
def edition_from(row: tuple[Any, ...]) -> Edition:
    """An edition as its row says: every request reads the row, and only one that says something new is understood."""
    values = dict(zip(COLUMNS, row, strict=True))
    told = {name: json.loads(values[name]) for name in ("issuers", "settings")}
    return edition_of(SimpleNamespace(**values | told))


def get_edition(event_id: int) -> Edition:
    """The edition with this number; it must exist."""
    return edition_of(db.session.get_one(Event, event_id))


def find_default_edition() -> Edition | None:
    """The edition that the bare address shows, or None in an empty installation."""
    event = db.session.scalar(select(Event).where(Event.is_default))
    return edition_of(event) if event else None


def list_editions() -> list[Edition]:
    """All editions of the installation, the newest first."""
    return [edition_of(event) for event in db.session.scalars(select(Event).order_by(Event.year.desc(), Event.id))]


@transactional
def create_event(
    *, values: dict[str, Any], tracks: list[dict[str, Any]], public_key: bytes, sealed_private_key: bytes,
    actor: Actor, now: datetime,
) -> Edition:  # fmt: skip
    """Open an edition with its tracks and its first key pair.

    `values` are the columns of `Event`; the private key comes sealed, this room never sees it.
    """
    event = Event(**values)
    db.session.add(event)
    db.session.flush()
    db.session.add_all(Track(event_id=event.id, **track) for track in tracks)
    key = EventKey(event_id=event.id, public_key=public_key, sealed_private_key=sealed_private_key, created_at=now)
    db.session.add(key)
    record(event.slug, "event.create", event.name, actor=actor, now=now, after={"number": event.number})
    db.session.flush()
    return edition_of(event)


@transactional
def activate_event(edition: Edition, *, actor: Actor, now: datetime) -> None:
    """Make this edition the default landing page, in place of the one before."""
    db.session.execute(update(Event).where(Event.is_default).values(is_default=False))
    db.session.execute(update(Event).where(Event.id == edition.id).values(is_default=True))
    record(edition.slug, "event.activate", edition.name, actor=actor, now=now)


def get_current_key(edition: Edition) -> EventKey:
    """The key pair that signs today; raises `NotFound` when the edition has none."""
    query = select(EventKey).where(EventKey.event_id == edition.id, EventKey.retired_at.is_(None))
    key = db.session.scalar(query.order_by(EventKey.id.desc()))
    if key is None:
        raise NotFound("本届会议还没有签名密钥，请管理员运行初始化命令。")
    return key


def get_key(edition: Edition, key_id: int, *, is_writing: bool = False) -> EventKey:
    """One key pair of the edition, retired ones included: old tickets stay valid."""
    query = select(EventKey).where(EventKey.event_id == edition.id, EventKey.id == key_id)
    key = db.session.scalar(query.with_for_update() if is_writing else query)
    if key is None:
        raise NotFound("找不到这把签名密钥。")
    return key
