"""Characters that no file, page or database holds: they come in by broken files and leave nowhere."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from eventapp.documents.activity_sheet import put
from eventapp.documents.letters import read_head
from eventapp.domain.text import one_line, paragraphs, to_the_letter

IMPOSSIBLE = ("\0", "\x0b\x01", "\ud800", "\udfff", "\ufffe", "\uffff")


@pytest.mark.parametrize("signs", IMPOSSIBLE)
def test_a_sheet_of_statistics_is_written_without_them(signs: str) -> None:
    book, stream = Workbook(), io.BytesIO()
    put(book.active, 1, 1, f"=镕{signs}喆")
    book.save(stream)

    assert load_workbook(stream).active["A1"].value == "=镕喆"


@pytest.mark.parametrize("signs", ["\0", "\ud800", "\udfff", "\ufffe", "\uffff"])
@pytest.mark.parametrize("read", [one_line, to_the_letter, paragraphs])
def test_no_answer_holds_them(signs: str, read: object) -> None:
    assert read(f"镕{signs}喆") == "镕喆"  # type: ignore[operator]


def test_the_head_of_a_mail_holds_none_so_that_one_mail_cannot_stop_a_mailbox() -> None:
    head = read_head(b"From: a <a\0\x01b@corp.example.com>\r\nMessage-ID: <1\0\x1b2@corp>\r\nSubject: a\0b\r\n\r\n")

    assert (head.sender_address, head.message_id, head.subject) == ("ab@corp.example.com", "<12@corp>", "ab")
