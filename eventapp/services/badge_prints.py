"""The log of what was printed: a badge gets its number before it is set, so that paper and log agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from eventapp.domain.events import Edition
from eventapp.domain.pages import page_count, page_within
from eventapp.domain.people import Actor
from eventapp.extensions import db
from eventapp.models.account import Account
from eventapp.models.attendee import Attendee
from eventapp.models.badge import BadgePrint
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.badge_people import counted_prints
from eventapp.services.jobs import Claim, find_claimed
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

PAGE_SIZE = 50
lost_race(
    ("uq_badge_print_attendee_id_number", "badge_print.attendee_id"), "另一个人刚刚打印了同一个人的胸牌，请再试一次。"
)


@dataclass(frozen=True)
class PrintPage:
    """One page of the log."""

    rows: list[Any]
    count: int
    page: int
    pages: int


@transactional
def note_prints(
    edition: Edition, tickets: Mapping[int, int | None], *, sheet: str, job_id: int | None, actor: Actor, now: datetime
) -> dict[int, int]:
    """Number a badge for each person (to their ticket, if they have one) and log it; returns the print numbers.

    A job that is run again keeps the numbers it gave before. Six statements for any number of people.
    """
    take_turn(edition)
    ids = list(tickets)
    again = numbers_of_job(job_id, ids) if job_id is not None else {}
    last = counted_prints(ids)
    numbers = {number: again.get(number) or last.get(number, 0) + 1 for number in ids}
    rows = [
        {
            "event_id": edition.id, "attendee_id": attendee_id, "ticket_id": ticket_id, "number": numbers[attendee_id],
            "sheet": sheet, "job_id": job_id, "account_id": actor.account_id, "printed_at": now,
        }
        for attendee_id, ticket_id in tickets.items() if attendee_id not in again
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(BadgePrint), rows)
        subject = subject_of(ids[0]) if job_id is None else edition.slug
        after = {"count": len(rows), "reprints": sum(number > 1 for number in numbers.values()), "sheet": sheet}
        record(edition.slug, "badge.print", subject, actor=actor, now=now, after=after)
    return numbers


def numbers_of_job(job_id: int, ids: Sequence[int]) -> dict[int, int]:
    """What an earlier attempt of a job gave."""
    query = select(BadgePrint.attendee_id, BadgePrint.number)
    mine = BadgePrint.job_id == job_id, BadgePrint.attendee_id.in_(ids)
    return {row[0]: row[1] for row in db.session.execute(query.where(*mine))}


@transactional
def forget_prints(claim: Claim) -> None:
    """Nothing came out of this attempt: its numbers are free again, unless another one has taken the job over."""
    if find_claimed(claim) is not None:
        db.session.execute(delete(BadgePrint).where(BadgePrint.job_id == claim.job_id))


def list_prints(
    edition: Edition, *, attendee_id: int | None = None, reprints: bool = False, page: int = 1
) -> PrintPage:
    """The newest prints first, with whose they are and who printed. Two statements."""
    mine = [BadgePrint.event_id == edition.id]
    if attendee_id is not None:
        mine.append(BadgePrint.attendee_id == attendee_id)
    if reprints:
        mine.append(BadgePrint.number > 1)
    total = db.session.scalar(select(func.count()).select_from(BadgePrint).where(*mine)) or 0
    page = page_within(page, total, PAGE_SIZE)
    query = (
        select(BadgePrint, Attendee.name, Attendee.unit_name, Account.name.label("printed_by"))
        .join(Attendee, Attendee.id == BadgePrint.attendee_id)
        .outerjoin(Account, Account.id == BadgePrint.account_id)
        .where(*mine)
        .order_by(BadgePrint.id.desc())
    )
    rows = list(db.session.execute(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)))
    return PrintPage(rows, total, page, page_count(total, PAGE_SIZE))
