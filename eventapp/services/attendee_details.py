"""One attendee as the organizers see them: everything that happened, and who else they might be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, union
from sqlalchemy.orm import defer

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration import NewAttendee
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.text import one_line
from eventapp.extensions import db
from eventapp.models.account import Account
from eventapp.models.attendee import Attendee
from eventapp.models.audit import AuditEntry
from eventapp.models.badge import BadgePrint
from eventapp.models.message import Message
from eventapp.models.registration import Delegation
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.enrollment import change
from eventapp.services.registration import held_attendee
from eventapp.services.transactions import transactional

MOST_LISTED = 50
LONGEST_PLACE = 80
OFFICE_FACTS = ("hotel_room", "seat")


@dataclass(frozen=True)
class Relative:
    """Another registration that has to do with this one."""

    id: int
    name: str
    unit_name: str


@dataclass(frozen=True)
class Details:
    """What happened with one attendee besides their own words."""

    messages: list[Message]
    prints: list[tuple[BadgePrint, str]]  # with who printed
    history: list[AuditEntry]
    twins: list[Relative]
    replaces: Relative | None
    replaced_by: Relative | None
    delegation: Delegation | None


def details_of(edition: Edition, attendee: Attendee) -> Details:
    """All of it, the newest first; seven statements."""
    messages = select(Message).where(Message.attendee_id == attendee.id)
    messages = messages.options(defer(Message.body)).order_by(Message.id.desc()).limit(MOST_LISTED)
    prints = select(BadgePrint, Account.name).outerjoin(Account, Account.id == BadgePrint.account_id)
    prints = prints.where(BadgePrint.attendee_id == attendee.id).order_by(BadgePrint.number.desc())
    relatives = relatives_of(attendee)
    return Details(
        list(db.session.scalars(messages)),
        [(row, name or "") for row, name in db.session.execute(prints)],
        list_history(edition, attendee.id),
        twins_of(edition, attendee),
        relatives.get("replaces"),
        relatives.get("replaced_by"),
        db.session.get(Delegation, attendee.delegation_id) if attendee.delegation_id else None,
    )


def list_history(edition: Edition, attendee_id: int) -> list[AuditEntry]:
    """Every change of one registration, the newest first."""
    query = select(AuditEntry).where(AuditEntry.chain == edition.slug, AuditEntry.subject == subject_of(attendee_id))
    return list(db.session.scalars(query.order_by(AuditEntry.position.desc())))


def twins_of(edition: Edition, attendee: Attendee) -> list[Relative]:
    """Other living registrations that look like this one: the same mobile, or the same name and unit."""
    same_name = (Attendee.name_key == attendee.name_key, Attendee.organization_id == attendee.organization_id)
    found = [
        select(Attendee.id, Attendee.name, Attendee.unit_name).where(
            Attendee.event_id == edition.id, Attendee.id != attendee.id, Attendee.state != AttendeeState.CANCELLED, *alike
        )
        for alike in ((Attendee.mobile == attendee.mobile,), same_name)
    ]  # fmt: skip
    return [Relative(*row) for row in db.session.execute(union(*found).limit(MOST_LISTED))]


def relatives_of(attendee: Attendee) -> dict[str, Relative]:
    """Whom this one came for, and who came for this one."""
    query = select(Attendee.id, Attendee.name, Attendee.unit_name)  # a swap stays within the edition
    mine = [Attendee.replaces_id == attendee.id]
    if attendee.replaces_id is not None:
        mine.append(Attendee.id == attendee.replaces_id)
    query = query.where(or_(*mine))
    found = [Relative(*row) for row in db.session.execute(query)]
    return {"replaces" if one.id == attendee.replaces_id else "replaced_by": one for one in found}


@transactional
def edit_attendee(
    edition: Edition, attendee_id: int, new: NewAttendee, places: Mapping[str, str], *, links: PersonalLinks,
    form_id: int, actor: Actor, now: datetime,
) -> bool:  # fmt: skip
    """Write what the organizers know of a person; False when nothing changed. Raises `Refusal`.

    `places` are the hotel room and the seat that the organizers give.
    """
    [done] = change(edition, [(attendee_id, new)], links=links, form_id=form_id, is_trusted=True, actor=actor, now=now)
    if done.refusal is not None:
        raise done.refusal
    return give_places(edition, attendee_id, places, actor, now) or bool(done.facts)


def places_of(edition: Edition, attendee_id: int) -> dict[str, str]:
    """Hotel room and seat of one person."""
    attendee = held_attendee(edition, attendee_id)
    return {name: getattr(attendee, name) for name in OFFICE_FACTS}


def give_places(edition: Edition, attendee_id: int, places: Mapping[str, str], actor: Actor, now: datetime) -> bool:
    """Hotel room and seat, within the running use case; whether anything changed."""
    attendee = held_attendee(edition, attendee_id)
    given = {name: one_line(places.get(name, "")).strip()[:LONGEST_PLACE] for name in OFFICE_FACTS}
    before = {name: getattr(attendee, name) for name in OFFICE_FACTS}
    changed = [name for name in OFFICE_FACTS if given[name] != before[name]]
    for name in changed:
        setattr(attendee, name, given[name])
    if changed:
        record(
            edition.slug, "attendee.assign_room", subject_of(attendee_id), actor=actor, now=now,
            before={name: before[name] for name in changed}, after={name: given[name] for name in changed},
        )  # fmt: skip
    return bool(changed)
