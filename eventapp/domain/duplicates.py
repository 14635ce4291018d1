"""One submission sent twice, by the unit and by its region, spelled slightly differently."""

from __future__ import annotations

from enum import StrEnum


class PairState(StrEnum):
    """What somebody decided about two results that look alike."""

    MERGED = "merged"
    DIFFERENT = "different"
