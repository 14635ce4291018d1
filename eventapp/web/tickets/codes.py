"""The signed code of a ticket, made when it is shown: the same ticket always gives the same code."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import CHANGING_PART, sign_ticket
from eventapp.domain.events import Edition
from eventapp.domain.rotating_codes import changing_part, rotation_secret, step_at, ticket_secret
from eventapp.domain.tickets import TicketClaim
from eventapp.services import events
from eventapp.services.attendees import Attendee, Ticket
from eventapp.web.current import current_settings


def valid_ticket(attendee: Attendee) -> Ticket | None:
    """The newest ticket that is not revoked."""
    return next((ticket for ticket in reversed(attendee.tickets) if ticket.revoked_at is None), None)


def code_of(edition: Edition, ticket: Ticket) -> str:
    """The signed code; raises `BrokenSeal` when the installation's secret has changed."""
    key = events.get_key(edition, ticket.key_id)
    private_key = unseal(key.sealed_private_key, secret_key=current_settings().secret_key)
    return sign_ticket(TicketClaim(key.id, bytes.fromhex(ticket.serial)), private_key)


def typed_number(ticket: Ticket) -> str:
    """The ticket's number in groups of four, for a desk whose camera does not work."""
    number = ticket.serial.upper()
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))


def ticket_address(edition: Edition, ticket: Ticket, now: datetime) -> str:
    """What the QR code carries: an address, so that WeChat's scanner opens a page of ours.

    Where codes change, it holds the part of this half minute: without scripts a page that was just loaded is good.
    """
    address = bare_address(edition, ticket)
    if not edition.registration.rotating_codes:
        return address
    return f"{address}?{CHANGING_PART}={changing_part(secret_of(ticket), step_at(now))}"


def bare_address(edition: Edition, ticket: Ticket) -> str:
    """The address without the part that changes."""
    return public_address("registration.open_ticket", code=code_of(edition, ticket))


def secret_of(ticket: Ticket) -> bytes:
    """What the changing part of this ticket is made with."""
    rotation = rotation_secret(current_settings().secret_key, ticket.key_id)
    return ticket_secret(rotation, bytes.fromhex(ticket.serial))


def public_address(endpoint: str, **values: str) -> str:
    """An address for paper and mail, from `PUBLIC_URL` and not from whatever the request called us."""
    return current_settings().public_url.rstrip("/") + url_for(endpoint, **values)
