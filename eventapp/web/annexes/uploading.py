"""Taking many files in: in small portions by the script of the page, or all at once without it."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp import clock
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_
from eventapp.jobs.queue import dispatch
from eventapp.services import files, jobs
from eventapp.web.access import may
from eventapp.web.annexes.forms import ImportForm
from eventapp.web.annexes.uploads import keep_upload
from eventapp.web.current import current_actor, current_edition, current_settings, load_edition
from eventapp.web.errors import answer
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading

MEGABYTE = 1024 * 1024
MOST_FILES = 2000  # of one import


def import_files() -> ResponseReturnValue:
    """Take many files at once, or those kept in portions before; a job reads them."""
    form = ImportForm()
    if is_reading():
        return show_drop(form)
    kept, refused = keep_all(form.files.data or [])
    numbers = list(dict.fromkeys([*known_numbers(), *kept]))
    if not numbers:
        form.files.errors = [*refused, gettext("还没有选择文件，请选择至少一个。")][:20]
        return show_drop(form), 400
    job_id = jobs.start_job(
        current_edition(), "import_annexes", N_("导入推荐材料"), {"files": numbers},
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    flash(gettext("收到 %(number)s 个文件，正在读取。", number=len(numbers)), "success")
    for sentence in refused[:10]:
        flash(sentence, "warning")
    return redirect(url_for("jobs.show_job", job_id=job_id))


def keep_files() -> ResponseReturnValue:
    """Keep a portion of files for the script: numbers of those kept, a sentence for each that was not."""
    kept, refused = keep_all(request.files.getlist("files"))
    return jsonify(kept=kept, refused=refused)


def keep_all(uploads: list[FileStorage]) -> tuple[list[int], list[str]]:
    """Keep every usable file; returns their numbers, and the sentences about the others."""
    kept, refused = [], []
    for upload in uploads:
        if not upload.filename:  # what a browser sends for an empty choice
            continue
        try:
            kept.append(keep_one(upload))
        except Refusal as refusal:
            refused.append(words_of(refusal))
    return kept, refused


def keep_one(upload: FileStorage) -> int:
    """Keep one file; raises `Refusal` for an empty or too large one."""
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    limit = current_settings().upload_megabytes
    if size == 0:
        raise Refusal("「%(name)s」是空文件，没有收下；请检查后重新发送。", name=upload.filename)
    if size > limit * MEGABYTE:
        raise Refusal("「%(name)s」超过 %(limit)s MB，没有收下。", name=upload.filename, limit=limit)
    return keep_upload(upload)


def known_numbers() -> list[int]:
    """Files kept before by the script of the page; a number that is none of this edition is refused."""
    asked = [int(text) for text in request.form.getlist("kept") if text.isdecimal() and len(text) < 10]
    return [files.get_file(current_edition(), number).id for number in asked[:MOST_FILES]]


def show_drop(form: ImportForm) -> str:
    return render_template("annexes/import_files.html", form=form, limit=current_settings().upload_megabytes)


def say_too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Files that together are too large for one request: a sentence on the same page; nothing was taken."""
    limit = current_settings().upload_megabytes
    sentence = gettext("这些文件合起来超过 %(limit)s MB，没有收下；请分几次选择，每次少一些。", limit=limit)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(kept=[], refused=[sentence]), 413
    load_edition((request.view_args or {}).get("edition", ""))  # refused so early that nobody has asked for it yet
    if not may("annexes.import_files", "POST"):
        return answer(413, sentence)
    form = ImportForm(formdata=None)
    form.files.errors = [sentence]
    return show_drop(form), 413
