"""The embedded server: web threads and workers in one process, stopped together."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click
from flask import Flask
from flask_migrate import upgrade
from waitress import create_server

from eventapp.jobs.queue import start_workers
from eventapp.settings import Settings

WEB_THREADS = 8


def prepare_database(app: Flask) -> None:
    """Bring the tables to where this version expects them."""
    with app.app_context():
        upgrade()


def serve_forever(app: Flask) -> None:
    """Serve until Ctrl-C or a termination signal; requests under way are finished."""
    settings: Settings = app.extensions["settings"]
    try:
        server = create_server(app, host=settings.host, port=settings.port, threads=WEB_THREADS, ident=None)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); choose another PORT or HOST / "
            "这个地址不能监听，请换一个 PORT 或 HOST"
        ) from error
    is_alone = settings.database.startswith("sqlite")  # one file, one server
    workers = start_workers(app, settings.job_threads, is_alone=is_alone) if settings.job_threads else None
    for stop in (signal.SIGTERM, signal.SIGINT):  # a shell may have started us with Ctrl-C ignored
        signal.signal(stop, raise_exit)
    click.echo(f"\n  → http://{settings.host}:{settings.port}/   (Ctrl-C stops / 按 Ctrl-C 停止)\n")
    try:
        server.run()
    except SystemExit:
        pass
    finally:
        server.close()
        if workers:
            workers.stop_flag.set()
        click.echo("stopped / 已停止")
    leave()


def leave() -> NoReturn:
    """End at once: the threads of a solver at work would abort an ordinary exit. The next start finds the job again."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def raise_exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit
