"""Hashing of passwords (argon2id); few at a time, so that a burst of sign-ins cannot take all memory."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)  # 32 MiB; OWASP asks for 19 MiB with t=2
TURNSTILE = threading.BoundedSemaphore(2)
NOBODYS_HASH = HASHER.hash("nobody has this password")
GLYPHS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: nobody mistakes one for another


def hash_password(password: str) -> str:
    """The text to store for a password."""
    with TURNSTILE:
        return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; an unknown account takes as long as a known one."""
    with TURNSTILE:
        try:
            return HASHER.verify(password_hash or NOBODYS_HASH, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def new_password() -> str:
    """Twelve letters and digits (59 bits) in groups of four, to be read out or copied by hand."""
    return "-".join("".join(secrets.choice(GLYPHS) for _place in range(4)) for _group in range(3))
