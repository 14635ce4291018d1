"""Who a mailing goes to: the list it was written for, as it stands at this moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.events import Edition
from eventapp.domain.messages import Channel, is_reachable
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration_states import LIVING
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.attendee_lists import narrowed
from eventapp.services.personal_letters import Reader, readers_of

ADDRESSES = {Channel.MAIL: Attendee.email, Channel.SMS: Attendee.mobile, Channel.WECHAT: Attendee.wechat}
PEOPLE_AT_ONCE = 10_000  # numbers in one statement; SQLite takes 32,766 values


@dataclass(frozen=True)
class Audience:
    """Attendees by number; the fingerprint changes with any person or address."""

    reachable: tuple[int, ...]
    unreachable: tuple[int, ...]
    fingerprint: str


def find_audience(edition: Edition, query: Mapping[str, str], channel: Channel) -> Audience:
    """Everybody on the list, in one statement. Unless a state is asked for, only those who still mean to come."""
    wanted = wanted_from(query)
    people = narrowed(edition, wanted).where(Attendee.erased_at.is_(None))
    if wanted.state is None:
        people = people.where(Attendee.state.in_(LIVING))
    rows = db.session.execute(people.with_only_columns(Attendee.id, ADDRESSES[channel]).order_by(Attendee.id)).all()
    digest = hashlib.sha256("\n".join(f"{number} {address}" for number, address in rows).encode())
    reachable = tuple(number for number, address in rows if is_reachable(channel, address))
    unreachable = tuple(number for number, address in rows if not is_reachable(channel, address))
    return Audience(reachable, unreachable, digest.hexdigest()[:32])


def people_of(edition: Edition, numbers: Sequence[int], links: PersonalLinks) -> dict[int, Reader]:
    """What is known of these people, two statements for each ten thousand."""
    found: dict[int, Reader] = {}
    for at in range(0, len(numbers), PEOPLE_AT_ONCE):
        found |= readers_of(edition, Attendee.id.in_(numbers[at : at + PEOPLE_AT_ONCE]), links)
    return found
