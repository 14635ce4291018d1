"""The part of a code on a screen that changes every half minute, so that a screenshot soon opens nothing.

12 characters of base64url: 3 bytes number of the half minute, 6 bytes proof. The proof is an HMAC with a secret of the
ticket, which its holder's page has, so the page goes on without network. The secrets of all tickets come from one
secret of the key that signs them: a scanner that was given it judges without network, too (docs/ticket-code.md).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from enum import StrEnum

STEP_SECONDS = 30
STEPS_BORNE = 2  # before and after: a screenshot dies after 60 to 90 s, a clock may be wrong by a minute
STEP_BYTES = 3
STEPS_AROUND = 1 << 24  # the number starts anew after 16 years
PROOF_BYTES = 6
PART_SHAPE = re.compile(r"[A-Za-z0-9_-]{12}")
PURPOSE = b"eventapp rotating codes\0"


class Freshness(StrEnum):
    """What a changing part came to."""

    FRESH = "fresh"
    STALE = "stale"
    FORGED = "forged"


def rotation_secret(secret_key: str, key_id: int) -> bytes:
    """The secret behind all changing parts of the tickets of one key pair: 32 bytes, for scanners only."""
    return _hmac(secret_key.encode(), PURPOSE + key_id.to_bytes(2, "big"))


def ticket_secret(rotation: bytes, serial: bytes) -> bytes:
    """The secret of one ticket: 32 bytes, for its holder's page only."""
    return _hmac(rotation, serial)


def step_at(moment: datetime) -> int:
    """The number of the half minute, counted from 1970 and started anew after 2^24."""
    return int(moment.timestamp()) // STEP_SECONDS % STEPS_AROUND


def changing_part(secret: bytes, step: int) -> str:
    """What is put into the code at that half minute."""
    number = step.to_bytes(STEP_BYTES, "big")
    return urlsafe_b64encode(number + _hmac(secret, number)[:PROOF_BYTES]).decode("ascii")


def judge_part(secret: bytes, part: str, *moments: datetime) -> Freshness:
    """Whether a part was made with this secret, and whether it is fresh at one of `moments`; none at all is stale."""
    if not part:
        return Freshness.STALE
    if not PART_SHAPE.fullmatch(part):
        return Freshness.FORGED
    step = int.from_bytes(urlsafe_b64decode(part)[:STEP_BYTES], "big")
    if not hmac.compare_digest(part, changing_part(secret, step)):
        return Freshness.FORGED
    is_fresh = any(_distance(step, step_at(moment)) <= STEPS_BORNE for moment in moments)
    return Freshness.FRESH if is_fresh else Freshness.STALE


def _distance(one: int, other: int) -> int:
    return min((one - other) % STEPS_AROUND, (other - one) % STEPS_AROUND)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
