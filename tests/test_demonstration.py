"""The demonstration edition comes in whole, also when its first load was cut off."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.demo import load
from eventapp.extensions import db
from eventapp.models import Account, Attendee, Judge, RecommendationSummary, Result, Room, Story, SummaryRow
from eventapp.services import audit, events
from eventapp.services.activity import gather_statistics
from tests.conftest import NOW

TABLES = (RecommendationSummary, SummaryRow, Result, Story, Judge, Attendee, Room, Account)
WHOLE = {
    "RecommendationSummary": 42, "SummaryRow": 392, "Result": 386, "Story": 40, "Judge": 40, "Attendee": 648,
    "Room": 8, "Account": 6,
}  # fmt: skip


def counts() -> dict[str, int]:
    return {one.__name__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES}


def test_a_load_that_was_cut_off_is_finished_by_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch):
    settings = app.extensions["settings"]
    with monkeypatch.context() as power_cut:
        power_cut.setattr(load, "register_many", None)
        with pytest.raises(TypeError):
            load.load_demonstration(settings, now=NOW)
    assert load.is_wanted()

    load.load_demonstration(settings, now=NOW)

    assert counts() == WHOLE
    statistics = gather_statistics(events.list_editions()[0], actor=load.ACTOR)
    assert (len(statistics.forms), statistics.nation.value("year_qc")) == (28, 6409)
    assert not load.is_wanted()
    assert audit.verify_chains()[1] == []


def test_real_data_is_never_loaded_over(app: Flask):
    from tests.factories import an_edition

    an_edition()

    assert not load.is_wanted()
    assert [edition.is_demonstration for edition in events.list_editions()] == [False]
