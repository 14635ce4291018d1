"""Reading one uploaded file into the page of a form."""

from __future__ import annotations

from dataclasses import replace

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.annexes.arrivals import read_uploads
from eventapp.documents.annexes.reader import Upload
from eventapp.domain.annexes import Outcome as ReadOutcome
from eventapp.domain.annexes import ReadFile
from eventapp.domain.words import N_
from eventapp.jobs.annexes import limits_of
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import drafts, files


def fill_annex(run: JobRun) -> Outcome:
    """Read the file and offer its forms to the page; run again, it offers the same. Nothing is entered by it."""
    run.progress(0, 1, N_("正在读取文件"))
    file = files.get_file(run.edition, run.params["file_id"])
    upload = Upload(file.name, archive.path_of(run.files_folder, file.sha256))
    read = as_one([arrival.read for arrival in read_uploads([upload], limits_of(run.settings))])
    drafts.put_reading(run.edition, run.params["annex_id"], file.name, read, actor=run.actor, now=clock.now())
    run.progress(1, 1, N_("正在读取文件"))
    return Outcome(N_("文件已读完，内容在填写页。"), {"forms": len(read.forms)})


def as_one(reads: list[ReadFile]) -> ReadFile:
    """An archive or mail with all forms of its members; only when there is none, the faults say why."""
    forms = tuple(form for read in reads for form in read.forms)
    if forms:
        return replace(reads[0], outcome=ReadOutcome.ACCEPTED, forms=forms)
    return replace(
        reads[0], outcome=ReadOutcome.REJECTED, faults=tuple(fault for read in reads for fault in read.faults)
    )
