"""The head of a mail: who, when, what about. Mail programs of the last thirty years wrote it, so nothing is certain."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

WIDER = {  # what is labeled with the small character set is often written in the big one
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "hz",
    "gb_2312-80": "gb18030", "euc-cn": "gb18030", "big5": "big5hkscs", "utf8": "utf-8", "iso-8859-1": "cp1252",
    "us-ascii": "utf-8", "ascii": "utf-8",
}  # fmt: skip
GUESSES = ("utf-8", "gb18030")
ENCODED = r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?="
RUN = re.compile(rf"{ENCODED}(?:\s*{ENCODED})*")
ONE = re.compile(ENCODED)
ADDRESS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>|([^\s<>\"(),;:]+@[^\s<>\"(),;:]+)")
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|!]+')  # in names of files, `!` because `!/` parts a container
LONGEST = 400
LONGEST_NAME = 80
HEAD_BYTES = 256 * 1024  # beyond it there is no head of an honest mail


@dataclass(frozen=True)
class LetterHead:
    """What the table of arrivals shows of a mail, and the key by which the same mail is known again."""

    key: str
    message_id: str
    sender_name: str
    sender_address: str
    subject: str
    sent_at: datetime | None


def read_head(raw: bytes) -> LetterHead:
    """Read the head of a mail, whatever it is; missing parts are empty, never an error."""
    fields = fields_of(raw)
    message_id = fields.get("message-id", b"").decode("ascii", "replace").strip()
    sender = fields.get("from") or fields.get("sender") or fields.get("return-path") or b""
    name, address = name_and_address(sender)
    return LetterHead(
        key=hashlib.sha256(message_id.encode() or raw).hexdigest(),
        message_id=readable(message_id)[:LONGEST],
        sender_name=name[:LONGEST],
        sender_address=readable(address)[:LONGEST],
        subject=header_text(fields.get("subject", b""))[:LONGEST],
        sent_at=moment_of(fields.get("date", b"")),
    )


def fields_of(raw: bytes) -> dict[str, bytes]:
    """The header fields, the first of each name, folded lines joined, bytes as they came."""
    head = re.split(rb"\r?\n\r?\n", raw[:HEAD_BYTES].lstrip(b"\r\n"), maxsplit=1)[0]
    fields: dict[str, bytes] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines():
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("ascii", "replace"), value.strip())
    return fields


def header_text(raw: bytes) -> str:
    """One header in readable characters: encoded words of any make, raw bytes of any character set."""
    return readable(RUN.sub(lambda found: decoded_run(found[0]), text_of(raw)))


def readable(text: str) -> str:
    """One line without what nobody can read; a database cannot keep some of it."""
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def decoded_run(run: str) -> str:
    """Neighboring encoded words; those of one character set are joined first: some mailers cut characters in half."""
    parts: list[tuple[str, bytes]] = []
    for charset, encoding, payload in ONE.findall(run):
        content = quoted(payload) if encoding in "qQ" else from_base64(payload)
        label = charset.partition("*")[0].lower()  # RFC 2231 allows a language behind it
        if parts and parts[-1][0] == label:
            content = parts.pop()[1] + content
        parts.append((label, content))
    return "".join(text_of(content, label) for label, content in parts)


def from_base64(payload: str) -> bytes:
    """Base64 as far as it goes: padding is often missing, or stands in the middle."""
    try:
        return b"".join(
            base64.b64decode(part + "=" * (-len(part) % 4)) for part in payload.replace(" ", "").split("=") if part
        )
    except (binascii.Error, ValueError):
        return b""


def quoted(payload: str) -> bytes:
    """The Q encoding: like quoted-printable, and `_` is a space."""
    return binascii.a2b_qp(payload.encode("utf-8", "replace"), header=True)


def text_of(content: bytes, label: str = "") -> str:
    """Bytes as text: by their label where it holds, else by trying; what nobody can read becomes a mark."""
    for charset in (WIDER.get(label, label), *GUESSES):
        if not charset:
            continue
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(WIDER.get(label, "gb18030") if label in WIDER else "gb18030", "replace")


def name_and_address(raw: bytes) -> tuple[str, str]:
    """The name and the address of a sender; the address is looked for before the name is decoded."""
    found = list(ADDRESS.finditer(text_of(raw)))
    if not found:
        return header_text(raw), ""
    address = found[-1][1] or found[-1][2]
    before = text_of(raw)[: found[-1].start()]
    return header_text(before.encode()).strip(" \"'<>(),;"), address


def moment_of(raw: bytes) -> datetime | None:
    """The date of a mail; None for what is no date. One without a zone is taken for UTC, as RFC 5322 says of -0000."""
    try:
        moment = parsedate_to_datetime(raw.decode("ascii", "replace"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def file_name_of(head: LetterHead, received_at: datetime) -> str:
    """Under which name a mail is kept: its day, and what it is about."""
    subject = FORBIDDEN.sub(" ", head.subject)
    words = " ".join(subject.split())[:LONGEST_NAME].strip(". ") or FORBIDDEN.sub(" ", head.sender_address) or "mail"
    return f"{(head.sent_at or received_at):%Y%m%d} {words}.eml"
