"""Pages of the outbox: what did not leave says why, and is sent again by a person only."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.messages import UNREACHABLE, Channel, MessageState
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Message
from eventapp.services import messages
from eventapp.services.transactions import transactional
from tests.client import Client
from tests.factories import NOW, an_account, an_edition


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    return edition


@transactional
def write(edition: Edition, recipient: str = "guest@example.com") -> None:
    messages.write_message(
        edition, dedupe_key="one", template="return", recipient=recipient, subject="{0} %s <b>", body="正文 %(x)s",
        attendee_id=None, now=NOW,
    )  # fmt: skip


def page_of(client: Client, number: int) -> str:
    return unescape(client.get("messages.show_message", edition="43", message_id=number).text)


def only_message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message).execution_options(populate_existing=True)).one()


def test_a_mail_caught_in_a_crash_is_seen_and_sent_again_by_its_button(client: Client, edition: Edition) -> None:
    write(edition)
    number = only_message().id
    messages.take_message(number, now=NOW)

    assert "发送时中断了" in page_of(client, number)
    assert "发送中" in unescape(client.get("messages.list_messages", edition="43").text)
    client.post("messages.resend_message", edition="43", message_id=number)

    assert (only_message().state, only_message().attempts) == (MessageState.WAITING, 0)
    assert "重新发送" not in page_of(client, number)
    client.post("messages.resend_message", edition="43", message_id=number, status=400)


def test_a_mail_to_no_address_says_so(client: Client, edition: Edition) -> None:
    write(edition, "guest")

    assert UNREACHABLE[Channel.MAIL] in page_of(client, only_message().id)
    client.post("messages.resend_message", edition="43", message_id=only_message().id, status=400)


def test_an_organizer_reads_and_does_not_send_again(client: Client, edition: Edition) -> None:
    write(edition, "guest")
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")

    assert "重新发送" not in page_of(client, only_message().id)
    client.post("messages.resend_message", edition="43", message_id=only_message().id, status=403)


def test_a_mail_of_another_edition_is_not_sent_again(client: Client, edition: Edition) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    write(other, "guest")

    client.post("messages.resend_message", edition="43", message_id=only_message().id, status=404)
