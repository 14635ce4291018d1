"""Sessions and the presentations in them."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class SessionKind(StrEnum):
    """What a session is for."""

    PARALLEL = "parallel"
    PLENARY = "plenary"
    SECOND_ROUND = "second_round"


class PresentationState(StrEnum):
    """Where a presentation stands; absence is normal, not an error (one in ten does not come)."""

    SCHEDULED = "scheduled"
    PRESENTED = "presented"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


PRESENTATION_STATE_NAMES = {
    PresentationState.SCHEDULED: N_("待发表"),
    PresentationState.PRESENTED: N_("已发表"),
    PresentationState.ABSENT: N_("缺席"),
    PresentationState.WITHDRAWN: N_("已撤回"),
}
