"""Files of one form: attachments beside it, and the official form itself as a download."""

from __future__ import annotations

import io

from flask import flash, redirect, request, send_file
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.forms import write_word, write_workbook
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind, Value
from eventapp.domain.attachments import require_fitting
from eventapp.domain.official_words import words_of as official_words_of
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import AttachmentPurpose
from eventapp.domain.typed_forms import Draft, read_draft
from eventapp.services import attachments, drafts
from eventapp.services.annexes import get_annex
from eventapp.services.drafts import Annex
from eventapp.web.annexes.uploads import keep_upload
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.submissions.desk import Door, bp, two_doors

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WITH_SHEET = (FormKind.RECOMMENDATION_SUMMARY, FormKind.ACTIVITY_STATISTICS)


def most_megabytes(purpose: AttachmentPurpose) -> int:
    """The size rule of a purpose, from the settings."""
    settings = current_settings()
    return {
        AttachmentPurpose.STAMPED: settings.stamped_megabytes,
        AttachmentPurpose.SLIDES: settings.slides_megabytes,
        AttachmentPurpose.MATERIAL: settings.material_megabytes,
    }[purpose]


@two_doors("/attachments", "POST")
def attach_file(door: Door) -> ResponseReturnValue:
    """Put a file beside the form, if it is what its purpose asks for."""
    edition, upload = current_edition(), request.files.get("file")
    drafts.admit(edition, door.entrance)
    wanted = request.form.get("purpose", "")
    purpose = AttachmentPurpose(wanted) if wanted in tuple(AttachmentPurpose) else AttachmentPurpose.MATERIAL
    if upload is None or not upload.filename:
        flash(gettext("还没有选择文件，请选择一个。"), "warning")
        return redirect(back_to(door))
    try:
        require_fitting(purpose, upload.stream.read(), most_megabytes(purpose))
        upload.stream.seek(0)
        attachments.attach_file(edition, door.entrance, purpose, keep_upload(upload), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
    else:
        flash(gettext("附件已添加。"), "success")
    return redirect(back_to(door))


def back_to(door: Door) -> str:
    return door.url("show_submission") + "#attachments"


@two_doors("/attachments/<int:attachment_id>", "GET")
def download_attachment(door: Door, attachment_id: int) -> ResponseReturnValue:
    """The file as it came, never shown inside the browser."""
    file = attachments.get_attachment(current_edition(), door.entrance, attachment_id).file
    path = archive.path_of(current_settings().data_path / "files", file.sha256)
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=file.name)


@two_doors("/attachments/<int:attachment_id>/removal", "POST")
def remove_attachment(door: Door, attachment_id: int) -> ResponseReturnValue:
    """Take a file away; the trail keeps that it was there."""
    attachments.detach_file(current_edition(), door.entrance, attachment_id, now=clock.now())
    flash(gettext("附件已移除。"), "info")
    return redirect(back_to(door))


@two_doors("/form.<any(docx, xlsx):format>", "GET")
def download_form(door: Door, format: str) -> ResponseReturnValue:  # noqa: A002 - a word of the address
    """The official form, filled in with what the page says now."""
    edition, entrance = current_edition(), door.entrance
    annex = (
        drafts.admit(edition, entrance)
        if door.is_link
        else get_annex(edition, entrance.annex_id or 0, actor=entrance.actor)
    )
    return send_form(annex, drafts.current_draft(annex), format)


def send_form(annex: Annex, draft: Draft, extension: str) -> ResponseReturnValue:
    read = read_draft(annex.kind, draft)
    names = {name: text for name, text in read.written.items() if not name.startswith("rows[")}
    rows = [
        {**row, **{name: read.written.get(f"rows[{number}].{name}", value) for name, value in row.items()}}
        for number, row in enumerate(read.rows)
    ]
    return form_file(annex.kind, {**read.fields, **names}, rows, extension)


def form_file(
    kind: FormKind, fields: dict[str, Value], rows: list[dict[str, Value]], extension: str
) -> ResponseReturnValue:
    """One official form as a download."""
    words, spec = official_words_of(current_edition()), FORMS[kind]
    write, media_type = (write_word, WORD) if extension == "docx" else (write_workbook, SHEET)
    content = write(kind, fields, rows, words)
    name = f"{spec.annex} {spec.title}.{extension}"
    return send_file(io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)


@bp.get(
    "/forms/<any(qc_result, team_result, recommendation_summary, brand_story, work_summary, activity_statistics):kind>.<any(docx, xlsx):format>"
)
def download_blank(kind: str, format: str) -> ResponseReturnValue:  # noqa: A002 - a word of the address
    """The blank official form, for everybody."""
    return form_file(FormKind(kind), {}, [], format)
