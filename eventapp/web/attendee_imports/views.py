"""Importing a list of people: nothing happens before somebody has seen what it would do."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_plans import count_kinds
from eventapp.domain.attendee_workbook import GUIDE, columns_of
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.jobs.annexes import limits_of
from eventapp.jobs.attendees import SHEET, list_kept
from eventapp.jobs.queue import dispatch
from eventapp.services import attendee_imports, files, jobs
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of

bp = Blueprint("attendee_imports", __name__)
PASTED = N_("粘贴的名单.txt")


class ListForm(FlaskForm):
    """A list of people: a file, or lines copied out of a sheet."""

    file = FileField(_("名单文件"))
    pasted = TextAreaField(_("或者把 Excel 里的行连同表头粘贴在这里"))


@bp.route("/attendees/import", methods=["GET", "POST"])
def import_list() -> ResponseReturnValue:
    """Take a list; what it would do is shown on the next page."""
    form = ListForm()
    if request.method != "POST":
        return render_template("attendee_imports/import_list.html", form=form, faults=[])
    try:
        return redirect(url_for("attendee_imports.show_list", file_id=keep_list(form)))
    except NotFound:
        raise
    except Refusal as refusal:
        return render_template("attendee_imports/import_list.html", form=form, faults=[words_of(refusal)]), 400


def keep_list(form: ListForm) -> int:
    """Keep a list in which people can be found; raises `Refusal` for any other file."""
    edition, upload = current_edition(), form.file.data
    if upload is not None and upload.filename:
        name, content = upload.filename.replace("\\", "/").rsplit("/", 1)[-1], upload.stream.read()
    elif (form.pasted.data or "").strip():
        name, content = gettext(PASTED), form.pasted.data.encode()
    else:
        raise Refusal("还没有选择文件，也没有粘贴内容。")
    work = attendee_imports.open_list(edition, now=clock.now())
    find_people(name, content, columns_of(work.rules, with_state=True), limits_of(current_settings()))
    sha256 = archive.keep(current_settings().data_path / "files", content)
    return files.note_file(
        edition, sha256=sha256, name=name, media_type=files.ATTENDEE_LIST, size=len(content), is_personal=True,
        now=clock.now(),
    )  # fmt: skip


@bp.get("/attendees/imports/<int:file_id>")
def show_list(file_id: int) -> ResponseReturnValue:
    """What a kept list would do."""
    edition = current_edition()
    work = attendee_imports.open_list(edition, now=clock.now())
    sheet = list_kept(edition, file_id, work, current_settings())
    planned = attendee_imports.plan_list(edition, sheet.rows, now=clock.now())
    return render_template(
        "attendee_imports/show_list.html",
        file_id=file_id,
        name=files.get_file(edition, file_id).name,
        sheet=sheet,
        planned=planned,
        counts={kind.value: number for kind, number in count_kinds(planned).items()},
        labels={one.code: gettext(one.label) for one in columns_of(work.rules, with_state=True)},
        letters=sheet.places,
    )


@bp.post("/attendees/imports/<int:file_id>")
def start_import(file_id: int) -> ResponseReturnValue:
    """Begin the import; a job does it, part by part."""
    edition = current_edition()
    file_id = files.get_file(edition, file_id).id
    job_id = jobs.start_job(
        edition, "import_attendees", N_("导入参会人员名单"), {"file_id": file_id, "tells": "tells" in request.form},
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    flash(gettext("正在导入。"), "success")
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.get("/attendees/workbook.xlsx")
def download_workbook() -> ResponseReturnValue:
    """The empty workbook, with drop-downs and notes."""
    edition = current_edition()
    rules = attendee_imports.open_list(edition, now=clock.now()).rules
    content = write_attendees(
        columns_of(rules), [], title=gettext("%(event)s参会人员名单", event=edition.short_name),
        guide=[(gettext(term), gettext(text)) for term, text in GUIDE],
    )  # fmt: skip
    return send_file(
        BytesIO(content), mimetype=SHEET, as_attachment=True, download_name=gettext("参会人员名单模板.xlsx")
    )
