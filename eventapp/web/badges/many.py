"""Badges of many people: who, on which paper, in which order; a job prints them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import PRINTED_NAMES, wanted_from
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_
from eventapp.jobs.badge_press import sheet_of
from eventapp.jobs.badges import params_of
from eventapp.jobs.queue import dispatch
from eventapp.services import badge_classes, badge_people, badges, jobs
from eventapp.services.badge_people import Scope
from eventapp.services.badge_wardrobe import open_wardrobe
from eventapp.web.badges.options import offered, remember, remembered_options, typed_options
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of

TITLE = N_("打印胸牌")


def print_badges() -> ResponseReturnValue:
    """Choose; the form of this page starts the job, forms of other lists only bring their people here."""
    if request.method == "POST" and "asked" in request.form:
        return start_printing()
    return page_of(request.values)


def scope_of(values: Mapping[str, str]) -> Scope:
    """The people that an address or form speaks of, by the names of the attendees' list."""
    return Scope(wanted_from(values), values.get("badge_class", "")[:80])


def page_of(values: Mapping[str, str], fault: str = "") -> str:
    edition, scope = current_edition(), scope_of(values)
    designs = badges.list_designs(edition)
    return render_template(
        "badges/print_badges.html", scope=scope, asked={**scope.wanted.as_query(), "badge_class": scope.class_code},
        count=badge_people.count_people(edition, scope), fault=fault, designs=designs,
        classes=[(row.code, row.name) for row in badge_classes.list_classes(edition)],
        printed=[(code, gettext(name)) for code, name in PRINTED_NAMES.items()],
        offered=offered(designs or open_wardrobe(edition).designs), chosen=remembered_options(),
    )  # fmt: skip


def start_printing() -> ResponseReturnValue:
    """Check that the badges fit on the paper, then leave the work to a job."""
    edition, options = current_edition(), typed_options(request.form)
    try:
        sheet_of(options, open_wardrobe(edition, options.design_id).designs)
    except Refusal as refusal:
        return page_of(request.form, words_of(refusal)), 400
    params = params_of(scope_of(request.form), options)
    job_id = jobs.start_job(edition, "print_badges", TITLE, params, actor=current_actor(), now=clock.now())
    dispatch(job_id)
    flash(gettext("正在生成，可以先做别的事。"), "info")
    answer = redirect(url_for("jobs.show_job", job_id=job_id))
    remember(answer, options)
    return answer
