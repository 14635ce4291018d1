"""The mailboxes of an edition: how they are reached, and how far they have been read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from eventapp.domain.events import Edition
from eventapp.domain.mail_addresses import is_mail_address
from eventapp.domain.mailboxes import Access, MailboxPurpose, check_access
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.event import Event
from eventapp.models.mailbox import Mailbox
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

lost_race(
    ("uq_mailbox_event_id_purpose", "mailbox.event_id, mailbox.purpose"),
    "这个邮箱刚刚由别人设置好了，请刷新后再看。",
)


def list_mailboxes(edition: Edition) -> dict[MailboxPurpose, Mailbox]:
    """The mailboxes that have been set up, by what is sent to them."""
    found = db.session.scalars(select(Mailbox).where(Mailbox.event_id == edition.id))
    return {mailbox.purpose: mailbox for mailbox in found}


def find_mailbox(edition: Edition, purpose: MailboxPurpose) -> Mailbox | None:
    """The mailbox for this purpose, or None."""
    return db.session.scalar(select(Mailbox).where(Mailbox.event_id == edition.id, Mailbox.purpose == purpose))


def get_mailbox(edition: Edition, mailbox_id: int) -> Mailbox:
    """One mailbox of this edition; raises `NotFound` for any other number."""
    mailbox = db.session.scalar(select(Mailbox).where(Mailbox.event_id == edition.id, Mailbox.id == mailbox_id))
    if mailbox is None:
        raise NotFound("这个邮箱还没有设置。")
    return mailbox


def access_of(mailbox: Mailbox) -> Access:
    """How to reach it."""
    return Access(mailbox.host, mailbox.port, mailbox.security, mailbox.login, mailbox.folder)


@transactional
def save_mailbox(
    edition: Edition, purpose: MailboxPurpose, *, address: str, access: Access, sealed_password: bytes | None,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Set a mailbox up or change it; without a new password the old one stays. Raises `Refusal` for unsafe settings.

    Another server, login or folder is another mailbox: it is read from the beginning. Letters known stay one each.
    """
    check_access(access)
    address = address.strip()
    if not is_mail_address(address):
        raise Refusal("邮箱地址不完整，应像 name@example.com 这样。")
    mailbox = find_mailbox(edition, purpose)
    before = None if mailbox is None else said_of(mailbox)
    if mailbox is None:
        mailbox = Mailbox(event_id=edition.id, purpose=purpose, sealed_password=sealed_password or b"", last_uid=0)
        db.session.add(mailbox)
    elif (mailbox.host, mailbox.login, mailbox.folder) != (access.host, access.login, access.folder):
        mailbox.last_uid, mailbox.uid_validity = 0, None
    mailbox.address = address
    for name, value in asdict(access).items():
        setattr(mailbox, name, value)
    if sealed_password:
        mailbox.sealed_password = sealed_password
    mailbox.error = ""
    after = said_of(mailbox) | ({"password": "***"} if sealed_password else {})
    record(edition.slug, "mailbox.save", address, actor=actor, now=now, before=before, after=after)


def said_of(mailbox: Mailbox) -> dict[str, object]:
    """What the audit trail tells; never the password, not even sealed."""
    return {"purpose": mailbox.purpose, "address": mailbox.address, **asdict(access_of(mailbox))}


@transactional
def remove_mailbox(edition: Edition, purpose: MailboxPurpose, *, actor: Actor, now: datetime) -> None:
    """Forget how a mailbox is reached, its password too; letters fetched from it stay."""
    mailbox = find_mailbox(edition, purpose)
    if mailbox is None:
        raise NotFound("这个邮箱还没有设置。")
    record(edition.slug, "mailbox.remove", mailbox.address, actor=actor, now=now, before=said_of(mailbox))
    db.session.delete(mailbox)


@transactional
def begin_fetch(edition: Edition, mailbox_id: int, *, uid_validity: int) -> int:
    """After which number to go on. Numbers of another validity mean nothing any more: begin again (RFC 3501, 2.3.1.1)."""
    mailbox = get_mailbox(edition, mailbox_id)
    if mailbox.uid_validity != uid_validity:
        mailbox.uid_validity, mailbox.last_uid = uid_validity, 0
    return mailbox.last_uid


@transactional
def pass_over(edition: Edition, mailbox_id: int, uid: int) -> None:
    """Note that this mail needs no fetching again: it is known, or gone."""
    mailbox = get_mailbox(edition, mailbox_id)
    mailbox.last_uid = max(mailbox.last_uid, uid)


@transactional
def end_fetch(edition: Edition, mailbox_id: int, *, error: str, now: datetime) -> None:
    """Note when it was looked into, and what went wrong."""
    mailbox = get_mailbox(edition, mailbox_id)
    mailbox.fetched_at, mailbox.error = now, error[:400]


@transactional
def take_due(*, pause: timedelta, now: datetime) -> list[tuple[int, int]]:
    """Event and number of each mailbox that has not been looked into for `pause`; whoever takes them, looks.

    Editions that are over for a month are left alone.
    """
    over = (now - timedelta(days=30)).date()
    due = db.session.scalars(
        select(Mailbox)
        .join(Event, Event.id == Mailbox.event_id)
        .where(or_(Mailbox.fetched_at.is_(None), Mailbox.fetched_at <= now - pause))
        .where(or_(Event.ends_on.is_(None), Event.ends_on >= over))
        .with_for_update(of=Mailbox)
    ).all()
    for mailbox in due:
        mailbox.fetched_at = now
    return [(mailbox.event_id, mailbox.id) for mailbox in due]
