"""Retention: when its time is over, nothing in the tables or on disk names anybody, and everything is still counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.jobs import JobState
from eventapp.extensions import db
from eventapp.jobs.privacy import start_due
from eventapp.jobs.queue import dispatch
from eventapp.models import Attendee, Award, Certificate, Event, Job, Scan, StoredFile, SummaryRow
from eventapp.services import events, files, retention
from eventapp.services.audit import verify_chains
from eventapp.settings import Settings
from tests.factories import NOW, an_edition
from tests.planting import MARK, everything, plant, tables_that_say

LAST = date(2025, 3, 12)
AFTER = datetime.combine(LAST + timedelta(days=1), datetime.min.time(), NOW.tzinfo)
COUNTED = (Attendee, Scan, Award, Certificate, SummaryRow)


def folder_of(app: Flask) -> object:
    settings: Settings = app.extensions["settings"]
    return settings.data_path / "files"


def counts() -> dict[str, int]:
    db.session.rollback()
    return {table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) for table in COUNTED}


@pytest.fixture
def planted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An edition with a mark everywhere, whose time is over."""
    edition = an_edition()
    plant(edition)
    sha256 = archive.keep(folder_of(app), MARK.encode())
    db.session.execute(update(StoredFile).values(sha256=sha256))
    db.session.execute(update(Event).values(personal_data_until=LAST))
    db.session.commit()
    files.note_file(
        edition, sha256=archive.keep(folder_of(app), b"form"), name="forms.zip", media_type="", size=4, now=NOW
    )
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return app


def test_after_its_time_nothing_of_an_edition_names_anybody_and_every_count_stays(planted: Flask) -> None:
    before, said_before = counts(), tables_that_say(MARK)
    assert on_disk(planted, "谭志序") != []
    assert {"attendee", "message", "audit_entry", "letter", "annex_version", "delegation"} <= set(said_before)

    (number,) = start_due(AFTER)
    dispatch(number)

    job = db.session.get_one(Job, number, populate_existing=True)
    assert job.state is JobState.DONE, job.note
    assert tables_that_say(MARK, "谭志序", "13800006026") == []
    assert counts() == before
    assert on_disk(planted, "谭志序", "13800006026") == []
    assert archive.fetch(folder_of(planted), archive.keep(folder_of(planted), b"form")) == b"form"
    assert "汤谷鹿蜀机床有限公司" in everything()["annex_version"][0]
    assert "铁砧QC小组" in everything()["annex_version"][0]
    assert verify_chains()[1] == []
    assert retention.wiped_at(events.find_edition("43")) == AFTER
    assert start_due(AFTER) == []


def on_disk(app: Flask, *marks: str) -> list[str]:
    """Files below the data folder whose bytes hold a mark, the database's own among them."""
    db.session.remove()
    settings: Settings = app.extensions["settings"]
    wanted = [spelled.encode() for mark in marks for spelled in (mark, mark.encode("unicode_escape").decode())]
    return [
        path.name
        for path in settings.data_path.rglob("*")
        if path.is_file() and any(w in path.read_bytes() for w in wanted)
    ]
