"""Mails as they travel: headers, text, the calendar file; and by which number one is known when it comes back."""

from __future__ import annotations

import hashlib
import hmac
import re
from email.message import EmailMessage
from email.utils import format_datetime

from eventapp import clock
from eventapp.documents.calendars import write_calendar
from eventapp.services import attendee_days, events, personal_letters
from eventapp.services.messages import Mail
from eventapp.settings import Settings, personal_links

PURPOSE = b"eventapp message number\0"
NUMBER = re.compile(r"message-(\d{1,12})-([0-9a-f]{16})@")


def letter_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it travels. Its number makes the Message-ID, so that a second copy is known as the same."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_sender, mail.recipient, mail.subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{number_of(mail.id, settings)}@{settings.mail_sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"  # answering machines keep quiet (RFC 3834)
    letter.set_content(mail.body)
    if mail.with_calendar and mail.event_id is not None:
        letter.add_attachment(
            calendar_of(mail, mail.event_id, settings), maintype="text", subtype="calendar", filename="conference.ics",
            params={"charset": "utf-8", "method": "PUBLISH"},  # RFC 6047, 2.4: the method stands in both places
        )  # fmt: skip
    return letter


def calendar_of(mail: Mail, event_id: int, settings: Settings) -> bytes:
    """The calendar file of the reader, as things stand now."""
    edition, links = events.get_edition(event_id), personal_links(settings)
    reader = personal_letters.find_reader(edition, mail.attendee_id, links)
    appearances = attendee_days.list_appearances(edition, mail.attendee_id) if mail.attendee_id else []
    facts = personal_letters.facts_of(edition, reader.language)
    return write_calendar(
        edition, appearances, name=str(facts["short_name"]), public_url=settings.public_url, now=clock.now(),
        link=str(reader.chinese.get("link", "")),
    )  # fmt: skip


def number_of(message_id: int, settings: Settings) -> str:
    """The number of a message as it travels; sealed, so that nobody can send back what never left."""
    return f"message-{message_id}-{seal_of(message_id, settings)}"


def seal_of(message_id: int, settings: Settings) -> str:
    key = settings.secret_key.encode()
    return hmac.new(key, PURPOSE + str(message_id).encode(), hashlib.sha256).hexdigest()[:16]


def numbers_in(text: str, settings: Settings) -> list[int]:
    """Our messages that a text names by their sealed numbers, each once."""
    found = [(int(number), seal) for number, seal in NUMBER.findall(text)]
    return list(dict.fromkeys(n for n, seal in found if hmac.compare_digest(seal, seal_of(n, settings))))
