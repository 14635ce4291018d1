"""Pages of a unit that registers many people: start, the list, the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.domain.attendee_rows import words_of as words_of_person
from eventapp.domain.attendee_workbook import GUIDE, columns_of
from eventapp.domain.delegations import DraftRow, StaleList, draft_rows, merged
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES
from eventapp.extensions import limiter
from eventapp.services import delegation_people, delegations, registration_forms
from eventapp.web.attendees.words import TONES
from eventapp.web.current import current_edition
from eventapp.web.delegations import office, people, uploading  # noqa: F401 - their routes
from eventapp.web.delegations.desk import PACE, Desk, bp, links, open_desk, whoever
from eventapp.web.delegations.forms import ContactForm, LinkForm, UploadForm
from eventapp.web.delegations.rows import all_columns, grid_of, rows_in
from eventapp.web.delegations.telling import tell
from eventapp.web.language import gettext, words_of
from eventapp.web.templating import local_time

CONFLICT = 409
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/registration/unit", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def start() -> ResponseReturnValue:
    """A unit's contact says who they are, and gets a secret link by mail and on the page."""
    form, faults = ContactForm(), []
    if form.validate_on_submit():
        try:
            key = delegations.start_delegation(
                current_edition(), form.delegation, links=links(), actor=whoever(), now=clock.now()
            )
            flash(gettext("可以开始登记了。请保存本页链接，也已发到您的邮箱。"), "success")
            return redirect(url_for("delegations.show_delegation", key=key))
        except Refusal as refusal:
            faults = [words_of(refusal)]
    edition = current_edition()
    page = render_template(
        "delegations/start.html", form=form, faults=faults, is_open=Desk(edition, "").is_open, link_form=LinkForm(),
        privacy_form=registration_forms.current_form(edition),
    )  # fmt: skip
    return page, 400 if form.is_submitted() else 200


@bp.post("/registration/unit/links")
@limiter.limit("6 per minute")
def post_links_again() -> ResponseReturnValue:
    """Mail the links of this address again; the answer is the same whoever asks."""
    form = LinkForm()
    if form.validate_on_submit():
        delegations.post_links_again(current_edition(), form.email.data, links=links(), now=clock.now())
    flash(gettext("如果这个邮箱开始过单位报名，链接马上会发到邮箱里。"), "info")
    return redirect(url_for("delegations.start"))


@bp.get("/registration/unit/<key>")
def show_delegation(key: str) -> ResponseReturnValue:
    """The list of the unit's people, and the grid for more."""
    desk = open_desk(key)
    return show(desk, draft_rows(desk.delegation.draft))


def show(desk: Desk, rows: Sequence[DraftRow], problem: str = "") -> str:
    """The page with these rows in its grid."""
    return render_template(
        "delegations/show_delegation.html",
        desk=desk,
        delegation=desk.delegation,
        grid=grid_of(desk.rules, rows, desk.subjects, desk.delegation.unit_name),
        waiting=len(rows),
        people=delegation_people.list_people(desk.edition, desk.delegation),
        upload_form=UploadForm(),
        problem=problem,
        state_names=ATTENDEE_STATE_NAMES,
        tones=TONES,
    )


@bp.post("/registration/unit/<key>/draft")
@limiter.limit(PACE)
def save_draft(key: str) -> ResponseReturnValue:
    """Keep what is typed: asked by the page itself every few seconds, or by the button."""
    desk = open_desk(key)
    typed, wants_json = rows_in(request.form, all_columns(desk.rules)), wants_json_now()
    try:
        revision = delegations.save_draft(desk.edition, key, typed, revision=sent_revision(), now=clock.now())
    except StaleList as stale:
        if wants_json:
            return jsonify(message=words_of(stale), revision=stale.revision), CONFLICT
        return show_stale(desk, typed)
    except NotFound:
        raise
    except Refusal as refusal:
        if wants_json:
            return jsonify(message=words_of(refusal)), 400
        return show(desk, [DraftRow(texts) for texts in typed], words_of(refusal)), 400
    if wants_json:
        return jsonify(revision=revision, saved_at=local_time(clock.now(), "%H:%M"))
    flash(gettext("已保存，还没有登记。"), "info")
    return redirect(url_for("delegations.show_delegation", key=key))


def wants_json_now() -> bool:
    return request.accept_mimetypes.best == "application/json"


def sent_revision() -> int:
    return request.form.get("revision", -1, type=int)


@bp.post("/registration/unit/<key>/people")
@limiter.limit(PACE)
def register_rows(key: str) -> ResponseReturnValue:
    """Register the good rows at once; the others stay in the grid with what is wrong."""
    desk = open_desk(key)
    typed = rows_in(request.form, all_columns(desk.rules))
    try:
        done = delegations.register_rows(
            desk.edition, key, typed, revision=sent_revision(), links=links(), actor=whoever(), now=clock.now()
        )
    except StaleList:
        return show_stale(desk, typed)
    except NotFound:
        raise
    except Refusal as refusal:
        return show(desk, [DraftRow(texts) for texts in typed], words_of(refusal)), 400
    tell(done)
    return redirect(url_for("delegations.show_delegation", key=key))


def show_stale(desk: Desk, typed: Sequence[Mapping[str, str]]) -> ResponseReturnValue:
    """Two windows of one list: the rows of both stand on this page now, nothing is registered yet."""
    rows = merged(typed, draft_rows(desk.delegation.draft))
    return show(desk, rows, gettext("名单刚才在别的窗口里也改过：两边的行都在下面，请核对后再点“登记”。")), CONFLICT


@bp.get("/registration/unit/<key>/workbook.xlsx")
def download_workbook(key: str) -> ResponseReturnValue:
    """The workbook with the unit's own people in it, to be filled in and sent back."""
    desk = open_desk(key)
    own = delegation_people.people_for_sheet(desk.edition, desk.delegation)
    rows = [{"number": str(one.id)} | words_of_person(desk.rules, one.registered) for one in own]
    content = write_attendees(
        columns_of(desk.rules, desk.subjects), rows,
        title=gettext("%(event)s报名名单：%(unit)s", event=desk.edition.short_name, unit=desk.delegation.unit_name),
        guide=[(gettext(term), gettext(text)) for term, text in GUIDE],
    )  # fmt: skip
    name = gettext("报名名单-%(unit)s.xlsx", unit=desk.delegation.unit_name)
    return send_file(BytesIO(content), mimetype=SHEET, as_attachment=True, download_name=name)
