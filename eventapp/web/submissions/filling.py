"""Filling in one form: by number or by secret link it is the very same page."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import Step, SubjectTaken, may_take
from eventapp.domain.typed_forms import Draft, Incomplete
from eventapp.domain.words import N_
from eventapp.jobs.queue import dispatch
from eventapp.services import attachments, drafts, jobs, submission_effects, submission_lists
from eventapp.services.annexes import fault_of
from eventapp.services.drafts import Annex, Saved, Stale
from eventapp.web.annexes.uploads import keep_upload
from eventapp.web.current import current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.submissions.controls import draft_in
from eventapp.web.submissions.desk import Door, two_doors
from eventapp.web.submissions.page import page_of
from eventapp.web.submissions.words import label_of
from eventapp.web.templating import local_time

CONFLICT = 409
MOST_TOLD = 5  # sentences about a file


@two_doors("", "GET")
def show_submission(door: Door) -> ResponseReturnValue:
    """The page of one form: what is being typed, or what was sent last."""
    annex = drafts.admit(current_edition(), door.entrance)
    if not may_take(Step.SUBMIT, annex.state) and not door.is_link:
        return redirect(url_for("annexes.show_annex", annex_id=annex.id))
    return show(annex, door, drafts.current_draft(annex), checked="check" in request.args)


def show(annex: Annex, door: Door, draft: Draft, **told: object) -> str:
    """The page with a draft, and what stands in the way."""
    edition = current_edition()
    page = page_of(edition, annex, door, draft, offers=drafts.offers_of(annex), **told)  # type: ignore[arg-type]
    steps = submission_lists.list_steps(annex)
    return render_template(
        "submissions/show_submission.html", page=page, layout=door.layout, annex=annex, door=door,
        is_open=may_take(Step.SUBMIT, annex.state), returned=submission_lists.find_return(steps), label_of=label_of,
        attachments=attachments.list_attachments(annex), refused=refused_words(annex),
        is_over=page.due is not None and page.due <= clock.now(), newer=newer_version(annex),
    )  # fmt: skip


def refused_words(annex: Annex) -> dict[str, object] | None:
    """Why nothing was read from the file that was uploaded last."""
    refused = (annex.draft or {}).get("refused")
    if not refused:
        return None
    return {"file": refused["file"], "sentences": [words_of(fault_of(one)) for one in refused["faults"][:MOST_TOLD]]}


def newer_version(annex: Annex) -> bool:
    """Whether a file came in after somebody typed here last."""
    version = drafts.newest_version(annex)
    typed_at = annex.draft_saved_at if annex.draft is not None else None
    return version is not None and typed_at is not None and version.submitted_at > typed_at


@two_doors("/draft", "POST")
def save_draft(door: Door) -> ResponseReturnValue:
    """Keep what is typed: asked by the page itself every few seconds, or by the button."""
    annex = drafts.admit(current_edition(), door.entrance)
    draft, wants_json = draft_in(annex.kind, request.form), request.accept_mimetypes.best == "application/json"
    try:
        saved = keep(door, draft)
    except Stale as stale:
        if wants_json:
            return jsonify(message=words_of(stale), revision=stale.revision), CONFLICT
        return show_stale(door, draft, stale)
    except NotFound:
        raise
    except Refusal as refusal:
        return (
            (jsonify(message=words_of(refusal)), 400)
            if wants_json
            else (show(annex, door, draft, problem=words_of(refusal)), 400)
        )
    if wants_json:
        return jsonify(revision=saved.revision, saved_at=local_time(saved.at, "%H:%M"))
    flash(gettext("草稿已保存，还没有提交。"), "info")
    return redirect(door.url("show_submission"))


def keep(door: Door, draft: Draft) -> Saved:
    revision = request.form.get("revision", 0, type=int)
    return drafts.save_draft(current_edition(), door.entrance, draft, revision=revision, now=clock.now())


def show_stale(door: Door, draft: Draft, stale: Stale) -> ResponseReturnValue:
    """Two pages of one form: this one keeps its text and may go on, knowing of the other."""
    annex = drafts.admit(current_edition(), door.entrance)
    problem = gettext("%(what)s再按一次“保存草稿”或“提交”，就以本页为准。", what=words_of(stale))
    return show(annex, door, draft, problem=problem), CONFLICT


@two_doors("/submission", "POST")
def submit_form(door: Door) -> ResponseReturnValue:
    """Keep what is typed, and send it; what is missing is named all at once."""
    annex = drafts.admit(current_edition(), door.entrance)
    draft = draft_in(annex.kind, request.form)
    try:
        revision = keep(door, draft).revision
        done = submission_effects.submit(
            current_edition(), door.entrance, address=door.mail_address(annex.id), revision=revision, now=clock.now()
        )
    except Stale as stale:
        return show_stale(door, draft, stale)
    except NotFound:
        raise
    except Refusal as refusal:
        return show_refused(door, draft, refusal), 400
    flash(gettext("已提交。截止前还可以修改后再次提交。"), "success")
    for doubt in done.doubts:
        flash(words_of(doubt), "warning")
    return redirect(door.url("show_submission") if door.is_link else url_for("annexes.show_annex", annex_id=annex.id))


def show_refused(door: Door, draft: Draft, refusal: Refusal) -> str:
    """Why it was not sent, above what was typed."""
    annex = drafts.admit(current_edition(), door.entrance)
    extra = refusal.faults if isinstance(refusal, Incomplete) else ()
    problem = "" if isinstance(refusal, Incomplete) else words_of(refusal)
    other = refusal.annex_id if isinstance(refusal, SubjectTaken) and not door.is_link else None
    return show(annex, door, draft, checked=True, problem=problem, other_id=other, extra=extra)


@two_doors("/upload", "POST")
def upload_form(door: Door) -> ResponseReturnValue:
    """Take a file that holds the form; a job reads it into the page."""
    edition = current_edition()
    annex, upload = drafts.admit(edition, door.entrance), request.files.get("file")
    if upload is None or not upload.filename:
        flash(gettext("还没有选择文件，请选择一个。"), "warning")
        return redirect(door.url("show_submission"))
    job_id = jobs.start_job(
        edition, "fill_annex", N_("读取申报表"), {"annex_id": annex.id, "file_id": keep_upload(upload)},
        actor=door.entrance.actor, now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    return redirect(door.url("show_filling", job_id=job_id))


@two_doors("/upload/<int:job_id>", "GET")
def show_filling(door: Door, job_id: int) -> ResponseReturnValue:
    """Wait for the job; when it has ended, back to the page."""
    edition = current_edition()
    annex = drafts.admit(edition, door.entrance)
    job = jobs.find_job(edition, "fill_annex", job_id)
    if job is None or job.params.get("annex_id") != annex.id:
        abort(404)
    is_over = job.ended_at is not None
    if request.headers.get("HX-Request"):
        return ("", 200, {"HX-Redirect": door.url("show_submission")}) if is_over else ("", 204)
    if is_over:
        if job.state != "done":
            flash(gettext(job.note), "danger")
        return redirect(door.url("show_submission"))
    return render_template("submissions/show_filling.html", door=door, job=job, layout=door.layout)


@two_doors("/offer", "POST")
def settle_offer(door: Door) -> ResponseReturnValue:
    """Take what a file says, in whole or in part, or leave the page as it is."""
    number = request.form.get("offer", type=int)
    taken = frozenset(
        name.removeprefix("take-") for name, text in request.form.items() if name.startswith("take-") and text == "file"
    )
    if "all" in request.form:
        taken = frozenset({"*"})
    drafts.settle_offer(
        current_edition(), door.entrance, None if "decline" in request.form else number, taken, now=clock.now()
    )
    if "decline" not in request.form:
        flash(gettext("文件的内容已填入本页，请核对后提交。"), "success")
    return redirect(door.url("show_submission"))
