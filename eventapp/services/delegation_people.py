"""The people whom a unit's contact has registered, as the contact's pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.attendee_plans import KnownPerson
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import LIVING, AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.recommendation import Group, Result, Story
from eventapp.models.registration import Delegation
from eventapp.services.attendee_plans import known_people
from eventapp.services.delegations import scope_of

UNITS_A_PAGE = 50


@dataclass(frozen=True)
class ListedPerson:
    """One person of a unit: who, as what, where they stand, whom they replace and who replaced them."""

    id: int
    name: str
    mobile: str
    state: AttendeeState
    roles: tuple[str, ...]
    replaces: str = ""
    replaced_by: str = ""


@dataclass(frozen=True)
class ListedUnit:
    """One unit's link as the organizers see it; `waiting` rows could not be registered yet."""

    id: int
    unit_name: str
    contact_name: str
    contact_mobile: str
    contact_email: str
    created_at: datetime
    people: int
    waiting: int


def list_units(edition: Edition, *, page: int, size: int = UNITS_A_PAGE) -> tuple[list[ListedUnit], int]:
    """Units that register many, the newest first, and how many there are; two statements."""
    living = (Attendee.delegation_id == Delegation.id, Attendee.state.in_(LIVING))
    people = select(func.count()).select_from(Attendee).where(*living).scalar_subquery()
    mine = (Delegation.event_id == edition.id, Delegation.contact_name != "")
    query = select(Delegation, people).where(*mine).order_by(Delegation.id.desc())
    units = [
        ListedUnit(
            one.id, one.unit_name, one.contact_name, one.contact_mobile, one.contact_email, one.created_at, number,
            len(one.draft),
        )
        for one, number in db.session.execute(query.offset((page - 1) * size).limit(size))
    ]  # fmt: skip
    return units, db.session.scalar(select(func.count()).select_from(Delegation).where(*mine)) or 0


def list_people(edition: Edition, delegation: Delegation) -> list[ListedPerson]:
    """Everybody registered by this link, those who do not come any more last; two statements."""
    query = select(Attendee.id, Attendee.name, Attendee.mobile, Attendee.state, Attendee.replaces_id)
    own = (Attendee.event_id == edition.id, Attendee.delegation_id == delegation.id, Attendee.erased_at.is_(None))
    rows = db.session.execute(query.where(*own).order_by(Attendee.id)).all()
    roles = role_names([row.id for row in rows]) if rows else {}
    names = {row.id: row.name for row in rows}
    successors = {row.replaces_id: row.name for row in rows if row.replaces_id}
    people = [
        ListedPerson(
            row.id, row.name, row.mobile, AttendeeState(row.state), tuple(roles.get(row.id, ())),
            names.get(row.replaces_id, ""), successors.get(row.id, ""),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(people, key=lambda one: one.state in (AttendeeState.CANCELLED, AttendeeState.REJECTED))


def role_names(numbers: Sequence[int]) -> dict[int, list[str]]:
    """The roles of these people in words, with what they present."""
    query = (
        select(AttendeeRole.attendee_id, Role.name, Group.name.label("group"), Story.name.label("story"))
        .join(Role, Role.id == AttendeeRole.role_id)
        .outerjoin(Result, Result.id == AttendeeRole.result_id)
        .outerjoin(Group, Group.id == Result.group_id)
        .outerjoin(Story, Story.id == AttendeeRole.story_id)
        .where(AttendeeRole.attendee_id.in_(numbers))
        .order_by(AttendeeRole.id)
    )
    found: dict[int, list[str]] = {}
    for number, role, group, story in db.session.execute(query):
        subject = group or story
        found.setdefault(number, []).append(f"{role}（{subject}）" if subject else role)
    return found


def people_for_sheet(edition: Edition, delegation: Delegation) -> list[KnownPerson]:
    """Those who come, as lists need them."""
    known = known_people(edition, scope_of(delegation), Attendee.delegation_id == delegation.id)
    return [one for one in known if one.is_living]
