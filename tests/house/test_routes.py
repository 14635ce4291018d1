"""The permission table against the real routes: nothing undeclared, nothing imagined, and it holds for every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from eventapp.domain.people import StaffRole
from eventapp.services import jobs, registration_forms
from eventapp.web.navigation import MENU
from eventapp.web.permissions import EVERYONE, SIGNED_IN, WHO_MAY
from tests.client import Client
from tests.conftest import Statements
from tests.factories import (
    NOW,
    SECRETARY,
    a_judge,
    a_recommender,
    a_result,
    a_story,
    an_account,
    an_edition,
)

NOBODY = "nobody"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """One endpoint by one method, with an address to try it at."""

    endpoint: str
    method: str
    address: str


def routes_of(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            with app.test_request_context():
                yield Route(rule.endpoint, method, app.url_for(rule.endpoint, **values_for(rule)))


def values_for(rule: Rule) -> dict[str, Any]:
    """The first row of everything: made below, or not there, which is a 404 to those who may."""
    known: dict[str, Any] = {"edition": "43", "filename": "css/base.css"}
    return {name: known.get(name, value_like(rule, name)) for name in rule.arguments}


def value_like(rule: Rule, name: str) -> int | str:
    match rule._converters[name]:
        case IntegerConverter():
            return 1
        case AnyConverter(items=words):
            return str(min(words))
        case _:
            return "missing"


def may(role: StaffRole | str, route: Route) -> bool:
    audience = WHO_MAY[route.endpoint][route.method]
    if audience == EVERYONE:
        return True
    if audience == SIGNED_IN:
        return role != NOBODY
    return role in audience


# They keep what was typed on the page and ask for one more click; of people whom they do not find they say so first.
FORMS_THAT_STAY = {"registration.edit_registration", "invitations.take_invitation"}


def a_full_house() -> None:
    """One edition with one of each, and one account for each role, named like it."""
    edition = an_edition()
    recommender, judge = a_recommender(edition), a_judge(edition)
    registration_forms.current_form(edition)
    a_result(edition)
    a_story(edition)
    jobs.start_job(edition, "nothing", "什么也不做", {}, actor=SECRETARY, now=NOW)
    for role in StaffRole:
        is_administrator = role is StaffRole.ADMINISTRATOR
        roles = () if is_administrator else (role,)
        an_account(
            role.value, *roles, edition=edition, recommender_id=recommender.id, judge_id=judge.id,
            is_administrator=is_administrator,
        )  # fmt: skip


def try_route(client: Client, route: Route) -> str:
    """`in`, or `out`: refused, or sent to the sign-in page. Faults of ours are raised."""
    with client.app.app_context():
        data = {"csrf_token": client.csrf_token()} if route.method == "POST" else None
        answer = client.http.open(route.address, method=route.method, data=data)
    sent_away = answer.status_code == 302 and "/sign-in?next=" in answer.headers["Location"]
    answer.close()
    return "out" if answer.status_code == 403 or sent_away else "in"


def test_every_route_is_declared_and_every_declaration_is_a_route(app: Flask) -> None:
    real = {(route.endpoint, route.method) for route in routes_of(app)}
    declared = {(endpoint, method) for endpoint, methods in WHO_MAY.items() for method in methods}

    assert sorted(real - declared) == [], "nobody may call these"
    assert sorted(declared - real) == [], "these do not exist"


def test_addresses_are_quiet_nouns(app: Flask) -> None:
    loud = [rule.rule for rule in app.url_map.iter_rules() if re.sub(r"<[^>]+>", "", rule.rule) != rule.rule.lower()]
    loud = [rule for rule in loud if re.search(r"[A-Z_]", re.sub(r"<[^>]+>", "", rule))]

    assert loud == []


def test_every_menu_entry_is_a_page(app: Flask) -> None:
    entries = {entry[0] for _title, links in MENU for entry in links}

    assert sorted(entries - app.view_functions.keys()) == []


@pytest.mark.parametrize("role", [NOBODY, *StaffRole])
def test_the_table_holds_for(role: StaffRole | str, app: Flask, client: Client) -> None:
    a_full_house()
    routes = [route for route in routes_of(app) if route.method in WHO_MAY.get(route.endpoint, {})]
    routes.sort(key=lambda route: route.endpoint == "accounts.sign_out")  # last, or everything after it is out
    if role != NOBODY:
        client.sign_in(str(role))

    wrong = [
        f"{route.method} {route.endpoint}"
        for route in routes
        if try_route(client, route) != ("in" if may(role, route) else "out")
    ]

    assert wrong == [], "\n".join(wrong)


def test_what_is_not_in_the_table_is_closed_to_everybody(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_full_house()
    monkeypatch.delitem(WHO_MAY, "events.show_event")
    client.sign_in("administrator")

    client.get("events.show_event", edition="43", status=403)


def test_a_post_without_token_is_refused(app: Flask, client: Client) -> None:
    a_full_house()
    client.sign_in("administrator")
    posts = [route for route in routes_of(app) if route.method == "POST"]

    accepted = []
    for route in posts:
        with app.app_context():
            if client.http.post(route.address).status_code != 400:
                accepted.append(route.endpoint)

    assert len(posts) > 5
    assert sorted(set(accepted) - FORMS_THAT_STAY) == []


@pytest.mark.parametrize("role", ["administrator", "judge", "liaison"])
def test_looking_changes_nothing(role: str, app: Flask, client: Client, statements: Statements) -> None:
    a_full_house()
    client.sign_in(role)

    writing = []
    for route in routes_of(app):
        if route.method == "GET":
            statements.clear()
            try_route(client, route)
            writing += [f"{route.endpoint}: {statement}" for statement in statements if WRITES.match(statement)]

    assert writing == []
