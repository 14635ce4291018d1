"""A job as the progress component wants it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from eventapp.domain.jobs import JobState
from eventapp.web.language import gettext
from eventapp.web.navigation import is_open

RETRYABLE = (JobState.FAILED, JobState.CANCELLED)

# where the work of a job without a file is seen afterwards
RESULT_PAGES = {
    "fetch_mail": "annexes.list_readings",
    "import_annexes": "annexes.list_readings",
    "import_attendees": "attendees.list_attendees",
    "plan_schedule": "schedule.show_plan",
    "erase_attendees": "privacy.list_requests",
    "wipe_personal_data": "privacy.list_requests",
}


def watched(job: Any) -> dict[str, Any]:
    """The arguments of `progress` and `progress_state` for this job, addresses included."""
    result_url, result_title = result_of(job)
    return {
        "url": url_for("jobs.show_progress", job_id=job.id),
        "state": job.state.value,
        "percent": percent_of(job.done, job.total),
        "message": gettext(job.note) if job.note else None,
        "result_url": result_url,
        "result_title": result_title,
        "cancel_url": url_for("jobs.cancel_job", job_id=job.id) if job.cancel_asked_at is None else None,
        "retry_url": url_for("jobs.retry_job", job_id=job.id) if job.state in RETRYABLE else None,
    }


def percent_of(done: int, total: int) -> int:
    """How far, in whole percent; nothing is known of a job without a total."""
    return min(100, 100 * done // total) if total else 0


def result_of(job: Any) -> tuple[str | None, str | None]:
    """Where the outcome lies, and what the link says."""
    if job.state is not JobState.DONE:
        return None, None
    if job.result_file_id is not None:
        return url_for("jobs.download_result", job_id=job.id), gettext("下载结果")
    endpoint = RESULT_PAGES.get(job.kind)
    if endpoint is None or not is_open(endpoint):
        return None, None
    arguments = {"job": job.id} if endpoint == "annexes.list_readings" else {}
    return url_for(endpoint, **arguments), gettext("查看结果")
