"""Where a submitted annex stands, and what may happen to it next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from eventapp.domain.deadlines import last_day_before
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
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


STEP_NAMES = {
    Step.SUBMIT: N_("提交"),
    Step.RETURN: N_("退回"),
    Step.ACCEPT: N_("接收"),
    Step.WITHDRAW: N_("撤回"),
}


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


class SubjectTaken(Refusal):
    """The page of one annex speaks of the subject of another, `annex_id`: there is one of each, with versions."""

    def __init__(self, annex_id: int) -> None:
        super().__init__("同一单位、同一名称的申报表已经有一份了，请打开原来那份修改，不要另填一份。")
        self.annex_id = annex_id


def next_state(step: Step, state: SubmissionState) -> SubmissionState:
    """Where `step` leads from `state`; raises `Refusal` when it is not possible there."""
    if state not in NEXT[step]:
        raise Refusal(
            "这份申报表现在是“%(state_word)s”，不能%(step_word)s。",
            state_word=SUBMISSION_STATE_NAMES[state], step_word=STEP_NAMES[step],
        )  # fmt: skip
    return NEXT[step][state]


def may_take(step: Step, state: SubmissionState) -> bool:
    """Whether `step` is possible in `state`: pages offer only such."""
    return state in NEXT[step]


def due_at(edition: Edition, *extensions: datetime | None) -> datetime | None:
    """When the time to submit ends: the deadline of the edition, or the latest extension beyond it."""
    if edition.materials_due_at is None:
        return None
    return max([edition.materials_due_at, *(until for until in extensions if until is not None)])


def last_moment(edition: Edition, at: datetime) -> str:
    """A deadline as people read it: midnight belongs to the day that it ends (2024-07-30 24:00)."""
    zone = ZoneInfo(edition.timezone)
    local = at.astimezone(zone)
    if local.time() == time(0):
        return f"{last_day_before(at, zone).isoformat()} 24:00"
    return local.strftime("%Y-%m-%d %H:%M")


def is_late(edition: Edition, submitted_at: datetime) -> bool:
    """Whether something came after the deadline of the edition, extended or not."""
    return edition.materials_due_at is not None and submitted_at >= edition.materials_due_at


def require_in_time(edition: Edition, now: datetime, *extensions: datetime | None) -> None:
    """Late submissions only by an organizer's extension, of the annex or of its recommending body."""
    due = due_at(edition, *extensions)
    if due is not None and now >= due:
        raise Refusal(
            "申报材料已于 %(day)s 截止，不能再提交；确需补交的，请联系会务组延期。填写的内容已保存为草稿。",
            day=last_day_before(due, ZoneInfo(edition.timezone)).isoformat(),
        )
