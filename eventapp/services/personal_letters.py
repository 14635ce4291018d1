"""Letters to registered people: looked up, put into words and into the outbox within the running use case.

However many are written at once, the number of statements is the same. A person without an address gets none, but for
what cannot wait: that goes out as a text message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import CHINESE, ENGLISH, Value, fill, period_in_words
from eventapp.domain.message_wordings import LETTERS, STATE_NAMES_EN, known_language
from eventapp.domain.messages import Channel
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.recommendation import Result, Story
from eventapp.services.message_templates import templates_in_use
from eventapp.services.messages import NewMessage, add_messages

Held = defaultdict[int, list[tuple[str, str, str]]]  # by attendee: name, English name and subject of each role
OVER = (RoleState.CANCELLED, RoleState.REJECTED)


@dataclass(frozen=True)
class News:
    """One thing to tell one person.

    Of an attendee the name, unit, roles, state, link, address and language are looked up; whatever is given here
    (`values` by the codes of `domain.message_templates.PLACES`) goes before. With a `recipient` nothing is looked up.
    """

    code: str  # of domain.message_wordings.LETTERS
    dedupe_key: str
    attendee_id: int | None = None
    recipient: str = ""
    language: str = ""
    role_ids: tuple[int, ...] = ()  # {本次身份}; of people who are no attendees also {身份}
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Who a letter goes to, and what its places may be filled with, in Chinese and in English."""

    addresses: Mapping[Channel, str] = field(default_factory=dict)
    language: str = CHINESE
    chinese: Mapping[str, Value] = field(default_factory=dict)
    english: Mapping[str, Value] = field(default_factory=dict)

    def values_in(self, language: str) -> Mapping[str, Value]:
        return self.english if language == ENGLISH else self.chinese


def write_letter(
    edition: Edition, code: str, *, dedupe_key: str, links: PersonalLinks, now: datetime,
    attendee_id: int | None = None, recipient: str = "", language: str = "", role_ids: Sequence[int] = (),
    values: Mapping[str, Value] | None = None,
) -> None:  # fmt: skip
    """One letter: see `News` for what is looked up and what must be given."""
    news = News(code, dedupe_key, attendee_id, recipient, language, tuple(role_ids), values or {})
    write_letters(edition, [news], links=links, now=now)


def write_letters(edition: Edition, news: Sequence[News], *, links: PersonalLinks, now: datetime) -> None:
    """Many letters in at most five statements; the same `dedupe_key` is written once for ever."""
    if not news:
        return
    numbers = [item.attendee_id for item in news if item.attendee_id is not None and not item.recipient]
    readers = readers_of(edition, Attendee.id.in_(numbers), links) if numbers else {}
    roles = role_names(edition, {number for item in news for number in item.role_ids})
    templates = templates_in_use(edition, {item.code for item in news})
    found = []
    for item in news:
        reader = readers.get(item.attendee_id) if item.attendee_id is not None else None
        language = known_language(item.language or (reader.language if reader else ""))
        channel, address = way_to(item, reader)
        if not address:
            continue
        named = tuple(roles[number][language == ENGLISH] for number in item.role_ids if number in roles)
        own = reader.values_in(language) if reader else {"roles": named}
        values = {**facts_of(edition, language), **own, "role": named, **item.values}
        letter = fill(templates[item.code, language], values, language=language, timezone=edition.timezone)
        found.append(
            NewMessage(
                item.dedupe_key, item.code, address, letter.subject, letter.body, channel=channel,
                attendee_id=item.attendee_id, with_calendar=LETTERS[item.code].with_calendar,
            )
        )  # fmt: skip
    add_messages(edition, found, now=now)


def way_to(news: News, reader: Reader | None) -> tuple[Channel, str]:
    """By mail; what cannot wait goes to the mobile of a person without mail. An empty address: not at all."""
    mail = news.recipient or (reader.addresses[Channel.MAIL] if reader else "")
    if mail or reader is None or not LETTERS[news.code].is_urgent:
        return Channel.MAIL, mail
    return Channel.SMS, reader.addresses[Channel.SMS]


def facts_of(edition: Edition, language: str) -> dict[str, Value]:
    """What every letter of an edition may say."""
    is_english = language == ENGLISH
    contact = edition.contact
    return {
        "event": (edition.name_en if is_english else "") or edition.name,
        "short_name": (edition.short_name_en if is_english else "") or edition.short_name,
        "days": period_in_words(edition.starts_on, edition.ends_on, language),
        "starts_on": edition.starts_on,
        "place": edition.place,
        "closes_at": edition.registration_closes_at,
        "travel": edition.registration.travel,
        "hotel": edition.registration.hotel,
        "organization": contact.organization,
        "contact": "  ".join(part for part in (contact.phone, contact.email) if part),
    }


def readers_of(edition: Edition, chosen: ColumnElement[bool], links: PersonalLinks) -> dict[int, Reader]:
    """Address, language and values of the chosen attendees, in two statements."""
    held = roles_held(edition, chosen)
    query = select(
        Attendee.id, Attendee.name, Attendee.unit_name, Attendee.email, Attendee.language, Attendee.state,
        Attendee.link_nonce, Attendee.mobile, Attendee.wechat,
    ).where(Attendee.event_id == edition.id, chosen)  # fmt: skip
    found = {}
    for row in db.session.execute(query):
        roles = held.get(row.id, [])
        plain: dict[str, Value] = {
            "name": row.name, "unit": row.unit_name, "subjects": tuple(subject for *_names, subject in roles if subject),
            "link": links.registration(edition.slug, row.link_nonce) if row.link_nonce else "",
        }  # fmt: skip
        chinese = {"roles": tuple(role[0] for role in roles), "state": ATTENDEE_STATE_NAMES[row.state]}
        english = {"roles": tuple(role[1] for role in roles), "state": STATE_NAMES_EN[row.state]}
        addresses = {Channel.MAIL: row.email, Channel.SMS: row.mobile, Channel.WECHAT: row.wechat}
        found[row.id] = Reader(addresses, known_language(row.language), {**plain, **chinese}, {**plain, **english})
    return found


def find_reader(edition: Edition, attendee_id: int | None, links: PersonalLinks) -> Reader:
    """What is known of one attendee; nothing for nobody."""
    found = readers_of(edition, Attendee.id == attendee_id, links) if attendee_id is not None else {}
    return found.get(attendee_id or 0, Reader())


def roles_held(edition: Edition, chosen: ColumnElement[bool]) -> Held:
    """Name, English name and subject of each role of the chosen people: those that live, else all they had."""
    query = (
        select(
            AttendeeRole.attendee_id, AttendeeRole.state, Role.name, Role.name_en, Result.topic_name,
            Story.name.label("story_name"),
        )
        .join(Attendee, Attendee.id == AttendeeRole.attendee_id)
        .join(Role, Role.id == AttendeeRole.role_id)
        .outerjoin(Result, Result.id == AttendeeRole.result_id)
        .outerjoin(Story, Story.id == AttendeeRole.story_id)
        .where(Attendee.event_id == edition.id, chosen)
        .order_by(AttendeeRole.id)
    )  # fmt: skip
    living: Held = defaultdict(list)
    over: Held = defaultdict(list)
    for row in db.session.execute(query):
        kept = over if row.state in OVER else living
        kept[row.attendee_id].append((row.name, row.name_en or row.name, row.topic_name or row.story_name or ""))
    return over | living


def role_names(edition: Edition, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Chinese and English names of these roles."""
    if not numbers:
        return {}
    rows = db.session.execute(
        select(Role.id, Role.name, Role.name_en).where(Role.event_id == edition.id, Role.id.in_(numbers))
    )
    return {row.id: (row.name, row.name_en or row.name) for row in rows}
