"""What the door finds out about a code before anybody asks who it belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from eventapp.documents.tickets import code_from_scan, verify_ticket
from eventapp.domain.checkin import Verdict
from eventapp.domain.events import Edition
from eventapp.domain.tickets import SERIAL_BYTES, TicketRefusal, UnknownTicketKey
from eventapp.services import checkin, events

LONGEST_CODE = 2000  # characters; a ticket's address has about 150
SERIAL_SHAPE = re.compile(rf"[0-9a-f]{{{2 * SERIAL_BYTES}}}")


@dataclass(frozen=True)
class Reading:
    """A ticket's number, or why there is none."""

    serial: str | None
    refused: Verdict | None = None


def read_code(edition: Edition, text: str) -> Reading:
    """Take the number out of a signed code, or out of the 16 characters printed below it.

    The printed number carries no signature: it is as hard to guess as a password, and only the desk can type it.
    """
    if len(text) > LONGEST_CODE:
        return Reading(None, Verdict.FORGED)
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).lower()
    if SERIAL_SHAPE.fullmatch(typed):
        return Reading(typed)
    code = code_from_scan(text)
    try:
        return Reading(verify_ticket(code, events.public_keys(edition)).serial.hex())
    except UnknownTicketKey:
        return Reading(None, verdict_on_stranger(edition, code))
    except TicketRefusal:
        return Reading(None, Verdict.FORGED)


def verdict_on_stranger(edition: Edition, code: str) -> Verdict:
    """A key that is not this edition's: another edition's guest, or nobody's."""
    try:
        verify_ticket(code, checkin.foreign_keys(edition))
    except TicketRefusal:
        return Verdict.FORGED
    return Verdict.WRONG_EVENT
