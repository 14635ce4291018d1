"""A row of another edition is not there: every address with a number or a key in it, asked by who may do everything."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from eventapp.domain.personal_links import key_hash
from eventapp.extensions import db
from eventapp.models import Attendee, Delegation, Invitation
from eventapp.models.annex import Annex
from tests.client import Client
from tests.factories import an_account, an_edition
from tests.planting import everything, plant

KEY = "k" * 43
TYPED = {
    "reason": "x",
    "name": "x",
    "code": "0" * 16,
    "choice": "listed",
    "row": "1",
    "result": "1",
    "decision": "approve",
}
# kinds, languages and purposes are settings that every edition has; a body of the statistics is a text in its reports
NO_ROWS = {"code", "language", "purpose", "side", "kind", "format", "extension", "body", "filename"}
ITS_OWN = {  # what may be answered otherwise: the code of another edition's ticket is told as such, the worker holds nothing
    "tickets.show_worker", "registration.open_ticket", "certificates.verify_certificate",
    "judging.score_presentation", "checkin.scan_code",  # for judges only, and by JSON: see below
}  # fmt: skip


@pytest.fixture
def houses(app: Flask) -> dict[str, list[str]]:
    """One edition without anything, and one with a row of everything; all secret links of it open by one key."""
    here, there = an_edition(), an_edition(slug="44", is_default=False)
    plant(there)
    for table, column in ((Attendee, "manage_key_hash"), (Delegation, "secret_hash"), (Invitation, "secret_hash"), (Annex, "secret_hash")):  # fmt: skip
        db.session.execute(update(table).values({column: key_hash(KEY)}))
    db.session.commit()
    an_account("admin", is_administrator=True, edition=here)
    return everything()


def foreign(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and address of every route that names a row, below the edition that has none."""
    found = []
    for rule in app.url_map.iter_rules():
        names = rule.arguments - {"edition"} - NO_ROWS
        if "edition" in rule.arguments and names and rule.endpoint not in ITS_OWN:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                with app.test_request_context():
                    found.append((rule.endpoint, method, app.url_for(rule.endpoint, **values_for(rule))))
    return found


def values_for(rule: Rule) -> dict[str, Any]:
    given: dict[str, Any] = {"edition": "43", "key": KEY, "key_id": 2}  # each edition has a signing key of its own
    return {name: given.get(name, value_like(rule, name)) for name in rule.arguments}


def value_like(rule: Rule, name: str) -> int | str:
    words = getattr(rule._converters[name], "items", None)
    return min(words) if words else 1


def test_nothing_of_another_edition_is_there_or_changed(
    app: Flask, client: Client, houses: dict[str, list[str]]
) -> None:
    client.sign_in("admin")
    token, answers = client.csrf_token(), {}
    for endpoint, method, address in foreign(app):
        with app.app_context():
            data = {"csrf_token": token, **TYPED} if method == "POST" else None
            answer = client.http.open(address, method=method, data=data)
        answers[f"{method} {endpoint}"] = answer.status_code
        answer.close()

    reading = {"code": "0" * 16, "key": "k" * 36}
    client.post("checkin.scan_code", edition="43", checkpoint_id=1, json=reading, status=404)
    assert len(answers) > 140
    assert sorted(f"{status} {name}" for name, status in answers.items() if status != 404) == []
    changed = {name for name, rows in everything().items() if rows != houses[name]}
    assert changed <= {
        "audit_entry",
        "audit_head",
        "registration_form",
    }  # signing in; the first form of one's own edition
