"""Planning the schedule: told to the planner, watched, checked again, saved."""

from __future__ import annotations

from eventapp import clock
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.planning import CannotPlan, Progress, plan
from eventapp.services import plans

SECONDS = 20.0  # deterministic ones; each takes one to two on the wall
SHARES = 100


def plan_schedule(run: JobRun) -> Outcome:
    """Plan with `run.params["seed"]` and `["seconds"]` and replace the draft; the same seed gives the same plan.

    Nothing is written before the whole plan is there, so a killed or cancelled run leaves the old draft.
    """
    seed, seconds = int(run.params.get("seed", 0)), float(run.params.get("seconds", SECONDS))
    is_published = run.edition.schedule_published_at is not None
    conference = plans.get_instance(run.edition, is_published=is_published)

    def tell(progress: Progress) -> None:
        run.progress(min(SHARES - 1, int(progress.share * SHARES)), SHARES, progress.label)

    try:
        found = plan(conference.instance, seed=seed, seconds=seconds, on_progress=tell)
    except CannotPlan as refusal:
        refusal.params = conference.words(refusal.params)
        raise
    run.progress(SHARES, SHARES, N_("保存日程"))
    facts = {"seed": seed, "seconds": seconds}
    plans.save_plan(run.edition, found, actor=run.actor, now=clock.now(), facts=facts)
    figures = {"talks": len(found.talks), "sessions": len(found.panels), "score": found.score}
    return Outcome(N_("日程已编好：所有项目都有会议室、时间和评审组。请核对后公布。"), figures)
