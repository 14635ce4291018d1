"""Doing one thing to many registrations at once: counted and shown before, noted so that it can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.messages import MessageState
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import DECISIONS, LIVING, AttendeeState, Decision, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.message import Message
from eventapp.models.registration import BulkAction
from eventapp.services.attendee_lists import count_attendees, narrowed
from eventapp.services.audit import record
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.role_decisions import Decided, decide, restore
from eventapp.services.transactions import transactional

MOST_AT_ONCE = 5000
MOST_SHOWN = 20


class Action(StrEnum):
    """What may be done to many at once by a use case of its own."""

    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    RESEND = "resend"


DECIDES = {
    Action.APPROVE: Decision.APPROVE,
    Action.REJECT: Decision.REJECT,
    Action.CANCEL: Decision.CANCEL,
}


@dataclass(frozen=True)
class Preview:
    """Whom an action would touch: how many exactly, the first of them as number, name and unit, and a seal on all."""

    count: int
    people: list[tuple[int, str, str]]
    seal: str


@dataclass(frozen=True)
class Done:
    """What came of it: how many people changed, and for how many it could not be done, with the reasons."""

    action_id: int
    changed: int
    refused: int
    reasons: tuple[Refusal, ...] = ()


def preview(edition: Edition, wanted: Wanted, action: Action) -> Preview:
    """Whom the action would touch; raises `Refusal` when there is nobody, or too many for once."""
    people = whom(edition, wanted, action)
    if not people:
        raise Refusal("所选名单里没有可以这样处理的人。")
    if len(people) > MOST_AT_ONCE:
        raise Refusal("一次最多处理%(most)s人，请先缩小范围。", most=MOST_AT_ONCE)
    return Preview(len(people), people[:MOST_SHOWN], seal_of([number for number, *_named in people]))


def look(edition: Edition, wanted: Wanted) -> Preview:
    """Everybody of the list, for what is done elsewhere: a message, badges, a file. Raises `Refusal` for nobody."""
    count = count_attendees(edition, wanted)
    if not count:
        raise Refusal("所选名单里没有可以这样处理的人。")
    chosen = narrowed(edition, wanted).with_only_columns(Attendee.id, Attendee.name, Attendee.unit_name)
    first = db.session.execute(chosen.order_by(Attendee.pinyin, Attendee.id).limit(MOST_SHOWN))
    return Preview(count, list(first), "")


def whom(edition: Edition, wanted: Wanted, action: Action) -> list[tuple[int, str, str]]:
    """The people of the list to whom the action means something, by pinyin."""
    chosen = narrowed(edition, wanted).with_only_columns(Attendee.id, Attendee.name, Attendee.unit_name)
    if action is Action.RESEND:
        fitting = chosen.where(Attendee.email != "", Attendee.link_nonce != "", Attendee.state.in_(LIVING))
    else:
        fitting = chosen.where(Attendee.roles.any(AttendeeRole.state.in_(states_for(action, wanted))))
    ordered = fitting.order_by(Attendee.pinyin, Attendee.id).limit(MOST_AT_ONCE + 1)
    return list(db.session.execute(ordered))


def states_for(action: Action, wanted: Wanted) -> tuple[RoleState, ...]:
    """From which states the action leads away. Who was rejected is approved only in a list of rejected people."""
    possible = DECISIONS[DECIDES[action]][0]
    if action is Action.APPROVE:
        is_rejected = wanted.state is AttendeeState.REJECTED
        return (RoleState.REJECTED,) if is_rejected else (RoleState.PENDING,)
    if action is Action.REJECT:
        return (RoleState.PENDING,)
    return tuple(sorted(possible - {RoleState.REJECTED}))


def seal_of(numbers: Sequence[int]) -> str:
    """Changes as soon as the people are others: what was confirmed is what is done."""
    return hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()[:16]


@transactional
def do_to_many(
    edition: Edition, wanted: Wanted, action: Action, *, seal: str, remark: str = "", links: PersonalLinks,
    actor: Actor, now: datetime,
) -> Done:  # fmt: skip
    """Do it to exactly the people who were shown; raises `Refusal` when the list has changed since."""
    shown = preview(edition, wanted, action)
    if shown.seal != seal:
        raise Refusal("名单在确认期间有变化，现在是%(count)s人；请核对后重新确认。", count=shown.count)
    numbers = [number for number, *_named in whom(edition, wanted, action)]
    if action is Action.RESEND:
        return resend_links(edition, numbers, links=links, actor=actor, now=now)
    rows = rows_for(edition, wanted, action, numbers)
    stories = stories_of(rows)
    answers = decide(edition, rows, DECIDES[action], remark=remark, links=links, actor=actor, now=now)
    changes = [
        [one.row_id, one.before.value, one.after.value, stories.get(one.row_id)]
        for one in answers
        if one.refusal is None
    ]
    people = len({one.attendee_id for one in answers if one.refusal is None})
    return summed(note(edition, action, changes, people, wanted, actor, now), answers)


def rows_for(edition: Edition, wanted: Wanted, action: Action, numbers: Sequence[int]) -> list[int]:
    """The roles it is about: of a list narrowed to one role only that one, unless the whole registration ends."""
    query = select(AttendeeRole.id).where(
        AttendeeRole.event_id == edition.id,
        AttendeeRole.attendee_id.in_(numbers),
        AttendeeRole.state.in_(states_for(action, wanted)),
    )
    if wanted.role and action is not Action.CANCEL:
        query = query.join(Role, Role.id == AttendeeRole.role_id).where(Role.code == wanted.role)
    return list(db.session.scalars(query.order_by(AttendeeRole.id)))


def stories_of(rows: Sequence[int]) -> dict[int, int]:
    """The stories of these roles: who lets a role go lets the story go, and undoing brings it back."""
    query = select(AttendeeRole.id, AttendeeRole.story_id).where(AttendeeRole.id.in_(rows))
    return {number: story for number, story in db.session.execute(query) if story is not None}


def note(
    edition: Edition, action: Action, changes: list[Any], people: int, wanted: Wanted, actor: Actor, now: datetime
) -> int:
    """Keep what was done, with what every role was before."""
    done = BulkAction(
        event_id=edition.id, kind=action.value, changes=changes, account_id=actor.account_id, done_at=now,
        note={"query": wanted.as_query(), "by": actor.name[:80], "people": people},
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    after = {"action": action.value, "count": people, "query": wanted.as_query()}
    record(edition.slug, "bulk_action.do", f"bulk_action:{done.id}", actor=actor, now=now, after=after)
    return done.id


def summed(action_id: int, answers: Sequence[Decided]) -> Done:
    changed = {one.attendee_id for one in answers if one.refusal is None}
    refused = {one.attendee_id for one in answers if one.refusal is not None} - changed
    reasons = {str(one.refusal): one.refusal for one in answers if one.refusal is not None}
    return Done(action_id, len(changed), len(refused), tuple(reasons.values()))


def resend_links(
    edition: Edition, numbers: Sequence[int], *, links: PersonalLinks, actor: Actor, now: datetime
) -> Done:
    """Write the letter with their own link to all of these, once an hour at most; there is nothing to take back."""
    letters = [News("registration", f"registration:{number}:again:{now:%Y%m%d%H}", number) for number in numbers]
    write_letters(edition, letters, links=links, now=now)
    after = {"action": Action.RESEND.value, "count": len(numbers)}
    record(edition.slug, "bulk_action.do", "bulk_action:resend", actor=actor, now=now, after=after)
    return Done(0, len(numbers), 0)


@transactional
def undo(edition: Edition, action_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> Done:
    """Take an action back for everybody whom nobody changed since; raises `Refusal` a second time.

    Nobody is told; letters of the action that still wait in the outbox stay there.
    """
    query = select(BulkAction).where(BulkAction.event_id == edition.id, BulkAction.id == action_id)
    done = db.session.scalar(query.with_for_update())
    if done is None:
        raise NotFound("没有这次批量操作。")
    if done.undone_at is not None:
        raise Refusal("这次批量操作已经撤销过了。")
    done.undone_at = now
    wanted = [(row, RoleState(before), RoleState(after)) for row, before, after, _story in done.changes]
    answers = restore(edition, wanted, links=links, actor=actor, now=now)
    back = {one.row_id for one in answers if one.refusal is None}
    give_stories_back({row: story for row, _before, _after, story in done.changes if story and row in back})
    stop_letters({one.attendee_id for one in answers if one.refusal is None}, written_at=done.done_at)
    summary = summed(done.id, answers)
    after = {"count": summary.changed, "left": summary.refused}
    record(edition.slug, "bulk_action.undo", f"bulk_action:{done.id}", actor=actor, now=now, after=after)
    return summary


def give_stories_back(stories: dict[int, int]) -> None:
    """A speaker who is back tells the same story again, unless somebody else has taken it."""
    taken = select(AttendeeRole.story_id).where(AttendeeRole.story_id.in_(stories.values()))
    gone = set(db.session.scalars(taken)) if stories else set()
    for row, story in stories.items():
        if story not in gone:
            db.session.execute(update(AttendeeRole).where(AttendeeRole.id == row).values(story_id=story))


def stop_letters(people: set[int], *, written_at: datetime) -> None:
    """What the action wrote to them and has not left yet would tell them something untrue."""
    waiting = Message.attendee_id.in_(people), Message.state == MessageState.WAITING
    stopped = update(Message).where(*waiting, Message.written_at == written_at)
    db.session.execute(stopped.values(state=MessageState.DROPPED))


def list_actions(edition: Edition, *, most: int = 30) -> list[BulkAction]:
    """What was done to many, the newest first."""
    query = select(BulkAction).where(BulkAction.event_id == edition.id).order_by(BulkAction.id.desc())
    return list(db.session.scalars(query.limit(most)))
