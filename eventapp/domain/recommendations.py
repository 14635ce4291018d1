"""Recommendation: what is entered, and the share that level 1 may take (notice, annex 3, note 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from eventapp.domain.events import LevelRule, Rounding
from eventapp.domain.words import N_


class GroupKind(StrEnum):
    """A QC group (QC小组) or a quality-trustworthy team (质量信得过班组)."""

    QC = "qc"
    TEAM = "team"


KIND_NAMES = {
    GroupKind.QC: N_("QC小组"),
    GroupKind.TEAM: N_("质量信得过班组"),
}


class EntryState(StrEnum):
    """Whether a result or story takes part."""

    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class LevelShare:
    """How many of one summary are recommended for level 1, and how many may be."""

    total: int
    first: int
    allowed: int

    @property
    def is_over(self) -> bool:
        return self.first > self.allowed

    @property
    def excess(self) -> int:
        return max(0, self.first - self.allowed)


def allowed_first(total: int, rule: LevelRule) -> int:
    """The largest number of level-1 recommendations among `total`, rounded as the edition says."""
    exact = Decimal(total) * rule.first_share
    mode = ROUND_FLOOR if rule.rounding is Rounding.DOWN else ROUND_CEILING
    return int(exact.to_integral_value(rounding=mode))


def level_share(levels: Iterable[int | None], rule: LevelRule) -> LevelShare:
    """Count the level-1 rows of one summary of one kind: groups and teams are summarized apart (note 2)."""
    listed = list(levels)
    return LevelShare(len(listed), sum(level == 1 for level in listed), allowed_first(len(listed), rule))
