"""One message to many: drafted, counted and looked at, then put into the outbox for everybody at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import ENGLISH, Template, Wording, fill, parse_wording
from eventapp.domain.message_wordings import MAILING_PLACES
from eventapp.domain.messages import Channel, MailingState, MessageState
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.message import Mailing, Message
from eventapp.services.audit import record
from eventapp.services.mailing_audiences import Audience, find_audience, people_of
from eventapp.services.messages import NewMessage, add_messages
from eventapp.services.personal_letters import Reader, facts_of
from eventapp.services.transactions import transactional

TEMPLATE = "mailing"
PAGE_SIZE = 30


class AudienceChanged(Refusal):
    """The people, their addresses or the text are no longer those that were looked at."""


@dataclass(frozen=True)
class MailingDraft:
    """What an organizer wrote. The English part may be empty; then everybody reads the Chinese one."""

    name: str
    channel: Channel
    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""
    with_calendar: bool = False
    audience: Mapping[str, str] | None = None  # the address of the list of attendees it was written for


@transactional
def save_mailing(
    edition: Edition, mailing_id: int | None, draft: MailingDraft, *, revision: int, actor: Actor, now: datetime
) -> int:
    """Write a draft or change it; raises `Refusal` for texts that cannot be filled and for an outdated page."""
    templates_of(draft)
    if not draft.name.strip():
        raise Refusal("请给这次通知起个名称，只有会务组看得到。")
    if mailing_id is None:
        mailing = Mailing(event_id=edition.id, state=MailingState.DRAFT, written_at=now, revision=0)
        db.session.add(mailing)
    else:
        mailing = held_draft(edition, mailing_id)
        if mailing.revision != revision:
            raise Refusal("这份草稿刚刚在别处改过，这里的修改没有保存；请打开最新的草稿再改。")
    for name, value in asdict(draft).items():
        setattr(mailing, name, dict(value or {}) if name == "audience" else value)
    mailing.revision, mailing.account_id = mailing.revision + 1, actor.account_id
    db.session.flush()
    after = {"name": draft.name, "subject": draft.subject, "audience": dict(draft.audience or {})}
    record(edition.slug, "mailing.save", f"mailing:{mailing.id}", actor=actor, now=now, after=after)
    return mailing.id


def templates_of(said: MailingDraft | Mailing) -> dict[str, Template]:
    """The texts by language, taken apart; raises `Refusal`."""
    chinese = parse_wording(Wording(said.subject, said.body), MAILING_PLACES)
    if not said.subject_en.strip() and not said.body_en.strip():
        return {"": chinese}
    return {"": chinese, ENGLISH: parse_wording(Wording(said.subject_en, said.body_en), MAILING_PLACES)}


@dataclass(frozen=True)
class Copy:
    """The message as one person will get it; without an address they get none."""

    name: str
    unit: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class Preview:
    """Who exactly would get it: the counts, one page of copies, and by what a later look is compared."""

    audience: Audience
    fingerprint: str
    copies: list[Copy]


def preview_mailing(
    edition: Edition, mailing: Mailing, *, links: PersonalLinks, is_unreachable: bool = False, page: int = 1
) -> Preview:
    """Look before sending: one page of those who get it, or of those who have no address."""
    audience = find_audience(edition, mailing.audience, mailing.channel)
    numbers = audience.unreachable if is_unreachable else audience.reachable
    shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    readers, templates = people_of(edition, shown, links), templates_of(mailing)
    copies = [copy_for(edition, mailing, templates, readers[number]) for number in shown if number in readers]
    return Preview(audience, f"{mailing.revision}-{audience.fingerprint}", copies)


def copy_for(edition: Edition, mailing: Mailing, templates: Mapping[str, Template], reader: Reader) -> Copy:
    language = ENGLISH if reader.language == ENGLISH and ENGLISH in templates else ""
    spoken = language or "zh_Hans_CN"
    values = {**facts_of(edition, spoken), **reader.values_in(spoken)}
    letter = fill(templates[language], values, language=spoken, timezone=edition.timezone)
    address = reader.addresses.get(mailing.channel, "")
    return Copy(str(values["name"]), str(values["unit"]), address, letter.subject, letter.body)


@transactional
def send_mailing(
    edition: Edition, mailing_id: int, *, fingerprint: str, links: PersonalLinks, actor: Actor, now: datetime
) -> int:
    """Put a copy for everybody into the outbox, all or nothing; returns how many. A second click adds nothing.

    Raises `AudienceChanged` when it is not what was looked at: then it must be looked at again.
    """
    mailing = held_mailing(edition, mailing_id)
    if mailing.state is MailingState.SENT:
        return 0
    if mailing.state is not MailingState.DRAFT:
        raise Refusal("这次通知已经放弃，不能再发送。")
    audience = find_audience(edition, mailing.audience, mailing.channel)
    if f"{mailing.revision}-{audience.fingerprint}" != fingerprint:
        raise AudienceChanged("收件人或内容在预览之后有变化，还没有发送；请看一遍新的预览，再确认发送。")
    if not audience.reachable:
        raise Refusal("没有一位收件人有可用的地址，没有发送。")
    templates = templates_of(mailing)
    readers = people_of(edition, audience.reachable, links)
    add_messages(edition, [message_for(edition, mailing, templates, n, one) for n, one in readers.items()], now=now)
    mailing.state, mailing.sent_at = MailingState.SENT, now
    after = {"count": len(readers), "without_address": len(audience.unreachable)}
    record(edition.slug, "mailing.send", f"mailing:{mailing.id}", actor=actor, now=now, after=after)
    return len(readers)


def message_for(
    edition: Edition, mailing: Mailing, templates: Mapping[str, Template], number: int, reader: Reader
) -> NewMessage:
    copy = copy_for(edition, mailing, templates, reader)
    return NewMessage(
        f"mailing:{mailing.id}:{number}", TEMPLATE, copy.address, copy.subject, copy.body, channel=mailing.channel,
        attendee_id=number, mailing_id=mailing.id, with_calendar=mailing.with_calendar,
    )  # fmt: skip


@transactional
def drop_mailing(edition: Edition, mailing_id: int, *, actor: Actor, now: datetime) -> None:
    """Give a draft up."""
    held_draft(edition, mailing_id).state = MailingState.DROPPED
    record(edition.slug, "mailing.drop", f"mailing:{mailing_id}", actor=actor, now=now)


@transactional
def stop_mailing(edition: Edition, mailing_id: int, *, actor: Actor, now: datetime) -> int:
    """Take back every copy that has not left yet; returns how many."""
    held_mailing(edition, mailing_id)
    waiting = (Message.mailing_id == mailing_id, Message.state == MessageState.WAITING)
    return moved(edition, mailing_id, "mailing.stop", waiting, {"state": MessageState.DROPPED}, actor, now)


@transactional
def retry_mailing(edition: Edition, mailing_id: int, *, actor: Actor, now: datetime) -> int:
    """Let every copy wait again that failed after having been tried; returns how many.

    What came back, or was caught in a crash, a person looks at one by one: it may have arrived.
    """
    held_mailing(edition, mailing_id)
    failed = (Message.mailing_id == mailing_id, Message.state == MessageState.FAILED, Message.attempts > 0)
    anew = {"state": MessageState.WAITING, "attempts": 0, "error": "", "next_try_at": now}
    return moved(edition, mailing_id, "mailing.retry", failed, anew, actor, now)


def moved(
    edition: Edition, mailing_id: int, action: str, which: Any, values: Mapping[str, Any], actor: Actor, now: datetime
) -> int:
    rows = db.session.scalars(update(Message).where(*which).values(values).returning(Message.id)).all()
    record(edition.slug, action, f"mailing:{mailing_id}", actor=actor, now=now, after={"count": len(rows)})
    return len(rows)


def held_draft(edition: Edition, mailing_id: int) -> Mailing:
    mailing = held_mailing(edition, mailing_id)
    if mailing.state is not MailingState.DRAFT:
        raise Refusal("这次通知已经发送或放弃，不能再修改。")
    return mailing


def held_mailing(edition: Edition, mailing_id: int) -> Mailing:
    """One mailing of this edition, held for a change; raises `NotFound`."""
    query = select(Mailing).where(Mailing.event_id == edition.id, Mailing.id == mailing_id).with_for_update()
    mailing = db.session.scalar(query)
    if mailing is None:
        raise NotFound("找不到这次通知。")
    return mailing


def find_mailing(edition: Edition, mailing_id: int) -> Mailing | None:
    """One mailing of this edition, or None."""
    return db.session.scalar(select(Mailing).where(Mailing.event_id == edition.id, Mailing.id == mailing_id))


def get_mailing(edition: Edition, mailing_id: int) -> Mailing:
    """One mailing of this edition; raises `NotFound`."""
    mailing = find_mailing(edition, mailing_id)
    if mailing is None:
        raise NotFound("找不到这次通知。")
    return mailing


def list_mailings(edition: Edition, *, page: int = 1) -> tuple[list[tuple[Mailing, dict[str, int]]], int]:
    """One page, the newest first, each with its copies by state; and how many there are. Three statements."""
    query = select(Mailing).where(Mailing.event_id == edition.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Mailing.id.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    counts = count_copies([row.id for row in rows])
    return [(row, counts.get(row.id, {})) for row in rows], total


def count_copies(numbers: list[int]) -> dict[int, dict[str, int]]:
    """How many copies of each mailing are in each state."""
    query = select(Message.mailing_id, Message.state, func.count()).where(Message.mailing_id.in_(numbers))
    found: dict[int, dict[str, int]] = {}
    for mailing_id, state, count in db.session.execute(query.group_by(Message.mailing_id, Message.state)):
        found.setdefault(mailing_id or 0, {})[state.value] = count
    return found
