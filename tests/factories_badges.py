"""Many people with tickets at once, for tests and benchmarks of badges."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from eventapp.domain.badge_runs import PrintOptions
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.jobs.badges import params_of
from eventapp.models import Attendee, AttendeeRole, Role, Ticket
from eventapp.services import badges, events, jobs, roles
from eventapp.services.badge_people import Scope
from tests.factories import NOW, SECRETARY, an_edition

FAMILY = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "知亦景志琰静宜序岑峤若澄明远思源嘉禾"


def an_edition_with_badges(**overrides: Any) -> Edition:
    """Roles, classes and designs as shipped."""
    edition = an_edition(**overrides)
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    badges.ship_badges(edition, actor=SECRETARY, now=NOW)
    return edition


def a_print_job(edition: Edition) -> int:
    """A job of everybody's badges that has not begun."""
    params = params_of(Scope(), PrintOptions())
    return jobs.start_job(edition, "print_badges", "", params, actor=SECRETARY, now=NOW)


def enter_people(edition: Edition, count: int, **overrides: Any) -> list[int]:
    """Confirmed people of forty units in all roles, each with a ticket; returns their numbers."""
    role_ids = list(db.session.scalars(select(Role.id).where(Role.event_id == edition.id).order_by(Role.sort)))
    key = events.get_current_key(edition)
    first = len(list(db.session.scalars(select(Attendee.id).where(Attendee.event_id == edition.id))))
    people = [{**a_person(edition, first + number), **overrides} for number in range(count)]
    db.session.execute(insert(Attendee), people)
    known = select(Attendee.id).where(Attendee.event_id == edition.id).order_by(Attendee.id.desc()).limit(count)
    ids = sorted(db.session.scalars(known))
    held = [
        {
            "event_id": edition.id,
            "attendee_id": number,
            "role_id": role_ids[place % len(role_ids)],
            "state": "confirmed",
        }
        for place, number in enumerate(ids)
    ]
    tickets = [
        {"event_id": edition.id, "attendee_id": number, "key_id": key.id, "serial": f"{number:016x}", "issued_at": NOW}
        for number in ids
    ]
    db.session.execute(insert(AttendeeRole), held)
    db.session.execute(insert(Ticket), tickets)
    db.session.commit()
    return ids


def a_person(edition: Edition, number: int) -> dict[str, Any]:
    name = FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)] + GIVEN[(number // 7) % len(GIVEN)]
    unit = f"乌有第{number % 40}精密轴承制造股份有限公司热处理分厂"
    return {
        "event_id": edition.id, "name": name, "name_key": name, "unit_name": unit, "department": "质量管理部",
        "job_title": "高级工程师", "mobile": f"1380000{number % 10_000:04d}", "state": AttendeeState.CONFIRMED,
        "pinyin": f"{number % 97:02d}", "manage_key_hash": f"{edition.id:032x}{number:032x}", "registered_at": NOW, "answers": {},
    }  # fmt: skip
