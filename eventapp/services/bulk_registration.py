"""Many people at once, entered by the organizers: few statements, no mails."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration import NewAttendee, Person, require_subject
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.roles import JUDGE
from eventapp.domain.tickets import SERIAL_BYTES
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket
from eventapp.models.schedule import Judge
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.events import get_current_key
from eventapp.services.organizations import Directory
from eventapp.services.roles import list_roles
from eventapp.services.transactions import transactional

PersonKey = tuple[str, str]


@transactional
def register_many(edition: Edition, people: Sequence[NewAttendee], *, actor: Actor, now: datetime) -> list[int]:
    """Register people as confirmed and give the numbers of their rows, in the order given.

    Somebody registered before, or named twice, keeps one row; a repeated run changes nothing. Whoever calls has
    looked up results and stories within this edition. Raises `NotFound` for an unknown role.
    """
    roles = {role.code: role for role in list_roles(edition)}
    check_roles(roles, people)
    known = registered_people(edition)
    new = {key_of(one.person): one for one in people if key_of(one.person) not in known}
    if new:
        insert_people(edition, [one.person for one in new.values()], now)
        known = registered_people(edition)
        entered = [(known[key], one) for key, one in new.items()]
        insert_tickets(edition, [number for number, _ in entered], now)
        insert_roles(edition, roles, [(known[key_of(one.person)], one) for one in people if key_of(one.person) in new])
        link_judges(edition, entered)
        note_people(edition, entered, actor, now)
    return [known[key_of(one.person)] for one in people]


def key_of(person: Person) -> PersonKey:
    return name_key(person.name)[:80], person.mobile


def check_roles(roles: dict[str, Role], people: Iterable[NewAttendee]) -> None:
    """Every role exists and has what it needs."""
    for choice in (choice for one in people for choice in one.roles):
        if choice.code not in roles:
            raise NotFound("没有这种参会身份：%(code)s。", code=choice.code)
        require_subject(roles[choice.code].need, choice)


def registered_people(edition: Edition) -> dict[PersonKey, int]:
    """Everybody who is registered and not cancelled, by name and mobile."""
    rows = db.session.execute(
        select(Attendee.name_key, Attendee.mobile, Attendee.id).where(
            Attendee.event_id == edition.id, Attendee.state != AttendeeState.CANCELLED
        )
    )
    return {(key, mobile): number for key, mobile, number in rows}


def insert_people(edition: Edition, people: Sequence[Person], now: datetime) -> None:
    """Units and rows. Nobody knows the secret links of these people: their keys are thrown away."""
    directory = Directory(edition)
    units = [directory.organization(person.unit_name) for person in people]
    db.session.flush()
    rows = [
        {
            **asdict(person), "event_id": edition.id, "name_key": name_key(person.name)[:80],
            "organization_id": unit.id, "state": AttendeeState.CONFIRMED, "manage_key_hash": secrets.token_hex(32),
            "registered_at": now,
        }
        for person, unit in zip(people, units, strict=True)
    ]  # fmt: skip
    db.session.execute(insert(Attendee), rows)  # one statement; objects would be one each on SQLite


def insert_tickets(edition: Edition, numbers: Iterable[int], now: datetime) -> None:
    fixed = {"event_id": edition.id, "key_id": get_current_key(edition).id, "issued_at": now}
    rows = [{**fixed, "attendee_id": number, "serial": secrets.token_hex(SERIAL_BYTES)} for number in numbers]
    db.session.execute(insert(Ticket), rows)


def insert_roles(edition: Edition, roles: dict[str, Role], entered: Iterable[tuple[int, NewAttendee]]) -> None:
    """The roles of the new rows, each once, even of a person named twice."""
    wanted = dict.fromkeys((number, choice) for number, one in entered for choice in one.roles)
    rows = [
        {
            "event_id": edition.id, "attendee_id": number, "role_id": roles[choice.code].id,
            "result_id": choice.result_id, "story_id": choice.story_id,
        }
        for number, choice in wanted
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(AttendeeRole), rows)


def link_judges(edition: Edition, entered: Iterable[tuple[int, NewAttendee]]) -> None:
    """Tie judges to their registration by name and mobile."""
    judging = {
        key_of(one.person): number for number, one in entered if any(choice.code == JUDGE for choice in one.roles)
    }
    if not judging:
        return
    query = select(Judge).where(Judge.event_id == edition.id, Judge.attendee_id.is_(None))
    for judge in db.session.scalars(query):
        number = judging.get((name_key(judge.name)[:80], judge.mobile))
        if number is not None:
            judge.attendee_id = number


def note_people(edition: Edition, entered: Iterable[tuple[int, NewAttendee]], actor: Actor, now: datetime) -> None:
    """One audit entry a person, as when they register one by one."""
    for number, one in entered:
        after = {**asdict(one.person), "state": AttendeeState.CONFIRMED, "roles": [asdict(role) for role in one.roles]}
        record(edition.slug, "attendee.register", subject_of(number), actor=actor, now=now, after=after)
