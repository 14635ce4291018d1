"""Audit entries: written in the transaction of the change, chained by hashes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eventapp.domain.people import Actor
from eventapp.extensions import db
from eventapp.models.audit import AuditEntry, AuditHead

INSTALLATION = "installation"
HEADS = cast(Table, AuditHead.__table__)
# Every use case ends with these; built once, for building a statement costs more than sending it.
LOCK_HEAD = select(HEADS.c.position, HEADS.c.digest).where(HEADS.c.chain == bindparam("of")).with_for_update()
MOVE_HEAD = (
    update(HEADS)
    .where(HEADS.c.chain == bindparam("of"))
    .values(position=bindparam("to_position"), digest=bindparam("to_digest"))
)
ADD_ENTRIES = insert(AuditEntry.__table__)
End = tuple[int, str]  # position and digest of the last entry of a chain
WIPED = {"wiped": True}  # what stands in the place of detail that was personal


@dataclass(frozen=True)
class Entry:
    """One change on its way into the chain."""

    chain: str
    at: datetime
    actor: Actor
    action: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def record(
    chain: str,
    action: str,
    subject: str,
    *,
    actor: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note a change of the running use case; it is sealed into the chain when the use case ends."""
    entry = Entry(chain, now, actor, action, subject, before, after)
    db.session.info.setdefault("audit", []).append(entry)


def seal_entries(session: Session) -> None:
    """Append the noted entries to their chains: one lock and two statements a chain, however many entries."""
    noted: list[Entry] = session.info.pop("audit", [])
    for chain in dict.fromkeys(entry.chain for entry in noted):
        end = lock_head(session, chain)
        rows = list(chained(end, [entry for entry in noted if entry.chain == chain]))
        session.execute(ADD_ENTRIES, rows)
        session.execute(MOVE_HEAD, {"of": chain, "to_position": rows[-1]["position"], "to_digest": rows[-1]["digest"]})


def lock_head(session: Session, chain: str) -> End:
    """The end of the chain, held against other writers until the transaction ends."""
    end = session.execute(LOCK_HEAD, {"of": chain}).first()
    if end is None:
        try:
            with session.begin_nested():
                session.execute(insert(HEADS).values(chain=chain, position=0, digest=""))
        except IntegrityError:  # another writer began the same chain
            pass
        end = session.execute(LOCK_HEAD, {"of": chain}).one()
    return end.position, end.digest


def chained(end: End, entries: list[Entry]) -> Iterator[dict[str, Any]]:
    """Rows for `entries`, each digest covering the one before."""
    position, digest = end
    for entry in entries:
        position += 1
        detail = as_read_back({"before": dict(entry.before or {}), "after": dict(entry.after or {})})
        salt = secrets.token_hex(8)
        row: dict[str, Any] = {
            "chain": entry.chain,
            "position": position,
            "at": entry.at,
            "account_id": entry.actor.account_id,
            "actor_name": entry.actor.name[:80],
            "action": entry.action,
            "subject": entry.subject[:400],
            "detail": detail,
            "salt": salt,
            "detail_digest": digest_of_detail(salt, detail),
        }
        digest = row["digest"] = digest_of_row(row, digest)
        yield row


def as_read_back(detail: dict[str, Any]) -> Any:
    """The detail as the database gives it back: keys are texts there, and texts sort otherwise than numbers."""
    return json.loads(json.dumps(detail, ensure_ascii=False, default=str))


def canonical(value: object) -> str:
    """One text for one value, whatever the order of its keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest_of_detail(salt: str, detail: Mapping[str, Any]) -> str:
    """Salted, so that wiped personal detail cannot be guessed back from its digest."""
    return hashlib.sha256((salt + canonical(detail)).encode()).hexdigest()


def digest_of_row(row: Mapping[str, Any], previous: str) -> str:
    """The link of the chain: everything but the wipeable detail, and the link before.

    The account's number is left out: it becomes NULL when the account is deleted; its name stays and is covered.
    """
    moment: datetime = row["at"]
    names = ("chain", "position", "actor_name", "action", "subject", "detail_digest")
    parts = [moment.astimezone(UTC).isoformat(timespec="microseconds"), *(row[name] for name in names), previous]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


@dataclass(frozen=True)
class ChainFault:
    """Where a chain is broken, and how."""

    chain: str
    position: int
    what: str


def verify_chains() -> tuple[int, list[ChainFault]]:
    """Recompute every chain; returns the number of entries read and every fault found."""
    count, faults = 0, []
    for head in db.session.scalars(select(AuditHead).order_by(AuditHead.chain)):
        read, found = verify_chain(head)
        count += read
        faults += found
    headless = select(AuditEntry.chain).where(AuditEntry.chain.not_in(select(AuditHead.chain))).distinct()
    faults += [ChainFault(chain, 0, "end of the chain missing") for chain in db.session.scalars(headless)]
    return count, faults


def verify_chain(head: AuditHead) -> tuple[int, list[ChainFault]]:
    """Check one chain from its first entry to its head; a wiped detail has no salt and says nothing else."""
    faults, digest, position = [], "", 0
    query = select(AuditEntry).where(AuditEntry.chain == head.chain).order_by(AuditEntry.position)
    for entry in db.session.scalars(query.execution_options(yield_per=500)):
        position += 1
        if entry.position != position:
            faults.append(ChainFault(head.chain, position, "entry missing"))
            position = entry.position
        row = {column.key: getattr(entry, column.key) for column in AuditEntry.__table__.columns}
        is_wiped = not entry.salt and entry.detail == WIPED
        if not is_wiped and digest_of_detail(entry.salt, entry.detail) != entry.detail_digest:
            faults.append(ChainFault(head.chain, position, "detail changed"))
        if digest_of_row(row, digest) != entry.digest:
            faults.append(ChainFault(head.chain, position, "entry changed"))
        digest = entry.digest
    if (position, digest) != (head.position, head.digest):
        faults.append(ChainFault(head.chain, head.position, "end of the chain missing"))
    return position, faults


def wipe_details(chain: str, *conditions: ColumnElement[bool]) -> int:
    """Within a use case: take the detail out of the entries that fit; their place in the chain stays, and holds."""
    wiping = update(AuditEntry).where(AuditEntry.chain == chain, AuditEntry.salt != "", *conditions)
    done = db.session.execute(wiping.values(detail=WIPED, salt=""), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


def list_entries(chain: str, *, subject: str = "", page: int = 1, size: int = 50) -> list[AuditEntry]:
    """The newest entries of a chain, of one subject when it is given, a page at a time."""
    query = select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.position.desc())
    if subject:
        query = query.where(AuditEntry.subject == subject)
    return list(db.session.scalars(query.offset((page - 1) * size).limit(size)))


def count_entries(chain: str, *, subject: str = "") -> int:
    """How many entries a chain has, from its head: counting a million rows would take a second."""
    if subject:
        same = select(func.count()).where(AuditEntry.chain == chain, AuditEntry.subject == subject)
        return db.session.scalar(same) or 0
    return db.session.scalar(select(AuditHead.position).where(AuditHead.chain == chain)) or 0
