"""A filled-in list comes back: what it would do is shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from eventapp import clock
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_columns import Column, TypedSheet
from eventapp.domain.attendee_plans import PlannedRow, count_kinds
from eventapp.domain.delegations import missing_columns
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import limiter
from eventapp.jobs.annexes import limits_of
from eventapp.services import attendee_plans, delegation_uploads, delegations
from eventapp.web.current import current_settings
from eventapp.web.delegations.desk import PACE, Desk, bp, links, open_desk, whoever
from eventapp.web.delegations.rows import GridColumn, all_columns, grid_columns
from eventapp.web.delegations.telling import tell
from eventapp.web.language import gettext, words_of


def read_list(upload: FileStorage | None, columns: tuple[Column, ...]) -> TypedSheet:
    """The people in an uploaded file; raises `Refusal` when there are none."""
    if upload is None or not upload.filename:
        raise Refusal("还没有选择文件，请选择一个。")
    return find_people(upload.filename, upload.stream.read(), columns, limits_of(current_settings()))


@bp.post("/registration/unit/<key>/upload")
@limiter.limit(PACE)
def upload_list(key: str) -> ResponseReturnValue:
    """Take a file and show what it would do."""
    desk = open_desk(key)
    try:
        upload = request.files.get("file")
        sheet = read_list(upload, all_columns(desk.rules))
        name = upload.filename if upload else ""
        delegation_uploads.keep_upload(desk.edition, key, name or "", sheet, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
        return redirect(url_for("delegations.show_delegation", key=key))
    if sheet.ignored:
        flash(gettext("这些列没有读入：%(names)s。", names="、".join(sheet.ignored)), "info")
    return redirect(url_for("delegations.show_upload", key=key))


@bp.get("/registration/unit/<key>/upload")
def show_upload(key: str) -> ResponseReturnValue:
    """What the list that waits would do: who is new, who changes and how, what is wrong where."""
    desk = open_desk(key)
    rows = delegation_uploads.uploaded_rows(desk.delegation)
    if not rows:
        return redirect(url_for("delegations.show_delegation", key=key))
    planned = attendee_plans.plan_rows(desk.edition, desk.rules, delegations.scope_of(desk.delegation), rows)
    return render_template(
        "delegations/show_upload.html",
        desk=desk,
        name=desk.delegation.upload.get("name", ""),
        planned=planned,
        counts={kind.value: number for kind, number in count_kinds(planned).items()},
        labels=labels_of(desk),
        lacking=lacking_columns(desk, planned),
        letters=desk.delegation.upload.get("places", {}),
    )


def lacking_columns(desk: Desk, planned: Sequence[PlannedRow]) -> list[GridColumn]:
    """What many rows lack, to be said once for all of them."""
    known = {column.code: column for column in grid_columns(desk.rules, ())}
    return [known[code] for code in missing_columns(planned) if code in known]


@bp.post("/registration/unit/<key>/upload/filled")
@limiter.limit(PACE)
def fill_upload(key: str) -> ResponseReturnValue:
    """Say once for everybody what the list leaves empty."""
    desk = open_desk(key)
    known = {column.code for column in grid_columns(desk.rules, ())}
    values = {code: request.form.get(f"fill-{code}", "").strip() for code in known}
    delegation_uploads.fill_upload(desk.edition, key, values, now=clock.now())
    return redirect(url_for("delegations.show_upload", key=key))


def labels_of(desk: Desk) -> dict[str, str]:
    """The heading of every column."""
    return {column.code: gettext(column.label) for column in all_columns(desk.rules)}


@bp.post("/registration/unit/<key>/upload/taken")
@limiter.limit(PACE)
def take_upload(key: str) -> ResponseReturnValue:
    """Do what was shown."""
    desk = open_desk(key)
    try:
        tell(delegation_uploads.take_upload(desk.edition, key, links=links(), actor=whoever(), now=clock.now()))
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
    return redirect(url_for("delegations.show_delegation", key=key))


@bp.post("/registration/unit/<key>/upload/declined")
def drop_upload(key: str) -> ResponseReturnValue:
    """Leave everything as it is."""
    desk = open_desk(key)
    delegation_uploads.drop_upload(desk.edition, key, now=clock.now())
    flash(gettext("没有导入，名单保持原样。"), "info")
    return redirect(url_for("delegations.show_delegation", key=key))
