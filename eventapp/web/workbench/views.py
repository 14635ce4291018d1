"""The workbench of a recommending body: forms, levels, what is missing, the list and its signing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.annexes import FormKind
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import KIND_NAMES, GroupKind
from eventapp.domain.reconciliation import FIELD_NAMES
from eventapp.domain.refusals import Refusal
from eventapp.domain.workbench import deadline_of
from eventapp.services import drafts, recommended_lists, workbench
from eventapp.services.recommended_lists import Building
from eventapp.services.workbench import Bench
from eventapp.web.current import current_actor, current_edition
from eventapp.web.ids import row_id as number_of
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading
from eventapp.web.reconciliation.marks import marked
from eventapp.web.workbench.forms import ScanForm
from eventapp.web.workbench.signing import FORMATS, keep_scan, official_file
from eventapp.web.workbench.words import STATES, to_dos

bp = Blueprint("workbench", __name__, url_prefix="/workbench")

WORDS: dict[str, Any] = {
    "kind_names": KIND_NAMES, "kinds": tuple(GroupKind), "state_words": STATES, "field_names": FIELD_NAMES,
    "marked": marked, "report_kinds": (FormKind.WORK_SUMMARY, FormKind.ACTIVITY_STATISTICS),
}  # fmt: skip


@bp.get("/")
def show_workbench() -> ResponseReturnValue:
    """One body's workbench: the liaison's own, or the one that was asked for; with several a list to choose from."""
    asked = request.args.get("recommender", type=number_of)
    if asked is None:
        bodies = workbench.list_bodies(current_edition(), actor=current_actor())
        if len(bodies) != 1:
            return render_template("workbench/choose_body.html", bodies=bodies)
        asked = bodies[0][0].id
    return render_bench(asked, ScanForm())


def render_bench(recommender_id: int, form: ScanForm, faults: tuple[str, ...] = ()) -> str:
    edition, actor = current_edition(), current_actor()
    bench = workbench.get_bench(edition, recommender_id, actor=actor)
    closed = recommended_lists.reason_closed(edition, bench.body, bench.annex, actor=actor, now=clock.now())
    return render_template(
        "workbench/show_workbench.html", form=form, faults=faults, closed=closed, **shown(bench), **WORDS
    )


def shown(bench: Bench) -> dict[str, Any]:
    """What the page shows of a body, and exchanges when a level is chosen."""
    edition = current_edition()
    return {
        "bench": bench, "body": bench.body, "to_dos": to_dos(bench, edition.levels.names.get(1, "1")),
        "deadline": deadline_of(edition, clock.now(), *bench.extensions),
    }  # fmt: skip


def back(recommender_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("workbench.show_workbench", recommender=recommender_id, _anchor=anchor))


@bp.post("/<int:recommender_id>/rows/<int:row_id>/level")
def choose_level(recommender_id: int, row_id: int) -> ResponseReturnValue:
    """Save a level at once; a page with scripts gets the row's buttons and the counters back, nothing else moves."""
    is_live = "HX-Request" in request.headers
    try:
        recommended_lists.choose_level(
            current_edition(), recommender_id, row_id, request.form.get("level", 0, type=number_of),
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if not is_live:
            raise
        flash(words_of(refusal), "warning")
        return "", 200, {"HX-Refresh": "true"}
    if not is_live:
        return back(recommender_id, f"row-{row_id}")
    bench = workbench.get_bench(current_edition(), recommender_id, actor=current_actor())
    row = next(one.row for kind in GroupKind for one in bench.groups[kind] if one.row and one.row.id == row_id)
    return render_template("workbench/_chosen.html", row=row, **shown(bench), **WORDS)


@bp.post("/<int:recommender_id>/rows")
def list_group(recommender_id: int) -> ResponseReturnValue:
    """Put a group on the list by its form."""
    entry = recommended_lists.list_group(
        current_edition(), recommender_id, request.form.get("annex", 0, type=number_of),
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    flash(gettext("已列入：%(name)s。请选择推荐等级。", name=f"{entry.unit} {entry.group}"), "success")
    return back(recommender_id, "groups")


@bp.post("/<int:recommender_id>/rows/<int:row_id>/removal")
def unlist_group(recommender_id: int, row_id: int) -> ResponseReturnValue:
    """Take a group off the list."""
    recommended_lists.unlist_group(current_edition(), recommender_id, row_id, actor=current_actor(), now=clock.now())
    flash(gettext("已移出推荐名单。提交了成果表的仍在下面，可以再列入。"), "success")
    return back(recommender_id, "groups")


@bp.post("/<int:recommender_id>/rows/<int:row_id>/form")
def open_form(recommender_id: int, row_id: int) -> ResponseReturnValue:
    """Begin the form of a listed group with what the list says, to be filled in here or by the unit."""
    edition, actor = current_edition(), current_actor()
    form = workbench.form_to_begin(edition, recommender_id, row_id, actor=actor)
    annex_id = form.annex_id
    if annex_id is None:
        annex_id = drafts.open_annex(
            edition, form.kind, recommender_id=recommender_id, actor=actor, now=clock.now(), draft=form.draft
        )  # fmt: skip
        flash(gettext("已按推荐名单建好这份表：可以自己填写，也可以在“办理”中生成填写链接发给单位。"), "success")
    return redirect(url_for("annexes.show_annex", annex_id=annex_id))


@bp.route("/<int:recommender_id>/list", methods=["GET", "POST"])
def build_list(recommender_id: int) -> ResponseReturnValue:
    """The list as the forms make it: what would change, then taken."""
    edition, actor, asked = current_edition(), current_actor(), request.values
    building = Building(takes_sent=asked.get("sent") == "1", keeps_rest=asked.get("drop") != "1")
    if is_reading():
        return show_plan(recommender_id, building, actor)
    plan = recommended_lists.build_list(edition, recommender_id, building, actor=actor, now=clock.now())
    text = gettext(
        "推荐名单已更新：新增 %(added)s 项，移出 %(removed)s 项，改动 %(changed)s 项。",
        added=len(plan.added), removed=len(plan.removed), changed=len(plan.changed),
    )  # fmt: skip
    flash(text, "success")
    return back(recommender_id, "groups")


def show_plan(recommender_id: int, building: Building, actor: Actor) -> str:
    edition = current_edition()
    body, _, annex = workbench.get_body(edition, recommender_id, actor=actor)
    plan = recommended_lists.plan_of(edition, recommender_id, building, actor=actor)
    closed = recommended_lists.reason_closed(edition, body, annex, actor=actor, now=clock.now())
    return render_template("workbench/build_list.html", plan=plan, body=body, building=building, closed=closed, **WORDS)


@bp.get("/<int:recommender_id>/list.<any(docx, xlsx):extension>")
def download_list(recommender_id: int, extension: str) -> ResponseReturnValue:
    """The list as the official form, for printing and stamping, or as a workbook."""
    form = recommended_lists.official_form(current_edition(), recommender_id, actor=current_actor())
    file = official_file(current_edition(), form, extension)
    name = gettext("附件三_推荐汇总表_%(body)s.%(extension)s", body=form.fields["region_or_group"], extension=extension)
    return send_file(file, mimetype=FORMATS[extension], as_attachment=True, download_name=name)


@bp.post("/<int:recommender_id>/scan")
def sign_list(recommender_id: int) -> ResponseReturnValue:
    """Sign the list off: the stamped scan of it."""
    form = ScanForm()
    if not form.validate():
        return render_bench(recommender_id, form), 400
    try:
        keep_scan(recommender_id, form.scan.data)
    except Refusal as refusal:
        return render_bench(recommender_id, form, (words_of(refusal),)), 400
    flash(gettext("盖章扫描件已收到。"), "success")
    return back(recommender_id, "signing")
