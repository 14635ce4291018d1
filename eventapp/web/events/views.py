"""Pages of events: the public home of an edition, and the work page of those who sign in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.dashboard import next_step
from eventapp.domain.deadlines import deadlines_of
from eventapp.domain.people import StaffRole
from eventapp.domain.privacy import days_left, is_wipe_near
from eventapp.services.dashboard import count_all
from eventapp.web.current import current_actor, current_edition
from eventapp.web.duplicates.behind import search_behind
from eventapp.web.events.dashboard import figures_of, words_for
from eventapp.web.events.home import actions_of, dates_of

bp = Blueprint("events", __name__)

OWN_PAGES = (
    (StaffRole.LIAISON, "workbench.show_workbench"),
    (StaffRole.VOLUNTEER, "checkin.list_checkpoints"),
    (StaffRole.JUDGE, "judging.list_presentations"),
)


@bp.get("/")
def show_event() -> ResponseReturnValue:
    """The public home of the edition."""
    edition, now = current_edition(), clock.now()
    return render_template(
        "events/show_event.html",
        edition=edition,
        deadlines=deadlines_of(edition, now),
        dates=dates_of(edition),
        actions=actions_of(edition, now),
    )


@bp.get("/dashboard")
def show_dashboard() -> ResponseReturnValue:
    """Counts and next steps for the staff; everybody else goes to the one page of their work."""
    actor = current_actor()
    if not actor.is_staff:
        endpoint = next((page for role, page in OWN_PAGES if role in actor.roles), "events.show_event")
        return redirect(url_for(endpoint))
    edition = current_edition()
    search_behind(edition)
    counts = count_all(edition)
    step = next_step(counts, schedule_is_published=edition.schedule_published_at is not None)
    return render_template(
        "events/show_dashboard.html", edition=edition, figures=figures_of(counts), step=words_for(step),
        wiped_in=days_left(edition, now) if is_wipe_near(edition, now := clock.now()) else None,
    )  # fmt: skip
