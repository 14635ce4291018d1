"""What reading each file gave: its outcome, the forms in it and every fault."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.annexes import Outcome, ReadFile
from eventapp.domain.events import Edition
from eventapp.domain.mailboxes import misdirected
from eventapp.domain.refusals import NotFound, Severity
from eventapp.extensions import db
from eventapp.models.annex import FileReading
from eventapp.services.annexes import Entered, Intake, listed_faults
from eventapp.services.letters import find_letter_of


def write_reading(
    intake: Intake,
    read: ReadFile,
    entered: Sequence[Entered],
    *,
    job_id: int | None,
    container: FileReading | None = None,
) -> FileReading:
    """Write what reading the file gave; reading it again overwrites it. Nothing entered is a rejection.

    `container` is the reading of the outermost archive or mail that the file came in; its letter is the file's too.
    """
    letter = find_letter_of(intake.edition, container.file_id if container else intake.file_id)
    reading = db.session.scalar(select(FileReading).where(FileReading.file_id == intake.file_id))
    if reading is None:
        reading = FileReading(event_id=intake.edition.id, file_id=intake.file_id)
        db.session.add(reading)
    faults = [*read.faults, *(fault for form in entered for fault in form.faults)]
    if letter and (note := misdirected(letter.seen_on, [form.kind for form in entered])):
        faults.append(note)
    outcome, reasons = outcome_of(read, entered)
    if letter and reasons == ["no_attachment"]:  # nobody forgot a file: an answer, a bounce, a greeting
        outcome = Outcome.IGNORED
    reading.job_id, reading.read_at = job_id, intake.now
    reading.outcome, reading.reasons = outcome.value, reasons
    reading.container_id, reading.letter_id = container and container.id, letter and letter.id
    reading.recommender_id = next((form.recommender_id for form in entered if form.recommender_id), None)
    reading.forms = [
        {"kind": form.kind.value, "annex_id": form.annex_id, "rows": form.rows, "faults": len(form.faults)}
        for form in entered
    ]
    reading.faults = listed_faults(faults)
    return reading


def outcome_of(read: ReadFile, entered: Sequence[Entered]) -> tuple[Outcome, list[str]]:
    """The reader's outcome, unless none of the forms could be entered, or some only in part."""
    if not entered:
        return read.outcome, list(read.reasons)
    if not any(form.annex_id for form in entered):
        return Outcome.REJECTED, ["not_entered"]
    stopped = any(fault.severity is Severity.ERROR for form in entered for fault in form.faults)
    return (Outcome.ACCEPTED_WITH_WARNINGS if stopped else read.outcome), list(read.reasons)


def get_reading(edition: Edition, reading_id: int) -> FileReading:
    """One reading of this edition; raises `NotFound` for any other number."""
    reading = db.session.scalar(
        select(FileReading)
        .where(FileReading.event_id == edition.id, FileReading.id == reading_id)
        .options(joinedload(FileReading.file))
    )
    if reading is None:
        raise NotFound("找不到这次读取。")
    return reading
