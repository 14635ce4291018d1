"""Mailings: who exactly, once each, whatever is clicked twice, crashes or changes in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.messages import Channel, MessageState
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, Mailing, Message
from eventapp.services import mailings, messages
from eventapp.services.mailings import AudienceChanged, MailingDraft
from eventapp.services.transactions import transactional
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_edition
from tests.services.test_personal_letters import LINKS, an_attendee, give_role, mails, many_attendees
from tests.services.threads import all_at_once

DRAFT = MailingDraft(
    "报到须知",
    Channel.MAIL,
    "{会议简称}报到须知",
    "{姓名}，您好！\n身份：{身份}\n发表内容：{发表内容}\n{链接}",
    audience={},
)
TOLD: dict[str, Any] = {"actor": SECRETARY, "now": NOW}


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


def save(edition: Edition, number: int | None = None, *, revision: int = 0, **overrides: Any) -> int:
    return mailings.save_mailing(edition, number, replace(DRAFT, **overrides), revision=revision, **TOLD)


def look(edition: Edition, number: int, **told: Any) -> mailings.Preview:
    db.session.rollback()
    return mailings.preview_mailing(edition, mailings.get_mailing(edition, number), links=LINKS, **told)


def send(edition: Edition, number: int, fingerprint: str | None = None) -> int:
    fingerprint = fingerprint or look(edition, number).fingerprint
    return mailings.send_mailing(edition, number, fingerprint=fingerprint, links=LINKS, **TOLD)


def people(edition: Edition, count: int) -> list[Attendee]:
    return many_attendees(edition, range(count))


def test_everybody_on_the_list_is_looked_at_with_their_own_values_and_gets_just_that(edition: Edition) -> None:
    judge, _silent = an_attendee(edition, "{链接}"), an_attendee(edition, "无邮箱", mobile="13800000001", email="")
    role = give_role(edition, judge, "judge", name="评委")
    other = an_attendee(edition, "不在内", mobile="13800000002")
    an_attendee(edition, "已取消", mobile="13800000003", state=AttendeeState.CANCELLED)
    everybody, judges = save(edition), save(edition, audience={"role": "judge"})

    whole, narrow = look(edition, everybody), look(edition, judges)
    missing = look(edition, everybody, is_unreachable=True)
    sent = send(edition, judges)

    assert (whole.audience.reachable, len(whole.audience.unreachable)) == ((judge.id, other.id), 1)
    assert [copy.name for copy in missing.copies] == ["无邮箱"]
    [copy], [mail] = narrow.copies, mails()
    assert copy.subject == "第43次交流活动报到须知"
    assert copy.body == f"{{链接}}，您好！\n身份：评委\n{LINKS.registration('43', '{链接}')}"
    assert (sent, mail.recipient, mail.subject, mail.body) == (1, "t@example.com", copy.subject, copy.body)
    assert (mail.attendee_id, mail.mailing_id, mail.template, role) == (judge.id, judges, "mailing", role)


def test_many_cost_as_many_statements_as_one_and_a_second_click_adds_nothing(
    edition: Edition, statements: Statements
) -> None:
    people(edition, 1)
    one = save(edition)
    first = look(edition, one).fingerprint
    statements.clear()
    send(edition, one, first)
    few = len(statements)
    many_attendees(edition, range(1, 200))
    many = save(edition)
    fingerprint = look(edition, many).fingerprint
    statements.clear()

    sent = send(edition, many, fingerprint)
    cost = len(statements)

    assert (sent, cost, send(edition, many, fingerprint)) == (200, few, 0)
    assert len(mails()) == 201


def test_of_many_clicks_at_once_each_person_gets_one(app: Flask, edition: Edition) -> None:
    people(edition, 3)
    number = save(edition)
    fingerprint = look(edition, number).fingerprint

    sent = all_at_once(app, 6, lambda _click: send(edition, number, fingerprint))

    assert (sorted(sent), len(mails())) == ([0, 0, 0, 0, 0, 3], 3)


def test_a_crash_while_sending_leaves_a_draft_and_no_copy(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    people(edition, 3)
    number = save(edition)
    fingerprint = look(edition, number).fingerprint
    with monkeypatch.context() as crash, pytest.raises(MemoryError):
        crash.setattr(mailings, "record", lambda *_told, **_more: (_ for _ in ()).throw(MemoryError))
        send(edition, number, fingerprint)
    assert mails() == []

    assert (send(edition, number, fingerprint), len(mails())) == (3, 3)


@transactional
def change(attendee: Attendee, **values: Any) -> None:
    row = db.session.get_one(Attendee, attendee.id)
    for name, value in values.items():
        setattr(row, name, value)


@pytest.mark.parametrize("what", ["one more", "one less", "another address", "another text"])
def test_what_changed_since_it_was_looked_at_is_looked_at_again(edition: Edition, what: str) -> None:
    one, _two = people(edition, 2)
    number = save(edition)
    fingerprint = look(edition, number).fingerprint
    match what:
        case "one more":
            an_attendee(edition, "后来", mobile="13800000009")
        case "one less":
            change(one, state=AttendeeState.CANCELLED)
        case "another address":
            change(one, email="new@example.com")
        case "another text":
            save(edition, number, revision=1, body="别的内容")

    with pytest.raises(AudienceChanged):
        send(edition, number, fingerprint)

    assert mails() == []
    assert send(edition, number) in (1, 2, 3)


def test_an_old_page_does_not_overwrite_a_newer_draft(edition: Edition) -> None:
    number = save(edition)
    save(edition, number, revision=1, subject="新的主题")

    with pytest.raises(Refusal, match="刚刚在别处改过"):
        save(edition, number, revision=1, subject="旧的页面")
    with pytest.raises(Refusal, match="不认识占位符 {身份证}"):
        save(edition, number, revision=2, body="{身份证}")

    assert db.session.scalars(select(Mailing.subject)).one() == "新的主题"


def test_a_running_mailing_is_stopped_and_what_failed_tried_again(edition: Edition) -> None:
    people(edition, 4)
    number = save(edition)
    send(edition, number)
    sent, failed, bounced, waiting = (mail.id for mail in mails())
    for taken in (sent, failed, bounced):
        messages.take_message(taken, now=NOW)
        messages.settle_message(taken, error="550 no" if taken == failed else "", is_final=True, now=NOW)
    messages.note_bounce(bounced, reason="full", now=NOW)

    stopped = mailings.stop_mailing(edition, number, **TOLD)
    retried = mailings.retry_mailing(edition, number, **TOLD)

    assert (stopped, retried) == (1, 1)
    assert {mail.id: mail.state.value for mail in mails()} == {
        sent: "sent", failed: "waiting", bounced: "bounced", waiting: "dropped",
    }  # fmt: skip
    assert mailings.count_copies([number]) == {number: {"sent": 1, "waiting": 1, "bounced": 1, "dropped": 1}}


def test_other_channels_go_to_other_addresses_and_english_readers_read_english(edition: Edition) -> None:
    an_attendee(edition, email="", language="en")
    number = save(edition, channel=Channel.SMS, subject_en="Hello", body_en="Dear {name}, {state}", with_calendar=False)

    send(edition, number)

    [text] = mails()
    assert (text.channel, text.recipient, text.subject, text.body) == (
        Channel.SMS, "13800006026", "Hello", "Dear 谭志序, confirmed",
    )  # fmt: skip
    assert text.state is MessageState.WAITING


def test_what_was_given_up_or_belongs_to_others_is_not_sent(edition: Edition) -> None:
    people(edition, 1)
    number = save(edition)
    fingerprint = look(edition, number).fingerprint
    with pytest.raises(NotFound):
        send(an_edition(slug="44", is_default=False), number, fingerprint)
    mailings.drop_mailing(edition, number, **TOLD)

    with pytest.raises(Refusal, match="已经放弃"):
        send(edition, number, fingerprint)
    with pytest.raises(Refusal, match="不能再修改"):
        save(edition, number, revision=1)
    assert db.session.scalars(select(Message)).all() == []
