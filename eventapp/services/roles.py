"""Roles of an edition: shipped with the notice's, then settings of the edition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Select, bindparam, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound
from eventapp.domain.roles import SHIPPED_ROLES
from eventapp.extensions import db
from eventapp.models.attendee import Role
from eventapp.services.audit import record
from eventapp.services.transactions import transactional


@transactional
def ship_roles(edition: Edition, *, actor: Actor, now: datetime) -> int:
    """Give the edition the shipped roles it does not have yet; returns how many came. Twice changes nothing."""
    known = set(db.session.scalars(select(Role.code).where(Role.event_id == edition.id)))
    new = [(sort, role) for sort, role in enumerate(SHIPPED_ROLES) if role.code not in known]
    db.session.add_all(Role(event_id=edition.id, sort=sort, **asdict(role)) for sort, role in new)
    if new:
        codes = [role.code for _, role in new]
        record(edition.slug, "role.ship", edition.slug, actor=actor, now=now, after={"codes": codes})
    return len(new)


def list_roles(edition: Edition) -> list[Role]:
    """All roles of the edition in their order."""
    return list(db.session.scalars(select(Role).where(Role.event_id == edition.id).order_by(Role.sort, Role.id)))


OF_CODES = (
    select(Role)
    .where(Role.event_id == bindparam("event_id"), Role.code.in_(bindparam("codes", expanding=True)))
    .order_by(Role.sort, Role.id)
)


def keep_still(query: Select[Role]) -> Select[Role]:
    """The query of roles, read anew, and no setting of theirs changes until the transaction ends.

    Otherwise a capacity could be set for the first time, and everybody numbered, while somebody comes in without a
    number. Those who only come in do not wait for each other by it; SQLite has one writer anyway.
    """
    return query.with_for_update(read=True, key_share=True).execution_options(populate_existing=True)


STILL_OF_CODES = keep_still(OF_CODES)


def find_roles(edition: Edition, codes: Collection[str]) -> list[Role]:
    """The roles of these codes in their order; unknown codes find nothing."""
    return list(db.session.scalars(OF_CODES, {"event_id": edition.id, "codes": sorted(codes)})) if codes else []


def hold_roles_of(edition: Edition, codes: Collection[str]) -> list[Role]:
    """The same, read anew and held against changes of their settings until the transaction ends."""
    named = {"event_id": edition.id, "codes": sorted(codes)}
    return list(db.session.scalars(STILL_OF_CODES, named)) if codes else []


def get_role(edition: Edition, code: str) -> Role:
    """The role of this code; raises `NotFound`. Compared here: a code of an address may hold anything."""
    for role in list_roles(edition):
        if role.code == code:
            return role
    raise NotFound("没有这种参会身份，请返回重新选择。")
