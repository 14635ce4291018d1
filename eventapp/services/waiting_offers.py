"""Offered places: the person takes or declines them by the own link; when the time is over they go to the next."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks, key_hash
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import require_open
from eventapp.domain.registration_states import WAITS, Decision, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.event import Event
from eventapp.services.personal_letters import write_letter
from eventapp.services.registration import require_absent
from eventapp.services.role_decisions import decide
from eventapp.services.role_states import HeldRole, RoleChange, apply_changes, hold_roles
from eventapp.services.transactions import transactional
from eventapp.services.waiting import note_changes, offer_next


@transactional
def confirm_offer(
    edition: Edition, key: str, row_id: int, *, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Take the place that is kept for one's role `row_id`.

    Raises `NotFound` for a role of somebody else, `Refusal` when nothing is offered any more.
    """
    held = own_role(edition, key, row_id)
    if held.state is not RoleState.OFFERED or held.offer_expires_at is None or held.offer_expires_at <= now:
        raise Refusal("这个名额的确认时间已过，或已经处理；请刷新页面查看现在的状态。")
    change = RoleChange(held, RoleState.CONFIRMED, held.place)
    apply_changes(edition, [change], now=now)
    note_changes(edition, "attendee.confirm", [change], actor=actor, now=now)
    letter_key = f"confirmed:{row_id}:{now.isoformat()}"
    write_letter(edition, "registration", dedupe_key=letter_key, attendee_id=held.attendee_id, links=links, now=now)


@transactional
def decline_offer(
    edition: Edition, key: str, row_id: int, *, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Give an offered place, or the place on the waiting list, to whoever waits; at any time."""
    if own_role(edition, key, row_id).state not in WAITS:
        raise Refusal("这个名额已经处理过，请刷新页面查看现在的状态。")
    decide(edition, [row_id], Decision.CANCEL, links=links, actor=actor, now=now)


@transactional
def drop_role(edition: Edition, key: str, row_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> None:
    """Let one of one's roles go; the last one cancels the registration. Bound as `cancel_registration` is."""
    held = own_role(edition, key, row_id)
    require_open(edition, now)
    require_absent(held.attendee_id)
    [done] = decide(edition, [row_id], Decision.CANCEL, links=links, actor=actor, now=now)
    if done.refusal is not None:
        raise done.refusal


def own_role(edition: Edition, key: str, row_id: int) -> HeldRole:
    """One role of the person behind a secret link, held for a change; raises `NotFound`."""
    query = select(Attendee.id).where(Attendee.event_id == edition.id, Attendee.manage_key_hash == key_hash(key))
    owner = db.session.scalar(query)
    held, _places = hold_roles(edition, row_ids=[row_id])
    if owner is None or not held or held[0].attendee_id != owner:
        raise NotFound("找不到这份报名，请检查链接是否完整。")
    return held[0]


@transactional
def expire_offers(edition: Edition, *, links: PersonalLinks, actor: Actor, now: datetime) -> int:
    """Take back what was not confirmed in time, and offer what is free to whoever waits; returns how many expired.

    After the last day of the conference nobody is offered anything.
    """
    mine = AttendeeRole.event_id == edition.id
    late = select(AttendeeRole.id).where(mine, AttendeeRole.state == RoleState.OFFERED)
    rows = list(db.session.scalars(late.where(AttendeeRole.offer_expires_at <= now)))
    if rows:
        decide(edition, rows, Decision.EXPIRE, links=links, actor=actor, now=now)
    waited = select(AttendeeRole.role_id).where(mine, AttendeeRole.state == RoleState.WAITING).distinct()
    offer_next(edition, list(db.session.scalars(waited)), links=links, actor=actor, now=now)
    return len(rows)


def list_due(*, now: datetime) -> list[int]:
    """Editions that are not over and have somebody who waits, or an offer whose time is over; one statement."""
    late = (AttendeeRole.state == RoleState.OFFERED) & (AttendeeRole.offer_expires_at <= now)
    waits = AttendeeRole.state == RoleState.WAITING
    query = select(Event.id, Event.ends_on, Event.timezone).join(AttendeeRole, AttendeeRole.event_id == Event.id)
    query = query.where(AttendeeRole.state.in_(WAITS), late | waits).distinct()
    return [
        row.id for row in db.session.execute(query) if row.ends_on is None or today(row.timezone, now) <= row.ends_on
    ]


def today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
