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


def test_a_broken_report_breaks_nothing() -> None:
    for cut in range(0, len(a_report(NUMBER)), 40):
        read_bounce(a_report(NUMBER)[:cut])
