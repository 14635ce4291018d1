"""Pages of annexes: files in, what reading them gave, the annexes themselves."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.annexes import FormKind, Outcome
from eventapp.domain.pages import page_count
from eventapp.domain.words import N_
from eventapp.jobs.queue import dispatch
from eventapp.services import annexes, files, jobs, readings
from eventapp.web.annexes.forms import ImportForm
from eventapp.web.annexes.uploads import keep_upload
from eventapp.web.annexes.words import FORM_NAMES, OUTCOMES, fault_line, first_words
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading
from eventapp.web.submissions.showing import show_annex

bp = Blueprint("annexes", __name__)

PAGE = 30
FAULT_PAGE = 100
WORDS = {"form_names": FORM_NAMES, "outcomes": OUTCOMES}


@bp.get("/files")
def list_readings() -> ResponseReturnValue:
    """What arrived, the newest first."""
    page, outcome = page_number(request.args), request.args.get("outcome", "")
    readings, total = annexes.list_readings(current_edition(), outcome=outcome, page=page, size=PAGE)
    return render_template(
        "annexes/list_readings.html", readings=readings, total=total, outcome=outcome, page=page,
        pages=page_count(total, PAGE), counts=annexes.count_outcomes(current_edition()), first_words=first_words, **WORDS,
    )  # fmt: skip


@bp.route("/files/import", methods=["GET", "POST"])
def import_files() -> ResponseReturnValue:
    """Take many files at once; a job reads them."""
    form = ImportForm()
    if is_reading():
        return render_template("annexes/import_files.html", form=form)
    if not form.validate():
        return render_template("annexes/import_files.html", form=form), 400
    numbers = list(dict.fromkeys(keep_upload(upload) for upload in form.files.data))
    job_id = jobs.start_job(
        current_edition(), "import_annexes", N_("导入推荐材料"), {"files": numbers},
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    flash(gettext("收到 %(number)s 个文件，正在读取。", number=len(numbers)), "success")
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.get("/files/<int:reading_id>")
def show_reading(reading_id: int) -> ResponseReturnValue:
    """One file: what became of it, the forms in it, and every fault with its place."""
    reading = readings.get_reading(current_edition(), reading_id)
    page = page_number(request.args)
    kinds = [FormKind(form["kind"]) for form in reading.forms]
    kept = reading.faults[(page - 1) * FAULT_PAGE : page * FAULT_PAGE]
    return render_template(
        "annexes/show_reading.html", reading=reading, kinds=kinds, outcome=Outcome(reading.outcome),
        faults=[fault_line(fault, kinds, reading.file.name) for fault in kept], page=page,
        pages=page_count(len(reading.faults), FAULT_PAGE), **WORDS,
    )  # fmt: skip


bp.get("/annexes/<int:annex_id>")(show_annex)


@bp.get("/stored-files/<int:file_id>")
def download_file(file_id: int) -> ResponseReturnValue:
    """The original, unchanged, never shown inside the browser."""
    file = files.get_file(current_edition(), file_id)
    path = archive.path_of(current_settings().data_path / "files", file.sha256)
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=file.name)
