"""The rows of one attendee, written within a running use case."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.registration import Person, RoleChoice
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.tickets import SERIAL_BYTES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket
from eventapp.models.organization import Organization
from eventapp.services.organizations import organization_for


def unit_for(edition: Edition, name: str) -> Organization:
    """The unit of this name; when two people bring the same new unit at once, the later one takes the earlier's."""
    try:
        with db.session.begin_nested():
            return organization_for(edition, name)
    except IntegrityError:
        return organization_for(edition, name)


def add_attendee(
    edition: Edition, person: Person, unit: Organization, hashed: str, state: AttendeeState, now: datetime
) -> Attendee | None:
    """A new row, or None when this person is registered, be it since a moment ago."""
    if find_person(edition, person):
        return None
    attendee = Attendee(
        event_id=edition.id, name_key=name_key(person.name)[:80], organization_id=unit.id, state=state,
        manage_key_hash=hashed, consented_at=now, registered_at=now, **asdict(person),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(attendee)
    except IntegrityError:
        return None
    return attendee


def find_person(edition: Edition, person: Person) -> Attendee | None:
    """The living registration of this name and mobile, held against other writers."""
    query = select(Attendee).where(
        Attendee.event_id == edition.id,
        Attendee.name_key == name_key(person.name)[:80],
        Attendee.mobile == person.mobile,
        Attendee.state != AttendeeState.CANCELLED,
    )
    return db.session.scalar(query.options(selectinload(Attendee.roles)).with_for_update())


def add_role(attendee: Attendee, role: Role, choice: RoleChoice) -> None:
    db.session.add(
        AttendeeRole(
            event_id=attendee.event_id, attendee_id=attendee.id, role_id=role.id, result_id=choice.result_id,
            story_id=choice.story_id,
        )
    )  # fmt: skip
    db.session.flush()


def add_ticket(edition: Edition, attendee: Attendee, key_id: int, now: datetime) -> None:
    serial = secrets.token_hex(SERIAL_BYTES)
    db.session.add(Ticket(event_id=edition.id, attendee_id=attendee.id, key_id=key_id, serial=serial, issued_at=now))


def subject_of(attendee_id: int) -> str:
    """How audit entries name an attendee."""
    return f"attendee:{attendee_id}"


def facts_of(attendee: Attendee) -> dict[str, Any]:
    """What an audit entry keeps of a registration."""
    names = ("name", "gender", "unit_name", "job_title", "mobile", "email")
    return {**{name: getattr(attendee, name) for name in names}, "state": attendee.state.value}
