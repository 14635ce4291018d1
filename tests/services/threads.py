"""Many at once: every worker has its own context, and so its own session."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from eventapp.domain.refusals import Refusal
from eventapp.extensions import db

Answer = TypeVar("Answer")


def all_at_once(app: Flask, workers: int, work: Callable[[int], Answer]) -> list[Answer | Refusal]:
    """Run `work(number)` in so many threads, started together; a refusal is an answer, any other fault is raised."""
    db.session.rollback()  # the test's own transaction must not stand in the way
    start = Barrier(workers)

    def run(number: int) -> Answer | Refusal:
        with app.app_context():
            start.wait(timeout=30)
            try:
                return work(number)
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))
