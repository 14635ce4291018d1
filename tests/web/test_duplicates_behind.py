"""Double submissions of a big edition: pages show what was found last, and the search runs behind them."""

from __future__ import annotations

import threading
from html import unescape
from typing import Any

import pytest
from flask import Flask

from eventapp.domain.people import StaffRole
from eventapp.services import duplicates
from tests.client import Client
from tests.factories import an_account
from tests.factories_duplicates import Twice, sent_twice

BEHIND = "正在后台重新查找"
PAIR = "合并，保留第一项"


@pytest.fixture
def twice(app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch) -> Twice:
    """A double submission in an edition that counts as big."""
    monkeypatch.setattr(duplicates, "SEARCHED_AT_ONCE", 0)
    monkeypatch.setattr(duplicates, "REMEMBERED", {})
    monkeypatch.setattr(duplicates, "PAUSES", 0)
    twice = sent_twice()
    an_account("secretary", StaffRole.SECRETARY, edition=twice.edition)
    client.sign_in("secretary")
    return twice


def page(client: Client) -> str:
    """The page, and then whatever it started has ended."""
    text = unescape(client.get("duplicates.list_pairs", edition="43").text)
    wait()
    return text


def wait() -> None:
    for thread in threading.enumerate():
        if thread.name == "duplicates":
            thread.join(timeout=60)


def test_the_first_visit_waits_for_nothing_and_the_next_one_sees_the_pair(
    client: Client, twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_let_go, real = threading.Event(), duplicates.find_pairs

    def slow(*given: Any, **named: Any) -> Any:
        assert is_let_go.wait(timeout=60)
        return real(*given, **named)

    monkeypatch.setattr(duplicates, "find_pairs", slow)
    first = [client.get("duplicates.list_pairs", edition="43").text for _ in range(3)]
    assert [thread.name for thread in threading.enumerate()].count("duplicates") == 1
    is_let_go.set()
    wait()
    second = page(client)

    assert [(BEHIND in text, PAIR in text) for text in first] == [(True, False)] * 3
    assert (BEHIND in second, PAIR in second) == (False, True)


def test_an_older_search_is_shown_without_what_was_decided_since(client: Client, twice: Twice) -> None:
    duplicates.search(twice.edition)
    twice.merge()

    text = page(client)

    assert (BEHIND in text, PAIR in text) == (True, False)
    twice.undo()
    page(client)
    assert PAIR in page(client)


def test_a_search_that_fails_is_tried_again(client: Client, twice: Twice, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(duplicates, "find_pairs", None)
        page(client)

    page(client)

    assert PAIR in page(client)
