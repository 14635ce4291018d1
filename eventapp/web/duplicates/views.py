"""Pages of double submissions: pairs side by side, merged, told apart, and taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.duplicates import DOUBTFUL, HELD, PAIR_STATE_NAMES, SURE, SURENESS_NAMES, Sureness
from eventapp.domain.pages import page_count, page_within
from eventapp.domain.recommendations import KIND_NAMES
from eventapp.domain.refusals import NotFound
from eventapp.services import duplicates, merges
from eventapp.services.result_book import result_name
from eventapp.web.current import current_actor, current_edition
from eventapp.web.duplicates.behind import search_behind
from eventapp.web.duplicates.sides import views_of
from eventapp.web.ids import row_id
from eventapp.web.language import gettext, words_of
from eventapp.web.paging import page_number

bp = Blueprint("duplicates", __name__, url_prefix="/duplicates")

PAGE = 20
MOST_AT_ONCE = 500


@bp.get("/")
def list_pairs() -> ResponseReturnValue:
    """Pairs that wait for a person, the surest first, and what was decided."""
    edition = current_edition()
    is_behind = search_behind(edition)
    is_wide, numbers = request.args.get("doubtful") == "yes", duplicates.count_by_sureness(edition)
    total = sum(numbers.values()) - (0 if is_wide else numbers[Sureness.DOUBTFUL])
    page = page_within(page_number(request.args), total, PAGE)
    pairs, _ = duplicates.list_pairs(edition, least=DOUBTFUL if is_wide else HELD, page=page, size=PAGE)
    files = duplicates.files_of([result for pair in pairs for result in (pair.first, pair.second)])
    return render_template(
        "duplicates/list_pairs.html", pairs=views_of(pairs, files, edition), is_wide=is_wide,
        page=page, pages=page_count(total, PAGE), numbers=numbers,
        decided=duplicates.list_decided(edition), state_names=PAIR_STATE_NAMES, sureness_names=SURENESS_NAMES,
        kind_names=KIND_NAMES, is_behind=is_behind,
    )  # fmt: skip


@bp.post("/merge")
def merge_results() -> ResponseReturnValue:
    """Make a pair one."""
    first, second, keep = (request.form.get(name, type=row_id) for name in ("first", "second", "keep"))
    if first is None or second is None or keep is None:
        raise NotFound("找不到这两项成果，请刷新后查看。")
    kept = merges.merge_results(current_edition(), first, second, keep_id=keep, actor=current_actor(), now=clock.now())
    flash(gettext("已合并，保留“%(name)s”。可以在“已处理”中撤销。", name=result_name(kept)), "success")
    return back()


@bp.post("/different")
def declare_different() -> ResponseReturnValue:
    """Say that a pair is two."""
    first, second = (request.form.get(name, type=row_id) for name in ("first", "second"))
    if first is None or second is None:
        raise NotFound("找不到这两项成果，请刷新后查看。")
    merges.declare_different(current_edition(), first, second, actor=current_actor(), now=clock.now())
    flash(gettext("已记下这是两项，不再提示。"), "success")
    return back()


@bp.post("/<int:pair_id>/undo")
def undo_decision(pair_id: int) -> ResponseReturnValue:
    """Take a decision back: a merge is parted to the letter, two that were two are offered again."""
    edition = current_edition()
    undo = merges.undo_merge if duplicates.is_merged(edition, pair_id) else merges.reopen_pair
    undo(edition, pair_id, actor=current_actor(), now=clock.now())
    flash(gettext("已撤销。"), "success")
    return back()


@bp.route("/sure", methods=["GET", "POST"])
def merge_sure() -> ResponseReturnValue:
    """The pairs that are all but certain, listed once more, and merged together."""
    edition = current_edition()
    if request.method == "POST":
        outcome = merges.merge_many(edition, ticked(), actor=current_actor(), now=clock.now())
        flash(gettext("已合并 %(number)s 对。", number=outcome.merged), "success" if outcome.merged else "info")
        for refusal in outcome.refusals[:5]:
            flash(words_of(refusal), "warning")
        return back()
    pairs, _ = duplicates.list_pairs(edition, least=SURE, size=MOST_AT_ONCE)
    return render_template("duplicates/merge_sure.html", pairs=pairs, kind_names=KIND_NAMES)


def ticked() -> list[tuple[int, int]]:
    """The pairs that were ticked, each as 「12-15」; nonsense is none."""
    found = []
    for text in request.form.getlist("pair")[:MOST_AT_ONCE]:
        first, _, second = text.partition("-")
        if first.isdecimal() and second.isdecimal() and len(text) < 24:
            found.append((int(first), int(second)))
    return found


def back() -> ResponseReturnValue:
    return redirect(url_for("duplicates.list_pairs"))
