"""A person's own page, the picture of their code, and what that code opens in anybody's phone."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, fields
from datetime import datetime

from flask import Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.qr import qr_png, qr_svg
from eventapp.documents.tickets import verify_ticket
from eventapp.domain.attendee_days import DUTY_NAMES, where_to_go
from eventapp.domain.certificate_codes import certificate_code
from eventapp.domain.events import Edition
from eventapp.domain.registration import Person, Phase, Stay, is_ticket_void, phase_of
from eventapp.domain.registration_fields import texts_of
from eventapp.domain.registration_questions import label_of, said_value
from eventapp.domain.registration_states import LIVING, ROLE_STATE_NAMES, AttendeeState
from eventapp.domain.rotating_codes import STEP_SECONDS
from eventapp.domain.tickets import TicketRefusal
from eventapp.domain.words import N_
from eventapp.services import attendee_days, attendee_lists, registration, registration_forms, ticket_keys
from eventapp.services.attendees import Attendee, Ticket
from eventapp.web.access import may
from eventapp.web.current import current_edition
from eventapp.web.language import choose_language, gettext, words_of
from eventapp.web.registration.offers import offer_held
from eventapp.web.tickets.codes import (
    bare_address,
    public_address,
    secret_of,
    ticket_address,
    typed_number,
    valid_ticket,
)

TONES = {"confirmed": "success", "offered": "success", "waiting": "warning", "pending": "warning", "rejected": "danger"}
REPLACED = "replaced"
SAID_ELSEWHERE = ("name", "unit_name")
MORE = (("privacy.show_data", N_("我的数据")),)


@dataclass(frozen=True)
class Code:
    """What the page shows of the ticket; where codes change, the secret by which it goes on without network."""

    number: str
    address: str = ""
    secret: str = ""
    step_seconds: int = STEP_SECONDS


def show_registration(key: str) -> ResponseReturnValue:
    """One person's own page: QR code, what is known, where to be and when."""
    edition, now = current_edition(), clock.now()
    attendee = attendee_lists.get_registration(edition, key)
    ticket = valid_ticket(attendee)
    appearances = attendee_days.list_appearances(edition, attendee.id)
    return render_template(
        "tickets/show_registration.html",
        edition=edition, attendee=attendee, key=key, now=now, served_at=round(now.timestamp() * 1000),
        serial=ticket.serial if ticket else "", code=code_shown(edition, attendee, ticket),
        is_living=attendee.state in LIVING, is_replaced=is_replaced(attendee),
        has_come=attendee_days.has_come(edition, attendee.id),
        ahead=attendee_days.count_ahead(edition, attendee), left_of=lambda held: time_left(held.offer_expires_at, now),
        taken=[(held, offer_held(held)) for held in attendee.roles], role_states=ROLE_STATE_NAMES, tones=TONES,
        said=said_of(edition, attendee), appearances=appearances, where=where_to_go(edition, appearances, now),
        duties=DUTY_NAMES, certificates=attendee_days.list_certificates(edition, attendee.id),
        certificate_code=lambda each: certificate_code(each.id, each.number),
        is_open=phase_of(edition, now) is Phase.OPEN, more=[(name, gettext(title)) for name, title in MORE if is_there(name)],
        address=public_address("registration.show_registration", key=key),
    )  # fmt: skip


def code_shown(edition: Edition, attendee: Attendee, ticket: Ticket | None) -> Code | None:
    """The code of somebody who may come in; nobody else has one to show."""
    if ticket is None or attendee.state is not AttendeeState.CONFIRMED:
        return None
    if not edition.registration.rotating_codes:
        return Code(typed_number(ticket))
    secret = urlsafe_b64encode(secret_of(ticket)).rstrip(b"=").decode("ascii")
    return Code(typed_number(ticket), bare_address(edition, ticket), secret)


def is_replaced(attendee: Attendee) -> bool:
    """Whether somebody else came in this person's stead."""
    is_gone = attendee.state is AttendeeState.CANCELLED
    return is_gone and bool(attendee.tickets) and attendee.tickets[-1].revoked_for == REPLACED


def is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and may(endpoint)


def said_of(edition: Edition, attendee: Attendee) -> list[tuple[str, str]]:
    """What the person told, question by question, as people read it; what was left open is left out."""
    language = choose_language()
    person, stay = (kind(**{one.name: getattr(attendee, one.name) for one in fields(kind)}) for kind in (Person, Stay))
    texts = texts_of(person, stay, attendee.answers)
    specs = registration_forms.form_of(edition, attendee.form_id).fields
    told = [(spec, texts.get(spec.code, "")) for spec in specs if spec.code not in SAID_ELSEWHERE]
    return [(label_of(spec, language), said_value(spec, text, language)) for spec, text in told if text]


def time_left(expires_at: datetime, now: datetime) -> str:
    """Until an offer ends, in the words one would say."""
    minutes = max(0, int((expires_at - now).total_seconds()) // 60)
    if minutes >= 120:
        return gettext("%(hours)s小时", hours=minutes // 60)
    return gettext("%(minutes)s分钟", minutes=minutes)


def show_ticket_image(key: str, kind: str) -> ResponseReturnValue:
    """The QR code alone; as PNG a long press saves it in WeChat."""
    edition = current_edition()
    attendee = attendee_lists.get_registration(edition, key)
    ticket = valid_ticket(attendee)
    if ticket is None or attendee.state is not AttendeeState.CONFIRMED:
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
