"""Accounts: signing in, and who one is in an edition. Hashing passwords happens at the front desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.signin import WINDOW, SignInThrottle, login_key
from eventapp.extensions import db
from eventapp.models.account import Account, Membership, SignInAttempt
from eventapp.models.event import Event
from eventapp.services.audit import INSTALLATION, record
from eventapp.services.transactions import lost_race, transactional

lost_race(("uq_account_login_key", "account.login_key"), "这个登录名已经有人使用，请换一个。")


@dataclass(frozen=True)
class AccountFacts:
    """What the front desk needs to let somebody in."""

    id: int
    login: str
    name: str
    password_hash: str
    totp_secret: str | None
    totp_confirmed: bool
    last_totp_step: int | None
    is_administrator: bool
    is_active: bool
    session_stamp: str


def facts_of(account: Account) -> AccountFacts:
    return AccountFacts(
        account.id, account.login, account.name, account.password_hash, account.totp_secret,
        account.totp_confirmed_at is not None, account.last_totp_step, account.is_administrator, account.is_active,
        account.session_stamp,
    )  # fmt: skip


def find_account(login: str) -> AccountFacts | None:
    """The account with this sign-in name, whatever its case or width."""
    account = db.session.scalar(select(Account).where(Account.login_key == login_key(login)))
    return facts_of(account) if account else None


def find_account_by_id(account_id: int) -> AccountFacts | None:
    """The account with this number, or None."""
    account = db.session.get(Account, account_id)
    return facts_of(account) if account else None


def actor_for(account: AccountFacts, event_id: int | None) -> Actor:
    """What this account is in the edition; an administrator is one everywhere."""
    query = select(Membership).where(Membership.account_id == account.id, Membership.event_id == event_id)
    rows = list(db.session.scalars(query)) if event_id is not None else []
    roles = {row.role for row in rows}
    if account.is_administrator:
        roles.add(StaffRole.ADMINISTRATOR)
    return Actor(
        account_id=account.id,
        name=account.name,
        roles=frozenset(roles),
        recommender_ids=frozenset(row.recommender_id for row in rows if row.recommender_id is not None),
        judge_id=next((row.judge_id for row in rows if row.judge_id is not None), None),
    )


def list_event_ids(account: AccountFacts) -> list[int]:
    """The editions in which the account is something."""
    query = select(Membership.event_id).where(Membership.account_id == account.id).distinct()
    return list(db.session.scalars(query.order_by(Membership.event_id.desc())))


def list_roles(account: AccountFacts) -> list[tuple[str, StaffRole]]:
    """What the account is where: short names of editions with roles, the newest edition first."""
    query = (
        select(Event.short_name, Membership.role)
        .join(Event, Event.id == Membership.event_id)
        .where(Membership.account_id == account.id)
        .order_by(Event.year.desc(), Event.id.desc(), Membership.role)
    )
    return list(dict.fromkeys((name, role) for name, role in db.session.execute(query)))


def throttle_for(login: str, address: str, *, now: datetime) -> SignInThrottle:
    """How many failures stand against this name and this address in the counted window."""
    recent = select(func.count()).select_from(SignInAttempt).where(SignInAttempt.failed_at > now - WINDOW)
    return SignInThrottle(
        by_login=db.session.scalar(recent.where(SignInAttempt.login_key == login_key(login))) or 0,
        by_address=db.session.scalar(recent.where(SignInAttempt.address == address)) or 0,
    )


@transactional
def note_failed_sign_in(login: str, address: str, *, now: datetime) -> None:
    """Count a failure, and forget those that no longer count."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.failed_at <= now - WINDOW))
    db.session.add(SignInAttempt(login_key=login_key(login), address=address[:64], failed_at=now))


@transactional
def note_sign_in(account_id: int, *, totp_step: int | None, now: datetime) -> bool:
    """Record a sign-in; False when its one-time code was already used, by whoever came first."""
    account = db.session.scalars(
        select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if totp_step is not None:
        if account.last_totp_step is not None and totp_step <= account.last_totp_step:
            return False
        account.last_totp_step = totp_step
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.login_key == account.login_key))
    record(INSTALLATION, "account.sign_in", account.login, actor=Actor(account.id, account.name), now=now)
    return True


@transactional
def create_account(
    *, login: str, name: str, password_hash: str, is_administrator: bool = False, actor: Actor, now: datetime
) -> int:
    """Open an account; raises `Refusal` when the sign-in name is taken."""
    account = Account(
        login=login, login_key=login_key(login), name=name, password_hash=password_hash,
        is_administrator=is_administrator, session_stamp=secrets.token_hex(16), created_at=now,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    record(INSTALLATION, "account.create", login, actor=actor, now=now, after={"name": name})
    return account.id


@transactional
def change_password(account_id: int, password_hash: str, *, actor: Actor, now: datetime) -> str:
    """Set a new password; returns the new session stamp, every other open session ends."""
    account = db.session.get_one(Account, account_id)
    account.password_hash = password_hash
    account.session_stamp = secrets.token_hex(16)
    record(INSTALLATION, "account.change_password", account.login, actor=actor, now=now)
    return account.session_stamp


@transactional
def set_totp(account_id: int, secret: str | None, *, confirmed: bool, actor: Actor, now: datetime) -> None:
    """Offer a one-time-code secret, confirm it, or take it away (secret None)."""
    account = db.session.get_one(Account, account_id)
    account.totp_secret = secret
    account.totp_confirmed_at = now if secret and confirmed else None
    account.last_totp_step = None
    record(
        INSTALLATION, "account.set_totp", account.login, actor=actor, now=now, after={"on": bool(secret and confirmed)}
    )


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return db.session.scalar(select(Account.id).limit(1)) is not None
