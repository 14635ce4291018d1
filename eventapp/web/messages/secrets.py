"""Secret links in messages, hidden from people who only look: whoever knows one can act as the reader."""

from __future__ import annotations

import re

SECRET = re.compile(r"(https?://\S*/)[A-Za-z0-9_-]{40,}")


def without_secrets(body: str) -> str:
    """The text with the secret end of every link left out."""
    return SECRET.sub(r"\1••••••", body)


def has_secrets(body: str) -> bool:
    return SECRET.search(body) is not None
