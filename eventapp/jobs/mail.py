"""Sending what waits in the outbox."""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from eventapp import clock
from eventapp.domain.messages import Channel
from eventapp.jobs.mail_letters import letter_of
from eventapp.jobs.pace import ROUND_SECONDS, whose_turn
from eventapp.services import messages
from eventapp.settings import Settings

log = logging.getLogger("eventapp.jobs")
TIMEOUT_SECONDS = 20
TROUBLES = (OSError, smtplib.SMTPException)
UNWRITABLE = (ValueError, UnicodeError)


def deliver_waiting(settings: Settings) -> int:
    """Send the mails whose turn it is, all over one line; returns how many left.

    With the `outbox` transport nothing ever leaves. When the server is away no mail loses an attempt: they wait, and
    say why.
    """
    if settings.mail_transport != "smtp":
        return 0
    waiting = whose_turn(Channel.MAIL, settings)
    if not waiting:
        return 0
    try:
        with line_to_server(settings) as line:
            end = time.monotonic() + ROUND_SECONDS
            return sum(deliver(number, line, settings) for number in waiting if time.monotonic() < end)
    except TROUBLES as trouble:
        log.warning("the mail server cannot be used: %s", type(trouble).__name__)
        messages.note_trouble(waiting, error=in_words(trouble))
        return 0


@contextmanager
def line_to_server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A signed-in connection; certificates are checked."""
    context = ssl.create_default_context()
    security = settings.smtp_security
    if security == "auto":
        security = "starttls" if settings.smtp_user else "none"
    if security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        line = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
    try:
        if security == "starttls":
            line.starttls(context=context)
        if settings.smtp_user:
            line.login(settings.smtp_user, settings.smtp_password)
        yield line
        with suppress(*TROUBLES):
            line.quit()
    finally:
        line.close()


def deliver(number: int, line: smtplib.SMTP, settings: Settings) -> int:
    """Send one mail if no other worker has it; returns 1 when the server took it. A cut line ends the round."""
    mail = messages.take_message(number, now=clock.now())
    if mail is None:
        return 0
    try:
        line.send_message(letter_of(mail, settings))
    except Exception as trouble:
        if not isinstance(trouble, TROUBLES + UNWRITABLE):
            log.exception("message %s cannot be written", number)
        messages.settle_message(number, error=in_words(trouble), is_final=is_final(trouble), now=clock.now())
        if is_cut(trouble):
            raise
        with suppress(*TROUBLES):
            line.rset()
        return 0
    messages.settle_message(number, error="", now=clock.now())
    return 1


def is_cut(trouble: Exception) -> bool:
    """Whether the line itself is gone, so that no other mail can be tried; SMTP's own troubles are OSErrors too."""
    is_answer = isinstance(trouble, smtplib.SMTPException) and not isinstance(trouble, smtplib.SMTPServerDisconnected)
    return isinstance(trouble, OSError) and not is_answer


def is_final(trouble: Exception) -> bool:
    """Whether the server said never (5xx), or the mail cannot even be written; 4xx means later."""
    match trouble:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return all(code >= 500 for code, _words in refused.values())
        case smtplib.SMTPResponseException(smtp_code=code):
            return code >= 500
        case _:
            return isinstance(trouble, ValueError | smtplib.SMTPNotSupportedError)


def in_words(trouble: Exception) -> str:
    """What the server said, for the page of the mail."""
    match trouble:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            said = "; ".join(f"{code} {text_of(words)}" for code, words in refused.values())
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=words):
            said = f"{code} {text_of(words)}"
        case _:
            said = f"{type(trouble).__name__}: {trouble}"
    return " ".join(said.split())[:400]


def text_of(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
