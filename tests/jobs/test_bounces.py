"""Mails that come back to a real mailbox: noted at the message, and no submission."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.jobs.mail_letters import number_of
from eventapp.jobs.queue import dispatch
from eventapp.models import FileReading, Letter, Mailbox, Message
from eventapp.services import jobs, messages
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_bounces import a_report, a_returned_mail
from tests.factories_mail import a_mail, a_mailbox
from tests.jobs.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.jobs.test_mail import write

USER = "materials@example.com"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot(USER) as dovecot:
        yield dovecot


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


def sealed(number: int) -> str:
    return number_of(number, current_app.extensions["settings"]) + "@example.com"


def states() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Message).order_by(Message.id).execution_options(populate_existing=True))
    return [(row.state.value, row.error) for row in rows]


def test_what_comes_back_is_noted_and_enters_no_inbox(edition: Edition, server: Dovecot) -> None:
    write(edition, *(f"guest{n}@example.com" for n in range(4)))
    one, two, delayed, forged = db.session.scalars(select(Message.id).order_by(Message.id))
    for number in (one, two, delayed, forged):
        messages.take_message(number, now=NOW)
        messages.settle_message(number, error="", now=NOW)
    mailbox: Mailbox = a_mailbox(edition, port=server.port, password=PASSWORD)
    for raw in (
        a_report(sealed(one)), a_returned_mail(sealed(two)), a_report(sealed(delayed), action="delayed"),
        a_report(f"message-{forged}-0123456789abcdef@example.com"), a_mail(number="7"),
    ):  # fmt: skip
        server.deliver(USER, raw)

    for _twice in range(2):
        dispatch(
            jobs.start_job(edition, "fetch_mail", "收信", {"mailbox": mailbox.id}, actor=SECRETARY, now=clock.now())
        )

    assert states() == [
        ("bounced", "5.1.1 550 5.1.1 <guest@example.com>: user unknown"),
        ("bounced", "很抱歉您的邮件被退回到您的邮箱，退信原因：收件人邮箱不存在"), ("sent", ""), ("sent", ""),
    ]  # fmt: skip
    kept = db.session.scalars(select(Letter.message_id).order_by(Letter.id)).all()
    assert kept == ["<report@mx.example.com>", "<7@corp.example.com>"]  # whoever forges one only writes a letter
    assert db.session.scalars(select(FileReading.id)).all() != []
