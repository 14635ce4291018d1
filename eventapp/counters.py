"""Counting requests in memory for the pace of each address: one dictionary, tidied when it has grown.

The storage that comes with the library starts a thread for almost every request, which walks through all addresses.
"""

from __future__ import annotations

import threading
import time

from limits.storage import Storage

FEWEST_TO_TIDY = 1000


class Counters(Storage):
    """Counts by key, each with the moment at which it begins anew."""

    STORAGE_SCHEME = ["counters"]  # noqa: RUF012 - the library wants a list
    base_exceptions = ()  # nothing here can fail

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self.lock = threading.Lock()
        self.counts: dict[str, tuple[int, float]] = {}
        self.tidy_at = FEWEST_TO_TIDY

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count once more; `expiry` seconds after the first it begins anew."""
        now = time.time()
        with self.lock:
            count, ends_at = self.counts.get(key, (0, 0.0))
            count, ends_at = (count + amount, ends_at) if ends_at > now else (amount, now + expiry)
            self.counts[key] = count, ends_at
            if len(self.counts) >= self.tidy_at:
                self.tidy(now)
        return count

    def tidy(self, now: float) -> None:
        """Forget what is over; looked for again when twice as much has come together."""
        self.counts = {key: kept for key, kept in self.counts.items() if kept[1] > now}
        self.tidy_at = max(FEWEST_TO_TIDY, 2 * len(self.counts))

    def get(self, key: str) -> int:
        count, ends_at = self.counts.get(key, (0, 0.0))
        return count if ends_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self.counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self.lock:
            count, self.counts = len(self.counts), {}
        return count

    def clear(self, key: str) -> None:
        with self.lock:
            self.counts.pop(key, None)
