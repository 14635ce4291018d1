"""Pages of mailings and wordings: looked at before anything leaves, once, by those who may."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import AuditEntry, Mailing, Message, MessageTemplate
from eventapp.services import mailings, messages
from eventapp.services.messages import NewMessage
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_account, an_edition
from tests.services.test_message_lists import add_now
from tests.services.test_personal_letters import an_attendee

FILLED = {
    "name": "报到须知", "role": "", "state": "", "channel": "mail", "subject": "{会议简称}", "body": "{姓名}：\n{链接}",
    "subject_en": "", "body_en": "", "audience": "", "revision": "0",
}  # fmt: skip


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    edition = an_edition()
    for login, role in (("secretary", StaffRole.SECRETARY), ("organizer", StaffRole.ORGANIZER)):
        an_account(login, role, edition=edition)
    client.sign_in("organizer")
    return edition


def page(client: Client, endpoint: str, **told: Any) -> str:
    return unescape(client.get(endpoint, edition="43", **told).text)


def written(client: Client, **overrides: Any) -> int:
    answer = client.post("mailings.write_mailing", edition="43", data=FILLED | overrides)
    return int(re.search(r"/mailings/(\d+)/preview", answer.location)[1])  # type: ignore[index]


def fingerprint_in(text: str) -> str:
    return re.search(r'name="fingerprint" value="([^"]+)"', text)[1]  # type: ignore[index]


def test_a_mailing_is_written_looked_at_sent_once_and_followed(client: Client, edition: Edition) -> None:
    attendee = an_attendee(edition, "<b>{链接}", email="guest@example.com")
    an_attendee(edition, "无邮箱", mobile="13800000001", email="")
    number = written(client)

    looked = page(client, "mailings.preview_mailing", mailing_id=number)
    assert "确定发送给 1 人" in looked
    assert "<b>{链接}：" in looked
    assert "gu***@example.com" in looked
    assert "guest@example.com" not in looked
    assert "无邮箱" in page(client, "mailings.preview_mailing", mailing_id=number, who="unreachable")
    for _click in range(2):
        answer = client.post(
            "mailings.send_mailing", edition="43", mailing_id=number, data={"fingerprint": fingerprint_in(looked)}
        )
        assert answer.location.endswith(f"/mailings/{number}")

    mail = db.session.scalars(select(Message)).one()
    assert (mail.attendee_id, mail.recipient) == (attendee.id, "guest@example.com")
    assert "待发送" in page(client, "mailings.show_mailing", mailing_id=number)
    assert f"/messages/{mail.id}" in page(client, "messages.list_messages", mailing=number, state="waiting")
    for action in ("stop_mailing", "retry_mailing"):
        client.post(f"mailings.{action}", edition="43", mailing_id=number)
    assert "不再发送" in page(client, "mailings.list_mailings")


def test_what_changed_since_the_look_is_shown_again_before_anything_leaves(client: Client, edition: Edition) -> None:
    an_attendee(edition)
    number = written(client)
    seen = fingerprint_in(page(client, "mailings.preview_mailing", mailing_id=number))
    an_attendee(edition, "后来", mobile="13800000009")

    answer = client.post("mailings.send_mailing", edition="43", mailing_id=number, data={"fingerprint": seen})

    assert answer.location.endswith("/preview")
    looked = page(client, "mailings.preview_mailing", mailing_id=number)
    assert "在预览之后有变化" in looked
    assert "确定发送给 2 人" in looked
    assert db.session.scalars(select(Message.id)).all() == []


def test_a_mailing_begins_from_chosen_people_and_keeps_what_was_typed(client: Client, edition: Edition) -> None:
    chosen = an_attendee(edition, "选中")
    an_attendee(edition, "没选", mobile="13800000009")
    begun = client.post("mailings.start_mailing", edition="43", status=200, data={"ids": str(chosen.id)}).text
    assert f'name="audience" type="hidden" value="ids={chosen.id}"' in begun
    asked = {name: value for name, value in FILLED.items() if f' name="{name}"' in begun}
    assert sorted(set(FILLED) - set(asked)) == ["role", "state"]  # the list has answered both

    wrong = client.post(
        "mailings.write_mailing", edition="43", data=FILLED | {"body": "{身份证}"}, status=400
    )  # fmt: skip
    answer = client.post("mailings.write_mailing", edition="43", data=asked | {"audience": f"ids={chosen.id}"})
    number = int(answer.location.split("/")[-2])
    client.post("mailings.edit_mailing", edition="43", mailing_id=number, status=400, data=FILLED | {"revision": "7"})

    assert "不认识占位符 {身份证}" in unescape(wrong.text)
    assert "{身份证}</textarea>" in unescape(wrong.text)
    assert db.session.scalars(select(Mailing.audience)).one() == {"ids": str(chosen.id)}
    assert "确定发送给 1 人" in page(client, "mailings.preview_mailing", mailing_id=number)
    client.post("mailings.drop_mailing", edition="43", mailing_id=number)
    assert "已放弃" in page(client, "mailings.list_mailings")
    client.get("mailings.show_mailing", edition="43", mailing_id=number + 1, status=404)


def test_secret_links_are_shown_to_the_secretary_only(client: Client, edition: Edition) -> None:
    secret = "https://conference.example/e/43/registration/" + "k" * 43
    add_now(edition, [NewMessage("1", "registration", "guest@example.com", "题", f"链接\n{secret}")], now=NOW)
    number = db.session.scalars(select(Message.id)).one()

    as_organizer = page(client, "messages.show_message", message_id=number)
    client.sign_in("secretary")
    as_secretary = page(client, "messages.show_message", message_id=number)

    assert ("k" * 43 in as_organizer, "registration/••••••" in as_organizer, secret in as_secretary) == (
        False,
        True,
        True,
    )


def test_the_outbox_needs_few_statements_and_shows_no_body_and_no_address(
    client: Client, edition: Edition, statements: Statements
) -> None:
    news = [
        NewMessage(f"{n}", "approved", "guest@example.com", f"题{n}", "只在信里", attendee_id=None) for n in range(60)
    ]
    add_now(edition, news, now=NOW)
    messages.take_message(db.session.scalars(select(Message.id).order_by(Message.id.desc())).first() or 0, now=NOW)
    statements.clear()

    first = page(client, "messages.list_messages", q="gue", template="approved")

    assert len(statements) <= 10
    assert ("只在信里" in first, "guest@example.com" in first, "gu***@example.com" in first) == (False, False, True)
    assert "更早的" in first
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]  # type: ignore[index]
    rest = unescape(client.open(older).text)
    assert ("题9" in rest, "题59" in rest, "回到最新" in rest) == (True, False, True)


def test_a_wording_is_tried_saved_refused_and_reset(client: Client, edition: Edition) -> None:
    client.get("messages.edit_wording", edition="43", code="registration", language="en", status=403)
    client.sign_in("secretary")
    told: dict[str, Any] = {"edition": "43", "code": "registration", "language": "zh_Hans_CN"}
    typed = {"subject": "欢迎{姓名}", "body": "{姓名} {{}}\n{链接}", "person": "", "action": "preview"}

    tried = unescape(client.post("messages.edit_wording", data=typed, status=200, **told).text)
    assert "欢迎谭志序" in tried
    assert "谭志序 {}" in tried
    assert db.session.scalars(select(MessageTemplate)).all() == []
    refused = client.post("messages.edit_wording", data=typed | {"body": "{密码}"}, status=400, **told)
    assert "不认识占位符 {密码}，这里可以用：{姓名}" in unescape(refused.text)
    client.post("messages.edit_wording", data=typed | {"action": ""}, **told)
    db.session.rollback()
    assert db.session.scalars(select(MessageTemplate.subject)).one() == "欢迎{姓名}"
    assert "已改写" in page(client, "messages.list_wordings")
    client.post("messages.reset_wording", **told)
    db.session.rollback()
    assert db.session.scalars(select(MessageTemplate)).all() == []
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("message_template")))
    assert sorted(actions) == ["message_template.reset", "message_template.save"]
    client.get("messages.edit_wording", edition="43", code="nothing", language="en", status=404)


def test_messages_of_a_mailing_of_another_edition_are_not_found(client: Client, edition: Edition) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    draft = mailings.MailingDraft("别届", mailings.Channel.MAIL, "题", "文", audience={})
    number = mailings.save_mailing(other, None, draft, revision=0, actor=SECRETARY, now=NOW)

    for endpoint in ("preview_mailing", "edit_mailing", "show_mailing"):
        client.get(f"mailings.{endpoint}", edition="43", mailing_id=number, status=404)
    for endpoint in ("send_mailing", "stop_mailing", "retry_mailing", "drop_mailing"):
        client.post(f"mailings.{endpoint}", edition="43", mailing_id=number, status=404)
