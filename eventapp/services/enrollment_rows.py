"""Rows of people being enrolled: written for all of them at once, beside the session's objects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.personal_links import PersonalLinks, key_hash
from eventapp.domain.registration import NewAttendee, RoleChoice
from eventapp.domain.registration_states import Origin, RoleState, state_of_person
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.organization import Organization
from eventapp.services.enrollment_facts import PersonKey, person_key
from eventapp.services.pinyin import full, initials, sort_key


@dataclass(frozen=True)
class Desk:
    """What all entries of one submission have in common: by which door they come, and what they consented to."""

    origin: Origin
    links: PersonalLinks
    form_id: int | None
    delegation_id: int | None
    language: str
    consented_at: datetime | None
    now: datetime


@dataclass(frozen=True)
class Granted:
    """One role that a person gets; `row_id` is the row of an earlier, finished one of the same kind."""

    role: Role
    choice: RoleChoice
    state: RoleState
    place: int | None
    row_id: int | None = None

    def columns(self, now: datetime) -> dict[str, Any]:
        """What the row says besides whose it is."""
        return {
            "state": self.state, "place": self.place, "result_id": self.choice.result_id,
            "story_id": self.choice.story_id, "waiting_since": now if self.state is RoleState.WAITING else None,
            "offer_expires_at": None,
        }  # fmt: skip


def inserting(table: Any) -> Any:
    """An insert that leaves out rows which another writer was faster with."""
    return insert_on(table, db.session.get_bind().dialect.name)


@cache
def insert_on(table: Any, database: str) -> Any:
    build = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}[database]
    return build(table).on_conflict_do_nothing()  # type: ignore[attr-defined]


def unit_ids(edition: Edition, names: Collection[str]) -> dict[str, int]:
    """The units of these names by name key, new ones added: one statement, three when some are new."""
    spelled = {name_key(name): name for name in sorted(names, reverse=True)}
    found = known_units(edition, spelled)
    missing = sorted(set(spelled) - set(found))
    if missing:
        rows = [unit_row(edition, key, spelled[key]) for key in missing]
        db.session.execute(inserting(Organization.__table__), rows)
        found |= known_units(edition, missing)
    return found


KEPT_UNITS = Organization.__table__.c
UNITS = select(KEPT_UNITS.name_key, KEPT_UNITS.id).where(
    KEPT_UNITS.event_id == bindparam("event_id"), KEPT_UNITS.name_key.in_(bindparam("keys", expanding=True))
)


def known_units(edition: Edition, keys: Collection[str]) -> dict[str, int]:
    rows = db.session.execute(UNITS, {"event_id": edition.id, "keys": sorted(keys)})
    return {key: number for key, number in rows}


def unit_row(edition: Edition, key: str, name: str) -> dict[str, Any]:
    said = f"{full(name)} {initials(name)}"[:400]
    return {"event_id": edition.id, "name": name[:400], "name_key": key, "pinyin": said, "postcode": "", "region": ""}


def columns_of(new: NewAttendee, units: Mapping[str, int]) -> dict[str, Any]:
    """What a person says of themselves, as columns."""
    person = new.person
    return {
        **vars(person), **vars(new.stay), "answers": dict(new.answers), "name_key": person_key(person)[0],
        "pinyin": sort_key(person.name), "organization_id": units[name_key(person.unit_name)],
    }  # fmt: skip


def insert_people(
    edition: Edition, entered: Sequence[tuple[NewAttendee, str, Sequence[Granted]]], desk: Desk
) -> dict[PersonKey, int]:
    """A row for each of these people, by name and mobile; somebody registered since a moment ago is missing.

    `entered` has the entry, the nonce of its link and its roles.
    """
    if not entered:
        return {}
    units = unit_ids(edition, {new.person.unit_name for new, _nonce, _roles in entered})
    fixed = {
        "event_id": edition.id, "origin": desk.origin, "form_id": desk.form_id, "delegation_id": desk.delegation_id,
        "language": desk.language, "consented_at": desk.consented_at, "registered_at": desk.now,
        "consent_form_id": desk.form_id if desk.consented_at else None,
    }  # fmt: skip
    rows = [
        {
            **fixed, **columns_of(new, units), "state": state_of_person([granted.state for granted in roles]),
            "link_nonce": nonce, "manage_key_hash": key_hash(desk.links.key(nonce)),
        }
        for new, nonce, roles in sorted(entered, key=lambda one: person_key(one[0].person))
    ]  # fmt: skip
    table = Attendee.__table__
    written = inserting(table).returning(table.c.name_key, table.c.mobile, table.c.id)
    return {(key, mobile): number for key, mobile, number in db.session.execute(written, rows)}


def write_roles(edition: Edition, granted: Sequence[tuple[int, Granted]], now: datetime) -> None:
    """The roles of these people: new rows, and finished ones that live again; two statements at most."""
    new = [
        {"event_id": edition.id, "attendee_id": number, "role_id": one.role.id, **one.columns(now)}
        for number, one in granted
        if one.row_id is None
    ]
    if new:
        db.session.execute(insert(AttendeeRole.__table__), new)
    again = [
        {"row": one.row_id, **{f"new_{name}": value for name, value in one.columns(now).items()}}
        for _number, one in granted
        if one.row_id is not None
    ]
    if again:
        table, names = AttendeeRole.__table__, again[0].keys() - {"row"}
        columns: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in names}
        db.session.execute(update(table).where(table.c.id == bindparam("row")).values(columns), again)


def role_facts(one: Granted) -> dict[str, Any]:
    """What an audit entry keeps of a role: nothing that proves anything."""
    named = {"code": one.role.code, "result_id": one.choice.result_id, "story_id": one.choice.story_id}
    return {**{name: value for name, value in named.items() if value is not None}, "state": one.state}
