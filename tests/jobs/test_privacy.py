"""Retention: when its time is over, nothing in the tables or on disk names anybody, and everything is still counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.messages import Channel, MessageState
from eventapp.extensions import db
from eventapp.jobs.privacy import start_due, wipe_letters
from eventapp.jobs.queue import dispatch
from eventapp.models import Attendee, Award, Certificate, Event, Job, Message, Scan, StoredFile, SummaryRow
from eventapp.models.message import Mailing
from eventapp.models.registration import BulkAction, Delegation, Invitation, SavedView
from eventapp.services import events, exports, files, jobs, retention, swaps
from eventapp.services.audit import verify_chains
from eventapp.settings import Settings
from tests.factories import NOW, SECRETARY, a_judge, a_story, an_edition, saved
from tests.factories_registration import LINKS, SELF, a_person, an_edition_with_roles, register, the_attendee
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


NAME, MOBILE, MAIL = "谭志序", "13800006026", "tan@example.com"
SHARED = "office@example.com"


@pytest.fixture
def named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A judge and speaker who is named wherever the program may name somebody, and people who are alike."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    edition = an_edition_with_roles()
    a_judge(edition, NAME, mobile=MOBILE)
    register(edition, a_person("谭志", mobile="13800006027", email=SHARED))
    for code, choice in (("speaker", {"story_id": a_story(edition).id}), ("judge", {})):
        register(edition, a_person(NAME, email=MAIL), code, **choice)
    register(edition, a_person(NAME, mobile="13800006029", email=SHARED))
    swap = {
        "name": "文知许",
        "mobile": "13800006028",
        "unit_name": "毛民帝江模具有限责任公司",
        "email": "wen@example.com",
    }
    came = swaps.swap_own(edition, register(edition, a_person("石知岑", mobile="13800006030", email=SHARED)),
        swap | {"lodging": "own"}, links=LINKS, actor=SELF, now=NOW)  # fmt: skip
    query = {"q": NAME}
    rows = [[2, {"name": NAME, "mobile": MOBILE}], [3, {"name": NAME, "mobile": "13800006029"}]]
    draft = [{"texts": texts, "faults": []} for _line, texts in rows]
    own = {"event_id": edition.id}
    ended = {"state": JobState.DONE, "created_at": NOW, "ended_at": NOW, "kind": "nothing", "title": "证件", **own}
    for row in (
        Delegation(**own, unit_name="甲", contact_name="石知岑", contact_mobile="1", contact_email=SHARED, link_nonce="n",
                   secret_hash="h", created_at=NOW, draft=draft, upload={"name": "名单", "rows": rows}),
        Job(**ended, params={"query": query}, outcome={"faults": [f"{NAME}：字库里没有"]}),
        SavedView(**own, page="attendees", name="甲", query=urlencode(query), created_at=NOW),
        Mailing(**own, name="甲", channel=Channel.MAIL, subject="甲", body="甲", audience=query, written_at=NOW),
        BulkAction(**own, kind="cancel", changes=[], done_at=NOW, note={"query": query, "people": 1}),
        Invitation(**own, role_id=the_attendee("文知许").roles[0].role_id, name=NAME, email=MAIL, link_nonce="n",
                   secret_hash="i", invited_at=NOW),
        Message(**own, dedupe_key="k", template="delegation", recipient=SHARED, subject="甲", body="甲",
                state=MessageState.WAITING, written_at=NOW),
    ):  # fmt: skip
        saved(row)
    said = {"roommate": f"{NAME}、谭志序远", "replaces_id": the_judge()}
    db.session.execute(update(Attendee).where(Attendee.id == came.attendee_id).values(said))
    db.session.execute(update(Message).where(Message.template == "swapped_in").values(body=f"代替{NAME}"))
    db.session.commit()
    exports.note_export(edition, "attendee.export", query=query, actor=SECRETARY, now=NOW)
    sha256 = archive.keep(folder_of(app), f"{NAME}{MOBILE}".encode())
    files.note_file(
        edition, sha256=sha256, name="名单.txt", media_type=files.ATTENDEE_LIST, size=1, is_personal=True, now=NOW
    )
    return edition


def the_judge() -> int:
    return db.session.scalars(select(Attendee.id).where(Attendee.mobile == MOBILE)).one()


def test_one_erased_person_is_nowhere_and_who_is_alike_loses_nothing(named: Edition, app: Flask) -> None:
    number, before = the_judge(), counts()
    waits = db.session.scalars(select(Message.id).where(Message.recipient == SHARED)).all()
    params = {"attendees": [number]}
    job = jobs.start_job(named, "erase_attendees", "删除", params, actor=SECRETARY, now=NOW)

    dispatch(job)
    db.session.execute(update(Message).where(Message.recipient == MAIL).values(state=MessageState.SENT))
    db.session.commit()
    wipe_letters()

    assert db.session.get_one(Job, job, populate_existing=True).outcome == {"count": 1, "files": 1}
    assert tables_that_say(MOBILE, MAIL) == []
    said = {name: [row for row in rows if NAME in row] for name, rows in everything().items()}
    namesake = {name: len(rows) for name, rows in said.items() if rows}
    assert namesake == {"attendee": 2, "attendee_word": 1, "audit_entry": 1, "delegation": 1, "message": 1}
    assert db.session.scalars(select(Attendee.roommate).where(Attendee.roommate != "")).all() == ["已删除、谭志序远"]
    assert on_disk(app, MOBILE, MAIL) == []
    assert db.session.scalars(select(Message.id).where(Message.recipient == SHARED)).all() == waits
    kept = db.session.scalars(select(Delegation)).one()
    assert [one["texts"]["mobile"] for one in kept.draft] == ["13800006029"]
    assert kept.upload["rows"] == [[3, {"name": NAME, "mobile": "13800006029"}]]
    assert db.session.scalars(select(Mailing.audience)).one() == {"q": "已删除"}
    assert (counts(), verify_chains()[1]) == (before, [])


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
