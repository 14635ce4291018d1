"""The door: signs people in and out of requests and lets them through by the permission table."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.extensions import login_manager
from eventapp.services import accounts
from eventapp.services.accounts import AccountFacts
from eventapp.web.current import current_actor, load_edition, maybe_edition, peek_edition
from eventapp.web.permissions import EVERYONE, SIGNED_IN, audience_of
from eventapp.web.plain_input import is_reading


class SignedInUser:
    """What Flask-Login carries through a request; its id dies with the session stamp of the account."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, facts: AccountFacts) -> None:
        self.facts = facts

    @property
    def is_active(self) -> bool:
        return self.facts.is_active

    def get_id(self) -> str:
        return f"{self.facts.id}:{self.facts.session_stamp}"


BELOW_EDITION = re.compile(r"/e/([^/]+)/")


def load_user(user_id: str) -> SignedInUser | None:
    """The account behind a session, unless its stamp has changed since."""
    number, _, stamp = user_id.partition(":")
    facts = accounts.find_account_by_id(int(number)) if number.isdigit() else None
    return SignedInUser(facts) if facts and facts.is_active and facts.session_stamp == stamp else None


def may(endpoint: str, method: str = "GET") -> bool:
    """Whether the current person may call `endpoint` in the current edition."""
    audience = audience_of(endpoint, method)
    if audience is None or audience == EVERYONE:
        return audience is not None
    actor = current_actor()
    if audience == SIGNED_IN:
        return actor.is_signed_in
    return actor.is_any(*audience)


def guard() -> ResponseReturnValue | None:
    """Before every request: deny unless the table allows it."""
    if request.endpoint is None or may(request.endpoint, request.method):
        return None  # without an endpoint the answer is 404 or 405 anyway
    if audience_of(request.endpoint, request.method) is None or current_actor().is_signed_in:
        abort(403)
    if is_reading():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return abort(403)


def take_edition(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Addresses below /e/<edition>/ carry the edition; views find it in `current_edition()`."""
    if values and "edition" in values:
        load_edition(values.pop("edition"))
    elif request.url_rule is None and (found := BELOW_EDITION.match(request.path)):
        peek_edition(found.group(1))  # an address that is not there still belongs to its edition


def give_edition(app: Flask) -> Any:
    """Addresses made within an edition stay in it."""

    def fill(endpoint: str, values: dict[str, Any]) -> None:
        edition = maybe_edition()
        if edition and "edition" not in values and app.url_map.is_endpoint_expecting(endpoint, "edition"):
            values["edition"] = edition.slug

    return fill


def attach_access(app: Flask) -> None:
    """Set up sign-in, the edition of an address and the guard."""
    login_manager.init_app(app)
    login_manager.user_loader(load_user)
    app.url_value_preprocessor(take_edition)
    app.url_defaults(give_edition(app))
    app.before_request(guard)
