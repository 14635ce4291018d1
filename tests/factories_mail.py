"""Mails as units send them, and mailboxes that lead to a server of the test."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from flask import current_app

from eventapp.documents.sealing import seal
from eventapp.domain.events import Edition
from eventapp.domain.mailboxes import Access, MailboxPurpose, MailboxSecurity
from eventapp.jobs.mailboxes import SEAL_PURPOSE
from eventapp.models.mailbox import Mailbox
from eventapp.services import mailboxes
from tests.factories import NOW, SECRETARY

SENDER = "质量管理部"
ADDRESS = "qc@corp.example.com"


def word(text: str, charset: str, label: str) -> str:
    """One encoded word; `label` is what the mail program calls the character set, right or wrong."""
    return f"=?{label}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def a_mail(
    subject: str = "申报材料", attachments: Mapping[str, bytes] | None = None, *, number: str = "1", text: str = "见附件。",
    charset: str = "gb18030", label: str = "gb2312", sender: str = SENDER, address: str = ADDRESS, extra: str = "",
) -> bytes:  # fmt: skip
    """A mail with files, in GBK under the label gb2312 as most of them come; without `number` it has no Message-ID."""
    lines = [
        f"From: {word(sender, charset, label)} <{address}>", f"Subject: {word(subject, charset, label)}",
        "Date: Sat, 20 Jul 2024 09:00:00 +0800", *([f"Message-ID: <{number}@corp.example.com>"] if number else []),
        *([extra] if extra else []), "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "", "--b",
        f"Content-Type: text/plain; charset={label}", "Content-Transfer-Encoding: base64", "",
        base64.b64encode(text.encode(charset)).decode(),
    ]  # fmt: skip
    for name, content in (attachments or {}).items():
        lines += [
            "--b", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{word(name, charset, label)}"', "",
            base64.encodebytes(content).decode().strip().replace("\n", "\r\n"),
        ]  # fmt: skip
    return "\r\n".join([*lines, "--b--", ""]).encode()


def a_mailbox(
    edition: Edition, port: int, purpose: MailboxPurpose = MailboxPurpose.MATERIALS, *, password: str, login: str = "",
    folder: str = "INBOX", host: str = "127.0.0.1", security: MailboxSecurity = MailboxSecurity.NONE,
) -> Mailbox:  # fmt: skip
    """A mailbox of the edition as the page saves it."""
    access = Access(host, port, security, login or f"{purpose}@example.com", folder)
    sealed = seal(password.encode(), secret_key=current_app.extensions["settings"].secret_key, purpose=SEAL_PURPOSE)
    mailboxes.save_mailbox(
        edition,
        purpose,
        address=f"{purpose}@example.com",
        access=access,
        sealed_password=sealed,
        actor=SECRETARY,
        now=NOW,
    )
    found = mailboxes.find_mailbox(edition, purpose)
    assert found is not None
    return found
