"""What tests of registration need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration import NewAttendee, Person, RoleChoice
from eventapp.extensions import db
from eventapp.models import Attendee, AuditEntry
from eventapp.services import attendee_lists, registration, roles
from eventapp.settings import Settings
from eventapp.web.tickets.codes import code_of
from tests.client import Client
from tests.factories import NOW, SECRETARY, an_edition

SELF = Actor(name="本人")
LINKS = PersonalLinks(Settings.secret_key, "http://localhost")


def an_edition_with_roles(**overrides: Any) -> Edition:
    edition = an_edition(**overrides)
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    return edition


def a_person(name: str = "谭志序", **overrides: Any) -> Person:
    return Person(**({"name": name, "unit_name": "毛民帝江模具有限责任公司", "mobile": "13800006026"} | overrides))


def register(edition: Edition, person: Person | None = None, code: str = "observer", **choice: int) -> str:
    """Register one person and return the secret of their link."""
    new = NewAttendee(person or a_person(), (RoleChoice(code, **choice),))
    return registration.register(edition, new, links=LINKS, actor=SELF, now=NOW).key


def the_attendee(name: str = "谭志序") -> Attendee:
    db.session.rollback()
    query = select(Attendee).where(Attendee.name == name).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def all_attendees() -> list[Attendee]:
    db.session.rollback()
    return list(db.session.scalars(select(Attendee).order_by(Attendee.id).execution_options(populate_existing=True)))


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def actions() -> list[str]:
    db.session.rollback()
    query = select(AuditEntry.action).where(AuditEntry.subject.startswith("attendee:"))
    return list(db.session.scalars(query.order_by(AuditEntry.position)))


def filled(**overrides: Any) -> dict[str, Any]:
    return {
        "name": "谭志序", "gender": "男", "unit_name": "毛民帝江模具有限责任公司", "job_title": "总经理",
        "mobile": "+86 138-0000-6026", "email": "t@example.com", "lodging": "own", "consent": "y",
    } | overrides  # fmt: skip


def key_in(address: str) -> str:
    return address.rpartition("/")[2]


def posted(client: Client, code: str = "observer", subject: int | None = None, **overrides: Any) -> str:
    """Register through the form and return the key of the personal page."""
    role = code if subject is None else f"{code}:{subject}"
    answer = client.post("registration.register", edition="43", role=role, data=filled(**overrides))
    return key_in(answer.location)


def code_in(client: Client, edition: Edition, key: str) -> str:
    with client.app.test_request_context():
        return code_of(edition, attendee_lists.get_registration(edition, key).tickets[0])
