"""How long an edition keeps personal data, and wiping it afterwards: in parts, any of which may be done twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, func, not_, or_, select, true, update

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FieldType, FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.privacy import is_wipe_due, require_day, without_people
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexAttachment, AnnexVersion, FileReading, StoredFile
from eventapp.models.attendee import Attendee
from eventapp.models.audit import AuditEntry
from eventapp.models.event import Event
from eventapp.models.job import Job
from eventapp.models.mailbox import Letter, Mailbox
from eventapp.models.message import Message
from eventapp.models.registration import Delegation, SavedView
from eventapp.services.audit import record, wipe_details
from eventapp.services.events import edition_of
from eventapp.services.privacy_people import wipe_rows
from eventapp.services.privacy_wipes import OF_AN_EDITION, Wipe, changed, wipe
from eventapp.services.transactions import transactional

EMPTY_JOURNAL = "PRAGMA wal_checkpoint(TRUNCATE)"
PART = 500  # rows of one transaction: desks and judges wait at most so long
# Entries of the trail that name nobody: settings, and what certificates rest on. The detail of all others goes.
IMPERSONAL = (
    "award.", "certificate.", "checkpoint.", "event.", "role.", "scan.", "schedule.", "score_sheet.",
    "registration_form.", "summary.choose_level",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One kind of rows to wipe: which rows there are, their order, and what is done with a part of them."""

    rows: Callable[[Edition], ColumnElement[bool]]
    order: Any  # column of numbers
    work: Callable[[Edition, ColumnElement[bool], datetime], object]


@transactional
def set_day(edition: Edition, day: date | None, *, actor: Actor, now: datetime) -> None:
    """Say until when personal data is kept; None: until somebody says so."""
    if day is not None:
        require_day(edition, day, now)
    event = db.session.get_one(Event, edition.id)
    before, event.personal_data_until, event.personal_data_wiped_at = event.personal_data_until, day, None
    record(
        edition.slug, "event.keep_personal_data", edition.name, actor=actor, now=now,
        before={"until": str(before or "")}, after={"until": str(day or "")},
    )  # fmt: skip


def wiped_at(edition: Edition) -> datetime | None:
    """When personal data was wiped, or None."""
    return db.session.scalar(select(Event.personal_data_wiped_at).where(Event.id == edition.id))


def list_due(now: datetime) -> list[Edition]:
    """Editions whose personal data must go now."""
    query = select(Event).where(Event.personal_data_until.is_not(None), Event.personal_data_wiped_at.is_(None))
    return [edition for event in db.session.scalars(query) if is_wipe_due(edition := edition_of(event), now)]


def of_event(table: Any, *conditions: ColumnElement[bool]) -> Callable[[Edition], ColumnElement[bool]]:
    """The rows of an edition in a table."""

    def rows(edition: Edition) -> ColumnElement[bool]:
        own: ColumnElement[bool] = table.event_id == edition.id
        for condition in conditions:
            own = own & condition
        return own

    return rows


def wipe_part(wanted: Wipe, _edition: Edition, part: ColumnElement[bool], _now: datetime) -> None:
    wipe(wanted, part)


def delete_part(table: Any, _edition: Edition, part: ColumnElement[bool], _now: datetime) -> None:
    changed(delete(table).where(part))


def wipe_people(edition: Edition, part: ColumnElement[bool], now: datetime) -> None:
    wipe_rows(edition, list(db.session.scalars(select(Attendee.id).where(part))), now)


def clean_versions(_edition: Edition, part: ColumnElement[bool], _now: datetime) -> None:
    """Filled forms keep units, groups, topics, levels and figures."""
    query = select(AnnexVersion, Annex.kind).join(Annex, Annex.id == AnnexVersion.annex_id).where(part)
    for version, kind in db.session.execute(query):
        types = types_of(kind)
        version.fields = without_people(version.fields, types)
        version.rows = [without_people(row, types) for row in version.rows]
        version.provenance, version.faults = {}, []


def types_of(kind: FormKind) -> dict[str, FieldType]:
    form = FORMS[kind]
    return {spec.name: spec.type for spec in (*form.fields, *form.row_fields, *form.supporting)}


def wipe_trail(edition: Edition, part: ColumnElement[bool], _now: datetime) -> None:
    impersonal = or_(*(AuditEntry.action.startswith(start, autoescape=True) for start in IMPERSONAL))
    wipe_details(edition.slug, part, not_(impersonal))


def annexes_of(edition: Edition) -> ColumnElement[bool]:
    return AnnexVersion.annex_id.in_(select(Annex.id).where(Annex.event_id == edition.id))


def trail_of(edition: Edition) -> ColumnElement[bool]:
    return AuditEntry.chain == edition.slug


STEPS: tuple[Step, ...] = (
    Step(of_event(Attendee), Attendee.id, wipe_people),
    *(Step(of_event(one.table), one.table.id, partial(wipe_part, one)) for one in OF_AN_EDITION),
    Step(annexes_of, AnnexVersion.id, clean_versions),
    *(
        Step(of_event(table), table.id, partial(delete_part, table))
        for table in (AnnexAttachment, FileReading, Letter, Mailbox, SavedView)
    ),
    Step(of_event(Job, Job.ended_at.is_not(None)), Job.id, partial(delete_part, Job)),
    Step(trail_of, AuditEntry.position, wipe_trail),
)


def count_rows(edition: Edition) -> int:
    """How many rows all steps look at."""
    return sum(
        db.session.scalar(select(func.count()).select_from(step.order.class_).where(step.rows(edition))) or 0
        for step in STEPS
    )


@transactional
def do_part(edition: Edition, number: int, after: int, *, now: datetime) -> tuple[int, int]:
    """One part of step `number`, beginning behind row `after`; returns where it ended and how many rows it had."""
    step = STEPS[number]
    behind = select(step.order).where(step.rows(edition), step.order > after).order_by(step.order).limit(PART)
    numbers = list(db.session.scalars(behind))
    if numbers:
        step.work(edition, step.rows(edition) & step.order.between(numbers[0], numbers[-1]), now)
    return (numbers[-1] if numbers else after), len(numbers)


@transactional
def mark_files(edition: Edition) -> None:
    """What came in as an upload or by mail names people, whatever was known when it was kept."""
    came = (
        select(FileReading.file_id),
        select(Letter.file_id),
        select(AnnexAttachment.file_id),
        select(AnnexVersion.file_id).where(AnnexVersion.file_id.is_not(None)),
    )
    own = StoredFile.event_id == edition.id, or_(*(StoredFile.id.in_(query) for query in came))
    changed(update(StoredFile).where(*own).values(is_personal=True))


@transactional
def finish(edition: Edition, *, figures: dict[str, int], actor: Actor, now: datetime) -> None:
    """Write down that it is done. Raises `Refusal` when the day was put off meanwhile."""
    require_due(edition, now)
    event = db.session.get_one(Event, edition.id)
    event.personal_data_wiped_at = now
    record(edition.slug, "event.wipe_personal_data", edition.name, actor=actor, now=now, after=figures)


def require_due(edition: Edition, now: datetime) -> None:
    """Raises `Refusal` unless the last day is over, as the edition stands now."""
    if not is_wipe_due(edition_of(db.session.get_one(Event, edition.id)), now):
        raise Refusal("保存期限还没有到，没有清除个人信息。")


def overwrite_free_space() -> None:
    """Give back the pages that wiped rows lay on: SQLite keeps them in its file until then; PostgreSQL cleans itself."""
    alone("VACUUM", EMPTY_JOURNAL)


def empty_journal() -> None:
    """Empty SQLite's journal, where earlier states of wiped rows lie; in its main file they are overwritten at once."""
    alone(EMPTY_JOURNAL)


def alone(*statements: str) -> None:
    """Run these on SQLite over a connection of their own."""
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    # a connection of its own: VACUUM takes no transaction, nor a cursor that somebody has not read to its end
    with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as connection:
        for statement in ("PRAGMA busy_timeout=20000", *statements):
            connection.execute(statement)


def count_personal(edition: Edition) -> dict[str, int]:
    """What will go, counted: people, units that registered many, messages, letters, files."""
    counted: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "attendees": (Attendee, Attendee.erased_at.is_(None)),
        "delegations": (Delegation, Delegation.contact_name != ""),
        "messages": (Message, Message.recipient != ""),
        "letters": (Letter, true()),
        "files": (StoredFile, StoredFile.is_personal.is_(True)),
    }
    queries = {
        name: select(func.count()).select_from(table).where(table.event_id == edition.id, condition)
        for name, (table, condition) in counted.items()
    }
    columns = [query.scalar_subquery().label(name) for name, query in queries.items()]
    return dict(db.session.execute(select(*columns)).one()._asdict())
