"""Check-in: one use case decides every scan, whichever door it comes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal_column, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from eventapp.domain.checkin import (
    SHIPPED_CHECKPOINTS,
    Holder,
    Hours,
    Verdict,
    bound_clock,
    decide,
    may_undo,
)
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, Ticket
from eventapp.models.checkin import Checkpoint, Scan
from eventapp.models.event import EventKey
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

ATTEMPTS = 5  # a lost race is settled by the second look; more are needed only if somebody undoes in between
lost_race(
    ("uq_scan_present", "scan.attendee_id", "uq_scan_device_key", "scan.key"), "这次扫码没有登记成功，请再扫一次。"
)


@dataclass(frozen=True)
class ScanAnswer:
    """What one scan came to, and whom it was about. A replay carries the first answer, not today's."""

    scan_id: int
    verdict: Verdict
    first_at: datetime | None
    name: str
    unit_name: str
    is_replay: bool = False


@dataclass(frozen=True)
class Found:
    """The attendee behind a ticket."""

    attendee_id: int | None = None
    name: str = ""
    unit_name: str = ""
    holder: Holder | None = None


@dataclass(frozen=True)
class Counts:
    """How many are in, and how many are awaited: everybody whose registration is confirmed."""

    present: int
    expected: int


@dataclass(frozen=True)
class CheckpointCard:
    """One checkpoint with its numbers."""

    checkpoint: Checkpoint
    counts: Counts


def is_present() -> ColumnElement[bool]:
    """Accepted and not undone; written as the partial index is, or the databases would not use it."""
    return and_(Scan.verdict == literal_column("'ok'"), Scan.undone_at.is_(None))


@transactional
def scan(
    edition: Edition, checkpoint_id: int, serial: str | None, *, device: str, key: str,
    scanned_at: datetime | None = None, refused: Verdict | None = None, actor: Actor, now: datetime,
) -> ScanAnswer:  # fmt: skip
    """Judge and keep one reading; a reading already known by `device` and `key` gets its first answer again.

    `serial` is the ticket's number, already proved by the door; None with `refused`, what the door found instead.
    Raises `NotFound` for a checkpoint of another edition. Refused readings are kept too.
    """
    reading = bound_clock(scanned_at, now)
    for attempt in range(ATTEMPTS):
        if known := find_answer(edition, device, key):
            return known
        checkpoint = get_checkpoint(edition, checkpoint_id)
        found = find_holder(checkpoint, serial) if serial and refused is None else Found()
        hours = Hours(checkpoint.opens_at, checkpoint.closes_at)
        decision = decide(refused, found.holder, hours, reading.scanned_at)
        row = Scan(
            event_id=edition.id, checkpoint_id=checkpoint.id, attendee_id=found.attendee_id, device=device, key=key,
            verdict=decision.verdict, first_at=decision.first_at, scanned_at=reading.scanned_at, received_at=now,
            skew_seconds=reading.skew_seconds, scanned_by=actor.account_id,
        )  # fmt: skip
        if is_kept(row, is_last_attempt=attempt == ATTEMPTS - 1):
            break
    return ScanAnswer(row.id, decision.verdict, decision.first_at, found.name, found.unit_name)


def is_kept(row: Scan, *, is_last_attempt: bool) -> bool:
    """Whether the row went in; False when another door, or a retry of the same device, was first: look again."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        if is_last_attempt:
            raise
        return False
    return True


def find_answer(edition: Edition, device: str, key: str) -> ScanAnswer | None:
    """The first answer to this reading, whatever has changed since; None for a new one."""
    row = db.session.execute(
        select(Scan.id, Scan.verdict, Scan.first_at, Attendee.name, Attendee.unit_name)
        .outerjoin(Scan.attendee)
        .where(Scan.device == device, Scan.key == key, Scan.event_id == edition.id)
    ).one_or_none()
    if row is None:
        return None
    return ScanAnswer(row.id, row.verdict, row.first_at, row.name or "", row.unit_name or "", is_replay=True)


def find_holder(checkpoint: Checkpoint, serial: str) -> Found:
    """Who holds the ticket, and since when they are in at this checkpoint: one statement.

    Held, so that nobody is let in here and cancels at the same instant; two doors do not wait for each other.
    """
    here = and_(Scan.attendee_id == Attendee.id, Scan.checkpoint_id == checkpoint.id, is_present())
    row = db.session.execute(
        select(Attendee.id, Attendee.name, Attendee.unit_name, Attendee.state, Ticket.revoked_at, Scan.scanned_at)
        .join(Ticket.attendee)
        .outerjoin(Scan, here)
        .where(Ticket.event_id == checkpoint.event_id, Ticket.serial == serial)
        .with_for_update(read=True, of=Attendee)
    ).one_or_none()
    if row is None:
        return Found()
    holder = Holder(row.state, row.revoked_at is not None, row.scanned_at)
    return Found(row.id, row.name, row.unit_name, holder)


def get_checkpoint(edition: Edition, checkpoint_id: int) -> Checkpoint:
    """One checkpoint of the edition; raises `NotFound`."""
    checkpoint = db.session.scalar(
        select(Checkpoint).where(Checkpoint.id == checkpoint_id, Checkpoint.event_id == edition.id)
    )
    if checkpoint is None:
        raise NotFound("找不到这个签到点。")
    return checkpoint


def list_checkpoints(edition: Edition) -> list[CheckpointCard]:
    """The checkpoints in their order with their numbers, in one statement."""
    rows = db.session.execute(select(Checkpoint, *numbers(edition)).where(Checkpoint.event_id == edition.id)
        .order_by(Checkpoint.sort, Checkpoint.id))  # fmt: skip
    return [CheckpointCard(row.Checkpoint, Counts(row.present, row.expected)) for row in rows]


def get_counts(edition: Edition, checkpoint_id: int) -> Counts:
    """The numbers of one checkpoint; raises `NotFound`."""
    query = select(*numbers(edition)).select_from(Checkpoint)
    row = db.session.execute(
        query.where(Checkpoint.id == checkpoint_id, Checkpoint.event_id == edition.id)
    ).one_or_none()
    if row is None:
        raise NotFound("找不到这个签到点。")
    return Counts(row.present, row.expected)


def numbers(edition: Edition) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Two columns beside a checkpoint: present, counted in the partial index alone, and expected."""
    present = select(func.count()).select_from(Scan).where(Scan.checkpoint_id == Checkpoint.id, is_present())
    expected = (
        select(func.count())
        .select_from(Attendee)
        .where(Attendee.event_id == edition.id, Attendee.state == AttendeeState.CONFIRMED)
    )
    return present.correlate(Checkpoint).scalar_subquery().label("present"), expected.scalar_subquery().label(
        "expected"
    )


def list_scans(edition: Edition, checkpoint_id: int, *, limit: int = 50) -> list[Scan]:
    """The newest readings at a checkpoint, refused and undone ones included."""
    query = select(Scan).where(Scan.event_id == edition.id, Scan.checkpoint_id == checkpoint_id)
    return list(db.session.scalars(query.options(joinedload(Scan.attendee)).order_by(Scan.id.desc()).limit(limit)))


@transactional
def undo_scan(edition: Edition, scan_id: int, *, actor: Actor, now: datetime) -> int:
    """Mark a check-in as undone, never delete it; returns the number of its checkpoint.

    Raises `Refusal` when it is none, was undone before, or is no longer the actor's to undo.
    """
    row = db.session.scalar(select(Scan).where(Scan.id == scan_id, Scan.event_id == edition.id))
    if row is None:
        raise NotFound("找不到这条签到记录。")
    if row.verdict is not Verdict.OK:
        raise Refusal("这条记录没有签到成功，不用撤销。")
    if not may_undo(actor, scanned_by=row.scanned_by, received_at=row.received_at, now=now):
        raise Refusal("只能撤销自己在 15 分钟内的签到，请联系会务组。")
    marked = db.session.scalar(
        update(Scan).where(Scan.id == row.id, Scan.undone_at.is_(None))
        .values(undone_at=now, undone_by=actor.account_id).returning(Scan.id)
    )  # fmt: skip
    if marked is None:
        raise Refusal("这条签到已经撤销过了。")
    record(edition.slug, "scan.undo", str(row.id), actor=actor, now=now, after={"attendee": row.attendee_id})
    return row.checkpoint_id


@transactional
def ship_checkpoints(edition: Edition, *, actor: Actor, now: datetime) -> None:
    """Give an edition the checkpoints that every conference has; those of the same name stay as they are."""
    known = set(db.session.scalars(select(Checkpoint.name).where(Checkpoint.event_id == edition.id)))
    for sort, (name, name_en, kind) in enumerate(SHIPPED_CHECKPOINTS):
        if name not in known:
            db.session.add(Checkpoint(event_id=edition.id, name=name, name_en=name_en, kind=kind, sort=sort))
            record(edition.slug, "checkpoint.create", name, actor=actor, now=now, after={"kind": kind.value})


def foreign_keys(edition: Edition) -> dict[int, bytes]:
    """The public keys of all other editions, only to tell a stranger's ticket from a forged one."""
    rows = db.session.execute(select(EventKey.id, EventKey.public_key).where(EventKey.event_id != edition.id))
    return {key_id: public_key for key_id, public_key in rows}


@dataclass(frozen=True)
class Presence:
    """Since when somebody is in at a checkpoint; None when they are not."""

    checkpoint: Checkpoint
    since: datetime | None


def list_presence(edition: Edition, attendee_id: int, checkpoints: Sequence[Checkpoint]) -> list[Presence]:
    """Where one person is in, of these checkpoints; one statement."""
    here = (Scan.event_id == edition.id, Scan.attendee_id == attendee_id, is_present())
    since = {row.checkpoint_id: row.scanned_at for row in db.session.scalars(select(Scan).where(*here))}
    return [Presence(checkpoint, since.get(checkpoint.id)) for checkpoint in checkpoints]
