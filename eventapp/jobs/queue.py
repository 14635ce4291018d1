"""The queue: huey carries job numbers; what is to be done stands in the database."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.storage import BaseStorage

from eventapp import clock
from eventapp.jobs.channels import open_channels
from eventapp.jobs.kinds import KINDS
from eventapp.jobs.mailboxes import list_due, look_for_mail
from eventapp.jobs.outbox import empty_outbox
from eventapp.jobs.privacy import start_due, wipe_letters
from eventapp.jobs.run import run_job
from eventapp.jobs.waiting import move_waiting_lists
from eventapp.services import jobs
from eventapp.settings import Settings


class EmbeddedConsumer(Consumer):  # type: ignore[misc]
    """Workers as threads of the web process, which keeps its own signal handling."""

    def _set_signal_handlers(self) -> None:
        return


class OpenedWhenNeeded:
    """A queue that opens its storage at the first task: commands that need no database open none."""

    _storage: BaseStorage | None = None

    @property
    def storage(self) -> BaseStorage:
        if self._storage is None:
            self._storage = super().create_storage()  # type: ignore[misc]
        return self._storage

    @storage.setter
    def storage(self, storage: BaseStorage | None) -> None:
        self._storage = storage

    def create_storage(self) -> None:
        """Called when the queue is made, and too early."""


class FileQueue(OpenedWhenNeeded, SqliteHuey):  # type: ignore[misc]
    """Tasks in a SQLite file of their own."""


class DatabaseQueue(OpenedWhenNeeded, PostgresHuey):  # type: ignore[misc]
    """Tasks beside the data in PostgreSQL."""


def make_queue(settings: Settings) -> Huey:
    """PostgreSQL when that is the database, a SQLite file otherwise; nothing at all for inline jobs."""
    if settings.jobs_inline:
        return MemoryHuey("jobs", immediate=True)
    if settings.database.startswith("postgresql"):
        return DatabaseQueue("jobs", dsn=settings.database.replace("+psycopg", ""))
    return FileQueue("jobs", filename=str(settings.data_path / "jobs.sqlite3"))


def attach_jobs(app: Flask) -> None:
    """Give the app its queue and the tasks that run on it."""
    settings: Settings = app.extensions["settings"]
    queue, channels = make_queue(settings), open_channels(settings)

    @queue.task(name="run")
    def run(job_id: int) -> None:
        with app.app_context():
            run_job(job_id, settings, KINDS)

    @queue.task(name="look")  # of its own: a mail server that does not answer holds up nothing else
    def look(event_id: int, mailbox_id: int) -> None:
        with app.app_context():
            if job_id := look_for_mail(event_id, mailbox_id, settings):
                run(job_id)

    @queue.periodic_task(crontab(minute="*"), name="sweep")
    def sweep() -> None:
        with app.app_context():
            for job_id in jobs.recover_jobs(now=clock.now()):
                run(job_id)
            for event_id, mailbox_id in list_due(settings):
                look(event_id, mailbox_id)
            for job_id in start_due(clock.now()):
                run(job_id)
            move_waiting_lists(settings)
            empty_outbox(settings, channels)
            wipe_letters()

    app.extensions["jobs"] = {"queue": queue, "run": run, "sweep": sweep}


def dispatch(job_id: int) -> None:
    """Hand a written-down job to the workers. When this is lost, the sweep finds the job again."""
    current_app.extensions["jobs"]["run"](job_id)


def start_workers(app: Flask, threads: int, *, is_alone: bool = False) -> EmbeddedConsumer:
    """Start the workers inside this process, and pick up what an earlier process left.

    With `is_alone` no other process works on this database, so whatever is called running has died.
    """
    parts: dict[str, Any] = app.extensions["jobs"]
    if is_alone:
        with app.app_context():
            jobs.recover_jobs(now=clock.now(), silence=timedelta(0))
    consumer = EmbeddedConsumer(parts["queue"], workers=threads, periodic=True, check_worker_health=False)
    consumer.start()
    threading.Thread(target=parts["sweep"].call_local, daemon=True).start()
    return consumer
