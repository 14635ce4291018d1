"""Searching a big edition behind the pages: whoever opens one waits for nothing."""

from __future__ import annotations

import logging
import threading

from flask import Flask, current_app

from eventapp.domain.events import Edition
from eventapp.services import duplicates

log = logging.getLogger("eventapp.duplicates")
_searching: set[int] = set()
_lock = threading.Lock()


def search_behind(edition: Edition) -> bool:
    """Start a search when one is due and none runs; returns whether the page shows an older one."""
    if not duplicates.is_behind(edition):
        return False
    with _lock:
        is_mine = edition.id not in _searching and duplicates.may_search(edition)
        if is_mine:
            _searching.add(edition.id)
    if is_mine:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        threading.Thread(target=search, args=(app, edition), name="duplicates", daemon=True).start()
    return True


def search(app: Flask, edition: Edition) -> None:
    """The search itself; one that fails is written to the log, and tried again by the next page."""
    try:
        with app.app_context():
            duplicates.search(edition)
    except Exception:
        log.exception("double submissions of %s cannot be searched", edition.slug)
    finally:
        with _lock:
            _searching.discard(edition.id)
