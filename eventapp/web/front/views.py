"""The bare address: the default edition, or the list of editions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.services import events

bp = Blueprint("front", __name__)


@bp.get("/")
def show_front() -> ResponseReturnValue:
    """Go to the default edition; without one, say what an administrator does next."""
    edition = events.find_default_edition()
    if edition is not None:
        return redirect(url_for("events.show_event", edition=edition.slug))
    return render_template("front/show_front.html", editions=events.list_editions())
