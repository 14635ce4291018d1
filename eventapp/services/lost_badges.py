"""A badge that was lost: its ticket opens nothing any more, and the next badge carries a new one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, Ticket
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.role_states import add_tickets
from eventapp.services.ticket_keys import LETTER, REISSUED
from eventapp.services.transactions import transactional


@transactional
def replace_ticket(edition: Edition, attendee_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> None:
    """Revoke the tickets of one confirmed person, give a new one and tell them. Raises `NotFound` and `Refusal`."""
    mine = Attendee.event_id == edition.id, Attendee.id == attendee_id, Attendee.erased_at.is_(None)
    attendee = db.session.scalar(select(Attendee).where(*mine).with_for_update())
    if attendee is None:
        raise NotFound("找不到这位参会人员。")
    if attendee.state is not AttendeeState.CONFIRMED:
        raise Refusal("只有已确认的报名才能换发参会码。")
    valid = Ticket.attendee_id == attendee_id, Ticket.revoked_at.is_(None)
    db.session.execute(update(Ticket).where(*valid).values(revoked_at=now, revoked_for=REISSUED))
    add_tickets(edition, [attendee_id], now)
    news = News(LETTER, f"ticket:{attendee_id}:lost:{now:%Y%m%d%H%M%S}", attendee_id=attendee_id)
    write_letters(edition, [news], links=links, now=now)
    record(edition.slug, "badge.replace_ticket", subject_of(attendee_id), actor=actor, now=now)
