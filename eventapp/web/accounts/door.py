"""Letting people in: sessions that cannot be planted, addresses that stay with us, codes used once."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pyotp
from flask import request, session, url_for
from flask_login import login_user

from eventapp.services import accounts, events
from eventapp.services.accounts import AccountFacts
from eventapp.web.access import SignedInUser
from eventapp.web.accounts.passwords import is_right

PENDING = "pending_sign_in"
PENDING_MINUTES = 5
STEP_SECONDS = 30  # RFC 6238


def address() -> str:
    """Where the request comes from, for the throttle."""
    return request.remote_addr or "-"


def check_password(login: str, password: str, *, now: datetime) -> AccountFacts | None:
    """The account when name and password fit; a failure is counted. Unknown names cost the same time."""
    facts = accounts.find_account(login)
    fits = is_right(facts.password_hash if facts else None, password)
    if facts is None or not fits or not facts.is_active:
        accounts.note_failed_sign_in(login, address(), now=now)
        return None
    return facts


def begin_session(facts: AccountFacts) -> None:
    """Start anew: whatever the session carried before belongs to nobody; only the language is kept."""
    renew_session()
    session.permanent = True
    login_user(SignedInUser(facts))


def renew_session() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def begin_second_factor(facts: AccountFacts, destination: str, *, now: datetime) -> None:
    """Remember for a few minutes who has given the right password."""
    renew_session()
    until = (now + timedelta(minutes=PENDING_MINUTES)).timestamp()
    session[PENDING] = {"account": facts.id, "stamp": facts.session_stamp, "until": until, "next": destination}


def pending_account(now: datetime) -> AccountFacts | None:
    """Who still owes a one-time code, or None when nobody does or time is up."""
    pending = session.get(PENDING)
    if not pending or now.timestamp() > pending["until"]:
        return None
    facts = accounts.find_account_by_id(pending["account"])
    return facts if facts and facts.is_active and facts.session_stamp == pending["stamp"] else None


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step that this code belongs to, one step of clock difference allowed; None when it is wrong."""
    digits = "".join(code.split())
    here = int(now.timestamp()) // STEP_SECONDS
    for step in (here, here - 1, here + 1):
        if pyotp.TOTP(secret).verify(digits, for_time=step * STEP_SECONDS):
            return step
    return None


def local_path(wanted: str) -> str:
    """`wanted` when it is a path of ours, else nothing: a sign-in page must not send people elsewhere."""
    try:
        parts = urlsplit(wanted)
    except ValueError:  # half an IPv6 address
        return ""
    is_ours = wanted.startswith("/") and not parts.scheme and not parts.netloc
    is_plain = "\\" not in wanted and not wanted.startswith("//") and wanted.isprintable()
    return wanted if is_ours and is_plain else ""


def home_of(facts: AccountFacts) -> str:
    """The work page of the default edition, or of the newest one the account belongs to; else the front page."""
    own = set(accounts.list_event_ids(facts))
    editions = [edition for edition in events.list_editions() if facts.is_administrator or edition.id in own]
    editions.sort(key=lambda edition: not edition.is_default)  # stable: the newest stays first among the others
    return url_for("events.show_dashboard", edition=editions[0].slug) if editions else url_for("front.show_front")
