"""Page numbers in addresses."""

from __future__ import annotations

from flask import request

LAST_PAGE = 1_000_000  # beyond it offsets overflow in the database


def asked_page() -> int:
    """The page asked for by `?page=`; nonsense is the first page."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def pages_of(total: int, size: int) -> int:
    """How many pages `total` rows fill, at least one."""
    return max(1, -(-total // size))
