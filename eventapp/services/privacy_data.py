"""Everything that is stored of one person, in plain values: for their page, and as a file that machines read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.registration import Person, Stay
from eventapp.domain.registration_fields import texts_of
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Ticket
from eventapp.models.audit import AuditEntry
from eventapp.models.badge import BadgePrint
from eventapp.models.checkin import Scan
from eventapp.models.message import Message
from eventapp.models.registration import Delegation, Invitation
from eventapp.models.schedule import Judge
from eventapp.services.attendees import subject_of
from eventapp.services.registration_forms import Form, form_of

Facts = dict[str, Any]
PERSON = ("name", "gender", "unit_name", "department", "job_title", "mobile", "email", "wechat")
STAY = (
    "arrives_on", "arrives_time", "arrives_by", "departs_on", "departs_time", "departs_by", "lodging", "roommate",
    "meal", "visit",
)  # fmt: skip
REGISTRATION = ("state", "origin", "language", "hotel_room", "seat", "registered_at", "changed_at", "erasure_asked_at")
TICKET = ("serial", "issued_at", "revoked_at", "revoked_for")
MESSAGE = ("template", "channel", "recipient", "subject", "body", "state", "written_at", "sent_at", "bounced_at")
SCAN = ("verdict", "scanned_at", "received_at", "undone_at")
PRINT = ("number", "sheet", "printed_at")
INVITATION = ("name", "unit_name", "email", "invited_at", "used_at")
JUDGE = ("name", "mobile", "unit_name", "region", "speciality", "job_title")
MOST = 500  # rows of one kind; nobody has more


def collect(edition: Edition, attendee: Attendee) -> Facts:
    """All of it. Keys are those of the columns; moments carry their zone, days are of the edition's."""
    return {
        "event": {"slug": edition.slug, "name": edition.name},
        "person": of(attendee, PERSON),
        "stay": of(attendee, STAY),
        "answers": dict(attendee.answers),
        "registration": {"number": attendee.id, **of(attendee, REGISTRATION)},
        "consent": consent_of(edition, attendee),
        "roles": [role_facts(held) for held in attendee.roles],
        "tickets": rows(Ticket, attendee, TICKET),
        "messages": rows(Message, attendee, MESSAGE),
        "scans": [
            {"checkpoint": scan.checkpoint.name, **of(scan, SCAN)}
            for scan in found(Scan, attendee, joinedload(Scan.checkpoint))
        ],
        "badges": rows(BadgePrint, attendee, PRINT),
        "invitations": rows(Invitation, attendee, INVITATION),
        "judge": next(iter(rows(Judge, attendee, JUDGE)), None),
        "changes": [change_facts(entry) for entry in list_changes(edition, attendee)],
    }


def of(row: Any, names: tuple[str, ...]) -> Facts:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """What JSON can say: moments and days in ISO 8601, words of lists as their codes."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def found(table: Any, attendee: Attendee, *options: Any) -> list[Any]:
    """The rows of a table that belong to this person, the oldest first."""
    query = select(table).where(table.event_id == attendee.event_id, table.attendee_id == attendee.id)
    return list(db.session.scalars(query.options(*options).order_by(table.id).limit(MOST)))


def rows(table: Any, attendee: Attendee, names: tuple[str, ...]) -> list[Facts]:
    return [of(row, names) for row in found(table, attendee)]


def role_facts(held: AttendeeRole) -> Facts:
    about = held.result.topic_name if held.result else held.story.name if held.story else ""
    return {
        "role": held.role.name, "state": plain(held.state), "about": about, "waiting_since": plain(held.waiting_since),
        "offer_expires_at": plain(held.offer_expires_at),
    }  # fmt: skip


def consent_of(edition: Edition, attendee: Attendee) -> Facts:
    """Which privacy text was consented to, when, and by whom: the person, or the unit that registered them."""
    form = form_of(edition, number) if (number := attendee.consent_form_id or attendee.form_id) else None
    delegation = db.session.get(Delegation, attendee.delegation_id) if attendee.delegation_id else None
    return {
        "at": plain(attendee.consented_at or (delegation.consented_at if delegation else None)),
        "version": form.number if form else None,
        "text": form.privacy(attendee.language) if form else "",
        "by_unit": delegation.unit_name if delegation else None,
        "by_contact": delegation.contact_name if delegation else None,
    }


def list_changes(edition: Edition, attendee: Attendee) -> list[AuditEntry]:
    """The trail as far as it is about this person, the newest first."""
    query = select(AuditEntry).where(AuditEntry.chain == edition.slug, AuditEntry.subject == subject_of(attendee.id))
    return list(db.session.scalars(query.order_by(AuditEntry.position.desc()).limit(MOST)))


def change_facts(entry: AuditEntry) -> Facts:
    """Who of the office did it is theirs: only what was done, and what it was before and after."""
    detail = entry.detail
    return {
        "at": plain(entry.at),
        "action": entry.action,
        "before": detail.get("before") or {},
        "after": detail.get("after") or {},
    }


def questions_of(edition: Edition, attendee: Attendee) -> tuple[Form, dict[str, str]]:
    """The questions that this person answered, and the answers by code."""
    person = Person(**{name: getattr(attendee, name) for name in asdict(Person("", "", ""))})
    stay = Stay(**{name: getattr(attendee, name) for name in asdict(Stay())})
    return form_of(edition, attendee.form_id), texts_of(person, stay, attendee.answers)
