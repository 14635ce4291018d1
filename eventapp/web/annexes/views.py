"""Pages of annexes: files in, what reading them gave, the annexes themselves."""

from __future__ import annotations

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.documents import archive
from eventapp.domain.annexes import FormKind, Outcome
from eventapp.domain.pages import page_count
from eventapp.services import files, handling, inbox, readings
from eventapp.services.inbox import Wanted
from eventapp.web.annexes import arriving, returning, uploading
from eventapp.web.annexes.words import fault_line, sentence_of
from eventapp.web.current import current_edition, current_settings
from eventapp.web.downloads import note_download
from eventapp.web.paging import page_number
from eventapp.web.submissions.showing import show_annex

bp = Blueprint("annexes", __name__)

FAULT_PAGE = 100


@bp.get("/files/<int:reading_id>")
def show_reading(reading_id: int) -> ResponseReturnValue:
    """One file: what became of it, the forms in it, and every fault with its place; of a letter what came with it."""
    edition, page = current_edition(), page_number(request.args)
    reading = readings.get_reading(edition, reading_id)
    kinds = [FormKind(form["kind"]) for form in reading.forms]
    members, total = inbox.list_arrivals(edition, Wanted(container_id=reading.id), page=page, size=FAULT_PAGE)
    kept = reading.faults[(page - 1) * FAULT_PAGE : page * FAULT_PAGE]
    return render_template(
        "annexes/show_reading.html", reading=reading, outcome=Outcome(reading.outcome), page=page,
        faults=[fault_line(fault, kinds, reading.file.name) for fault in kept], members=members, total=total,
        letter=next(iter(handling.find_letters([reading])), None), sentence_of=sentence_of,
        pages=page_count(max(len(reading.faults), total), FAULT_PAGE), **arriving.WORDS,
    )  # fmt: skip


bp.get("/annexes/<int:annex_id>")(show_annex)


@bp.get("/stored-files/<int:file_id>")
def download_file(file_id: int) -> ResponseReturnValue:
    """The original, unchanged, never shown inside the browser."""
    file = files.get_file(current_edition(), file_id)
    path = archive.path_of(current_settings().data_path / "files", file.sha256)
    note_download(file)
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=file.name)


bp.add_url_rule("/files", view_func=arriving.list_readings)
bp.add_url_rule("/files/handled", view_func=arriving.handle_readings, methods=["POST"])
bp.add_url_rule("/files/return", view_func=returning.return_readings, methods=["GET", "POST"])
bp.add_url_rule("/files/import", view_func=uploading.import_files, methods=["GET", "POST"])
bp.add_url_rule("/files/kept", view_func=uploading.keep_files, methods=["POST"])
bp.register_error_handler(RequestEntityTooLarge, uploading.say_too_large)
