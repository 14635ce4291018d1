"""Mails (.eml) as what is attached to them; names of attachments are decoded by our own rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from urllib.parse import unquote_to_bytes

from eventapp.documents.annexes.archives import Member, inner_path
from eventapp.documents.letters import header_text, text_of
from eventapp.documents.limits import Limits, Unsafe

PARAMETER = re.compile(r";\s*([\w!#$&^.+-]+?)(\*(\d+))?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.S)
NO_PAPERS = re.compile(r"^(?:application/(?:x-)?pkcs7-signature|application/pgp-signature|text/calendar|text/x-vcard)$")
SUFFIXES = {"message/rfc822": ".eml", "text/html": ".htm", "text/plain": ".txt"}
BODY = "正文"
FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


def read_mail(content: bytes, limits: Limits) -> Iterator[Member]:
    """The attachments of a mail in their order, then what was typed into it. Raises Unsafe with `corrupt`."""
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(content.lstrip(b"\r\n \xef\xbb\xbf"))
        parts = list(_leaves(mail))
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise Unsafe("corrupt") from error
    if len(parts) > limits.members:
        raise Unsafe("zip_bomb")
    bodies = [part for part in parts if _is_body(part)]
    for number, part in enumerate((one for one in parts if one not in bodies), 1):
        if not _is_decoration(part):
            yield Member(inner_path(_name_of(part) or f"附件{number}{SUFFIXES.get(kind_of(part), '')}"), _content(part))
    yield from _typed(bodies)


def _leaves(part: Message) -> Iterator[Message]:
    """Parts that hold something; a mail within the mail is one of them."""
    payload = part.get_payload()
    if kind_of(part) != "message/rfc822" and isinstance(payload, list):
        for child in payload:
            if isinstance(child, Message):
                yield from _leaves(child)
    else:
        yield part


def _typed(bodies: list[Message]) -> Iterator[Member]:
    """What was typed, once: as a page where there is one, because its tables are kept."""
    chosen = next((part for part in bodies if kind_of(part) == "text/html"), bodies[0] if bodies else None)
    if chosen is None:
        return
    kind = kind_of(chosen)
    label = _parameters(chosen, "content-type").get("charset", "").lower()
    yield Member(f"{BODY}{SUFFIXES[kind]}", text_of(_content(chosen), label).encode(), is_body=True)


def _is_body(part: Message) -> bool:
    return kind_of(part) in ("text/plain", "text/html") and not _name_of(part) and not _disposed(part, "attachment")


def _is_decoration(part: Message) -> bool:
    """Pictures shown within the text, signatures of mail programs, cards."""
    shown = kind_of(part).startswith("image/") and (part["content-id"] or _disposed(part, "inline"))
    return bool(shown and not _disposed(part, "attachment")) or NO_PAPERS.match(kind_of(part)) is not None


def kind_of(part: Message) -> str:
    """The type that a part claims, in small letters."""
    raw = _raw(part, "content-type").decode("ascii", "ignore")
    return raw.partition(";")[0].strip().lower() or "text/plain"


def _disposed(part: Message, word: str) -> bool:
    return _raw(part, "content-disposition").decode("ascii", "ignore").strip().lower().startswith(word)


def _content(part: Message) -> bytes:
    if kind_of(part) == "message/rfc822":
        inner = _inner_mail(part)
        return inner.as_bytes() if inner else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _inner_mail(part: Message) -> Message | None:
    payload = part.get_payload()
    return payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else None


def _name_of(part: Message) -> str:
    """The name of an attachment, from either place; a mail within the mail is named by its subject."""
    name = _parameters(part, "content-disposition").get("filename") or _parameters(part, "content-type").get("name", "")
    if not name and kind_of(part) == "message/rfc822":
        inner = _inner_mail(part)
        subject = header_text(_raw(inner, "subject")) if inner else ""
        name = subject and f"{FORBIDDEN.sub(' ', subject)}.eml"
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()


def _raw(part: Message, field: str) -> bytes:
    """A header as its bytes came, folded lines joined: the parser keeps bytes beyond ASCII as surrogates."""
    for name, value in part.raw_items():
        if name.lower() == field:
            return re.sub(r"\r?\n[ \t]*", " ", str(value)).encode("utf-8", "surrogateescape")
    return b""


def _parameters(part: Message, field: str) -> dict[str, str]:
    """Parameters of a header: plain, as encoded words, or continued and percent-encoded (RFC 2231)."""
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    text = _raw(part, field).decode("latin-1")
    for name, _, number, extended, value in PARAMETER.findall(text):
        pieces.setdefault(name.lower(), {})[int(number or 0)] = (_unquoted(value), bool(extended))
    return {name: _joined(found) for name, found in pieces.items()}


def _unquoted(value: str) -> str:
    """Without quotation marks; a backslash is an escape only in plain ASCII, in GBK it is half of a character."""
    value = value.strip()
    if len(value) < 2 or not value.startswith('"'):
        return value
    inner = value[1:-1]
    return re.sub(r"\\([\"\\])", r"\1", inner) if inner.isascii() else inner


def _joined(found: dict[int, tuple[str, bool]]) -> str:
    raw, label = b"", ""
    for number in sorted(found):
        value, extended = found[number]
        if extended and not raw and value.count("'") >= 2:
            label, _, value = value.split("'", 2)
        raw += unquote_to_bytes(value.encode("latin-1")) if extended else value.encode("latin-1")
    if any(extended for _, extended in found.values()):
        return text_of(raw, label.lower())
    return header_text(raw)
