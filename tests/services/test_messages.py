"""The outbox: written once, sent once, a crash is seen and not repeated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import one_line
from eventapp.domain.messages import MessageState
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models import Message
from eventapp.services import messages
from eventapp.services.transactions import transactional
from tests.factories import NOW, an_edition
from tests.services.threads import all_at_once


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@transactional
def write(edition: Edition, key: str = "welcome:1") -> None:
    messages.write_message(
        edition, dedupe_key=key, template="welcome", recipient="guest@example.com", subject="报名成功",
        body="{您好} %s <b>", attendee_id=None, now=NOW,
    )  # fmt: skip


def only_message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message).execution_options(populate_existing=True)).one()


def test_the_same_news_is_written_once(edition: Edition) -> None:
    write(edition)
    write(edition)

    assert only_message().body == "{您好} %s <b>"


def test_a_subject_is_one_line_and_keeps_characters_of_private_areas_and_newer_unicode() -> None:
    assert (
        one_line("刘\ue123、张\U00031350：\u3000𠮷\r\nBcc: a@b.c\u202e")
        == "刘\ue123、张\U00031350：\u3000𠮷 Bcc: a@b.c"
    )


def test_the_same_news_of_two_editions_is_written_twice(edition: Edition) -> None:
    write(edition)
    write(an_edition(slug="44", is_default=False))

    assert len(messages.list_waiting(now=NOW)) == 2


def test_of_many_workers_one_sends_a_mail(app: Flask, edition: Edition) -> None:
    write(edition)
    number = only_message().id

    taken = all_at_once(app, 8, lambda _worker: messages.take_message(number, now=NOW) is not None)

    assert sorted(taken) == [False] * 7 + [True]


def test_a_mail_caught_in_a_crash_is_not_sent_again(edition: Edition) -> None:
    write(edition)
    messages.take_message(only_message().id, now=NOW)

    assert messages.list_waiting(now=NOW + timedelta(days=1)) == []
    assert only_message().state is MessageState.SENDING


def test_a_refused_mail_waits_longer_each_time_and_gives_up(edition: Edition) -> None:
    write(edition)
    number, pauses = only_message().id, []
    for _attempt in range(messages.MOST_ATTEMPTS):
        minutes = next(m for m in range(200) if messages.list_waiting(now=NOW + timedelta(minutes=m)))
        pauses.append(minutes)
        messages.take_message(number, now=NOW)
        messages.settle_message(number, error="mailbox full", now=NOW)

    assert pauses == [0, 4, 8, 16, 32]
    assert (only_message().state, only_message().error) == (MessageState.FAILED, "mailbox full")


def test_a_mail_of_another_edition_does_not_exist(edition: Edition) -> None:
    write(edition)

    with pytest.raises(NotFound):
        messages.get_message(an_edition(slug="44", is_default=False), only_message().id)
