"""The code of a registered person: its picture, its number, and what it opens."""

from __future__ import annotations

import re

import pytest

from eventapp.documents.tickets import verify_ticket
from eventapp.services import attendee_lists, role_decisions, ticket_keys
from eventapp.web.checkin.codes import read_code
from tests.client import Client
from tests.factories import NOW, SECRETARY
from tests.factories_registration import LINKS, an_edition_with_roles, code_in, posted, the_attendee

pytestmark = pytest.mark.usefixtures("still_clock")


def test_the_image_carries_a_signed_address_of_this_edition(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    carried: list[str] = []
    monkeypatch.setattr("eventapp.web.tickets.own_page.qr_png", lambda text: carried.append(text) or b"png")
    client.get("registration.show_ticket_image", edition="43", key=key, kind="png")
    prefix, _, code = carried[0].rpartition("/")
    assert prefix == "http://127.0.0.1:8000/e/43/t"
    claim = verify_ticket(code, ticket_keys.key_ring(edition).public)
    assert claim.serial.hex() == attendee_lists.get_registration(edition, key).tickets[0].serial


@pytest.mark.parametrize(
    ("kind", "media_type", "begins"), [("png", "image/png", b"\x89PNG\r\n"), ("svg", "image/svg+xml", b"<svg ")]
)
def test_the_code_comes_as_a_picture(client: Client, kind: str, media_type: str, begins: bytes) -> None:
    an_edition_with_roles()
    key = posted(client)
    answer = client.get("registration.show_ticket_image", edition="43", key=key, kind=kind)
    assert (answer.mimetype, answer.data[: len(begins)]) == (media_type, begins)


def test_the_number_below_the_code_is_the_one_the_desk_can_type(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    page = client.get("registration.show_registration", edition="43", key=key).text
    shown = re.findall(r"<code>([0-9A-F-]{19})</code>", page)
    serial = attendee_lists.get_registration(edition, key).tickets[0].serial
    assert [read_code(edition, number).serial for number in shown] == [serial]


def test_an_opened_code_says_whose_edition_it_is_and_nothing_personal(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    page = client.get("registration.open_ticket", edition="43", code=code_in(client, edition, key)).text
    assert "这是本次活动签发的二维码" in page
    assert edition.name in page
    for personal in ("谭志序", "13800006026", "毛民帝江", key):
        assert personal not in page


def test_a_forged_or_foreign_code_is_not_genuine(client: Client) -> None:
    edition = an_edition_with_roles()
    an_edition_with_roles(slug="44", is_default=False)
    code = code_in(client, edition, posted(client))
    changed = code[:-3] + ("AAA" if code[-3:] != "AAA" else "BBB")
    for address in (f"/e/43/t/{changed}", f"/e/44/t/{code}", "/e/43/t/%7B%7D", "/e/43/t/x"):
        assert "不能用于签到" in client.open(address, status=404).text


def test_the_code_of_a_rejected_person_says_that_it_is_void(client: Client) -> None:
    edition = an_edition_with_roles()
    code = code_in(client, edition, posted(client, "guest"))
    number = the_attendee().id
    waiting = client.get("registration.open_ticket", edition="43", code=code).text

    role_decisions.decide_attendee(edition, number, approve=False, links=LINKS, actor=SECRETARY, now=NOW)

    rejected = client.get("registration.open_ticket", edition="43", code=code).text
    assert ["这个二维码已作废" in page for page in (waiting, rejected)] == [False, True]
