"""A person's own page, the picture of their code, and what that code opens in anybody's phone."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.qr import qr_png, qr_svg
from eventapp.documents.tickets import verify_ticket
from eventapp.domain.registration import Phase, is_ticket_void, phase_of
from eventapp.domain.tickets import TicketRefusal
from eventapp.services import attendee_lists, registration, ticket_keys
from eventapp.web.current import current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.registration.offers import offer_held
from eventapp.web.tickets.codes import public_address, ticket_address, typed_number, valid_ticket


def show_registration(key: str) -> ResponseReturnValue:
    """One person's own page: QR code, what is known, where to be and when."""
    edition = current_edition()
    attendee = attendee_lists.get_registration(edition, key)
    return render_template(
        "tickets/show_registration.html",
        edition=edition,
        attendee=attendee,
        key=key,
        number=typed_number(ticket) if (ticket := valid_ticket(attendee)) else None,
        taken=[(held.role, offer_held(held)) for held in attendee.roles],
        appearances=attendee_lists.list_appearances(edition, attendee),
        is_open=phase_of(edition, clock.now()) is Phase.OPEN,
        address=public_address("registration.show_registration", key=key),
    )


def show_ticket_image(key: str, kind: str) -> ResponseReturnValue:
    """The QR code alone; as PNG a long press saves it in WeChat."""
    edition = current_edition()
    ticket = valid_ticket(attendee_lists.get_registration(edition, key))
    if ticket is None:
        abort(404)
    address = ticket_address(edition, ticket, clock.now())
    if kind == "png":
        return Response(qr_png(address), mimetype="image/png")
    return Response(qr_svg(address), mimetype="image/svg+xml")


def open_ticket(code: str) -> ResponseReturnValue:
    """What a QR code opens in anybody's phone: whether it is ours, nothing personal.

    The holder's own browser remembers their page by the ticket's number and goes there; nobody else's knows the way.
    """
    edition = current_edition()
    ring = ticket_keys.key_ring(edition)
    try:
        claim = verify_ticket(code, ring.public)
    except TicketRefusal as refusal:
        page = render_template("tickets/open_ticket.html", edition=edition, refusal=words_of(refusal), serial="")
        return page, 404
    ticket = registration.find_ticket(edition, claim.serial.hex())
    is_revoked = ticket is None or ticket.revoked_at is not None or claim.key_id in ring.distrusted
    is_void = ticket is None or is_ticket_void(ticket.attendee.state, is_revoked=is_revoked)
    refusal = gettext("这个二维码已作废，请打开报名链接查看新的二维码，或联系会务组。") if is_void else None
    return render_template("tickets/open_ticket.html", edition=edition, refusal=refusal, serial=claim.serial.hex())
