"""Sending a person's own link again, to the address they registered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration import normal_mobile
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.personal_letters import write_letter
from eventapp.services.transactions import transactional

LETTER = "registration"


@transactional
def send_link(edition: Edition, name: str, mobile: str, *, links: PersonalLinks, now: datetime) -> None:
    """Write the letter once an hour at most; for a stranger nothing happens, and nobody can tell the difference.

    Raises `Refusal` when the mobile is none.
    """
    query = select(Attendee.id).where(
        Attendee.event_id == edition.id,
        Attendee.mobile == normal_mobile(mobile),
        Attendee.name_key == name_key(name)[:80],
        Attendee.state != AttendeeState.CANCELLED,
        Attendee.link_nonce != "",
        Attendee.email != "",
    )
    if (attendee_id := db.session.scalar(query)) is not None:
        key = f"registration:{attendee_id}:again:{now:%Y%m%d%H}"
        write_letter(edition, LETTER, dedupe_key=key, links=links, now=now, attendee_id=attendee_id)
