"""Lists of submissions and forms; opening a form. The page of one form has two doors: see `desk`."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eventapp import clock
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind
from eventapp.domain.deadlines import deadlines_of
from eventapp.domain.pages import page_count
from eventapp.domain.submissions import SUBMISSION_STATE_NAMES, AttachmentPurpose
from eventapp.services import drafts, submission_lists
from eventapp.services.recommendations import list_own_recommenders
from eventapp.services.submission_lists import SubmissionQuery
from eventapp.web.annexes.words import FORM_NAMES
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading
from eventapp.web.submissions import filling, papers, steps
from eventapp.web.submissions.desk import bp
from eventapp.web.submissions.papers import WITH_SHEET
from eventapp.web.submissions.words import missing_words, state_words

__all__ = ["bp", "filling", "papers", "steps"]

PAGE = 30


@bp.get("/forms")
def list_forms() -> ResponseReturnValue:
    """The six official forms for everybody: blank ones to download; online for those who may."""
    deadlines = [one for one in deadlines_of(current_edition(), clock.now())][:1]
    return render_template(
        "submissions/list_forms.html", forms=FORMS, form_names=FORM_NAMES, with_sheet=WITH_SHEET, deadlines=deadlines
    )


@bp.get("/submissions")
def list_submissions() -> ResponseReturnValue:
    """All submissions that the person may see, the last changed first."""
    edition, actor = current_edition(), current_actor()
    wanted = SubmissionQuery(
        kind=request.args.get("kind", ""), state=request.args.get("state", ""), text=request.args.get("q", "")[:100],
        recommender_id=request.args.get("recommender", type=row_id), page=page_number(request.args), size=PAGE,
    )  # fmt: skip
    found, total = submission_lists.list_submissions(edition, wanted, actor=actor)
    chosen = {"kind": wanted.kind, "state": wanted.state, "q": wanted.text, "recommender": wanted.recommender_id}
    return render_template(
        "submissions/list_submissions.html", found=found, total=total, wanted=wanted, form_names=FORM_NAMES,
        chosen={name: value for name, value in chosen.items() if value}, pages=page_count(total, PAGE),
        counts=submission_lists.count_states(edition, actor=actor), state_names=SUBMISSION_STATE_NAMES,
        state_words=state_words, missing_words=missing_words, bodies=list_own_recommenders(edition, actor=actor),
        stamped=AttachmentPurpose.STAMPED,
    )  # fmt: skip


def row_id(text: str) -> int:
    """A number that a row can have; raises ValueError for any other text."""
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number


@bp.route("/submissions/new", methods=["GET", "POST"])
def open_submission() -> ResponseReturnValue:
    """Choose a form and the body for which it is filled in; the page opens."""
    edition, actor, asked = current_edition(), current_actor(), request.values.get("kind", "")
    bodies = list_own_recommenders(edition, actor=actor)
    if is_reading() or asked not in tuple(FormKind):
        return render_template(
            "submissions/open_submission.html", kinds=FORM_NAMES, chosen=asked, bodies=bodies, form=FlaskForm()
        ), 200 if is_reading() else 400
    body = request.form.get("recommender", type=row_id) or (
        bodies[0].id if len(bodies) == 1 and not actor.is_staff else None
    )
    if asked == FormKind.RECOMMENDATION_SUMMARY and body and (known := drafts.find_summary(edition, body, actor=actor)):
        flash(gettext("每个推荐单位只有一份推荐汇总表，这是已有的那一份。"), "info")
        return redirect(url_for("submissions.show_submission", annex_id=known))
    annex_id = drafts.open_annex(edition, FormKind(asked), recommender_id=body, actor=actor, now=clock.now())
    return redirect(url_for("submissions.show_submission", annex_id=annex_id))
