"""Reading uploaded files into the edition, archives and mails with everything in them, one after another."""

from __future__ import annotations

import mimetypes
from collections import Counter
from collections.abc import Iterator, Sequence

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.annexes.arrivals import Arrival, Told, read_uploads
from eventapp.documents.annexes.carriers import Carrier, carrier_of
from eventapp.documents.annexes.reader import Upload
from eventapp.documents.letters import LetterHead, read_head
from eventapp.documents.limits import MEGABYTE, Limits
from eventapp.domain.annexes import ReadFile
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import entries, files, letters
from eventapp.services.letters import WHOLE, ArrivedLetter
from eventapp.settings import Settings

ATTEMPTS = 3  # a file that loses a race against somebody who types is entered again


def limits_of(settings: Settings) -> Limits:
    """What the installation allows an uploaded form to cost."""
    return Limits(
        file_bytes=settings.annex_megabytes * MEGABYTE,
        expanded_bytes=settings.annex_expanded_megabytes * MEGABYTE,
        rows=settings.annex_rows,
        seconds=settings.annex_seconds,
        memory_bytes=settings.annex_memory_megabytes * MEGABYTE,
    )


def import_annexes(run: JobRun) -> Outcome:
    """Read every file of `run.params["files"]`; each is one transaction, so running it again ends the same."""

    def told(done: int, total: int) -> None:
        run.progress(done, total, N_("正在逐个读取文件"))

    outcomes = Counter(import_files(run, run.params["files"], told))
    return Outcome(N_("文件已全部读完，结果见收件箱。"), {"files": outcomes.total(), **outcomes})


def import_file(run: JobRun, file_id: int) -> str:
    """Read one kept file and everything in it; returns its own outcome."""
    return list(import_files(run, [file_id]))[0]


def import_files(run: JobRun, numbers: Sequence[int], told: Told = lambda done, total: None) -> Iterator[str]:
    """Read kept files and enter what they say, and what the files in archives and mails say; yields the outcomes."""
    kept = [files.get_file(run.edition, number) for number in numbers]
    uploads = [Upload(file.name, archive.path_of(run.files_folder, file.sha256)) for file in kept]
    readings: dict[int, int] = {}
    for arrival in read_uploads(uploads, limits_of(run.settings), told):
        file_id = keep_member(run, arrival) if arrival.container else numbers[arrival.upload]
        if arrival.read.is_container and not arrival.container:
            note_sender(run, file_id, arrival)
        reading, outcome = enter(run, file_id, arrival.read, readings.get(arrival.upload))
        readings.setdefault(arrival.upload, reading)
        yield outcome


def note_sender(run: JobRun, file_id: int, arrival: Arrival) -> None:
    """A mail that was saved and uploaded is a letter too: the inbox tells who sent it."""
    raw = arrival.path.read_bytes()
    if carrier_of(raw) is Carrier.MAIL:
        arrived = arrived_letter(read_head(raw), arrival.read.name, arrival.read.sha256, len(raw))
        letters.note_letter(run.edition, file_id, arrived, now=clock.now())


def arrived_letter(head: LetterHead, name: str, sha256: str, size: int, media_type: str = WHOLE) -> ArrivedLetter:
    """What the head of a mail says, and where its bytes lie."""
    return ArrivedLetter(
        key=head.key, message_id=head.message_id, sender_name=head.sender_name, sender_address=head.sender_address,
        subject=head.subject, sent_at=head.sent_at, sha256=sha256, size=size, file_name=name, media_type=media_type,
    )  # fmt: skip


def keep_member(run: JobRun, arrival: Arrival) -> int:
    """Keep a file out of an archive or mail under its path in there."""
    media_type = mimetypes.guess_type(arrival.read.name)[0] or "application/octet-stream"
    return run.keep_file(arrival.read.name, media_type, arrival.path.read_bytes(), is_personal=True)


def enter(run: JobRun, file_id: int, read: ReadFile, container_id: int | None) -> tuple[int, str]:
    """Enter what one file says; returns its reading and the outcome."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return entries.enter_file(
                run.edition, file_id, read, job_id=run.job_id, actor=run.actor, now=clock.now(),
                container_id=container_id,
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")
