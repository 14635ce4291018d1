"""The life of a job."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


JOB_STATE_NAMES = {
    JobState.QUEUED: N_("排队中"),
    JobState.RUNNING: N_("进行中"),
    JobState.DONE: N_("已完成"),
    JobState.FAILED: N_("失败"),
    JobState.CANCELLED: N_("已取消"),
}
