"""Annex 3 against the groups' own forms (annexes 1 and 2): what is missing, extra and different."""

from __future__ import annotations

from enum import StrEnum


class Choice(StrEnum):
    """Which side holds where annex 3 and the group's own form differ."""

    LISTED = "listed"
    REPORTED = "reported"
