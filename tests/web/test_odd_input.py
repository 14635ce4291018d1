"""Addresses and forms that nobody types by mistake: every answer is a calm one, on both databases."""

from __future__ import annotations

import re

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Score
from tests.client import Client
from tests.factories import an_account, an_edition
from tests.web.test_judging import TYPED, a_hearing

BEYOND = "99999999999999999999"


def addresses_with(app: Flask, number: str) -> list[str]:
    """Every address that carries numbers, with this number in each place."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "<int" in rule.rule and "GET" in (rule.methods or ())]
    return [re.sub(r"<[^>]*>", number, rule.replace("<edition>", "43")) for rule in rules]


def test_numbers_that_no_row_can_have_are_not_there(app: Flask, client: Client) -> None:
    an_account("admin", is_administrator=True, edition=an_edition())
    client.sign_in("admin")

    found = addresses_with(app, BEYOND)

    assert len(found) > 10
    for address in found:
        client.open(address, status=404)


def test_a_filter_beyond_numbers_narrows_nothing(client: Client) -> None:
    an_account("organizer", StaffRole.ORGANIZER, edition=an_edition())
    client.sign_in("organizer")

    client.get("recommendations.list_results", edition="43", recommender=BEYOND)


@pytest.mark.parametrize("address", ["/e/%00/", "/e/43/files?outcome=a%00b", "/e/43/certificates/verify/%00"])
def test_nul_in_an_address_is_refused_before_the_database_sees_it(client: Client, address: str) -> None:
    an_account("organizer", StaffRole.ORGANIZER, edition=an_edition())
    client.sign_in("organizer")

    client.open(address, status=400)


def test_nul_in_a_form_is_refused_before_the_database_sees_it(client: Client) -> None:
    client.post("accounts.sign_in", data={"login": "a\0b", "password": "c"}, status=400)


def test_half_an_address_is_nowhere_to_go_after_signing_in(client: Client) -> None:
    page = client.open("/sign-in?next=//[")

    assert re.search(r'name="next"[^>]*value="([^"]*)"', page.text).group(1) == ""  # type: ignore[union-attr]


def test_endless_brackets_are_a_scan_without_a_code(client: Client) -> None:
    an_account("volunteer", StaffRole.VOLUNTEER, edition=an_edition())
    client.sign_in("volunteer")
    with client.app.test_request_context():
        address = url_for("checkin.scan_code", edition="43", checkpoint_id=1)
    headers = {"X-CSRFToken": client.csrf_token(), "Content-Type": "application/json"}

    with client.app.app_context():
        answer = client.http.post(address, data='{"code":' + "[" * 100_000, headers=headers)

    assert answer.status_code == 400


def test_asking_for_the_head_of_a_score_sheet_writes_nothing(client: Client) -> None:
    *_, presentation = a_hearing()
    client.sign_in("judge")
    client.post("judging.score_presentation", edition="43", presentation_id=presentation.id, data=TYPED)

    with client.app.app_context():
        answer = client.http.head(f"/e/43/judging/{presentation.id}")

    assert answer.status_code == 200
    db.session.expire_all()
    assert len(db.session.scalars(select(Score)).one().points) == len(TYPED)
