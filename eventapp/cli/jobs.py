"""Commands about background work."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from eventapp.jobs.queue import start_workers

jobs = AppGroup("jobs", help="Background work.")


@jobs.command("work")
@click.option("--threads", default=2, show_default=True)
def work(threads: int) -> None:
    """Run background jobs in a process of its own, beside gunicorn."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    consumer = start_workers(app, threads)
    try:
        consumer.stop_flag.wait()
    except KeyboardInterrupt:
        consumer.stop_flag.set()


def register(app: Flask) -> None:
    app.cli.add_command(jobs)
