"""Deciding about roles of people: approve, reject, offer a place, confirm, take away; one or many by few statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import HOLDS_A_PLACE, LIVING, Decision, RoleState, decided_state
from eventapp.extensions import db
from eventapp.models.attendee import AttendeeRole
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.places import Places
from eventapp.services.role_states import HeldRole, RoleChange, apply_changes, hold_roles, offer, standing
from eventapp.services.transactions import transactional
from eventapp.services.waiting import note_changes, offer_next, tell_offered

LETTERS = {
    Decision.APPROVE: "approved",
    Decision.REJECT: "rejected",
    Decision.CONFIRM: "approved",
    Decision.CANCEL: "cancelled",
    Decision.EXPIRE: "offer_expired",
}


@dataclass(frozen=True)
class Decided:
    """What became of one role of one person; `refusal` says why nothing did."""

    row_id: int
    attendee_id: int
    before: RoleState
    after: RoleState
    refusal: Refusal | None = None


@transactional
def decide_roles(
    edition: Edition, row_ids: Collection[int], decision: Decision, *, remark: str = "", links: PersonalLinks,
    actor: Actor, now: datetime,
) -> list[Decided]:  # fmt: skip
    """Decide about these roles as an organizer; those of another edition are left out."""
    return decide(edition, row_ids, decision, remark=remark, links=links, actor=actor, now=now)


@transactional
def decide_attendee(
    edition: Edition, attendee_id: int, *, approve: bool, remark: str = "", links: PersonalLinks, actor: Actor,
    now: datetime,
) -> list[Decided]:  # fmt: skip
    """Approve or reject every role of a person that waits for it; raises `Refusal` when none does."""
    decision = Decision.APPROVE if approve else Decision.REJECT
    undecided = {RoleState.PENDING, RoleState.REJECTED} if approve else {RoleState.PENDING}
    query = select(AttendeeRole.id, AttendeeRole.state).where(AttendeeRole.event_id == edition.id)
    rows = db.session.execute(query.where(AttendeeRole.attendee_id == attendee_id)).all()
    if not rows:
        raise NotFound("找不到这位参会人员。")
    chosen = [row.id for row in rows if row.state in undecided]
    if not chosen:
        raise Refusal("这份报名已经处理过，请刷新页面查看现在的状态。")
    return decide(edition, chosen, decision, remark=remark, links=links, actor=actor, now=now)


def decide(
    edition: Edition, row_ids: Collection[int], decision: Decision, *, remark: str = "", links: PersonalLinks,
    actor: Actor, now: datetime, tells: bool = True,
) -> list[Decided]:  # fmt: skip
    """Decide within the running use case, each role for itself; places that become free are offered on."""
    held, places = hold_roles(edition, row_ids=row_ids)
    changes, answers = [], []
    for one in held:
        try:
            change = decided(edition, one, decision, places, now)
        except Refusal as refusal:
            answers.append(Decided(one.id, one.attendee_id, one.state, one.state, refusal))
            continue
        changes.append(change)
        answers.append(Decided(one.id, one.attendee_id, one.state, change.after))
    apply_changes(edition, changes, now=now)
    note_changes(edition, f"attendee.{decision.value}", changes, actor=actor, now=now)
    if tells:
        tell_decided(edition, decision, changes, remark, links=links, now=now)
    freed = {change.held.role.id for change in changes if change.frees_a_place}
    offer_next(edition, freed, links=links, actor=actor, now=now)
    return answers


def decided(edition: Edition, held: HeldRole, decision: Decision, places: Places, now: datetime) -> RoleChange:
    """The change that a decision means for one role; raises `Refusal` without a reason or without a place.

    An approved person waits where the role is full and has a waiting list.
    """
    after = decided_state(held.state, decision)
    if decision is Decision.EXPIRE and held.offer_expires_at is not None and held.offer_expires_at > now:
        raise Refusal("这个名额的确认时间还没有到。")  # expired by another sweep and offered anew since
    if after not in HOLDS_A_PLACE:
        return RoleChange(held, after)
    if held.state in HOLDS_A_PLACE:
        return RoleChange(held, after, held.place)
    if not places.has_room(held.role):
        if decision is Decision.APPROVE and held.role.has_waiting_list:
            return RoleChange(held, RoleState.WAITING, waiting_since=now)
        raise Refusal("“%(role)s”的名额已满；请先增加名额，或等有人取消。", role=held.role.name)
    place = places.take(held.role)
    return offer(edition, held, place, now) if after is RoleState.OFFERED else RoleChange(held, after, place)


def tell_decided(
    edition: Edition, decision: Decision, changes: Sequence[RoleChange], remark: str, *, links: PersonalLinks,
    now: datetime,
) -> None:  # fmt: skip
    """The letters about decisions."""
    tell_offered(edition, [one for one in changes if one.after is RoleState.OFFERED], links=links, now=now)
    left = {one.held.attendee_id for one in changes if one.after is RoleState.CANCELLED}
    alive = {number for number, state in standing(edition, left).items() if state in LIVING}
    letters = [
        News(
            code, f"decision:{one.held.id}:{now.isoformat()}", one.held.attendee_id,
            role_ids=(one.held.role.id,), values={"remark": remark},
        )
        for one in changes
        if (code := letter_code(decision, one, is_alive=one.held.attendee_id in alive))
    ]  # fmt: skip
    write_letters(edition, letters, links=links, now=now)


def letter_code(decision: Decision, change: RoleChange, *, is_alive: bool) -> str:
    """Which letter tells of a decision; who lost one role of several has not been cancelled."""
    if change.after is RoleState.WAITING:
        return "waiting"
    if decision is Decision.CANCEL and is_alive:
        return "registration_edited"
    return LETTERS.get(decision, "")


@transactional
def move_to_front(edition: Edition, row_id: int, *, actor: Actor, now: datetime) -> None:
    """Let somebody who waits be the next; raises `Refusal` for who does not wait."""
    held, _places = hold_roles(edition, row_ids=[row_id])
    if not held:
        raise NotFound("找不到这位参会人员。")
    [one] = held
    if one.state is not RoleState.WAITING:
        raise Refusal("只有候补中的人可以提前，请刷新页面查看现在的状态。")
    queue = (AttendeeRole.role_id == one.role.id, AttendeeRole.state == RoleState.WAITING)
    first = db.session.scalar(select(func.min(AttendeeRole.waiting_since)).where(*queue)) or now
    change = RoleChange(one, RoleState.WAITING, waiting_since=first - timedelta(seconds=1))
    apply_changes(edition, [change], now=now)
    note_changes(edition, "attendee.move_to_front", [change], actor=actor, now=now)


def restore(
    edition: Edition, wanted: Sequence[tuple[int, RoleState, RoleState]], *, links: PersonalLinks, actor: Actor,
    now: datetime,
) -> list[Decided]:  # fmt: skip
    """Take decisions back, within the running use case: triples of row, state before and state after the decision.

    Only where nothing has changed since, and only where there is still a place; nobody is told.
    """
    back = {row_id: (before, after) for row_id, before, after in wanted}
    held, places = hold_roles(edition, row_ids=list(back))
    changes, answers = [], []
    for one in held:
        before, after = back[one.id]
        needs_place = before in HOLDS_A_PLACE and one.state not in HOLDS_A_PLACE
        if one.state is not after:
            answers.append(Decided(one.id, one.attendee_id, one.state, one.state, Refusal("此后又有变动，没有撤销。")))
        elif needs_place and not places.has_room(one.role):
            full = Refusal("“%(role)s”的名额已满；请先增加名额，或等有人取消。", role=one.role.name)
            answers.append(Decided(one.id, one.attendee_id, one.state, one.state, full))
        else:
            place = places.take(one.role) if needs_place else one.place if before in HOLDS_A_PLACE else None
            waiting_since = now if before is RoleState.WAITING else None
            until = now + timedelta(hours=edition.registration.offer_hours) if before is RoleState.OFFERED else None
            changes.append(RoleChange(one, before, place, waiting_since, until))
            answers.append(Decided(one.id, one.attendee_id, one.state, before))
    apply_changes(edition, changes, now=now)
    note_changes(edition, "attendee.restore", changes, actor=actor, now=now)
    freed = {change.held.role.id for change in changes if change.frees_a_place}
    offer_next(edition, freed, links=links, actor=actor, now=now)
    return answers
