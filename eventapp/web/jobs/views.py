"""Pages of jobs: watch, cancel, run again, fetch what came out."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.jobs import JobState
from eventapp.domain.refusals import NotFound
from eventapp.jobs.queue import dispatch
from eventapp.services import jobs
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.downloads import note_download
from eventapp.web.jobs.watching import watched

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("/")
def list_jobs() -> ResponseReturnValue:
    """The newest jobs that this person may see."""
    return render_template("jobs/list_jobs.html", jobs=jobs.list_jobs(current_edition(), actor=current_actor()))


@bp.get("/<int:job_id>")
def show_job(job_id: int) -> ResponseReturnValue:
    """One job; the page asks again each second while it moves."""
    job = jobs.get_job(current_edition(), job_id, current_actor())
    return render_template("jobs/show_job.html", job=job, watched=watched(job))


@bp.get("/<int:job_id>/progress")
def show_progress(job_id: int) -> ResponseReturnValue:
    """The moving part of that page."""
    job = jobs.get_job(current_edition(), job_id, current_actor())
    return render_template("jobs/show_progress.html", job=job, watched=watched(job))


@bp.post("/<int:job_id>/cancel")
def cancel_job(job_id: int) -> ResponseReturnValue:
    """Stop before it begins, or as soon as it looks up."""
    jobs.ask_cancel(current_edition(), job_id, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.post("/<int:job_id>/retry")
def retry_job(job_id: int) -> ResponseReturnValue:
    """Run a failed or cancelled job once more."""
    dispatch(jobs.retry_job(current_edition(), job_id, actor=current_actor(), now=clock.now()))
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.get("/<int:job_id>/result")
def download_result(job_id: int) -> ResponseReturnValue:
    """The file a finished job made, under its own name; never shown inside our pages."""
    job = jobs.get_job(current_edition(), job_id, current_actor())
    file = jobs.find_result_file(job) if job.state is JobState.DONE else None
    if file is None:
        abort(404)
    try:
        content = archive.fetch(current_settings().data_path / "files", file.sha256)
    except FileNotFoundError:
        raise NotFound("结果文件已经不在服务器上，请重新运行任务。") from None
    note_download(file)
    return send_file(BytesIO(content), mimetype=file.media_type, as_attachment=True, download_name=file.name)
