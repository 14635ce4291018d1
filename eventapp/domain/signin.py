"""Signing in: how often one may fail, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(minutes=15)
FAILURES_BY_LOGIN = 8  # within WINDOW; a tired person mistypes three or four times
FAILURES_BY_ADDRESS = 60  # a whole office sits behind one address
USABLE_LOGIN = re.compile(r"[\w.@-]{2,80}")  # what can be read out on the telephone


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


def is_usable_login(login: str) -> bool:
    """Whether a new account may have this sign-in name: letters of any script, digits and `. _ - @`, no spaces."""
    return USABLE_LOGIN.fullmatch(login_key(login)) is not None and len(login.strip()) <= 80
