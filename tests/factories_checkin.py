"""Checkpoints, and guests with tickets that verify."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from eventapp.documents.tickets import new_key, sign_ticket
from eventapp.domain.checkin import CheckpointKind
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.tickets import SERIAL_BYTES, TicketClaim
from eventapp.extensions import db
from eventapp.models import Attendee, Checkpoint, Ticket
from eventapp.models.event import EventKey
from tests.factories import NOW, saved


@dataclass(frozen=True)
class Guest:
    """A registered person with the code on their phone."""

    attendee_id: int
    ticket_id: int
    serial: str
    code: str


def a_checkpoint(edition: Edition, name: str = "报到处", **overrides: Any) -> int:
    values: dict[str, Any] = {"name_en": "Registration desk", "kind": CheckpointKind.ARRIVAL} | overrides
    return saved(Checkpoint(event_id=edition.id, name=name, **values)).id


def a_guest(edition: Edition, name: str = "崔亦峤", state: AttendeeState = AttendeeState.CONFIRMED) -> Guest:
    """Each guest's ticket is signed with a key of its own: one more public key of the edition."""
    pair = new_key()
    key = saved(EventKey(event_id=edition.id, public_key=pair.public, sealed_private_key=b"", created_at=NOW))
    attendee = saved(
        Attendee(
            event_id=edition.id, name=name, name_key=name, unit_name="汤谷鹿蜀机床有限公司", mobile="13800008393",
            state=state, manage_key_hash=secrets.token_hex(32), registered_at=NOW,
        )
    )  # fmt: skip
    serial = secrets.token_bytes(SERIAL_BYTES)
    ticket = saved(
        Ticket(event_id=edition.id, attendee_id=attendee.id, key_id=key.id, serial=serial.hex(), issued_at=NOW)
    )
    return Guest(attendee.id, ticket.id, serial.hex(), sign_ticket(TicketClaim(key.id, serial), pair.private))


def a_tampered(code: str) -> str:
    """The same claim with another signature."""
    return code[:20] + ("A" if code[20] != "A" else "B") + code[21:]


def revoke(guest: Guest) -> None:
    db.session.get_one(Ticket, guest.ticket_id).revoked_at = NOW
    db.session.commit()


def set_state(guest: Guest, state: AttendeeState) -> None:
    db.session.get_one(Attendee, guest.attendee_id).state = state
    db.session.commit()


def set_hours(checkpoint_id: int, **hours: Any) -> None:
    checkpoint = db.session.get_one(Checkpoint, checkpoint_id)
    for name, moment in hours.items():
        setattr(checkpoint, name, moment)
    db.session.commit()
