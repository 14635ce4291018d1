"""What the door finds out about a code before anybody asks who it belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from eventapp.documents.tickets import changing_part_from_scan, code_from_scan, verify_ticket
from eventapp.domain.checkin import Verdict
from eventapp.domain.events import Edition
from eventapp.domain.rotating_codes import Freshness, judge_part, rotation_secret, ticket_secret
from eventapp.domain.tickets import SERIAL_BYTES, TicketClaim, TicketRefusal, UnknownTicketKey
from eventapp.services import checkin, ticket_keys
from eventapp.web.current import current_settings

LONGEST_CODE = 2000  # characters; a ticket's address has about 150
OBJECTIONS = {Freshness.STALE: Verdict.STALE, Freshness.FORGED: Verdict.FORGED}
SERIAL_SHAPE = re.compile(rf"[0-9a-f]{{{2 * SERIAL_BYTES}}}")


@dataclass(frozen=True)
class Reading:
    """A ticket's number, or why there is none."""

    serial: str | None
    refused: Verdict | None = None


def read_code(edition: Edition, text: str, *moments: datetime) -> Reading:
    """Take the number out of a signed code, or out of the 16 characters printed below it.

    A code that changes must be fresh at one of `moments`: by our clock, or by that of a phone that uploads later.
    The printed number carries no signature: it is as hard to guess as a password, and only the desk can type it.
    """
    if len(text) > LONGEST_CODE:
        return Reading(None, Verdict.FORGED)
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).lower()
    if SERIAL_SHAPE.fullmatch(typed):
        return Reading(typed)
    return read_signed(edition, text, moments)


def read_signed(edition: Edition, text: str, moments: tuple[datetime, ...]) -> Reading:
    """Prove the signature; the rest is whether its key counts and whether it is asked for a part that changes."""
    code, ring = code_from_scan(text), ticket_keys.key_ring(edition)
    try:
        claim = verify_ticket(code, ring.public)
    except UnknownTicketKey:
        return Reading(None, verdict_on_stranger(edition, code))
    except TicketRefusal:
        return Reading(None, Verdict.FORGED)
    if claim.key_id in ring.distrusted:
        return Reading(None, Verdict.REVOKED)
    if edition.registration.rotating_codes and not claim.is_printed:
        return fresh_reading(claim, changing_part_from_scan(text), moments)
    return Reading(claim.serial.hex())


def fresh_reading(claim: TicketClaim, part: str, moments: tuple[datetime, ...]) -> Reading:
    """The number of a code on a screen, if the part that changes is of this minute."""
    secret = ticket_secret(rotation_secret(current_settings().secret_key, claim.key_id), claim.serial)
    objection = OBJECTIONS.get(judge_part(secret, part, *moments))
    return Reading(None, objection) if objection else Reading(claim.serial.hex())


def verdict_on_stranger(edition: Edition, code: str) -> Verdict:
    """A key that is not this edition's: another edition's guest, or nobody's."""
    try:
        verify_ticket(code, checkin.foreign_keys(edition))
    except TicketRefusal:
        return Verdict.FORGED
    return Verdict.WRONG_EVENT
