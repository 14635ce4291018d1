"""What registering costs: a fixed number of statements, and a page that is drawn once for everybody."""

from __future__ import annotations

import re

import pytest

from eventapp.domain.events import Edition
from eventapp.web.registration import drawn
from tests.client import Client
from tests.conftest import Statements
from tests.factories_registration import an_edition_with_roles, filled

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def edition(still_clock: None, client: Client) -> Edition:
    return an_edition_with_roles()


def form_of(client: Client, code: str = "observer") -> str:
    return client.get("registration.register", edition="43", role=code).text


def test_form_page_and_submit_cost_a_fixed_number_of_statements(
    edition: Edition, client: Client, statements: Statements
) -> None:
    first = form_of(client)
    client.post("registration.register", edition="43", role="observer", data=dict(HIDDEN.findall(first)) | filled())

    statements.clear()
    page = form_of(client)
    seen = len(statements)
    client.csrf_token()
    statements.clear()
    said = dict(HIDDEN.findall(page)) | filled(name="文知许", mobile="13800006029")
    answer = client.post("registration.register", edition="43", role="observer", data=said)

    assert "received" not in answer.location
    assert (seen, len(statements)) == (3, 15)


def test_the_drawn_page_gives_every_visitor_their_own_token_and_nonce(edition: Edition, client: Client) -> None:
    drawn.drawn_once.cache_clear()
    own, other = dict(HIDDEN.findall(form_of(client))), dict(HIDDEN.findall(form_of(Client(client.app))))

    assert drawn.drawn_once.cache_info().misses == 1
    assert own.keys() == other.keys() == {"csrf_token", "version", "nonce"}
    assert own["nonce"] != other["nonce"]
    assert own["csrf_token"] != other["csrf_token"]
    assert drawn.MARKS.search(form_of(client)) is None


def test_another_choice_of_roles_is_another_page(edition: Edition, client: Client) -> None:
    observer = form_of(client)

    assert form_of(client, "media") != observer
    assert "媒体" in form_of(client, "media")
    assert "媒体" not in observer
