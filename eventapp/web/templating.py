"""What every page can use."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request, url_for
from flask_babel import get_locale
from jinja2 import StrictUndefined
from markupsafe import Markup

from eventapp.domain.events import Edition
from eventapp.web.access import may
from eventapp.web.current import current_actor, maybe_edition
from eventapp.web.language import choose_language, choose_timezone, gettext, words_of
from eventapp.web.navigation import navigation

STATIC = Path(__file__).resolve().parents[2] / "static"


@lru_cache
def version_of(path: str, modified: float) -> str:
    return format(int(modified) & 0xFFFFFFF, "x")


def asset(path: str) -> str:
    """Address of a static file that changes when the file does, so that browsers may keep it for ever."""
    return address_of(path, request.script_root, int(monotonic()))


@lru_cache(maxsize=512)
def address_of(path: str, _root: str, _second: int) -> str:
    """Looked up once a second: every page has thirty of them."""
    file = STATIC / path
    modified = file.stat().st_mtime if file.exists() else 0.0
    return url_for("static", filename=path, v=version_of(path, modified))


def local_time(moment: datetime | None, pattern: str = "%Y-%m-%d %H:%M") -> str:
    """A moment in the edition's zone; nothing for None."""
    return moment.astimezone(ZoneInfo(choose_timezone())).strftime(pattern) if moment else ""


def name_of(edition: Edition) -> str:
    """The name of an edition in the reader's language, where it has one in that language."""
    return (edition.name_en if choose_language() == "en" else "") or edition.name


def short_name_of(edition: Edition) -> str:
    """The short name, for the head of every page."""
    return (edition.short_name_en if choose_language() == "en" else "") or edition.short_name


def shared() -> dict[str, Any]:
    return {
        "event": maybe_edition(),
        "actor": current_actor(),
        "locale": str(get_locale()),
        "may": may,
        "navigation": navigation(),
    }


def attach_templating(app: Flask) -> None:
    """Names that raise when they are missing, and the few helpers of all pages."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, Markup=Markup, name_of=name_of, short_name_of=short_name_of)
    app.jinja_env.filters.update(local_time=local_time, words=words_of, translate=gettext)
    app.context_processor(shared)
