"""Registering, editing, cancelling, deciding. Only the hash of a person's secret link is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import Letter, Person, RoleChoice, decided_state, require_open, starting_state
from eventapp.domain.registration_states import Admission, AttendeeState
from eventapp.domain.roles import JUDGE
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket
from eventapp.models.message import Message
from eventapp.models.schedule import Judge
from eventapp.services.attendees import (
    add_attendee,
    add_role,
    add_ticket,
    facts_of,
    find_person,
    subject_of,
    unit_for,
)
from eventapp.services.audit import record
from eventapp.services.events import get_current_key
from eventapp.services.invited_judges import judge_for, link_judge
from eventapp.services.messages import write_message
from eventapp.services.role_choices import checked_choice
from eventapp.services.roles import get_role
from eventapp.services.transactions import lost_race, transactional

TEMPLATE = "registration"
DECISION_TEMPLATE = "registration_decision"

lost_race(
    ("uq_attendee_role_story", "attendee_role.story_id"),
    "这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。",
)
lost_race(("uq_attendee_person", "attendee.name_key"), "不能改成这个姓名和手机号，请检查，或联系会务组。")


@dataclass(frozen=True)
class Registered:
    """What became of a form: a new registration under the given key, or one that was there before."""

    attendee_id: int
    is_new: bool


def new_manage_key() -> str:
    """A secret for one person's link: 32 random bytes, 43 characters."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """What is stored of a secret link."""
    return hashlib.sha256(key.encode()).hexdigest()


@transactional
def register(
    edition: Edition, person: Person, choice: RoleChoice, *, key: str, letter: Letter | None, actor: Actor, now: datetime
) -> Registered:  # fmt: skip
    """Take one person in one role: attendee, ticket and mail, all or nothing.

    A person who is registered already is not doubled: the role is added, the mail with the old link goes out again
    and the caller learns nothing that a stranger should not. Raises `Refusal` when registration is closed or the
    result or story is missing or taken.
    """
    require_open(edition, now)
    role = get_role(edition, choice.code)
    choice = checked_choice(edition, role, choice)
    unit = unit_for(edition, person.unit_name)
    judge, is_invited = judge_for(edition, person, unit) if role.code == JUDGE else (None, False)
    state = starting_state(role.admission, is_invited=is_invited)
    attendee = add_attendee(edition, person, unit, key_hash(key), state, now)
    if attendee is None:
        return register_again(edition, person, role, choice, actor=actor, now=now)
    add_role(attendee, role, choice)
    add_ticket(edition, attendee, get_current_key(edition).id, now)
    link_judge(judge, attendee)
    if letter and person.email:
        post(edition, attendee, letter, f"registration:{attendee.id}", now)
    after = {**facts_of(attendee), "role": asdict(choice)}
    record(edition.slug, "attendee.register", subject_of(attendee.id), actor=actor, now=now, after=after)
    return Registered(attendee.id, is_new=True)


def register_again(
    edition: Edition, person: Person, role: Role, choice: RoleChoice, *, actor: Actor, now: datetime
) -> Registered:
    """Somebody knows name and mobile of a registered person: add a harmless role, mail the old link, tell nothing.

    A role by approval is only noted, for else a stranger could send a confirmed person back to the queue.
    """
    attendee = find_person(edition, person)
    if attendee is None:
        raise Refusal("没有保存成功，请再提交一次。")
    held = {(held.role_id, held.result_id, held.story_id) for held in attendee.roles}
    is_held = (role.id, choice.result_id, choice.story_id) in held
    is_added = not is_held and role.admission is Admission.OPEN and attendee.state is not AttendeeState.REJECTED
    if is_added:
        add_role(attendee, role, choice)
    if not is_held:
        action = "attendee.add_role" if is_added else "attendee.ask_role"
        record(edition.slug, action, subject_of(attendee.id), actor=actor, now=now, after=asdict(choice))
    post_link_again(edition, attendee, now)
    return Registered(attendee.id, is_new=False)


def post_link_again(edition: Edition, attendee: Attendee, now: datetime) -> None:
    """Repeat the mail with the link, to the stored address only and once an hour at most."""
    query = select(Message).where(
        Message.attendee_id == attendee.id, Message.template == TEMPLATE, Message.recipient == attendee.email
    )
    earlier = db.session.scalar(query.order_by(Message.id.desc()).limit(1))
    if earlier is not None and attendee.email:
        letter = Letter(earlier.subject, earlier.body)
        post(edition, attendee, letter, f"registration:{attendee.id}:again:{now:%Y%m%d%H}", now)


def post(
    edition: Edition, attendee: Attendee, letter: Letter, dedupe_key: str, now: datetime, template: str = TEMPLATE
) -> None:
    write_message(
        edition, dedupe_key=dedupe_key, template=template, recipient=attendee.email, subject=letter.subject,
        body=letter.body, attendee_id=attendee.id, now=now,
    )  # fmt: skip


def own_registration(edition: Edition, key: str) -> Attendee:
    """The registration behind a secret link, held for a change; raises `NotFound`, `Refusal` when it is over."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.manage_key_hash == key_hash(key))
    attendee = db.session.scalar(query.with_for_update())
    if attendee is None:
        raise NotFound("找不到这份报名，请检查链接是否完整。")
    if attendee.state in (AttendeeState.CANCELLED, AttendeeState.REJECTED):
        raise Refusal("这份报名已取消或未通过审核，不能再修改；如需参会请重新报名或联系会务组。")
    return attendee


@transactional
def edit_registration(
    edition: Edition, key: str, person: Person, *, letter: Letter | None, actor: Actor, now: datetime
) -> None:
    """Change what a person said of themselves; the ticket stays, a new address gets the link."""
    attendee = own_registration(edition, key)
    require_open(edition, now)
    before, unit = facts_of(attendee), unit_for(edition, person.unit_name)
    for name, value in asdict(person).items():
        setattr(attendee, name, value)
    attendee.name_key, attendee.organization_id = name_key(person.name)[:80], unit.id
    after = facts_of(attendee)
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return
    db.session.flush()
    if letter and person.email and "email" in changed:
        post(edition, attendee, letter, f"registration:{attendee.id}:edit:{now.isoformat()}", now)
    record(
        edition.slug, "attendee.edit", subject_of(attendee.id), actor=actor, now=now,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip


@transactional
def cancel_registration(edition: Edition, key: str, *, actor: Actor, now: datetime) -> None:
    """Give the place back: the ticket is revoked, the story free for another speaker, the judge untied."""
    attendee = own_registration(edition, key)
    require_open(edition, now)
    before, released = attendee.state.value, release(attendee)
    attendee.state = AttendeeState.CANCELLED
    living = (Ticket.attendee_id == attendee.id, Ticket.revoked_at.is_(None))
    db.session.execute(update(Ticket).where(*living).values(revoked_at=now))
    record(
        edition.slug, "attendee.cancel", subject_of(attendee.id), actor=actor, now=now,
        before={"state": before, "story_ids": released}, after={"state": attendee.state.value},
    )  # fmt: skip


def held_attendee(edition: Edition, attendee_id: int) -> Attendee:
    """One attendee of this edition, held for a change; raises `NotFound`."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.id == attendee_id)
    attendee = db.session.scalar(query.with_for_update())
    if attendee is None:
        raise NotFound("找不到这位参会人员。")
    return attendee


def release(attendee: Attendee) -> list[int]:
    """Let go of what only one person may hold; returns the stories."""
    held = (AttendeeRole.attendee_id == attendee.id, AttendeeRole.story_id.is_not(None))
    stories = list(db.session.scalars(select(AttendeeRole.story_id).where(*held)))
    db.session.execute(update(AttendeeRole).where(*held).values(story_id=None))
    db.session.execute(update(Judge).where(Judge.attendee_id == attendee.id).values(attendee_id=None))
    return [story for story in stories if story is not None]


@transactional
def renew_link(
    edition: Edition, attendee_id: int, *, key: str, letter: Letter | None, actor: Actor, now: datetime
) -> None:
    """Give a person a new secret link; the old one opens nothing any more, the ticket stays."""
    attendee = held_attendee(edition, attendee_id)
    attendee.manage_key_hash = key_hash(key)
    if letter and attendee.email:
        post(edition, attendee, letter, f"registration:{attendee.id}:renew:{now.isoformat()}", now)
    record(edition.slug, "attendee.renew_link", subject_of(attendee.id), actor=actor, now=now)


@transactional
def decide_attendee(
    edition: Edition, attendee_id: int, *, approve: bool, letter: Letter | None, actor: Actor, now: datetime
) -> None:
    """Approve or reject a registration by approval; the person hears of it by mail."""
    attendee = held_attendee(edition, attendee_id)
    before = attendee.state.value
    attendee.state = decided_state(attendee.state, approve=approve)
    if not approve:
        release(attendee)
    if letter and attendee.email:
        post(edition, attendee, letter, f"decision:{attendee.id}:{now.isoformat()}", now, DECISION_TEMPLATE)
    action = "attendee.approve" if approve else "attendee.reject"
    record(
        edition.slug, action, subject_of(attendee.id), actor=actor, now=now, before={"state": before},
        after={"state": attendee.state.value},
    )  # fmt: skip


def find_ticket(edition: Edition, serial: str) -> Ticket | None:
    """The ticket of this serial with its attendee and their roles, in two statements; None when there is none."""
    query = select(Ticket).where(Ticket.event_id == edition.id, Ticket.serial == serial)
    person = joinedload(Ticket.attendee)
    return db.session.scalar(query.options(person.selectinload(Attendee.roles).joinedload(AttendeeRole.role)))
