"""Pages of reconciliation: annex 3 against the groups' own forms, and one click to settle each difference."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.recommendations import KIND_NAMES
from eventapp.domain.reconciliation import FIELD_NAMES, Choice
from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import SubmissionState
from eventapp.services import merges, reconciliation, settlements
from eventapp.web.current import current_actor, current_edition
from eventapp.web.ids import row_id
from eventapp.web.language import gettext
from eventapp.web.reconciliation.marks import marked

bp = Blueprint("reconciliation", __name__, url_prefix="/reconciliation")

WORDS = {"field_names": FIELD_NAMES, "kind_names": KIND_NAMES, "marked": marked, "draft": SubmissionState.DRAFT}


@bp.get("/")
def list_summaries() -> ResponseReturnValue:
    """Every summary that the person may see, and what is still to settle in it."""
    standings = reconciliation.list_standings(current_edition(), actor=current_actor())
    return render_template("reconciliation/list_summaries.html", standings=standings)


@bp.get("/<int:summary_id>")
def list_differences(summary_id: int) -> ResponseReturnValue:
    """One summary: differences side by side, rows without a form, forms without a row, what was settled."""
    found = reconciliation.get_reconciliation(current_edition(), summary_id, actor=current_actor())
    return render_template("reconciliation/list_differences.html", found=found, summary=found.summary, **WORDS)


@bp.post("/<int:summary_id>/settlements")
def settle_differences(summary_id: int) -> ResponseReturnValue:
    """Let annex 3 or the form hold: for one field, for a row, or for all that certificates do not print."""
    row, field = request.form.get("row", type=row_id), request.form.get("field") or None
    number = settlements.settle_differences(
        current_edition(), summary_id, choice_from(request.form.get("choice", "")), row_id=row, field=field,
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    flash(gettext("已确认 %(number)s 处。", number=number), "success" if number else "info")
    return redirect(url_for("reconciliation.list_differences", summary_id=summary_id))


@bp.post("/<int:summary_id>/settlements/undo")
def reopen_difference(summary_id: int) -> ResponseReturnValue:
    """Take one decision back."""
    settlements.reopen_difference(
        current_edition(), summary_id, request.form.get("row", 0, type=row_id), request.form.get("field", ""),
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    flash(gettext("已撤销，这一处重新待确认。"), "success")
    return redirect(url_for("reconciliation.list_differences", summary_id=summary_id))


@bp.post("/<int:summary_id>/joins")
def join_form(summary_id: int) -> ResponseReturnValue:
    """A row without a form and a form without a row are one group: merged, and the merge can be undone."""
    edition, actor = current_edition(), current_actor()
    row, result = (request.form.get(name, 0, type=row_id) for name in ("row", "result"))
    listed, reported = reconciliation.pair_to_join(edition, summary_id, row, result, actor=actor)
    merges.merge_results(edition, listed, reported, keep_id=listed, actor=actor, now=clock.now())
    flash(gettext("已合并为一项；写法不一致的地方请在下面确认。"), "success")
    return redirect(url_for("reconciliation.list_differences", summary_id=summary_id))


def choice_from(text: str) -> Choice:
    """Which side was clicked; raises `Refusal` for anything else."""
    if text not in set(Choice):
        raise Refusal("请选择采用附件三还是成果表。")
    return Choice(text)
