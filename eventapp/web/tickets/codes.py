"""The signed code of a ticket, made when it is shown: the same ticket always gives the same code."""

from __future__ import annotations

from flask import url_for

from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import sign_ticket
from eventapp.domain.events import Edition
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


def ticket_address(edition: Edition, ticket: Ticket) -> str:
    """What the QR code carries: an address, so that WeChat's scanner opens a page of ours."""
    return public_address("registration.open_ticket", code=code_of(edition, ticket))


def public_address(endpoint: str, **values: str) -> str:
    """An address for paper and mail, from `PUBLIC_URL` and not from whatever the request called us."""
    return current_settings().public_url.rstrip("/") + url_for(endpoint, **values)
