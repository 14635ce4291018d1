"""Mails that come back, as servers and providers write them."""

from __future__ import annotations

import base64

import pytest

from eventapp.documents.bounces import read_bounce
from tests.factories_bounces import a_report, a_returned_mail

NUMBER = "message-12-0123456789abcdef@example.com"


def test_a_report_says_why_and_names_the_mail() -> None:
    bounce = read_bounce(a_report(NUMBER))

    assert bounce is not None
    assert (bounce.reason, bounce.is_final) == ("5.1.1 550 5.1.1 <guest@example.com>: user unknown", True)
    assert NUMBER in bounce.text


def test_a_report_of_a_delay_is_not_the_end() -> None:
    bounce = read_bounce(a_report(NUMBER, action="delayed", status="4.4.1"))

    assert bounce is not None
    assert not bounce.is_final


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("sender", ["PostMaster@qq.example.com", "MAILER-DAEMON@corp.example.com"])
def test_a_provider_in_its_own_words_is_understood(charset: str, sender: str) -> None:
    bounce = read_bounce(a_returned_mail(NUMBER, charset=charset, sender=sender))

    assert bounce is not None
    assert bounce.reason.startswith("很抱歉您的邮件被退回到您的邮箱，退信原因：收件人邮箱不存在")
    assert (NUMBER in bounce.text, bounce.is_final) == (True, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: qc@corp.example.com\r\nSubject: x\r\nIn-Reply-To: <" + NUMBER.encode() + b">\r\n\r\nthanks",
        b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\r\n\r\n",
        b"From: =?utf-8?b?" + base64.b64encode("退信".encode()) + b"?= <qc@corp.example.com>\r\n\r\n" + NUMBER.encode(),
    ],
)  # fmt: skip
def test_other_mails_are_not_taken_for_it(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_an_attached_mail_is_read_when_it_is_encoded_and_never_quoted_as_the_reason() -> None:
    plain = a_report(NUMBER).decode()
    head, original = plain.split("Content-Type: message/rfc822\r\n\r\n")
    encoded = base64.encodebytes(original.removesuffix("--b--\r\n").encode()).decode()
    way = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    report = read_bounce(f"{head}{way}{encoded}\r\n--b--\r\n".encode())
    words = plain.replace("report; report-type=delivery-status", "mixed").replace(
        "text/plain; charset=us-ascii", "text/html", 1
    )
    told = read_bounce(words.encode())

    assert report is not None and NUMBER in report.text
    assert told is not None and (told.reason, NUMBER in told.text) == ("I am sorry to inform you.", True)


def test_a_provider_may_name_the_mail_in_its_own_head_but_an_answering_machine_may_not() -> None:
    head = f"Return-Path: <>\r\nSubject: x\r\nReferences: <{NUMBER}>\r\n"
    returned = read_bounce(f"From: PostMaster@qq.example.com\r\n{head}\r\nmailbox unknown".encode())
    away = read_bounce(f"From: qc@corp.example.com\r\n{head}\r\nI am away".encode())

    assert returned is not None and NUMBER in returned.text
    assert away is not None and NUMBER not in away.text


def test_a_broken_report_breaks_nothing() -> None:
    for cut in range(0, len(a_report(NUMBER)), 40):
        read_bounce(a_report(NUMBER)[:cut])
