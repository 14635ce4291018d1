"""The life of a submitted annex: a table of states, no ifs."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


NEXT: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN}),
    SubmissionState.SUBMITTED: frozenset(
        {SubmissionState.RETURNED, SubmissionState.ACCEPTED, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.RETURNED: frozenset({SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN}),
    SubmissionState.ACCEPTED: frozenset({SubmissionState.RETURNED, SubmissionState.WITHDRAWN}),
    SubmissionState.WITHDRAWN: frozenset(),
}

STATE_NAMES = {
    SubmissionState.DRAFT: N_("草稿"),
    SubmissionState.SUBMITTED: N_("已提交"),
    SubmissionState.RETURNED: N_("退回补正"),
    SubmissionState.ACCEPTED: N_("已受理"),
    SubmissionState.WITHDRAWN: N_("已撤回"),
}
