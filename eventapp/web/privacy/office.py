"""The organizers' side: requests to be erased, and how long personal data is kept."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.privacy import days_left, last_day_of, needs_giving_back, suggested_day
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.jobs.privacy import ERASE, ERASE_TITLE
from eventapp.jobs.queue import dispatch
from eventapp.services import attendee_lists, jobs, privacy, privacy_data, retention
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading
from eventapp.web.privacy.forms import RefusalForm, RetentionForm


def list_requests() -> ResponseReturnValue:
    """Who waits for an answer, how many are erased, and until when the rest is kept."""
    edition, now = current_edition(), clock.now()
    return render_template(
        "privacy/list_requests.html",
        requests=privacy.list_requests(edition),
        erased=privacy.count_erased(edition),
        until=edition.personal_data_until,
        left=days_left(edition, now),
        wiped_at=retention.wiped_at(edition),
    )


def erase_attendees() -> ResponseReturnValue:
    """Erase the chosen people, as a job that can be watched."""
    chosen = sorted({int(number) for number in request.form.getlist("attendee") if number.isdecimal()})
    if not chosen:
        flash(gettext("请先勾选要删除的人员。"), "warning")
        return redirect(url_for("privacy.list_requests"))
    return start_erasing(chosen)


def erase_attendee(attendee_id: int) -> ResponseReturnValue:
    """One person: what they consented to, what is stored, and the button that takes it away."""
    edition = current_edition()
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    if not is_reading():
        return start_erasing([attendee_id])
    facts = privacy_data.collect(edition, attendee)
    counts = {name: len(facts[name]) for name in ("roles", "tickets", "messages", "scans", "badges", "changes")}
    consented_at = datetime.fromisoformat(at) if (at := facts["consent"]["at"]) else None
    return render_template(
        "privacy/erase_attendee.html", attendee=attendee, consent=facts["consent"], counts=counts,
        consented_at=consented_at, is_coming=needs_giving_back(edition, clock.now()),
    )  # fmt: skip


def start_erasing(chosen: list[int]) -> ResponseReturnValue:
    """A job that can be watched."""
    number = jobs.start_job(
        current_edition(), ERASE, ERASE_TITLE, {"attendees": chosen}, actor=current_actor(), now=clock.now()
    )
    dispatch(number)
    return redirect(url_for("jobs.show_job", job_id=number))


def refuse_erasure(attendee_id: int) -> ResponseReturnValue:
    """Say no, and why."""
    edition, form, faults = current_edition(), RefusalForm(), []
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    if form.validate_on_submit():
        try:
            privacy.refuse_erasure(
                edition, attendee_id, reason=form.reason.data, links=personal_links(current_settings()),
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            flash(gettext("已答复：本人在自己的页面看到理由，填写了邮箱的会收到邮件。"), "success")
            return redirect(url_for("privacy.list_requests"))
        except NotFound:
            raise
        except Refusal as refusal:
            faults = [words_of(refusal)]
    page = render_template("privacy/refuse_erasure.html", form=form, faults=faults, attendee=attendee)
    return page, 200 if is_reading() else 400


def set_retention() -> ResponseReturnValue:
    """Until when personal data is kept, what goes then and what stays."""
    edition, now = current_edition(), clock.now()
    form, faults = RetentionForm(until=edition.personal_data_until or suggested_day(edition)), []
    if form.validate_on_submit():
        try:
            retention.set_day(edition, form.until.data, actor=current_actor(), now=now)
            flash(gettext("保存期限已更新。"), "success")
            return redirect(url_for("privacy.list_requests"))
        except Refusal as refusal:
            faults = [words_of(refusal)]
    page = render_template(
        "privacy/set_retention.html",
        form=form,
        faults=faults,
        counts=retention.count_personal(edition),
        last=last_day_of(edition),
        suggested=suggested_day(edition),
        wiped_at=retention.wiped_at(edition),
    )
    return page, 200 if is_reading() else 400
