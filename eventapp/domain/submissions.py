"""Where a submitted annex stands, and what may happen to it next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from eventapp.domain.words import N_


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


SUBMISSION_STATE_NAMES = {
    SubmissionState.DRAFT: N_("草稿"),
    SubmissionState.SUBMITTED: N_("已提交"),
    SubmissionState.RETURNED: N_("退回补正"),
    SubmissionState.ACCEPTED: N_("已接收"),
    SubmissionState.WITHDRAWN: N_("已撤回"),
}


class Step(StrEnum):
    """What may be done with a submission."""

    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"


S = SubmissionState
NEXT: Mapping[Step, Mapping[SubmissionState, SubmissionState]] = {
    Step.SUBMIT: {S.DRAFT: S.SUBMITTED, S.SUBMITTED: S.SUBMITTED, S.RETURNED: S.SUBMITTED, S.WITHDRAWN: S.SUBMITTED},
    Step.RETURN: {S.SUBMITTED: S.RETURNED, S.ACCEPTED: S.RETURNED},
    Step.ACCEPT: {S.SUBMITTED: S.ACCEPTED},
    Step.WITHDRAW: {S.DRAFT: S.WITHDRAWN, S.SUBMITTED: S.WITHDRAWN, S.RETURNED: S.WITHDRAWN, S.ACCEPTED: S.WITHDRAWN},
}


class AttachmentPurpose(StrEnum):
    """What a file beside an annex is."""

    STAMPED = "stamped"
    SLIDES = "slides"
    MATERIAL = "material"


ATTACHMENT_PURPOSE_NAMES = {
    AttachmentPurpose.STAMPED: N_("盖章扫描件"),
    AttachmentPurpose.SLIDES: N_("发表幻灯片"),
    AttachmentPurpose.MATERIAL: N_("成果材料"),
}


class HandlingState(StrEnum):
    """What the secretary did with a file that arrived."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"


HANDLING_STATE_NAMES = {
    HandlingState.OPEN: N_("待处理"),
    HandlingState.ACCEPTED: N_("已接收"),
    HandlingState.RETURNED: N_("已退回"),
}
