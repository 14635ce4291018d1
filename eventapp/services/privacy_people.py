"""Taking people out of their own rows, within a running use case; the rows stay, and are counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, update

from eventapp.domain.events import Edition
from eventapp.models.attendee import Attendee, AttendeeRole, AttendeeWord, Ticket
from eventapp.models.message import Message
from eventapp.models.registration import Invitation
from eventapp.models.schedule import Judge
from eventapp.services.privacy_wipes import ATTENDEES, INVITATIONS, JUDGES, MESSAGES, changed, wipe


def wipe_rows(edition: Edition, ids: Collection[int], now: datetime) -> int:
    """Their own rows, words, tickets, messages, invitations and seats as judges."""
    mine = Attendee.event_id == edition.id, Attendee.id.in_(ids)
    changed(delete(AttendeeWord).where(AttendeeWord.event_id == edition.id, AttendeeWord.attendee_id.in_(ids)))
    valid = update(Ticket).where(
        Ticket.event_id == edition.id, Ticket.attendee_id.in_(ids), Ticket.revoked_at.is_(None)
    )
    changed(valid.values(revoked_at=now, revoked_for="erased"))
    wipe(MESSAGES, Message.event_id == edition.id, Message.attendee_id.in_(ids))
    wipe(INVITATIONS, Invitation.event_id == edition.id, Invitation.attendee_id.in_(ids))
    wipe(JUDGES, Judge.event_id == edition.id, Judge.attendee_id.in_(ids))
    changed(update(Attendee).where(*mine).values(erased_at=func.coalesce(Attendee.erased_at, now)))
    return wipe(ATTENDEES, *mine)


def release_entries(edition: Edition, ids: Collection[int]) -> None:
    """Results and stories that somebody else may present now."""
    held = update(AttendeeRole).where(AttendeeRole.event_id == edition.id, AttendeeRole.attendee_id.in_(ids))
    changed(held.values(result_id=None, story_id=None))
