"""The import as a job: progress, and a killed one that is run again ends as if it had not been killed."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from itertools import islice

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from eventapp import clock
from eventapp.documents import archive as archive_folder
from eventapp.domain.jobs import JobState
from eventapp.extensions import db
from eventapp.jobs import annexes as work
from eventapp.jobs.kinds import KINDS
from eventapp.jobs.run import JobRun, Outcome, run_job
from eventapp.models import AnnexVersion, FileReading, Job, Result, SummaryRow
from eventapp.services import jobs
from tests.factories import an_edition
from tests.factories_annexes import (
    a_kept_file,
    a_sample,
    a_waiting_import,
    a_workbook,
    files_folder,
    import_now,
    rows_up_to,
)
from tests.factories_parcels import a_mail, a_zip, an_attachment


class Killed(BaseException):
    """The power is gone: nothing catches this."""


def picture() -> tuple[object, ...]:
    """Everything that an import leaves behind, free of ids."""
    rows = db.session.execute(select(SummaryRow.group_name, SummaryRow.position).order_by(SummaryRow.id)).all()
    results = db.session.execute(select(Result.topic_name, Result.state).order_by(Result.id)).all()
    versions = db.session.execute(select(AnnexVersion.number, AnnexVersion.fields).order_by(AnnexVersion.id)).all()
    return [tuple(row) for row in rows], [tuple(row) for row in results], [tuple(row) for row in versions]


def run_until_killed(job_id: int, files_before: int) -> None:
    """Run the job in a process that dies after so many files."""

    def dying(run: JobRun) -> Outcome:
        deque(islice(work.import_files(run, run.params["files"]), files_before))
        raise Killed

    with pytest.raises(Killed):
        run_job(job_id, current_app.extensions["settings"], {**KINDS, "import_annexes": dying})


def test_a_killed_import_is_found_run_again_and_ends_the_same(app: Flask) -> None:
    edition = an_edition()
    contents = [a_workbook(rows_up_to(2)), a_workbook(rows_up_to(3)), a_sample("import_summary.xlsx")]
    numbers = [a_kept_file(edition, f"{place}.xlsx", content) for place, content in enumerate(contents)]
    job_id = a_waiting_import(edition, *numbers)
    run_until_killed(job_id, 2)

    assert jobs.recover_jobs(now=clock.now() + timedelta(minutes=2)) == [job_id]
    run_job(job_id, current_app.extensions["settings"], KINDS)

    job = db.session.get_one(Job, job_id)
    assert (job.state, job.outcome["files"], job.done) == (JobState.DONE, 3, job.total)
    after = picture()
    import_now(edition, **{"0_xlsx": contents[0], "1_xlsx": contents[1], "2_xlsx": contents[2]})
    assert picture() == after
    assert [position for _, position in after[0]] == [0, 1, 2, 0, 1, 2, 3]  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(app: Flask) -> None:
    edition = an_edition()

    import_now(edition, bad_docx=a_sample("truncated.docx"), empty_xlsx=b"", good_xlsx=a_workbook(rows_up_to(1)))

    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.outcome) == (JobState.DONE, {"files": 3, "rejected": 2, "accepted": 1})


def test_files_in_archives_and_mails_become_files_of_their_own_and_stay_one_when_read_again(app: Flask) -> None:
    edition = an_edition()
    mail = a_mail(an_attachment(b'filename="a.docx"', a_sample("import_qc_result.docx")))
    archive = a_zip(("班组/汇总.xlsx", a_workbook(rows_up_to(2))), ("来信.eml", mail), ("坏.docx", b"PK\x03\x04"))

    for _ in range(2):
        [number] = import_now(edition, 材料_zip=archive)

    readings = {one.file.name: one for one in db.session.scalars(select(FileReading))}
    container = readings["材料.zip"]
    assert {name: (one.outcome, one.container_id) for name, one in readings.items()} == {
        "材料.zip": ("accepted", None),
        "材料.zip!/班组/汇总.xlsx": ("accepted", container.id),
        "材料.zip!/来信.eml": ("accepted", container.id),
        "材料.zip!/来信.eml!/a.docx": ("accepted", container.id),
        "材料.zip!/坏.docx": ("rejected", container.id),
    }
    assert container.file_id == number
    assert archive_folder.fetch(files_folder(), readings["材料.zip!/坏.docx"].file.sha256) == b"PK\x03\x04"
    assert db.session.scalar(select(func.count()).select_from(SummaryRow)) == 2
