"""Numbers of rows in addresses and forms."""

from __future__ import annotations

HIGHEST_ID = 2**31 - 1  # beyond it databases answer with an error instead of nothing


def row_id(text: str) -> int:
    """The number in a text; `ValueError` for any text that cannot be the number of a row."""
    number = int(text)
    if not 0 <= number <= HIGHEST_ID:
        raise ValueError(text)
    return number
