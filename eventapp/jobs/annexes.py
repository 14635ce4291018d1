"""Reading uploaded files into the edition, one after another."""

from __future__ import annotations

from collections import Counter

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.annexes import read_file
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import entries, files

ATTEMPTS = 3  # a file that loses a race against somebody who types is entered again


def import_annexes(run: JobRun) -> Outcome:
    """Read every file of `run.params["files"]`; each is one transaction, so running it again ends the same."""
    numbers = run.params["files"]
    outcomes: Counter[str] = Counter()
    for done, file_id in enumerate(numbers):
        run.progress(done, len(numbers), N_("正在逐个读取文件"))
        outcomes[import_file(run, file_id)] += 1
    run.progress(len(numbers), len(numbers), N_("正在逐个读取文件"))
    return Outcome(N_("文件已全部读完，结果见“收到的文件”。"), {"files": len(numbers), **outcomes})


def import_file(run: JobRun, file_id: int) -> str:
    """Read one kept file and enter what it says; returns its outcome."""
    file = files.get_file(run.edition, file_id)
    read = read_file(file.name, archive.fetch(run.files_folder, file.sha256))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return entries.enter_file(run.edition, file_id, read, job_id=run.job_id, actor=run.actor, now=clock.now())[1]
        except NotFound:
            raise
        except Refusal:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")
