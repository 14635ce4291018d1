"""What an attendee's ticket claims, and what a reader may find out about it without network or database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.refusals import Refusal

SERIAL_BYTES = 8
HIGHEST_KEY_ID = 0xFFFF


class TicketVerdict(StrEnum):
    """What reading one code came to; anything but `GENUINE` is also the `verdict` of a `TicketRefusal`."""

    GENUINE = "genuine"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True)
class TicketClaim:
    """All that a code says: which key signed it and which ticket it is. Nothing personal.

    `key_id` is 1 to 65535; `serial` is 8 random bytes, unique among the tickets of the installation. A printed code
    never changes; one on a screen may be asked for a part that does (`domain.rotating_codes`).
    """

    key_id: int
    serial: bytes
    is_printed: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.key_id <= HIGHEST_KEY_ID:
            raise ValueError(f"key_id out of range: {self.key_id}")
        if len(self.serial) != SERIAL_BYTES:
            raise ValueError(f"serial must be {SERIAL_BYTES} bytes, not {len(self.serial)}")


class TicketRefusal(Refusal):
    """The code is no ticket of ours; `verdict` says in which way."""

    verdict: TicketVerdict


class MalformedTicket(TicketRefusal):
    """The text does not have the shape of a ticket code."""

    verdict = TicketVerdict.MALFORMED


class UnknownTicketKey(TicketRefusal):
    """The code names a key that the reader does not have."""

    verdict = TicketVerdict.UNKNOWN_KEY


class ForgedTicket(TicketRefusal):
    """The signature does not belong to the claim."""

    verdict = TicketVerdict.FORGED
