"""Heads of mails as the mailers of the last thirty years write them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from eventapp.documents.letters import file_name_of, header_text, read_head

NOW = datetime(2024, 7, 20, 1, 0, tzinfo=UTC)


def word(text: str, charset: str, labeled: str) -> str:
    return f"=?{labeled}?B?{base64.b64encode(text.encode(charset)).decode()}?="


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (word("镕基喆", "gb18030", "gb2312").encode(), "镕基喆"),
        (word("𬀩机床", "gb18030", "GB18030").encode(), "𬀩机床"),
        ("申报材料".encode("gb18030"), "申报材料"),
        ("申报材料".encode(), "申报材料"),
        (b"=?UTF-8?B?55Sz5oql5p2Q5paZ?= =?utf-8?q?_=282024=29?=", "申报材料 (2024)"),
        (b"=?utf-8?B?55Sz5oql5p2Q5pY?=\r\n =?utf-8?B?mQ?=", "申报材料"),
        (b"Re: =?no-such-set?B?55Sz5oql?=", "Re: 申报"),
        (b"=?big5?B?" + base64.b64encode("申請".encode("big5")) + b"?=", "申請"),
        (b"=?utf-8?B?!!!?=tail", "tail"),
        (b"{0} %s <b>", "{0} %s <b>"),
        (b"", ""),
    ],
)
def test_a_header_is_read_whatever_wrote_it(raw: bytes, text: str) -> None:
    assert header_text(raw.replace(b"\r\n", b"")) == text


def test_characters_cut_in_half_between_two_words_are_joined() -> None:
    content = "推荐汇总表".encode("gbk")
    halves = [base64.b64encode(content[:5]).decode(), base64.b64encode(content[5:]).decode()]

    assert header_text(" ".join(f"=?GBK?B?{half}?=" for half in halves).encode()) == "推荐汇总表"


def test_sender_subject_and_date_of_a_mail_without_a_character_set() -> None:
    raw = (
        b"Received: from x\r\nFrom: \"" + "质量部".encode("gbk") + b"\" <QC@corp.example.com>\r\nSubject: "
        + "材料".encode("gbk") + b"\r\nDate: Sat, 20 Jul 2024 09:00:00 +0800\r\nMessage-ID: <1@x>\r\n\r\nFrom: no"
    )  # fmt: skip

    head = read_head(raw)

    assert (head.sender_name, head.sender_address) == ("质量部", "QC@corp.example.com")
    assert (head.subject, head.sent_at, head.message_id) == ("材料", NOW, "<1@x>")
    assert file_name_of(head, NOW) == "20240720 材料.eml"


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00\xff" * 100, b"From:\nDate: 99\nSubject: =?", b"Date: 0"])
def test_what_is_no_mail_has_an_empty_head_and_a_key(raw: bytes) -> None:
    head = read_head(raw)

    assert (head.sender_address, head.sent_at, len(head.key)) == ("", None, 64)


def test_the_same_number_is_the_same_mail_and_without_one_every_byte_counts() -> None:
    assert read_head(b"Message-ID: <1@x>\n\na").key == read_head(b"Received: y\nMessage-Id:  <1@x>\n\na").key
    assert read_head(b"Subject: x\n\na").key != read_head(b"Subject: x\n\nb").key


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        (b"a@example.com", "a@example.com"),
        (b'"a@b.example via list" <c@example.com>', "c@example.com"),
        (b"=?utf-8?B?YUBi?= <c@example.com>", "c@example.com"),
        (b"undisclosed", ""),
    ],
)
def test_the_address_of_a_sender(sender: bytes, address: str) -> None:
    assert read_head(b"From: " + sender + b"\n\n").sender_address == address


def test_a_name_of_a_file_holds_no_signs_of_paths() -> None:
    head = read_head(b"Subject: ../a!/b:c*?\n\n")

    assert file_name_of(head, NOW) == "20240720 a b c.eml"
