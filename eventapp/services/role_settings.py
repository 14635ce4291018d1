"""Roles as settings of the edition: what organizers change about them, and how full they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import bindparam, func, select, update

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import HOLDS_A_PLACE, Admission, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import AttendeeRole, Role
from eventapp.services.audit import record
from eventapp.services.role_states import forget_people
from eventapp.services.roles import list_roles
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.waiting import offer_next

lost_race(("uq_role_event_id_code", "role.event_id, role.code"), "另一个人刚刚也新增了参会身份，请再保存一次。")


@dataclass(frozen=True)
class RoleSetting:
    """Everything that organizers set of a role."""

    name: str
    name_en: str
    section: str
    hint: str = ""
    hint_en: str = ""
    need: RoleNeed = RoleNeed.NOTHING
    admission: Admission = Admission.OPEN
    capacity: int | None = None
    has_waiting_list: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    badge_class: str = "attendee"
    is_offered: bool = True


@dataclass(frozen=True)
class RoleCount:
    """How many have a role, by state; `taken` are the confirmed and the offered ones."""

    states: Mapping[RoleState, int]

    @property
    def taken(self) -> int:
        return sum(self.states.get(state, 0) for state in HOLDS_A_PLACE)

    def of(self, state: str) -> int:
        return self.states.get(RoleState(state), 0)


def count_roles(edition: Edition) -> dict[int, RoleCount]:
    """How full every role is; one statement."""
    query = select(AttendeeRole.role_id, AttendeeRole.state, func.count()).where(AttendeeRole.event_id == edition.id)
    found: dict[int, dict[RoleState, int]] = {}
    for role_id, state, number in db.session.execute(query.group_by(AttendeeRole.role_id, AttendeeRole.state)):
        found.setdefault(role_id, {})[state] = number
    return {role.id: RoleCount(found.get(role.id, {})) for role in list_roles(edition)}


def find_role(edition: Edition, role_id: int) -> Role:
    """One role of the edition; raises `NotFound`."""
    role = db.session.scalar(select(Role).where(Role.event_id == edition.id, Role.id == role_id))
    if role is None:
        raise NotFound("没有这种参会身份，请返回重新选择。")
    return role


@transactional
def add_role(edition: Edition, setting: RoleSetting, *, actor: Actor, now: datetime) -> int:
    """A new role, behind all others; its code is made up."""
    require_sense(setting)
    known = list_roles(edition)
    codes = {role.code for role in known}
    code = next(f"role_{number}" for number in count(len(known) + 1) if f"role_{number}" not in codes)
    sort = max((role.sort for role in known), default=0) + 1
    role = Role(event_id=edition.id, code=code, sort=sort, **asdict(setting))
    db.session.add(role)
    db.session.flush()
    record(edition.slug, "role.add", f"role:{code}", actor=actor, now=now, after=as_facts(asdict(setting)))
    return role.id


@transactional
def save_role(
    edition: Edition, role_id: int, setting: RoleSetting, *, links: PersonalLinks, actor: Actor, now: datetime
) -> int:
    """Change a role; returns how many people who waited were offered a place by it.

    A smaller capacity throws nobody out. What a role is about cannot change once people have it.
    """
    require_sense(setting)
    lock = select(Role).where(Role.event_id == edition.id, Role.id == role_id).with_for_update()
    role = db.session.scalar(lock.execution_options(populate_existing=True))
    if role is None:
        raise NotFound("没有这种参会身份，请返回重新选择。")
    if setting.need is not role.need and is_taken(role):
        raise Refusal("已有人报名这种身份，不能再改变是否须选择成果或故事；请新增一种身份。")
    before = {name: getattr(role, name) for name in asdict(setting)}
    changed = {name for name, value in asdict(setting).items() if value != before[name]}
    if not changed:
        return 0
    for name in changed:
        setattr(role, name, getattr(setting, name))
    db.session.flush()
    if "capacity" in changed:
        number_places(role)
    record(
        edition.slug, "role.edit", f"role:{role.code}", actor=actor, now=now,
        before=as_facts({name: before[name] for name in changed}),
        after=as_facts({name: getattr(role, name) for name in changed}),
    )  # fmt: skip
    return len(offer_next(edition, [role.id], links=links, actor=actor, now=now)) if "capacity" in changed else 0


def require_sense(setting: RoleSetting) -> None:
    """Raises `Refusal` for settings that contradict each other."""
    if setting.opens_at is not None and setting.closes_at is not None and setting.closes_at <= setting.opens_at:
        raise Refusal("截止时间应晚于开放时间。")


def is_taken(role: Role) -> bool:
    return db.session.scalar(select(AttendeeRole.id).where(AttendeeRole.role_id == role.id).limit(1)) is not None


def number_places(role: Role) -> None:
    """Numbers for all who are in once there is a capacity, none when there is none any more."""
    mine = (AttendeeRole.role_id == role.id, AttendeeRole.state.in_(HOLDS_A_PLACE))
    if role.capacity is None:
        db.session.execute(update(AttendeeRole).where(*mine).values(place=None))
        return
    held = set(db.session.scalars(select(AttendeeRole.place).where(*mine, AttendeeRole.place.is_not(None))))
    bare = db.session.scalars(select(AttendeeRole.id).where(*mine, AttendeeRole.place.is_(None)))
    free = (number for number in count(1) if number not in held)
    rows = [{"row": row_id, "number": next(free)} for row_id in sorted(bare)]
    if rows:
        table = AttendeeRole.__table__
        numbered = update(table).where(table.c.id == bindparam("row")).values(place=bindparam("number"))
        db.session.execute(numbered, rows)
    forget_people()


def as_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What an audit entry keeps: moments as texts."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


@transactional
def move_role(edition: Edition, role_id: int, *, is_up: bool, actor: Actor, now: datetime) -> None:
    """One place up or down in the order of the roles; nothing happens at the ends."""
    roles = list_roles(edition)
    place = next((at for at, role in enumerate(roles) if role.id == role_id), None)
    if place is None:
        raise NotFound("没有这种参会身份，请返回重新选择。")
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(roles):
        return
    roles[place], roles[other] = roles[other], roles[place]
    for sort, role in enumerate(roles):
        role.sort = sort
    record(edition.slug, "role.move", f"role:{roles[other].code}", actor=actor, now=now, after={"place": other + 1})
