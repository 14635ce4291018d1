"""Pages of the schedule: planning it, its panels, and the schedule for everybody."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.jobs import JobState
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.sessions import PRESENTATION_STATE_NAMES
from eventapp.domain.words import N_
from eventapp.jobs.queue import dispatch
from eventapp.services import jobs, panels, plans, schedule, timetable
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext
from eventapp.web.schedule.forms import read_wanted
from eventapp.web.schedule.overview import overview_of
from eventapp.web.schedule.reading import name_of_day, page_of

REASON_NAMES = {
    RecusalReason.SAME_UNIT: N_("同一单位"),
    RecusalReason.SAME_COMPANY: N_("同一集团公司"),
    RecusalReason.SAME_REGION: N_("同一地区"),
    RecusalReason.MEMBER: N_("本人发表"),
    RecusalReason.ADVISER: N_("本人指导"),
    RecusalReason.DECLARED: N_("申明回避"),
}
AT_WORK = (JobState.QUEUED, JobState.RUNNING)

bp = Blueprint("schedule", __name__, url_prefix="/schedule")


@bp.get("/")
def show_schedule() -> ResponseReturnValue:
    """The schedule for everybody once it is public; the staff see the draft."""
    edition, now = current_edition(), clock.now()
    is_public = edition.schedule_published_at is not None
    sittings = timetable.list_timetable(edition) if is_public or current_actor().is_staff else []
    wanted = read_wanted(request.args, sittings, now.astimezone(ZoneInfo(edition.timezone)).date())
    on_now = timetable.now_and_next(sittings, edition, now)
    page = page_of(sittings, wanted)
    return render_template(
        "schedule/show_schedule.html", page=page, on_now=on_now, is_public=is_public, states=PRESENTATION_STATE_NAMES,
        name_of_day=name_of_day,
    )  # fmt: skip


@bp.get("/plan")
def show_plan() -> ResponseReturnValue:
    """What would be planned, the button that does it, and what came out."""
    edition = current_edition()
    mine = jobs.list_jobs(edition, actor=current_actor())
    running = next((job.id for job in mine if job.kind == "plan_schedule" and job.state in AT_WORK), None)
    return render_template(
        "schedule/show_plan.html", overview=overview_of(edition), name_of_day=name_of_day, running=running
    )


@bp.post("/plan")
def make_plan() -> ResponseReturnValue:
    """Start the planner and go where its progress shows; pressed twice, it runs once."""
    edition, actor, now = current_edition(), current_actor(), clock.now()
    plans.get_instance(edition, is_published=edition.schedule_published_at is not None)
    earlier = [job for job in jobs.list_jobs(edition, actor=actor) if job.kind == "plan_schedule"]
    job_id = next((job.id for job in earlier if job.state in AT_WORK), None)
    if job_id is None:
        params = {"seed": len(earlier)}  # planning again is to give another plan; the seed is kept with it
        job_id = jobs.start_job(edition, "plan_schedule", N_("编排日程"), params, actor=actor, now=now)
        dispatch(job_id)
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.post("/publication")
def publish_schedule() -> ResponseReturnValue:
    """Open the schedule to everybody."""
    schedule.publish_schedule(current_edition(), actor=current_actor(), now=clock.now())
    flash(gettext("日程已公布，所有人都能看到。"), "success")
    return redirect(url_for("schedule.show_plan"))


@bp.post("/publication/withdrawal")
def withdraw_schedule() -> ResponseReturnValue:
    """Make it a draft again."""
    schedule.withdraw_schedule(current_edition(), actor=current_actor(), now=clock.now())
    flash(gettext("日程已撤回，只有会务人员能看到。"), "success")
    return redirect(url_for("schedule.show_plan"))


@bp.get("/panels")
def list_panels() -> ResponseReturnValue:
    """Panels, loads, and who stands aside where."""
    benches, loads = panels.list_panels(current_edition())
    return render_template(
        "schedule/list_panels.html", benches=benches, loads=loads, reasons=REASON_NAMES, name_of_day=name_of_day
    )  # fmt: skip
