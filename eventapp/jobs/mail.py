"""Sending what waits in the outbox."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from eventapp import clock
from eventapp.services import messages
from eventapp.services.messages import Mail
from eventapp.settings import Settings


def deliver_waiting(settings: Settings) -> int:
    """Send every waiting mail once; returns how many left. With the `outbox` transport nothing ever leaves."""
    if settings.mail_transport != "smtp":
        return 0
    sent = 0
    for number in messages.list_waiting(now=clock.now()):
        mail = messages.take_message(number, now=clock.now())
        if mail is None:  # another worker has it
            continue
        error = send(mail, settings)
        messages.settle_message(number, error=error, now=clock.now())
        sent += not error
    return sent


def send(mail: Mail, settings: Settings) -> str:
    """Hand one mail to the server; returns the reason when it is not accepted."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_sender, mail.recipient, mail.subject
    letter["Message-ID"] = f"<message-{mail.id}@{settings.mail_sender.rpartition('@')[2]}>"
    letter.set_content(mail.body)
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
            if settings.smtp_user:
                server.starttls()
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"[:400]
    return ""
