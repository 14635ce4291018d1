"""Taking people out of everything that names them, within a running use case; the rows that are counted stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, func, or_, select, tuple_, update

from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, AttendeeWord, Ticket
from eventapp.models.audit import AuditEntry
from eventapp.models.job import Job
from eventapp.models.message import Message
from eventapp.models.registration import Delegation, Invitation
from eventapp.models.schedule import Judge
from eventapp.services.attendees import subject_of
from eventapp.services.audit import wipe_details
from eventapp.services.privacy_wipes import ATTENDEES, CONTACTS, INVITATIONS, JUDGES, MESSAGES, changed, wipe


@dataclass(frozen=True)
class Traces:
    """By what people are found outside of their own rows."""

    ids: frozenset[int]
    names: frozenset[str]
    mobiles: frozenset[str]
    emails: frozenset[str]

    @property
    def marks(self) -> frozenset[str]:
        """What names one person only: a name may be another one's, or a piece of a unit's."""
        return self.mobiles | self.emails


def traces_of(edition: Edition, ids: Collection[int]) -> Traces:
    """The people of these numbers and their earlier registrations: the same name and mobile again."""
    own = Attendee.event_id == edition.id
    asked = db.session.execute(select(Attendee.name_key, Attendee.mobile).where(own, Attendee.id.in_(ids))).all()
    pairs = [(name, mobile) for name, mobile in asked if mobile]
    same = tuple_(Attendee.name_key, Attendee.mobile).in_(pairs) if pairs else Attendee.id.in_(ids)
    query = select(Attendee.id, Attendee.name, Attendee.mobile, Attendee.email)
    rows = db.session.execute(query.where(own, or_(Attendee.id.in_(ids), same))).all()
    return Traces(
        frozenset(row.id for row in rows), frozenset(row.name for row in rows),
        frozenset(row.mobile for row in rows if row.mobile), frozenset(row.email for row in rows if row.email),
    )  # fmt: skip


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


def wipe_traces(edition: Edition, traces: Traces) -> None:
    """What names these people elsewhere: the trail, letters by address, a unit's unfinished rows and contact, jobs."""
    found = holds_any(AuditEntry.detail, traces.marks)
    subjects = [subject_of(number) for number in traces.ids]
    wipe_details(edition.slug, AuditEntry.subject.in_(subjects))
    if traces.marks:
        wipe_details(edition.slug, found)
    wipe(MESSAGES, Message.event_id == edition.id, Message.recipient.in_(traces.marks))
    wipe(INVITATIONS, Invitation.event_id == edition.id, Invitation.email.in_(traces.emails))
    wipe_delegations(edition, traces)
    said = holds_any(Job.outcome, traces.marks | traces.names)
    changed(update(Job).where(Job.event_id == edition.id, Job.ended_at.is_not(None), said).values(outcome={}))


def wipe_delegations(edition: Edition, traces: Traces) -> None:
    """A unit's rows that wait to be mended, its list that nobody has taken yet, its contact if one of these people."""
    mine = Delegation.event_id == edition.id
    wipe(CONTACTS, mine, Delegation.contact_mobile.in_(traces.mobiles))
    said = traces.marks | traces.names
    changed(update(Delegation).where(mine, holds_any(Delegation.upload, said)).values(upload={}))
    query = select(Delegation).where(mine, holds_any(Delegation.draft, said))
    for delegation in db.session.scalars(query):
        kept = [row for row in delegation.draft if not names_one(row, traces)]
        if kept != delegation.draft:
            delegation.draft, delegation.revision = kept, delegation.revision + 1


def names_one(row: Any, traces: Traces) -> bool:
    """Whether a row as typed is about one of these people."""
    written = json.dumps(row, ensure_ascii=False)
    return any(mark in written for mark in traces.marks) or any(f'"{name}"' in written for name in traces.names)


def holds_any(column: Any, words: Collection[str]) -> ColumnElement[bool]:
    """Whether a column of JSON says one of these words; it is kept with every other character than ASCII escaped."""
    return or_(*(cast(column, Text).contains(json.dumps(word)[1:-1], autoescape=True) for word in sorted(words)))


def numbers_of(ids: Sequence[int], size: int) -> Sequence[Sequence[int]]:
    """The numbers in parts of `size`."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
