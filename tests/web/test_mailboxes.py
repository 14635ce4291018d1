"""Pages of the mailboxes: set up, tried, fetched; the password never comes out again."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from eventapp.documents.sealing import unseal
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.jobs.mailboxes import SEAL_PURPOSE
from eventapp.models import AuditEntry, Letter, Mailbox
from tests.client import Client
from tests.factories import SETTINGS, an_account, an_edition
from tests.factories_mail import a_mail, a_mailbox
from tests.jobs.dovecot import PASSWORD, Dovecot, running_dovecot

CONTACT = {"contact": {"email": "office@sina.com", "story_email": "story@qq.com"}}
FILLED = {"address": "office@sina.com", "host": "127.0.0.1", "security": "none", "login": "materials@example.com"}


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """An edition whose secretary is signed in."""
    edition = an_edition(settings=SETTINGS | CONTACT)
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    return edition


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with running_dovecot("materials@example.com") as dovecot:
        yield dovecot


def text_of(client: Client, endpoint: str, **values: Any) -> str:
    return unescape(client.get(endpoint, edition="43", **values).text)


def save(client: Client, status: int = 302, purpose: str = "materials", **filled: object) -> str:
    data = FILLED | {"password": PASSWORD} | filled
    return unescape(client.post("mailboxes.edit_mailbox", edition="43", purpose=purpose, status=status, data=data).text)


def act(client: Client, endpoint: str) -> str:
    """Press a button of the first mailbox; returns the page that it leads to."""
    place = client.post(f"mailboxes.{endpoint}", edition="43", purpose="materials").location
    return unescape(client.open(place).text)


def test_the_form_begins_with_the_address_of_the_notice_and_its_usual_server(client: Client, edition: Edition) -> None:
    for purpose, address, host in (
        ("materials", "office@sina.com", "imap.sina.com"),
        ("stories", "story@qq.com", "imap.qq.com"),
    ):
        text = text_of(client, "mailboxes.edit_mailbox", purpose=purpose)
        assert f'value="{address}"' in text
        assert f'value="{host}"' in text


def test_the_password_is_sealed_and_never_shown_again(client: Client, edition: Edition) -> None:
    save(client, port=143)
    save(client, port=1143, password="")

    mailbox = db.session.scalars(select(Mailbox)).one()
    opened = unseal(
        mailbox.sealed_password, secret_key=current_app.extensions["settings"].secret_key, purpose=SEAL_PURPOSE
    )
    trail = [str(row.detail) for row in db.session.scalars(select(AuditEntry))]
    pages = [
        text_of(client, "mailboxes.list_mailboxes"), text_of(client, "mailboxes.edit_mailbox", purpose="materials"),
        text_of(client, "audit.list_entries"),
    ]  # fmt: skip
    assert (opened.decode(), mailbox.port) == (PASSWORD, 1143)
    assert [PASSWORD in text for text in [*pages, *trail]] == [False] * (3 + len(trail))


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"password": ""}, "请填写密码；QQ、163 等邮箱请填“授权码”。"),
        ({"host": "mail.example.com"}, "不加密的连接只能用于本机，请改为 TLS 或 STARTTLS。"),
        ({"host": "http://mail"}, "收信服务器的地址不对"),
        ({"address": "nobody"}, "邮箱地址不完整，应像 name@example.com 这样。"),
        ({"port": "99999"}, "端口是 1 到 65535 的数字"),
        ({"security": "rot13"}, "还不能提交"),
    ],
)
def test_unusable_settings_are_said_and_nothing_is_saved(
    client: Client, edition: Edition, filled: dict[str, str], sentence: str
) -> None:
    assert sentence in save(client, 400, **filled)
    assert db.session.scalars(select(Mailbox)).all() == []


def test_trying_and_fetching_a_real_mailbox(client: Client, edition: Edition, server: Dovecot) -> None:
    save(client, port=server.port)
    server.deliver("materials@example.com", a_mail("申报 {0} <b>"))

    assert "连接成功，文件夹里有 1 封邮件。" in act(client, "test_mailbox")
    assert "新邮件已收完并读过" in act(client, "fetch_mailbox")
    assert db.session.scalars(select(Letter.subject)).one() == "申报 {0} <b>"
    assert "申报 {0} <b>" in text_of(client, "annexes.list_readings")


def test_a_wrong_password_is_told_at_once(client: Client, edition: Edition, server: Dovecot) -> None:
    save(client, port=server.port, password="wrong")

    assert "邮箱服务器不接受登录名或密码" in act(client, "test_mailbox")
    assert "邮箱服务器不接受登录名或密码" in act(client, "fetch_mailbox")
    assert "上次没有收成" in text_of(client, "mailboxes.list_mailboxes")


def test_a_mailbox_is_forgotten_and_its_letters_stay(client: Client, edition: Edition) -> None:
    a_mailbox(edition, 143, password="x")

    assert "邮箱设置已删除" in act(client, "remove_mailbox")
    db.session.rollback()
    assert db.session.scalars(select(Mailbox)).all() == []
    client.post("mailboxes.fetch_mailbox", edition="43", purpose="materials", status=404)
