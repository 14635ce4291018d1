"""Page numbers in addresses."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

LAST_PAGE = 1_000_000  # beyond it offsets overflow in the database


def page_number(arguments: MultiDict[str, str]) -> int:
    """The page asked for; nonsense is the first page."""
    return min(max(1, arguments.get("page", 1, type=int)), LAST_PAGE)
