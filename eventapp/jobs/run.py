"""Running one job: claim, work with progress, write how it ended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.services import accounts, events, files, jobs
from eventapp.services.jobs import Claim
from eventapp.settings import Settings

log = logging.getLogger("eventapp.jobs")
BEAT_SECONDS = 0.4  # progress is written at most so often, so that it costs nothing
HEART_SECONDS = 8.0  # well below services.jobs.SILENCE: long steps without progress are alive too


class Cancelled(Exception):
    """Somebody asked the job to stop."""


@dataclass(frozen=True)
class Outcome:
    """What a job gives back: a sentence, figures, maybe a file. `note` is a Chinese source sentence."""

    note: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    file_id: int | None = None


@dataclass
class JobRun:
    """A job at work: what to do, for whom, and how to say how far it is."""

    job_id: int
    edition: Edition
    actor: Actor
    params: dict[str, Any]
    settings: Settings
    claim: Claim | None = None  # None when the work is done without a job, to be measured
    last_beat: float = 0.0

    @property
    def files_folder(self) -> Path:
        return self.settings.data_path / "files"

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Say how far it is; raises `Cancelled` when somebody asked to stop, or another attempt has taken over."""
        moment = time.monotonic()
        if self.claim is None or (moment - self.last_beat < BEAT_SECONDS and done < total):
            return
        self.last_beat = moment
        if not jobs.report_progress(self.claim, done, total, note, now=clock.now()):
            raise Cancelled

    def keep_file(self, name: str, media_type: str, content: bytes, *, is_personal: bool = False) -> int:
        """Keep a file that the job made; returns its number for `Outcome.file_id`. Say when it names people."""
        sha256 = archive.keep(self.files_folder, content)
        return files.note_file(
            self.edition, sha256=sha256, name=name, media_type=media_type, size=len(content), is_personal=is_personal,
            now=clock.now(),
        )  # fmt: skip


Work = Callable[[JobRun], Outcome]


def run_job(job_id: int, settings: Settings, kinds: dict[str, Work]) -> None:
    """Do the job if nobody else has it; its end is always written, unless the process dies or was taken for dead."""
    claim = jobs.claim_job(job_id, now=clock.now())
    if claim is None:
        return
    state, outcome = JobState.DONE, Outcome()
    try:
        with heart(claim, settings):
            edition, actor = who_and_where(claim.account_id, claim.event_id)
            outcome = kinds[claim.kind](JobRun(claim.job_id, edition, actor, claim.params, settings, claim))
    except Cancelled:
        state, outcome = JobState.CANCELLED, Outcome("已按要求取消。")
    except Refusal as refusal:
        state, outcome = JobState.FAILED, Outcome(str(refusal))
    except Exception:
        log.exception("job %s (%s) failed", job_id, claim.kind)
        state, outcome = JobState.FAILED, Outcome("程序出错，任务没有完成；可以重试，仍然失败请联系管理员。")
    is_mine = jobs.finish_job(
        claim, state, note=outcome.note, outcome=outcome.figures, result_file_id=outcome.file_id, now=clock.now()
    )
    if not is_mine:
        log.warning(
            "job %s (%s): attempt %s was taken for dead, its end is not written", job_id, claim.kind, claim.attempt
        )


def who_and_where(account_id: int | None, event_id: int) -> tuple[Edition, Actor]:
    """The edition of a job, and its owner as they are now."""
    edition = events.get_edition(event_id)
    account = accounts.find_account_by_id(account_id) if account_id else None
    return edition, accounts.actor_for(account, event_id) if account else Actor(name="system")


@contextmanager
def heart(claim: Claim, settings: Settings) -> Iterator[None]:
    """Show that the job lives while it works; a job without a beat is taken for dead and begun again."""
    if settings.jobs_inline:
        yield
        return
    app, over = current_app._get_current_object(), threading.Event()  # type: ignore[attr-defined]

    def beat() -> None:
        while not over.wait(HEART_SECONDS):
            try:
                with app.app_context():
                    jobs.beat(claim, now=clock.now())
            except Exception:  # a database that is busy now takes the next beat; a heart that stops ends the job
                log.exception("job %s cannot show that it lives", claim.job_id)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
