"""What the planner tells while it works, and how it says that there is no plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_


class Stage(StrEnum):
    """What the planner is doing."""

    LAYOUT = "layout"
    TALKS = "talks"
    PANELS = "panels"
    ORDER = "order"
    IMPROVE = "improve"


STAGE_LABELS = {
    Stage.LAYOUT: N_("划分场次"),
    Stage.TALKS: N_("分配发表项目"),
    Stage.PANELS: N_("组成评审组"),
    Stage.ORDER: N_("排定次序"),
    Stage.IMPROVE: N_("改进日程"),
}


@dataclass(frozen=True)
class Progress:
    """One step: `share` runs from 0 to 1; `score` is of the best complete plan so far (lower is better)."""

    stage: Stage
    share: float
    score: int | None = None

    @property
    def label(self) -> str:
        return STAGE_LABELS[self.stage]


class CannotPlan(Refusal):
    """The demands do not fit together; the sentence names the shortage."""


class Stopped(Refusal):
    """Somebody asked to stop before there was a complete plan."""
