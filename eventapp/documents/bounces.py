"""Mails that come back: reports of delivery (RFC 3464), and what providers write who never heard of them."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from eventapp.documents.letters import name_and_address, text_of

RETURNERS = ("postmaster", "mailer-daemon", "mailerdaemon", "mail-daemon", "mdaemon", "postmaster-noreply")
REPORT_FIELD = re.compile(r"^([A-Za-z-]+):\s*(.*(?:\n[ \t].*)*)", re.MULTILINE)
MOST_BYTES = 512 * 1024  # of text that is searched for the number of the mail that came back
LONGEST_REASON = 400
BLANK_LINES = re.compile(r"\n\s*\n")
ANSWERED = ("In-Reply-To", "References")  # some providers name the mail in their own head only


@dataclass(frozen=True)
class Bounce:
    """A mail about another one. `text` is all of it that may name the mail it is about.

    `is_final` is False when a server only tells that it still tries.
    """

    reason: str
    text: str
    is_final: bool = True


def read_bounce(raw: bytes) -> Bounce | None:
    """What a mail says came back; None for every other mail, however broken."""
    try:
        letter = message_from_bytes(raw, policy=policy.compat32)
        if letter.get_content_type() == "multipart/report" and letter.get_param("report-type") == "delivery-status":
            return from_report(raw)
        if is_returner(letter.get("From", "")):
            return from_words(raw, "\n".join(str(letter.get(name, "")) for name in ANSWERED))
        return from_words(raw) if letter.get("Return-Path", "").strip() == "<>" else None
    except (ValueError, LookupError, TypeError, AttributeError):  # the parser of mails stumbles over odd headers
        return None


def is_returner(sender: str) -> bool:
    """Whether a mail server writes, and no person."""
    address = name_and_address(str(sender).encode("utf-8", "surrogateescape"))[1]
    return address.partition("@")[0].casefold() in RETURNERS


def from_report(raw: bytes) -> Bounce:
    """The fields of a report; the worst of several recipients counts."""
    status = "\n".join(texts_of(raw, "message/delivery-status"))
    told: dict[str, list[str]] = {}
    for name, value in REPORT_FIELD.findall(status.replace("\r\n", "\n")):
        told.setdefault(name.casefold(), []).append(" ".join(value.split()))
    actions = {action.casefold() for action in told.get("action", [])}
    diagnosis = next((text.partition(";")[2] or text for text in told.get("diagnostic-code", [])), "")
    reason = " ".join(dict.fromkeys([*told.get("status", [])[:1], diagnosis.strip()])).strip()
    return Bounce(reason[:LONGEST_REASON] or first_words(raw), whole_text(raw), is_final="failed" in actions)


def from_words(raw: bytes, head: str = "") -> Bounce:
    """What a provider wrote in its own words; `head` is what its head says of the mail it answers."""
    return Bounce(first_words(raw), f"{head}\n{whole_text(raw)}")


def first_words(raw: bytes) -> str:
    """The beginning of what is written for people; never of the mail that came back, which holds a secret link."""
    own = list(own_parts(message_from_bytes(raw, policy=policy.compat32)))
    told = (text_in(part) for kind in ("text/plain", "text/html") for part in own if part.get_content_type() == kind)
    plain = next((text for text in told if text.strip()), "")
    words = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", plain, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(words.split())[:LONGEST_REASON]


def whole_text(raw: bytes) -> str:
    """Everything that may name the mail: its own head is left out, for a mail that answers is no mail that came back."""
    own_head = BLANK_LINES.split(raw.decode("latin-1").replace("\r\n", "\n"), maxsplit=1)
    return "\n".join([*own_head[1:], *texts_of(raw)])[:MOST_BYTES]


def own_parts(letter: Message) -> Iterator[Message]:
    """The parts of a mail, but for those of a mail attached to it."""
    if letter.get_content_maintype() == "multipart":
        for part in letter.get_payload():
            yield from own_parts(part) if isinstance(part, Message) else ()
    elif letter.get_content_maintype() != "message":
        yield letter


def texts_of(raw: bytes, kind: str = "") -> list[str]:
    """The decoded text of every part of this type, of every part without one; attached mails are parts too."""
    letter = message_from_bytes(raw, policy=policy.compat32)
    return [
        text_in(part)
        for part in letter.walk()
        if (part.get_content_type() == kind if kind else part.get_content_maintype() in ("text", "message"))
    ]


def text_in(part: Message) -> str:
    """One part as text; a list of field groups or an attached mail is written out."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return text_of(payload, str(part.get_content_charset("") or ""))
    inner = part.get_payload()
    written = "\n".join(str(one) for one in inner) if isinstance(inner, list) else str(inner or "")
    return decoded(written, str(part.get("Content-Transfer-Encoding", "")).strip().casefold())


def decoded(written: str, encoding: str) -> str:
    """An attached mail that came encoded, which no standard allows and some providers do (RFC 2046, 5.2.1)."""
    plain = written.encode("utf-8", "surrogateescape")
    if encoding == "quoted-printable":
        return text_of(quopri.decodestring(plain), "")
    try:
        return text_of(binascii.a2b_base64(plain), "") if encoding == "base64" else written
    except binascii.Error:
        return written
