"""The audit trail and the outbox as pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from eventapp.domain.people import StaffRole
from eventapp.services import message_lists, messages
from eventapp.services.audit import record
from eventapp.services.message_lists import Wanted
from eventapp.services.transactions import transactional
from eventapp.web.audit.words import changes_of
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_account, an_edition


@transactional
def note(times: int) -> None:
    for turn in range(times):
        record(
            "43",
            "attendee.edit",
            f"<b>谭景{turn}</b>",
            actor=SECRETARY,
            now=NOW,
            before={"mobile": "13800006026"},
            after={"mobile": "13800006027"},
        )


@pytest.fixture
def secretary(app: Flask, client: Client) -> Client:
    an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    client.sign_in("secretary")
    return client


def test_an_entry_tells_who_did_what(secretary: Client) -> None:
    note(1)

    page = secretary.get("audit.list_entries", edition="43").text

    said = ("修改报名", "手机", "138****6026 → 138****6027", "2024-09-11 09:00:00", "秘书", "&lt;b&gt;谭景0&lt;/b&gt;")
    assert [words for words in said if words not in page] == []


def test_many_entries_come_in_pages_at_the_same_cost(secretary: Client, statements: Statements) -> None:
    note(1)
    statements.clear()
    secretary.get("audit.list_entries", edition="43")
    few = len(statements)
    note(60)
    statements.clear()

    first = secretary.get("audit.list_entries", edition="43").text

    assert len(statements) == few
    assert "第 1 页，共 2 页" in first
    assert "谭景0" in secretary.get("audit.list_entries", edition="43", page=2).text


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ({"before": {"level": 2}, "after": {"level": 1}}, [("等级", "2 → 1")]),
        ({"before": {}, "after": {"email": "", "unnamed": ["甲", 1]}}, [("电子邮箱", "—"), ("unnamed", '["甲", 1]')]),
        ({}, []),
        ({"after": {"rooms": ["第一会议室", "第二会议室"]}}, [("会议室", "第一会议室、第二会议室")]),
    ],
)
def test_changes_are_told_field_by_field(app: Flask, detail: dict[str, Any], told: list[tuple[str, str]]) -> None:
    with app.test_request_context():
        assert changes_of(detail) == told


def test_a_mail_is_readable_as_text(app: Flask, secretary: Client) -> None:
    edition = an_edition(slug="44", is_default=False)
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)

    @transactional
    def write() -> None:
        messages.write_message(
            edition, dedupe_key="1", template="welcome", recipient="a@example.com", subject="{{ 7*7 }}",
            body="您好\n<script>x</script>\nhttps://example.com/e/44/", attendee_id=None, now=NOW,
        )  # fmt: skip

    write()
    secretary.sign_in("organizer")
    found = message_lists.list_messages(edition, Wanted(), now=NOW)[0][0].message.id

    page = secretary.get("messages.show_message", edition="44", message_id=found).text

    assert "{{ 7*7 }}" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert '<a href="https://example.com/e/44/"' in page
    secretary.sign_in("secretary")
    secretary.get("messages.show_message", edition="43", message_id=found, status=404)


@pytest.mark.parametrize(
    ("subject", "words", "path"),
    [
        ("attendee:7", "参会人员 7", "/e/43/attendees/7"),
        ("result 3", "成果 3", "/e/43/results/3"),
        ("story 4", "品牌故事 4", "/e/43/stories/4"),
        ("presentation 5 judge 6", "发表 5 · 评委 6", None),
        ("中机质协〔2024〕小组0001", "中机质协〔2024〕小组0001", None),
    ],
)
def test_subjects_are_told_in_words_and_lead_to_their_pages(
    secretary: Client, subject: str, words: str, path: str | None
) -> None:
    note_about(subject)

    page = secretary.get("audit.list_entries", edition="43").text

    told = f'<a href="{path}">{words}</a>' if path else words
    assert f'<th role="rowheader" scope="row">{told}</th>' in page


@transactional
def note_about(subject: str) -> None:
    record("43", "attendee.edit", subject, actor=SECRETARY, now=NOW)
