"""Kept files: one row for one file, however many send it in the same moment."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.mailboxes import MailboxPurpose
from eventapp.extensions import db
from eventapp.models import StoredFile
from eventapp.services import files, letters
from eventapp.services.letters import ArrivedLetter
from tests.factories import NOW, an_edition
from tests.factories_mail import a_mailbox
from tests.services.threads import all_at_once

SHA = "a" * 64


def note(edition: Edition) -> int:
    return files.note_file(edition, sha256=SHA, name="来信.eml", media_type="message/rfc822", size=3, now=NOW)


def test_the_same_file_from_many_at_once_is_one_file_for_all(app: Flask) -> None:
    edition = an_edition()

    answers = all_at_once(app, 12, lambda _number: note(edition))

    assert len(set(answers)) == 1
    assert len(db.session.scalars(select(StoredFile)).all()) == 1


def test_a_mail_that_is_uploaded_while_it_is_fetched_is_one_file(app: Flask) -> None:
    edition = an_edition()
    mailbox = a_mailbox(edition, 143, MailboxPurpose.MATERIALS, password="x").id
    arrived = ArrivedLetter(
        key="<1@corp>", message_id="<1@corp>", sender_name="", sender_address="a@corp.example.com", subject="",
        sent_at=None, sha256=SHA, size=3, file_name="来信.eml",
    )  # fmt: skip

    def work(number: int) -> int | None:
        return note(edition) if number % 2 else letters.keep_letter(edition, mailbox, 1, arrived, now=NOW)

    answers = all_at_once(app, 8, work)

    assert len(set(answers) - {None}) == 1
    assert [file.name for file in db.session.scalars(select(StoredFile))] == ["来信.eml"]
