"""Awards: levels come from the recommendation summary and are confirmed by people."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class AwardState(StrEnum):
    """Where an award stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


AWARD_STATE_NAMES = {
    AwardState.PROPOSED: N_("待确认"),
    AwardState.CONFIRMED: N_("已确认"),
    AwardState.WITHDRAWN: N_("已撤销"),
}
