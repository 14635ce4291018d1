"""The outbox as a list: narrowed, paged by number, whatever its length."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.messages import Channel
from eventapp.extensions import db
from eventapp.models import Message
from eventapp.services import message_lists, messages
from eventapp.services.attendee_words import write_words
from eventapp.services.message_lists import INTERRUPTED, PAGE_SIZE, Wanted
from eventapp.services.messages import NewMessage, add_messages
from eventapp.services.transactions import transactional
from tests.factories import NOW, an_edition
from tests.services.test_personal_letters import an_attendee

add_now, write_words_now = transactional(add_messages), transactional(write_words)


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


def fill_outbox(edition: Edition, count: int = 5) -> list[int]:
    news = [
        NewMessage(f"{n}", "approved" if n % 2 else "waiting", f"guest{n}@example.com", "题", "文")
        for n in range(count)
    ]
    add_now(edition, news, now=NOW)
    return list(db.session.scalars(select(Message.id).order_by(Message.id)))


def found(edition: Edition, **wanted: object) -> list[int]:
    lines, _next = message_lists.list_messages(edition, Wanted(**wanted), now=NOW)  # type: ignore[arg-type]
    return [line.message.id for line in lines]


def test_pages_follow_each_other_without_gap_or_repeat(edition: Edition) -> None:
    numbers = fill_outbox(edition, PAGE_SIZE * 2 + 1)
    before, seen = None, []
    while True:
        lines, before = message_lists.list_messages(edition, Wanted(before=before), now=NOW)
        seen += [line.message.id for line in lines]
        if before is None:
            break

    assert seen == numbers[::-1]


def test_the_list_is_narrowed_by_state_kind_person_and_address(edition: Edition) -> None:
    one, two, three, four, five = fill_outbox(edition)
    attendee = an_attendee(edition, "单雄")
    write_words_now(edition, [(attendee.id, "单雄", "13800006026")])
    add_now(edition, [NewMessage("x", "approved", "x@example.com", "题", "文", attendee_id=attendee.id)], now=NOW)
    six = max(db.session.scalars(select(Message.id)))
    for number, moment in ((one, NOW), (two, NOW - timedelta(minutes=6)), (three, NOW)):
        messages.take_message(number, now=moment)
    messages.settle_message(three, error="550", is_final=True, now=NOW)
    add_now(
        an_edition(slug="44", is_default=False), [NewMessage("y", "approved", "guest1@example.com", "", "")], now=NOW
    )

    assert found(edition, state="failed") == [three]
    assert (found(edition, state="sending"), found(edition, state=INTERRUPTED)) == ([two, one], [two])
    assert found(edition, template="approved") == [six, four, two]
    assert (found(edition, text="shanx"), found(edition, text="单雄"), found(edition, text="guest3")) == (
        [six],
        [six],
        [four],
    )
    assert found(edition, template="waiting", state="waiting") == [five]
    counts = message_lists.count_by_state(edition, "waiting", "failed", INTERRUPTED, now=NOW)
    assert counts == {"waiting": 3, "failed": 1, INTERRUPTED: 1}


def test_a_recipient_that_cannot_be_reached_fails_at_once_and_long_keys_stay_apart(edition: Edition) -> None:
    keys = ["k" * 200 + end for end in "aab"]
    add_now(edition, [NewMessage(key, "t", "1380000", "题", "文", channel=Channel.SMS) for key in keys], now=NOW)

    rows = db.session.execute(select(Message.state, Message.error)).all()
    assert [(row.state.value, row.error) for row in rows] == [("failed", "收件人不是11位手机号，没有发送。")] * 2
