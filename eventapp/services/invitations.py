"""Invitations: secret links by which one person takes one role without being approved, once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from eventapp.domain.events import Edition
from eventapp.domain.invitations import Guest, InvitationState, state_of_invitation
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks, key_hash
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, RoleNeed
from eventapp.domain.registration_states import Decision, Origin, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import AttendeeRole, Role
from eventapp.models.registration import Invitation
from eventapp.services.audit import record
from eventapp.services.enrollment import CHINESE, Entry, enroll
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.registration import Registered, is_own, new_nonce
from eventapp.services.role_decisions import decide
from eventapp.services.roles import get_role
from eventapp.services.transactions import lost_race, transactional

PAGE_SIZE = 50
lost_race(
    ("uq_invitation_role_id_attendee_id", "invitation.role_id, invitation.attendee_id"),
    "您已经凭另一份邀请报过这个身份，不用再报。",
)


@dataclass(frozen=True)
class Invited:
    """One invitation as the organizers see it; `address` is the secret link of an open one."""

    id: int
    role_name: str
    name: str
    unit_name: str
    email: str
    invited_at: datetime
    expires_at: datetime | None
    attendee_id: int | None
    state: InvitationState
    address: str


@dataclass(frozen=True)
class Door:
    """An open invitation as its bearer sees it."""

    role: Role
    name: str
    unit_name: str
    email: str


@transactional
def invite(
    edition: Edition, code: str, guests: Sequence[Guest], *, expires_at: datetime | None, remark: str = "",
    links: PersonalLinks, actor: Actor, now: datetime,
) -> int:  # fmt: skip
    """Invite people into a role by letter; returns how many. Who has an open invitation already gets no second one.

    Raises `Refusal` for roles about a result or story, and for an end that is past.
    """
    role = get_role(edition, code)
    if role.need is not RoleNeed.NOTHING:
        raise Refusal("发表人和演讲人由推荐单位推荐的成果、故事确定，不用邀请；请选择其他身份。")
    if expires_at is not None and expires_at <= now:
        raise Refusal("有效期应晚于现在。")
    query = select(Invitation.name, Invitation.unit_name, Invitation.email).where(*open_ones(edition, role.id, now))
    known = {Guest(*row) for row in db.session.execute(query)}
    new = [guest for guest in guests if guest not in known]
    if not new:
        return 0
    nonces = [secrets.token_hex(NONCE_BYTES) for _ in new]
    rows = [
        {
            "event_id": edition.id, "role_id": role.id, "name": guest.name, "unit_name": guest.unit_name,
            "email": guest.email, "link_nonce": nonce, "secret_hash": key_hash(links.key(nonce)), "invited_at": now,
            "invited_by": actor.account_id, "expires_at": expires_at,
        }
        for guest, nonce in zip(new, nonces, strict=True)
    ]  # fmt: skip
    table = Invitation.__table__
    numbers = sorted(db.session.scalars(insert(table).returning(table.c.id), rows))
    after = {"role": role.code, "count": len(numbers), "first": numbers[0], "last": numbers[-1]}
    record(edition.slug, "invitation.send", f"role:{role.code}", actor=actor, now=now, after=after)
    tell(edition, Invitation.id.in_(numbers), remark, links=links, now=now)
    return len(numbers)


def open_ones(edition: Edition, role_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions of invitations that still let somebody in."""
    return (
        Invitation.event_id == edition.id, Invitation.role_id == role_id, Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None), Invitation.expires_at.is_(None) | (Invitation.expires_at > now),
    )  # fmt: skip


def tell(edition: Edition, chosen: ColumnElement[bool], remark: str, *, links: PersonalLinks, now: datetime) -> None:
    """The letters with the links."""
    query = select(Invitation).where(Invitation.event_id == edition.id, chosen)
    letters = [
        News(
            "invitation", f"invitation:{row.link_nonce}", recipient=row.email, role_ids=(row.role_id,),
            values={
                "name": row.name, "unit": row.unit_name, "remark": remark, "valid_until": row.expires_at,
                "link": links.invitation(edition.slug, row.link_nonce),
            },
        )
        for row in db.session.scalars(query.order_by(Invitation.id))
        if row.email
    ]  # fmt: skip
    write_letters(edition, letters, links=links, now=now)


def list_invitations(
    edition: Edition, *, role: str = "", page: int = 1, links: PersonalLinks, now: datetime
) -> tuple[list[Invited], int]:
    """One page of invitations, the newest first, and how many there are; two statements."""
    query: Select[Invitation, str] = select(Invitation, Role.name).join(Role, Role.id == Invitation.role_id)
    query = query.where(Invitation.event_id == edition.id)
    if role:
        query = query.where(Role.code == role)
    total = db.session.scalar(query.with_only_columns(func.count(Invitation.id))) or 0
    rows = db.session.execute(query.order_by(Invitation.id.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return [invited_of(edition, row, name, links, now) for row, name in rows], total


def invited_of(edition: Edition, row: Invitation, role_name: str, links: PersonalLinks, now: datetime) -> Invited:
    state = state_of_invitation(row.used_at, row.revoked_at, row.expires_at, now)
    address = links.invitation(edition.slug, row.link_nonce) if state is InvitationState.OPEN else ""
    return Invited(
        row.id, role_name, row.name, row.unit_name, row.email, row.invited_at, row.expires_at, row.attendee_id, state,
        address,
    )  # fmt: skip


@transactional
def revoke_invitation(edition: Edition, invitation_id: int, *, actor: Actor, now: datetime) -> None:
    """Withdraw an invitation: its link opens nothing any more. Raises `Refusal` once it was used."""
    row = hold(edition, Invitation.id == invitation_id)
    if row.used_at is not None:
        raise Refusal("此人已经凭邀请报名；不希望其参会请取消报名。")
    row.revoked_at = now
    record(edition.slug, "invitation.revoke", f"invitation:{row.id}", actor=actor, now=now)


@transactional
def renew_invitation(
    edition: Edition, invitation_id: int, *, expires_at: datetime | None, links: PersonalLinks, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """A new link and a new time, by letter; the old link opens nothing any more. Raises `Refusal` once it was used."""
    row = hold(edition, Invitation.id == invitation_id)
    if row.used_at is not None:
        raise Refusal("此人已经凭邀请报名，不用再发邀请。")
    row.link_nonce = secrets.token_hex(NONCE_BYTES)
    row.secret_hash = key_hash(links.key(row.link_nonce))
    row.revoked_at, row.expires_at, row.invited_at = None, expires_at, now
    db.session.flush()
    record(edition.slug, "invitation.renew", f"invitation:{row.id}", actor=actor, now=now)
    tell(edition, Invitation.id == row.id, "", links=links, now=now)


def hold(edition: Edition, chosen: ColumnElement[bool]) -> Invitation:
    """One invitation of this edition, held for a change; raises `NotFound`."""
    query = select(Invitation).where(Invitation.event_id == edition.id, chosen).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("找不到这份邀请，请检查链接是否完整。")
    return row


def open_door(edition: Edition, key: str, *, now: datetime) -> Door:
    """What an open invitation says; raises `NotFound`, and `Refusal` for one that lets nobody in any more."""
    query = select(Invitation, Role).join(Role, Role.id == Invitation.role_id)
    query = query.where(Invitation.event_id == edition.id, Invitation.secret_hash == key_hash(key))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("找不到这份邀请，请检查链接是否完整。")
    require_usable(row.Invitation, now)
    return Door(row.Role, row.Invitation.name, row.Invitation.unit_name, row.Invitation.email)


def require_usable(row: Invitation, now: datetime) -> None:
    """Raises `Refusal` for an invitation that lets nobody in any more."""
    state = state_of_invitation(row.used_at, row.revoked_at, row.expires_at, now)
    if state is InvitationState.USED:
        raise Refusal("这份邀请已经使用过；要查看或修改报名，请打开报名后得到的链接。")
    if state is not InvitationState.OPEN:
        raise Refusal("这份邀请已过期或已撤回；仍想参会请联系会务组。")


@transactional
def accept_invitation(
    edition: Edition, key: str, new: NewAttendee, *, links: PersonalLinks, form_id: int | None, language: str = CHINESE,
    nonce: str = "", actor: Actor, now: datetime,
) -> Registered:  # fmt: skip
    """Register the bearer in the invitation's role, without approval; one person for one invitation.

    Raises as `registration.register` does. A role that still waits for approval is approved by it.
    """
    row = hold(edition, Invitation.secret_hash == key_hash(key))
    require_usable(row, now)
    nonce = nonce or new_nonce()
    entry = Entry(new, nonce, invited_role_ids=frozenset({row.role_id}))
    [done] = enroll(
        edition, [entry], origin=Origin.INVITATION, links=links, form_id=form_id, language=language,
        consented_at=now, actor=actor, now=now,
    )  # fmt: skip
    if done.refusal is not None or done.attendee_id is None:
        raise done.refusal or Refusal("没有保存成功，请再提交一次。")
    used = update(Invitation).where(Invitation.id == row.id, Invitation.used_at.is_(None))
    db.session.execute(used.values(used_at=now, attendee_id=done.attendee_id))
    pending = select(AttendeeRole.id).where(
        AttendeeRole.attendee_id == done.attendee_id, AttendeeRole.role_id == row.role_id,
        AttendeeRole.state == RoleState.PENDING,
    )  # fmt: skip
    if asked := list(db.session.scalars(pending)):
        decide(edition, asked, Decision.APPROVE, links=links, actor=actor, now=now)
    record(edition.slug, "invitation.accept", f"invitation:{row.id}", actor=actor, now=now)
    return Registered(done.attendee_id, done.is_new or is_own(done.attendee_id, nonce), links.key(nonce), done.state)
