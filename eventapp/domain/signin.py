"""Signing in: how often one may fail, and how names are compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(minutes=15)
FAILURES_BY_LOGIN = 8  # within WINDOW; a tired person mistypes three or four times
FAILURES_BY_ADDRESS = 60  # a whole office sits behind one address


@dataclass(frozen=True)
class SignInThrottle:
    """Failures within the window."""

    by_login: int
    by_address: int

    @property
    def is_closed(self) -> bool:
        return self.by_login >= FAILURES_BY_LOGIN or self.by_address >= FAILURES_BY_ADDRESS


def login_key(login: str) -> str:
    """Sign-in names are compared without case, width or outer spaces."""
    return unicodedata.normalize("NFKC", login).strip().casefold()
