"""Pages of a list: counted from 1, the last one may be short."""

from __future__ import annotations


def page_count(total: int, size: int) -> int:
    """How many pages `total` rows fill, at least one."""
    return max(1, -(-total // size))


def page_within(page: int, total: int, size: int) -> int:
    """The page asked for, or the nearest one that is there."""
    return min(max(1, page), page_count(total, size))
