"""Lists of people held against those who are registered: read in a few statements, planned by the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from eventapp.domain.attendee_columns import NUMBER, TypedRow
from eventapp.domain.attendee_plans import KnownPerson, PlannedRow, Planner, mobile_in, number_in
from eventapp.domain.attendee_role_words import KnownRole
from eventapp.domain.attendee_rows import Rules, Subject
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration import NewAttendee, Person, RoleChoice, Stay
from eventapp.domain.registration_states import LIVING_ROLES, Admission, AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.registration_forms import current_form

PERSON = tuple(one.name for one in fields(Person))
STAY = tuple(one.name for one in fields(Stay))


@dataclass(frozen=True)
class Scope:
    """Whom a list may change: those registered by a unit's link, or everybody, where there is none."""

    delegation_id: int | None = None
    unit_name: str = ""

    @property
    def is_everybody(self) -> bool:
        return self.delegation_id is None


EVERYBODY = Scope()


def rules_of(edition: Edition, scope: Scope, *, now: datetime, secret_key: str = "") -> Rules:
    """What rows are read by: four statements. Whoever reads a unit's rows gives the secret that codes are made from."""
    return Rules(
        current_form(edition).fields,
        tuple(known_roles(edition, scope)),
        tuple(Subject(*row) for row in db.session.execute(result_names(edition))),
        tuple(Subject(*row) for row in db.session.execute(story_names(edition))),
        today=now.astimezone(ZoneInfo(edition.timezone)).date(),
        begins=edition.starts_on,
        is_trusted=scope.is_everybody,
        needs_code=edition.registration.needs_entry_code and not scope.is_everybody,
        secret_key=secret_key,
    )


def known_roles(edition: Edition, scope: Scope) -> Iterator[KnownRole]:
    """All roles in their order; a unit is offered those that need no invitation."""
    for role in db.session.scalars(select(Role).where(Role.event_id == edition.id).order_by(Role.sort, Role.id)):
        is_offered = scope.is_everybody or (role.is_offered and role.admission is not Admission.INVITATION)
        yield KnownRole(role.code, role.name, role.need, role.name_en, is_offered)


def result_names(edition: Edition) -> Any:
    query = select(Result.id, Organization.name_key, Group.name).join(Group, Group.id == Result.group_id)
    query = query.join(Organization, Organization.id == Group.organization_id)
    return query.where(Result.event_id == edition.id, Result.state == EntryState.ENTERED).order_by(Result.id)


def story_names(edition: Edition) -> Any:
    query = select(Story.id, Organization.name_key, Story.name).join(
        Organization, Organization.id == Story.organization_id
    )
    told = (Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != "")
    return query.where(*told).order_by(Story.id)


def plan_rows(edition: Edition, rules: Rules, scope: Scope, rows: Sequence[TypedRow]) -> list[PlannedRow]:
    """What these rows come to: two statements, however many they are."""
    return Planner(rules, people_meant(edition, scope, rows)).plan(rows)


def people_meant(edition: Edition, scope: Scope, rows: Sequence[TypedRow]) -> list[KnownPerson]:
    """Everybody registered whom one of the rows may mean: by number, by mobile, or by the same link."""
    numbers = {number for row in rows if (number := number_in(row.texts.get(NUMBER, ""))) is not None}
    mobiles = {mobile_in(mobile) for row in rows if (mobile := row.texts.get("mobile", ""))}
    meant: list[ColumnElement[bool]] = [Attendee.id.in_(numbers), Attendee.mobile.in_(mobiles)]
    if scope.delegation_id is not None:
        meant.append(Attendee.delegation_id == scope.delegation_id)
    return known_people(edition, scope, or_(*meant))


def known_people(edition: Edition, scope: Scope, meant: ColumnElement[bool]) -> list[KnownPerson]:
    """Registered people as lists need them: two statements, without objects of the session."""
    columns = [getattr(Attendee, name) for name in (*PERSON, *STAY, "id", "answers", "state", "delegation_id")]
    query = select(*columns).where(Attendee.event_id == edition.id, Attendee.erased_at.is_(None), meant)
    rows = db.session.execute(query.order_by(Attendee.id)).all()
    roles = living_roles([row.id for row in rows]) if rows else {}
    return [known_person(scope, row, tuple(roles.get(row.id, ()))) for row in rows]


def known_person(scope: Scope, row: Any, roles: tuple[RoleChoice, ...]) -> KnownPerson:
    registered = NewAttendee(
        Person(**{name: getattr(row, name) for name in PERSON}),
        roles,
        Stay(**{name: getattr(row, name) for name in STAY}),
        row.answers,
    )
    is_own = scope.is_everybody or row.delegation_id == scope.delegation_id
    is_colleague = is_own or name_key(row.unit_name) == name_key(scope.unit_name)
    return KnownPerson(row.id, registered, AttendeeState(row.state), is_own, is_colleague)


def living_roles(numbers: Sequence[int]) -> dict[int, list[RoleChoice]]:
    """The roles that these people have now."""
    found: dict[int, list[RoleChoice]] = {}
    query = select(AttendeeRole.attendee_id, Role.code, AttendeeRole.result_id, AttendeeRole.story_id)
    query = query.join(Role, Role.id == AttendeeRole.role_id).where(
        AttendeeRole.attendee_id.in_(numbers), AttendeeRole.state.in_(LIVING_ROLES)
    )
    for number, code, result_id, story_id in db.session.execute(query.order_by(AttendeeRole.id)):
        found.setdefault(number, []).append(RoleChoice(code, result_id, story_id))
    return found


def get_person(edition: Edition, scope: Scope, attendee_id: int) -> KnownPerson:
    """One registered person whom this list may change; raises `NotFound` for anybody else."""
    found = known_people(edition, scope, Attendee.id == attendee_id)
    if not found or not found[0].is_own:
        raise NotFound("名单里没有这位人员。")
    return found[0]
