"""What this request is about: settings, edition, actor."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, g
from flask_login import current_user

from eventapp.domain.events import Edition
from eventapp.domain.people import NOBODY, Actor
from eventapp.services import accounts, events
from eventapp.services.transactions import read_plainly
from eventapp.settings import Settings


def current_settings() -> Settings:
    """The settings that the program was started with."""
    return cast(Settings, current_app.extensions["settings"])


def current_edition() -> Edition:
    """The edition in the address; 404 when there is none of that name."""
    edition = maybe_edition()
    if edition is None:
        abort(404)
    return edition


def maybe_edition() -> Edition | None:
    """The edition in the address, or None on pages outside of editions."""
    return cast("Edition | None", g.get("edition"))


def load_edition(slug: str) -> None:
    """Put the edition of the address into this request; an unknown one is a 404."""
    read_plainly()
    g.edition = events.find_edition(slug)
    if g.edition is None:
        abort(404)


def peek_edition(slug: str) -> None:
    """Put the edition into this request if there is one, for a page that says what went wrong."""
    g.edition = events.find_edition(slug)


def current_actor() -> Actor:
    """Who is asking, and what they are in this edition; looked up once a request."""
    if "actor" not in g:
        edition = maybe_edition()
        facts = current_user.facts if current_user.is_authenticated else None
        g.actor = accounts.actor_for(facts, edition.id if edition else None) if facts else NOBODY
    return cast(Actor, g.actor)
