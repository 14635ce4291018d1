"""What people may ask about their data, and what the organizers answer: erased, or refused with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.events import Edition
from eventapp.domain.messages import MessageState
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks, key_hash
from eventapp.domain.privacy import needs_giving_back
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import LIVING
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.audit import AuditEntry
from eventapp.models.checkin import Scan
from eventapp.models.message import Message
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.checkin import is_present
from eventapp.services.enrollment import give_back
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.privacy_people import release_entries, wipe_rows
from eventapp.services.privacy_traces import traces_of, wipe_traces
from eventapp.services.privacy_wipes import MESSAGES, wipe
from eventapp.services.transactions import transactional

ASKED, WITHDRAWN = "attendee.ask_erasure", "attendee.withdraw_erasure"
LETTER_KEPT = timedelta(days=7)  # for a mail server that is out of order
REFUSED, ERASED = "attendee.refuse_erasure", "attendee.erase"


@dataclass(frozen=True)
class Answer:
    """The last word about somebody's wish to be erased."""

    at: datetime
    reason: str


def get_own(edition: Edition, key: str) -> Attendee:
    """The person behind a secret link, with their roles; raises `NotFound`, for who is erased as for anybody else."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.manage_key_hash == key_hash(key))
    role = joinedload(AttendeeRole.role)
    about = joinedload(AttendeeRole.result), joinedload(AttendeeRole.story)
    attendee = db.session.scalar(query.options(selectinload(Attendee.roles).options(role, *about)))
    if attendee is None:
        raise NotFound("找不到这份报名，请检查链接是否完整。")
    return attendee


@transactional
def ask_erasure(edition: Edition, key: str, *, actor: Actor, now: datetime) -> None:
    """Note that a person wants their data deleted; asking twice is asking once."""
    attendee = get_own(edition, key)
    if attendee.erasure_asked_at is None:
        attendee.erasure_asked_at = now
        record(edition.slug, ASKED, subject_of(attendee.id), actor=actor, now=now)


@transactional
def withdraw_erasure(edition: Edition, key: str, *, actor: Actor, now: datetime) -> None:
    """The person wants to stay after all."""
    attendee = get_own(edition, key)
    if attendee.erasure_asked_at is None:
        raise Refusal("没有待处理的删除申请，请刷新页面查看。")
    attendee.erasure_asked_at = None
    record(edition.slug, WITHDRAWN, subject_of(attendee.id), actor=actor, now=now)


def list_requests(edition: Edition) -> list[Attendee]:
    """Who waits for an answer, the longest waiting first."""
    query = select(Attendee).where(
        Attendee.event_id == edition.id, Attendee.erasure_asked_at.is_not(None), Attendee.erased_at.is_(None)
    )
    roles = selectinload(Attendee.roles).joinedload(AttendeeRole.role)
    return list(db.session.scalars(query.options(roles).order_by(Attendee.erasure_asked_at, Attendee.id)))


def count_requests(edition: Edition) -> int:
    """How many people wait for an answer."""
    query = select(func.count()).select_from(Attendee).where(Attendee.event_id == edition.id)
    return db.session.scalar(query.where(Attendee.erasure_asked_at.is_not(None), Attendee.erased_at.is_(None))) or 0


def count_erased(edition: Edition) -> int:
    """How many people have been erased."""
    query = select(func.count()).select_from(Attendee).where(Attendee.event_id == edition.id)
    return db.session.scalar(query.where(Attendee.erased_at.is_not(None))) or 0


@transactional
def refuse_erasure(
    edition: Edition, attendee_id: int, *, reason: str, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Answer a request with no, and why; the person reads it on their page, and by mail where there is an address."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.id == attendee_id)
    attendee = db.session.scalar(query.with_for_update())
    if attendee is None:
        raise NotFound("找不到这位参会人员。")
    if attendee.erasure_asked_at is None:
        raise Refusal("没有待处理的删除申请，请刷新页面查看。")
    if not reason.strip():
        raise Refusal("请写明不能删除的理由，本人会看到。")
    attendee.erasure_asked_at = None
    db.session.flush()
    record(edition.slug, REFUSED, subject_of(attendee_id), actor=actor, now=now, after={"reason": reason.strip()})
    key = f"erasure_refused:{attendee_id}:{now.isoformat()}"
    news = News("erasure_refused", key, attendee_id=attendee_id, values={"remark": reason.strip()})
    write_letters(edition, [news], links=links, now=now)


def find_refusal(edition: Edition, attendee: Attendee) -> Answer | None:
    """Why the last request was refused, unless a newer one stands."""
    if attendee.erasure_asked_at is not None:
        return None
    query = select(AuditEntry).where(AuditEntry.chain == edition.slug, AuditEntry.subject == subject_of(attendee.id))
    newest = query.where(AuditEntry.action.in_((ASKED, WITHDRAWN, REFUSED))).order_by(AuditEntry.position.desc())
    entry = db.session.scalar(newest.limit(1))
    if entry is None or entry.action != REFUSED:
        return None
    return Answer(entry.at, str((entry.detail.get("after") or {}).get("reason", "")))


@transactional
def erase_attendees(
    edition: Edition, ids: Collection[int], *, links: PersonalLinks, actor: Actor, now: datetime
) -> int:
    """Take these people out of everything that names them; returns how many rows lost their names.

    Their rows stay, with a number for a name, and so do all counts; only a place at an edition that is not over is
    given back, as by cancelling. Who is erased already is left alone.
    """
    living = select(Attendee.id).where(
        Attendee.event_id == edition.id, Attendee.id.in_(ids), Attendee.erased_at.is_(None)
    )
    found = list(db.session.scalars(living.order_by(Attendee.id).with_for_update()))
    if not found:
        return 0
    farewells = farewells_to(found)
    traces = traces_of(edition, found)
    if needs_giving_back(edition, now):
        give_back_places(edition, found, links=links, actor=actor, now=now)
    wipe_traces(edition, traces)
    count = wipe_rows(edition, traces.ids, now)
    release_entries(edition, traces.ids)
    for number in sorted(traces.ids):
        record(edition.slug, ERASED, subject_of(number), actor=actor, now=now)
    write_letters(edition, farewells, links=links, now=now)
    return count


def give_back_places(
    edition: Edition, ids: Collection[int], *, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Who is not known any more is not expected; who has been let in stays counted as who they were."""
    present = select(Scan.attendee_id).where(Scan.event_id == edition.id, is_present(), Scan.attendee_id.is_not(None))
    expected = select(Attendee.id).where(Attendee.id.in_(ids), Attendee.state.in_(LIVING), Attendee.id.not_in(present))
    if numbers := list(db.session.scalars(expected.order_by(Attendee.id))):
        give_back(edition, numbers, reason="erased", letter="", links=links, actor=actor, now=now)


def farewells_to(ids: Collection[int]) -> list[News]:
    """The last letters, made before nothing is known of these people any more.

    Their own traces go when they have been sent: see `wipe_sent_letters`.
    """
    query = select(Attendee.id, Attendee.name, Attendee.email, Attendee.language)
    return [
        News(
            "erased", f"erased:{row.id}", attendee_id=row.id, recipient=row.email, language=row.language,
            values={"name": row.name},
        )
        for row in db.session.execute(query.where(Attendee.id.in_(ids), Attendee.email != ""))
    ]  # fmt: skip


@transactional
def wipe_sent_letters(*, now: datetime) -> int:
    """Letters that told people of their erasure, once nothing is done with them any more, or nothing can be."""
    erased = select(Attendee.id).where(Attendee.erased_at.is_not(None))
    over = Message.state.not_in((MessageState.WAITING, MessageState.SENDING)) | (
        Message.written_at <= now - LETTER_KEPT
    )
    return wipe(MESSAGES, Message.template == "erased", Message.recipient != "", over, Message.attendee_id.in_(erased))
