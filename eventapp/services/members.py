"""Giving people their way in to an edition, and taking it away."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.signin import is_usable_login, login_key
from eventapp.extensions import db
from eventapp.models.account import Account, Membership
from eventapp.models.organization import Recommender
from eventapp.models.schedule import Judge
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

lost_race(("uq_membership_judge_id", "membership.judge_id"), "这位评委刚刚已经有了账号，请回到列表查看。")
lost_race(("uq_membership", "membership.account_id"), "这个账号刚刚已经得到这个角色，请回到列表查看。")


@dataclass(frozen=True)
class Newcomer:
    """What a new account needs besides its sign-in name."""

    name: str
    password_hash: str


@dataclass(frozen=True)
class Seat:
    """A role in an edition, with what ties a liaison and a judge to it."""

    role: StaffRole
    recommender_id: int | None = None
    judge_id: int | None = None


@dataclass(frozen=True)
class Added:
    """The new membership, whose it is, and whether the account was opened for it."""

    id: int
    name: str
    is_new_account: bool


@transactional
def add_member(
    edition: Edition, login: str, seat: Seat, newcomer: Newcomer | None, *, actor: Actor, now: datetime
) -> Added:
    """Give the account of this sign-in name a role; without one, open it for the newcomer.

    Raises `NotFound` for a recommender or judge of elsewhere; `Refusal` when the role cannot be given, the name
    belongs to another person, or nobody has it and there is no newcomer.
    """
    seat = checked(edition, seat)
    account = locked(Account.login_key == login_key(login))
    is_new = account is None
    account = opened(login, newcomer, now) if account is None else met(account, newcomer)
    refuse_second(edition, account, seat)
    member = Membership(
        account_id=account.id, event_id=edition.id, role=seat.role, recommender_id=seat.recommender_id,
        judge_id=seat.judge_id,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    after = {"name": account.name, "role": seat.role.value, "new_account": is_new}
    record(edition.slug, "member.add", account.login, actor=actor, now=now, after=after)
    return Added(member.id, account.name, is_new)


def checked(edition: Edition, seat: Seat) -> Seat:
    """The seat with only what its role needs, all of it of this edition. The judge stays locked: one account each."""
    match seat.role:
        case StaffRole.ADMINISTRATOR:
            raise Refusal("管理员不能在这里设立，请由安装维护人员用命令建立。")
        case StaffRole.LIAISON:
            return Seat(seat.role, recommender_id=own_recommender(edition, seat.recommender_id))
        case StaffRole.JUDGE:
            return Seat(seat.role, judge_id=free_judge(edition, seat.judge_id))
    return Seat(seat.role)


def own_recommender(edition: Edition, recommender_id: int | None) -> int:
    if recommender_id is None:
        raise Refusal("推荐单位联络员要属于一个推荐单位，请选择推荐单位。")
    recommender = db.session.get(Recommender, recommender_id)
    if recommender is None or recommender.event_id != edition.id:
        raise NotFound("本届会议没有这个推荐单位。")
    return recommender.id


def free_judge(edition: Edition, judge_id: int | None) -> int:
    """A judge without account; the lock keeps a second account for the same judge out until we are done."""
    if judge_id is None:
        raise Refusal("评委账号要对应一位评委，请选择评委。")
    judge = db.session.scalar(select(Judge).where(Judge.id == judge_id).with_for_update())
    if judge is None or judge.event_id != edition.id:
        raise NotFound("本届会议没有这位评委。")
    holder = select(Account.login).join(Membership).where(Membership.judge_id == judge_id)
    login = db.session.scalar(holder)
    if login is not None:
        raise Refusal("评委%(name)s已经有账号，登录名是“%(login)s”。", name=judge.name, login=login)
    return judge.id


def locked(condition: ColumnElement[bool]) -> Account | None:
    """The account, held until the transaction ends: others who change its roles or password wait."""
    query = select(Account).where(condition).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def opened(login: str, newcomer: Newcomer | None, now: datetime) -> Account:
    """A new account for somebody whose name is known."""
    if newcomer is None:
        raise Refusal("登录名“%(login)s”还没有账号，请先建立账号。", login=login)
    if not newcomer.name:
        raise Refusal("登录名“%(login)s”还没有账号，请填写姓名，系统会同时建立账号。", login=login)
    if not is_usable_login(login):
        raise Refusal("登录名只能用文字、数字和 . _ - @，2到80个字符，请修改。")
    account = Account(
        login=login.strip(), login_key=login_key(login), name=newcomer.name, password_hash=newcomer.password_hash,
        session_stamp=secrets.token_hex(16), created_at=now,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    return account


def met(account: Account, newcomer: Newcomer | None) -> Account:
    """The account there is, unless it is closed or another name was given: then another person was meant."""
    if not account.is_active:
        raise Refusal("账号“%(login)s”已停用，请先请管理员恢复。", login=account.login)
    if newcomer is not None and newcomer.name and newcomer.name != account.name:
        raise Refusal(
            "登录名“%(login)s”已经是%(name)s的账号。是同一个人，请不填姓名；不是同一个人，请换一个登录名。",
            login=account.login,
            name=account.name,
        )
    return account


def refuse_second(edition: Edition, account: Account, seat: Seat) -> None:
    """One account holds a role once, a liaison once for each recommending body."""
    held = select(Membership.id).where(
        Membership.account_id == account.id,
        Membership.event_id == edition.id,
        Membership.role == seat.role,
        Membership.recommender_id.is_not_distinct_from(seat.recommender_id),
    )
    if db.session.scalar(held) is not None:
        raise Refusal("%(name)s在本届会议已经有这个角色，不用再添加。", name=account.name)


@transactional
def reset_password(edition: Edition, member_id: int, password_hash: str, *, actor: Actor, now: datetime) -> str:
    """Set a new password, end every open session and take one-time codes away; returns the sign-in name.

    Raises `Refusal` for oneself, and for accounts with rights beyond this edition unless an administrator asks.
    """
    _member, account = held_in(edition, member_id)
    if account.id == actor.account_id:
        raise Refusal("自己的密码请在“我的账号”页面修改。")
    if not actor.is_any(StaffRole.ADMINISTRATOR):
        refuse_reach(edition, account)
    account.password_hash = password_hash
    account.session_stamp = secrets.token_hex(16)
    account.totp_secret = account.totp_confirmed_at = account.last_totp_step = None
    record(edition.slug, "member.reset_password", account.login, actor=actor, now=now)
    return account.login


def refuse_reach(edition: Edition, account: Account) -> None:
    """Whoever sets a password can sign in with it: it must open nothing but this edition."""
    if account.is_administrator:
        raise Refusal("%(name)s是管理员，密码只能由管理员重置。", name=account.name)
    elsewhere = select(Membership.id).where(Membership.account_id == account.id, Membership.event_id != edition.id)
    if db.session.scalar(elsewhere.limit(1)) is not None:
        raise Refusal("%(name)s还参与其他届的会议，请管理员来重置密码。", name=account.name)


@transactional
def remove_member(edition: Edition, member_id: int, *, actor: Actor, now: datetime) -> str:
    """Take one role away, the account stays; returns the person's name.

    Raises `Refusal` when secretaries would lock themselves out.
    """
    member, account = held_in(edition, member_id)
    is_own = account.id == actor.account_id and member.role is StaffRole.SECRETARY
    if is_own and not actor.is_any(StaffRole.ADMINISTRATOR):
        raise Refusal("不能移除自己的秘书角色，请另一位秘书或管理员来做。")
    before = {"name": account.name, "role": member.role.value}
    db.session.delete(member)
    record(edition.slug, "member.remove", account.login, actor=actor, now=now, before=before)
    return account.name


@transactional
def close_account(edition: Edition, member_id: int, *, actor: Actor, now: datetime) -> str:
    """Nobody can sign in with the account of this member any more, in any edition; returns the person's name."""
    account = account_for_administrator(edition, member_id, actor)
    if account.id == actor.account_id:
        raise Refusal("不能停用自己的账号，请另一位管理员来做。")
    account.is_active = False
    account.session_stamp = secrets.token_hex(16)
    record(edition.slug, "member.close_account", account.login, actor=actor, now=now)
    return account.name


@transactional
def reopen_account(edition: Edition, member_id: int, *, actor: Actor, now: datetime) -> str:
    """Let the account of this member in again; returns the person's name."""
    account = account_for_administrator(edition, member_id, actor)
    account.is_active = True
    record(edition.slug, "member.reopen_account", account.login, actor=actor, now=now)
    return account.name


def account_for_administrator(edition: Edition, member_id: int, actor: Actor) -> Account:
    """An account reaches beyond the edition: closing and opening it is not for secretaries."""
    if not actor.is_any(StaffRole.ADMINISTRATOR):
        raise Refusal("只有管理员能停用或恢复账号；秘书可以移除本届会议的角色。")
    return held_in(edition, member_id)[1]


def held_in(edition: Edition, member_id: int) -> tuple[Membership, Account]:
    """A role of this edition and its account, both locked; raises `NotFound`."""
    held = select(Membership).where(Membership.id == member_id, Membership.event_id == edition.id)
    member = db.session.scalar(held.with_for_update())
    account = locked(Account.id == member.account_id) if member else None
    if member is None or account is None:
        raise NotFound("本届会议里没有这个账号，可能已被移除。请回到列表查看。")
    return member, account
