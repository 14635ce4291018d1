"""Turns of an edition keep others of their kind waiting, and nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from eventapp.extensions import db
from eventapp.models import Room
from eventapp.services.turns import take_turn
from tests.factories import an_edition, saved


def test_rows_of_the_edition_go_in_while_somebody_has_the_turn(app: Flask) -> None:
    edition = an_edition()
    db.session.rollback()

    def another_person() -> str:
        with app.app_context():
            return saved(Room(event_id=edition.id, name="第一会议室", capacity=10)).name

    with ThreadPoolExecutor(1) as pool:
        take_turn(edition)
        try:
            assert pool.submit(another_person).result(timeout=10) == "第一会议室"
        finally:
            db.session.rollback()
