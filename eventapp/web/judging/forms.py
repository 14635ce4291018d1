"""The score sheet as a form: which fields it has is data, so it is read by item and not by a form class."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from eventapp.domain.score_sheets import ScoreItem

PREFIX = "points-"


def typed_points(items: Iterable[ScoreItem]) -> dict[str, str]:
    """What was typed, by item code; a field that was not sent is blank."""
    return {item.code: request.form.get(PREFIX + item.code, "")[:20] for item in items}


def is_submitting() -> bool:
    """Whether the button that locks was pressed; any other way of sending only saves."""
    return request.form.get("action") == "submit"
