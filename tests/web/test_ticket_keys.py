"""The page of signing keys, the list for scanners, and codes at the scanner: rotating, printed, distrusted."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, g

from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import sign_ticket
from eventapp.domain.people import StaffRole
from eventapp.domain.tickets import TicketClaim
from eventapp.extensions import db
from eventapp.services import attendee_lists, events
from eventapp.settings import Settings
from eventapp.web.checkin.codes import read_code
from eventapp.web.tickets.codes import bare_address, ticket_address
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SETTINGS, an_account
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import an_edition_with_roles, register

pytestmark = pytest.mark.usefixtures("still_clock")
ROTATING = SETTINGS | {"registration": {"rotating_codes": True}}


def verdict(edition, text: str, *moments) -> str:
    reading = read_code(edition, text, *(moments or (NOW,)))
    return reading.refused.value if reading.refused else "good"


def test_a_code_on_a_screen_must_be_fresh_and_a_printed_one_never_changes(app: Flask) -> None:
    edition = an_edition_with_roles(settings=ROTATING)
    ticket = attendee_lists.get_registration(edition, register(edition)).tickets[0]
    private = unseal(events.get_key(edition, ticket.key_id).sealed_private_key, secret_key=Settings.secret_key)
    printed = sign_ticket(TicketClaim(ticket.key_id, bytes.fromhex(ticket.serial)), private, printed=True)
    with app.test_request_context():
        g.edition = edition
        shown, bare = ticket_address(edition, ticket, NOW), bare_address(edition, ticket)
    later = NOW + timedelta(seconds=100)
    assert [
        verdict(edition, shown), verdict(edition, shown, later), verdict(edition, shown, later, NOW),
        verdict(edition, bare), verdict(edition, bare + "?r=AAAAAAAAAAAA"), verdict(edition, printed), verdict(edition, ticket.serial),
    ] == ["good", "stale", "good", "stale", "forged", "good", "good"]  # fmt: skip
    assert (len(printed), len(urlsplit(shown).path.rpartition("/")[2]), len(parse_qs(urlsplit(shown).query)["r"][0])) == (
        100, 100, 12,
    )  # fmt: skip


def test_a_stale_code_is_told_at_the_scanner_and_costs_no_more_statements(app: Flask, statements: Statements) -> None:
    edition = an_edition_with_roles(settings=ROTATING)
    checkpoint_id = a_checkpoint(edition)
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    ticket = attendee_lists.get_registration(edition, register(edition)).tickets[0]
    client = Client(app)
    client.sign_in("volunteer")
    client.csrf_token()
    with app.test_request_context():
        g.edition = edition
        texts = [ticket_address(edition, ticket, NOW - timedelta(minutes=5)), ticket_address(edition, ticket, NOW)]
    said = []
    for number, text in enumerate(texts):
        db.session.rollback()
        statements.clear()
        answer = client.post(
            "checkin.scan_code", edition="43", checkpoint_id=checkpoint_id, json={"code": text, "key": f"key-number-{number}"},
            status=200,
        ).json  # fmt: skip
        said.append((answer["verdict"], answer["title"], len(statements) <= 9))
    assert said == [("stale", "这是截图或过期的二维码，请本人打开报名链接出示", True), ("ok", "签到成功", True)]


def test_the_secretary_makes_a_key_and_distrusts_one(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition)
    first = events.get_current_key(edition).id
    db.session.rollback()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    client.post("tickets.make_key", edition="43")
    place = {"edition": "43", "key_id": first}
    assert "将作废的二维码" in client.get("tickets.distrust_key", **place).text
    client.post("tickets.distrust_key", **place, data={"reason": ""}, status=400)
    client.post("tickets.distrust_key", **place, data={"reason": "备份被人拿走", "letters": "y"})
    page = client.get("tickets.list_keys", edition="43").text
    for words in ("为 1 人换发了新的二维码", "正在使用", "已停止信任"):
        assert words in page
    assert "这把密钥已经停止信任。" in client.get("tickets.distrust_key", **place).text
    feed = client.get("tickets.list_revocations", edition="43").json
    assert (list(feed["keys"]), feed["distrusted"], len(feed["revoked"])) == ([str(first + 1)], [first], 1)


def test_scanners_hear_what_counts_without_names_and_304_while_it_stands(app: Flask, client: Client) -> None:
    edition = an_edition_with_roles()
    serial = attendee_lists.get_registration(edition, register(edition, code="guest")).tickets[0].serial
    address = client.address("tickets.list_revocations", {"edition": "43"})
    first = client.open(address)
    assert sorted(first.json) == ["distrusted", "edition", "keys", "revoked", "rotating", "unconfirmed", "version"]
    assert (first.json["unconfirmed"], first.json["rotating"], "谭志序" in first.text) == ([serial], None, False)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
