"""Pages of judging: a judge's phone, and what the organizers see of it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.judging import SCORING_STATE_NAMES, FaultyScore, ScoringState
from eventapp.domain.recusal import RECUSAL_SENTENCES
from eventapp.domain.refusals import NotFound
from eventapp.services import judging
from eventapp.web.current import current_actor, current_edition
from eventapp.web.ids import row_id
from eventapp.web.judging.forms import is_submitting, typed_points
from eventapp.web.language import gettext, words_of
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading

bp = Blueprint("judging", __name__)

STATE_TONES = {
    ScoringState.OPEN: "warning",
    ScoringState.SAVED: "info",
    ScoringState.SUBMITTED: "success",
    ScoringState.RECUSED: "neutral",
    ScoringState.CLOSED: "neutral",
}
WORDS = {"state_names": SCORING_STATE_NAMES, "tones": STATE_TONES, "recusal_sentences": RECUSAL_SENTENCES}


@bp.get("/judging")
def list_presentations() -> ResponseReturnValue:
    """All that the judge's panels hear: today first, then day by day."""
    edition = current_edition()
    zone = ZoneInfo(edition.timezone)
    tasks = judging.list_for_judge(edition, own_judge_id())
    today = clock.now().astimezone(zone).date()
    by_day = groupby(tasks, key=lambda task: task.presentation.starts_at.astimezone(zone).date())
    days = sorted(((day, list(listed)) for day, listed in by_day), key=lambda part: (part[0] != today, part[0]))
    return render_template("judging/list_presentations.html", days=days, today=today, tasks=tasks, **WORDS)


@bp.route("/judging/<int:presentation_id>", methods=["GET", "POST"])
def score_presentation(presentation_id: int) -> ResponseReturnValue:
    """One score sheet: saved as often as one likes, submitted once."""
    edition, actor = current_edition(), current_actor()
    task = judging.get_task(edition, own_judge_id(), presentation_id)
    sheet = judging.get_sheet(edition, task)
    if is_reading():
        values, remark = (dict(task.score.points), task.score.remark) if task.score else ({}, "")
        return show_sheet(task=task, sheet=sheet, values=values, remark=remark)
    typed, remark = typed_points(sheet.items), request.form.get("remark", "")
    try:
        judging.score_presentation(
            edition, presentation_id, typed, remark=remark, is_submitting=is_submitting(),
            actor=actor, now=clock.now(),
        )  # fmt: skip
    except FaultyScore as faulty:
        return show_sheet(task=task, sheet=sheet, values=typed, remark=remark, faults=faulty.faults), 400
    return go_on(presentation_id)


def go_on(presentation_id: int) -> ResponseReturnValue:
    """A draft stays open; after submitting the list shows what is next."""
    if is_submitting():
        flash(gettext("评分已提交。"), "success")
        return redirect(url_for("judging.list_presentations"))
    flash(gettext("已保存，还没有提交。"), "info")
    return redirect(url_for("judging.score_presentation", presentation_id=presentation_id))


def show_sheet(*, faults: tuple[Any, ...] = (), **values: Any) -> str:
    """The page of one sheet, with the fault of each item beside it."""
    errors = {fault.field: words_of(fault) for fault in faults}
    return render_template("judging/score_presentation.html", errors=errors, **values, **WORDS)


def own_judge_id() -> int:
    """The judge that the account stands for."""
    judge_id = current_actor().judge_id
    if judge_id is None:
        raise NotFound("这个账号没有对应的评委，请联系会务组织。")
    return judge_id


@bp.get("/scores")
def list_scores() -> ResponseReturnValue:
    """What the panels gave, and who has not scored yet."""
    edition, session_id = current_edition(), request.args.get("session", type=row_id)
    page = judging.list_scores(edition, session_id, page=page_number(request.args))
    return render_template(
        "judging/list_scores.html", page=page, session_id=session_id, sessions=judging.list_sessions(edition), **WORDS
    )
