"""Pages of awards: what is proposed and why, settled by hand where it must be, confirmed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.awards import AWARD_REASON_SENTENCES, AWARD_STATE_NAMES, AwardState
from eventapp.domain.certificate_issue import AWARD_KIND_NAMES, AwardKind
from eventapp.domain.reconciliation import NamesOpen
from eventapp.domain.refusals import Refusal
from eventapp.domain.text import unbroken
from eventapp.domain.words import N_
from eventapp.services import award_lists, awards, organizations
from eventapp.services.award_lists import AwardFilter
from eventapp.web.awards.forms import LevelForm
from eventapp.web.current import current_actor, current_edition
from eventapp.web.ids import row_id
from eventapp.web.language import gettext, words_of
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading

bp = Blueprint("awards", __name__, url_prefix="/awards")

STATES = {"unsettled": N_("待人工确定")} | {state.value: name for state, name in AWARD_STATE_NAMES.items()}
STATE_TONES = {AwardState.PROPOSED: "info", AwardState.CONFIRMED: "success", AwardState.WITHDRAWN: "neutral"}
WORDS = {
    "reasons": AWARD_REASON_SENTENCES,
    "state_names": AWARD_STATE_NAMES,
    "tones": STATE_TONES,
    "kind_names": AWARD_KIND_NAMES,
    "kind_of": award_lists.kind_of,
}


@bp.get("/")
def list_awards() -> ResponseReturnValue:
    """The list in print order, what is over the limit, and what waits for a person."""
    edition = current_edition()
    wanted = filter_from(request.args)
    return render_template(
        "awards/list_awards.html",
        edition=edition,
        wanted=wanted,
        page=award_lists.list_awards(edition, wanted, page_number(request.args)),
        counts=award_lists.count_awards(edition),
        over_shares=award_lists.list_over_shares(edition),
        recommenders=[(each.id, each.name) for each in organizations.list_recommenders(edition)],
        kinds=[(kind.value, gettext(name)) for kind, name in AWARD_KIND_NAMES.items()],
        states=[(state, gettext(name)) for state, name in STATES.items()],
        arguments={name: value for name, value in request.args.items() if value and name != "page"},
        **WORDS,
    )


def filter_from(arguments: Any) -> AwardFilter:
    """What the address narrows to; nonsense narrows nothing."""
    kind, state = arguments.get("kind", ""), arguments.get("state", "")
    return AwardFilter(
        kind=kind if kind in set(AwardKind) else "",
        level=arguments.get("level", type=row_id),
        state=state if state in STATES else "",
        recommender_id=arguments.get("recommender", type=row_id),
        text=arguments.get("q", "").strip()[:100],
    )


@bp.errorhandler(NamesOpen)
def settle_first(refusal: NamesOpen) -> ResponseReturnValue:
    """Say how many names are open, on the page where they are settled."""
    flash(words_of(refusal), "warning")
    return redirect(url_for("reconciliation.list_summaries"))


@bp.post("/propose")
def propose_awards() -> ResponseReturnValue:
    """Take levels from the summaries."""
    outcome = awards.propose_awards(current_edition(), actor=current_actor(), now=clock.now())
    text = gettext(
        "新增 %(added)s 项，更新 %(changed)s 项，保留 %(kept)s 项。",
        added=outcome.added, changed=outcome.changed, kept=outcome.kept,
    )  # fmt: skip
    flash(text, "success")
    if outcome.unsettled:
        flash(gettext("有 %(count)s 项需要人工确定。", count=outcome.unsettled), "warning")
    return redirect(url_for("awards.list_awards"))


@bp.route("/<int:award_id>/level", methods=["GET", "POST"])
def change_level(award_id: int) -> ResponseReturnValue:
    """A level, and a spelling, chosen by hand with a reason."""
    edition = current_edition()
    award = awards.get_award(edition, award_id)
    rows = awards.list_rows(award)
    form = LevelForm(data={"level": award.level or award.recommended_level, "row": award.row_id})
    form.offer(edition, choices_of(rows))
    if not form.validate_on_submit():
        return show_level(award, rows, form), 200 if is_reading() else 400
    chosen = form.row.data if "row" in form else None
    try:
        awards.change_level(
            edition, award_id, level=form.level.data, row_id=chosen, reason=form.reason.data,
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show_level(award, rows, form, [words_of(refusal)]), 400
    flash(gettext("等级已修改，请重新确认。"), "success")
    return redirect(url_for("awards.list_awards"))


def choices_of(rows: list[Any]) -> list[tuple[int, str]]:
    """One entry for each spelling; with one spelling there is nothing to choose."""
    spellings = {}
    for row in rows:
        spellings.setdefault((unbroken(row.company_name), unbroken(row.group_name)), row.id)
    return [(row_id, f"{unit} · {group}") for (unit, group), row_id in spellings.items()] if len(spellings) > 1 else []


def show_level(award: Any, rows: list[Any], form: LevelForm, faults: list[str] | None = None) -> str:
    edition = current_edition()
    return render_template(
        "awards/change_level.html", award=award, rows=rows, form=form, faults=faults or [], edition=edition, **WORDS
    )


@bp.post("/confirm")
def confirm_awards() -> ResponseReturnValue:
    """Confirm what is settled: the ticked ones, or all."""
    chosen = request.form.getlist("award", type=row_id) if "award" in request.form else None
    outcome = awards.confirm_awards(current_edition(), chosen, actor=current_actor(), now=clock.now())
    flash(gettext("已确认 %(count)s 项。", count=outcome.confirmed), "success" if outcome.confirmed else "info")
    if outcome.unsettled:
        flash(gettext("还有 %(count)s 项需要先人工确定，没有确认。", count=outcome.unsettled), "warning")
    return redirect(url_for("awards.list_awards"))
