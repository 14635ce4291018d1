"""Recommendation: what is entered, and the share that level 1 may take (notice, annex 3, notes 2 and 3).

The notice has QC groups and teams summed up apart (note 2), so the share of level 1 (note 3) is held against each
kind by itself; the figure of the whole summary is told beside it and has no limit of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from eventapp.domain.events import LevelRule, Rounding
from eventapp.domain.refusals import Fault
from eventapp.domain.words import N_

FIRST_LEVEL = 1


class GroupKind(StrEnum):
    """A QC group (QC小组) or a quality-trustworthy team (质量信得过班组)."""

    QC = "qc"
    TEAM = "team"


KIND_NAMES = {
    GroupKind.QC: N_("QC小组"),
    GroupKind.TEAM: N_("质量信得过班组"),
}


class EntryState(StrEnum):
    """Whether a result or story takes part; a merged one takes part as another."""

    ENTERED = "entered"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


ENTRY_STATE_NAMES = {
    EntryState.ENTERED: N_("参加"),
    EntryState.WITHDRAWN: N_("不再推荐"),
    EntryState.MERGED: N_("已合并"),
}


@dataclass(frozen=True)
class LevelShare:
    """How many of one kind in one summary are recommended for level 1, and how many may be."""

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
    """Count the level-1 rows among the rows of one summary, or of one kind in it."""
    listed = list(levels)
    first = sum(level == FIRST_LEVEL for level in listed)
    return LevelShare(len(listed), first, allowed_first(len(listed), rule))


def shares_of(levels: Mapping[GroupKind, Iterable[int | None]], rule: LevelRule) -> dict[GroupKind, LevelShare]:
    """The share of each kind of one summary; a kind that it does not list has a total of 0."""
    return {kind: level_share(levels.get(kind, ()), rule) for kind in GroupKind}


def over_share(kind: GroupKind, share: LevelShare, rule: LevelRule) -> Fault | None:
    """What to tell about too many level-1 recommendations of one kind in one summary; None when they fit.

    A warning, never a refusal: the recommender decides which of them step back (notice, annex 3, note 3).
    """
    if not share.is_over:
        return None
    return Fault(
        code="level_share",
        message=N_(
            "%(kind_word)s共 %(total)s 项，推荐%(level)s %(first)s 项，按 %(percent)s%% 最多 %(allowed)s 项，超出 %(excess)s 项。"
        ),
        params={
            "kind_word": KIND_NAMES[kind],
            "total": share.total,
            "level": rule.names.get(FIRST_LEVEL, str(FIRST_LEVEL)),
            "first": share.first,
            "percent": percent_of(rule.first_share),
            "allowed": share.allowed,
            "excess": share.excess,
        },
    )


def percent_of(share: Decimal) -> str:
    """0.5 as 50, 0.125 as 12.5: without zeros that say nothing."""
    whole = format(share * 100, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole
