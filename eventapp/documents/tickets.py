"""Signed codes: tickets of attendees and signatures of certificates, both Ed25519.

A ticket code is base64url without padding of 75 bytes, so always 100 characters: 1 byte version, 2 bytes
key id (big endian), 8 bytes serial, 64 bytes signature. Version 1 is shown on a screen, version 2 is printed on a
badge. Ed25519 has no random part: signing again gives the same code. Described for other readers in docs/ticket-code.md.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from eventapp.domain.tickets import (
    SERIAL_BYTES,
    ForgedTicket,
    MalformedTicket,
    TicketClaim,
    UnknownTicketKey,
)

ON_SCREEN = 1
PRINTED = 2
CHANGING_PART = "r"  # its name in the query of the address
CLAIM_BYTES = 3 + SERIAL_BYTES
CODE_SHAPE = re.compile(r"[A-Za-z0-9_-]{100}")
SIGNATURE_SHAPE = re.compile(r"[A-Za-z0-9_-]{86}")
# What is signed begins with its purpose, so that a signature for one purpose is worthless for the other.
TICKET_PURPOSE = b"eventapp ticket\0"
CERTIFICATE_PURPOSE = b"eventapp certificate\0"


@dataclass(frozen=True)
class KeyPair:
    """A signing key: two times 32 raw bytes. The private half is kept sealed (see `documents.sealing`)."""

    public: bytes
    private: bytes = field(repr=False)


def new_key() -> KeyPair:
    """Make a signing key."""
    private = Ed25519PrivateKey.generate()
    return KeyPair(public=private.public_key().public_bytes_raw(), private=private.private_bytes_raw())


def sign_ticket(claim: TicketClaim, private_key: bytes, *, printed: bool = False) -> str:
    """Return the code of a ticket: 100 characters, the same each time; `printed` for paper, which cannot change."""
    version = PRINTED if printed or claim.is_printed else ON_SCREEN
    body = bytes([version]) + claim.key_id.to_bytes(2, "big") + claim.serial
    return _encode(body + _sign(TICKET_PURPOSE + body, private_key))


def verify_ticket(code: str, public_keys: Mapping[int, bytes]) -> TicketClaim:
    """Return what a code claims, once its signature is proved with the public key it names.

    Raises `MalformedTicket`, `UnknownTicketKey` or `ForgedTicket`, all of them `TicketRefusal`.
    """
    if not CODE_SHAPE.fullmatch(code):
        raise MalformedTicket("这不是参会二维码，请扫描报名成功页或邮件里的二维码。")
    raw = _decode(code)
    body, signature = raw[:CLAIM_BYTES], raw[CLAIM_BYTES:]
    key_id = int.from_bytes(body[1:3], "big")
    if body[0] not in (ON_SCREEN, PRINTED) or key_id == 0:
        raise MalformedTicket("这个二维码的格式本系统不认识，请更新页面后重新扫描。")
    if key_id not in public_keys:
        raise UnknownTicketKey("这个二维码不是本次活动签发的，或本机的验票密钥已过时，请联网刷新后再扫。")
    if not _is_signed(TICKET_PURPOSE + body, signature, public_keys[key_id]):
        raise ForgedTicket("这个二维码不是本系统签发的，请到报到处人工核实。")
    return TicketClaim(key_id=key_id, serial=body[3:], is_printed=body[0] == PRINTED)


def code_from_scan(text: str) -> str:
    """Take the code out of what a scanner read: the bare code, or a URL whose last path segment is the code.

    Only finds the code; `verify_ticket` says whether it is genuine. Other text comes back trimmed.
    """
    trimmed = text.strip()
    address = _address(trimmed)
    return unquote(address.path.rstrip("/").rpartition("/")[2]) if address else trimmed


def changing_part_from_scan(text: str) -> str:
    """Take the part that changes out of what a scanner read; nothing when there is none."""
    address = _address(text.strip())
    return parse_qs(address.query).get(CHANGING_PART, [""])[0] if address else ""


def _address(text: str) -> SplitResult | None:
    if "/" not in text:
        return None
    try:
        return urlsplit(text)
    except ValueError:  # such as an unclosed [ in the host: no URL, and so no code
        return None


def sign_certificate(number: str, digest: bytes, private_key: bytes) -> str:
    """Return the signature over a certificate's number and content digest: 86 characters for a URL."""
    return _encode(_sign(_certificate_claim(number, digest), private_key))


def is_certificate_signature(signature: str, number: str, digest: bytes, public_key: bytes) -> bool:
    """Return whether `signature` was made by `sign_certificate` for just this number and content."""
    if not SIGNATURE_SHAPE.fullmatch(signature):
        return False
    raw = _decode(signature)
    # 86 characters carry four bits more than 64 bytes: only the spelling that we write is ours
    return _encode(raw) == signature and _is_signed(_certificate_claim(number, digest), raw, public_key)


def _certificate_claim(number: str, digest: bytes) -> bytes:
    name = number.encode()
    return CERTIFICATE_PURPOSE + len(name).to_bytes(2, "big") + name + digest


def _sign(message: bytes, private_key: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(message)


def _is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
