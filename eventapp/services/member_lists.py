"""Who has a way in to an edition: readers for the page of accounts and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import aliased

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import StaffRole
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.account import Account, Membership
from eventapp.models.organization import Recommender
from eventapp.models.schedule import Judge

ORDER = tuple(StaffRole)  # as the roles are named in the rulebook
Elsewhere = aliased(Membership)


@dataclass(frozen=True)
class Member:
    """One role of one account in an edition. `is_foreign`: only administrators may touch the account itself."""

    id: int
    account_id: int
    name: str
    login: str
    role: StaffRole
    recommender_name: str | None
    judge_name: str | None
    has_totp: bool
    is_active: bool
    is_foreign: bool


def members_of(edition: Edition) -> Select[Any]:
    """The columns of `Member`, in its order."""
    is_elsewhere = exists().where(Elsewhere.account_id == Account.id, Elsewhere.event_id != edition.id)
    columns: list[Any] = [
        Membership.id, Account.id, Account.name, Account.login, Membership.role, Recommender.name, Judge.name,
        Account.totp_confirmed_at.is_not(None), Account.is_active, is_elsewhere | Account.is_administrator,
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Recommender, Recommender.id == Membership.recommender_id)
        .outerjoin(Judge, Judge.id == Membership.judge_id)
        .where(Membership.event_id == edition.id)
    )


def list_members(edition: Edition, *, page: int = 1, size: int = 50) -> tuple[list[Member], int]:
    """A page of everybody who is something in the edition, by role and name; and how many there are."""
    total = db.session.scalar(select(func.count(Membership.id)).where(Membership.event_id == edition.id)) or 0
    rank = case({role: place for place, role in enumerate(ORDER)}, value=Membership.role)
    query = members_of(edition).order_by(rank, Account.name, Account.login, Membership.id)
    rows = db.session.execute(query.offset((page - 1) * size).limit(size))
    return [Member(*row) for row in rows], total


def get_member(edition: Edition, member_id: int) -> Member:
    """One role in this edition; raises `NotFound`."""
    row = db.session.execute(members_of(edition).where(Membership.id == member_id)).first()
    if row is None:
        raise NotFound("本届会议里没有这个账号，可能已被移除。请回到列表查看。")
    return Member(*row)


def list_judges(edition: Edition) -> list[tuple[Judge, str | None]]:
    """Every judge and the sign-in name they have, those without one first."""
    query = (
        select(Judge, Account.login)
        .outerjoin(Membership, Membership.judge_id == Judge.id)
        .outerjoin(Account, Account.id == Membership.account_id)
        .where(Judge.event_id == edition.id)
        .order_by(Account.id.is_not(None), Judge.name, Judge.id)
    )
    return [(judge, login) for judge, login in db.session.execute(query)]


def find_recommender(edition: Edition, name: str) -> int:
    """The number of the recommending body of this name; raises `NotFound`."""
    known = select(Recommender.id).where(Recommender.event_id == edition.id, Recommender.name_key == name_key(name))
    found = db.session.scalar(known)
    if found is None:
        raise NotFound("本届会议没有推荐单位“%(name)s”，请核对名称。", name=name)
    return found


def find_judge(edition: Edition, name: str) -> int:
    """The number of the judge of this name; raises `NotFound`, or `Refusal` when two share it."""
    found = list(db.session.scalars(select(Judge.id).where(Judge.event_id == edition.id, Judge.name == name)))
    if not found:
        raise NotFound("本届会议没有评委“%(name)s”，请核对姓名。", name=name)
    if len(found) > 1:
        raise Refusal("有多位评委叫“%(name)s”，请在“账号与权限”页面上选择。", name=name)
    return found[0]
