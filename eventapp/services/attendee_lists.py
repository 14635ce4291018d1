"""Looking at attendees: by their secret link, and the organizers' list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.personal_links import key_hash
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.audit import AuditEntry
from eventapp.models.recommendation import Group, Result, Story
from eventapp.models.schedule import Presentation, Room, Session
from eventapp.services.attendee_search import filters_of
from eventapp.services.attendees import subject_of


@dataclass(frozen=True)
class Appearance:
    """When and where a person is on stage."""

    title: str
    starts_at: datetime
    room: str


def with_details(query: Select[Any]) -> Select[Any]:
    """Roles, what they are about, and tickets: five statements, however many people."""
    about_result = joinedload(AttendeeRole.result).joinedload(Result.group).joinedload(Group.organization)
    about_story = joinedload(AttendeeRole.story).joinedload(Story.organization)
    roles = selectinload(Attendee.roles).options(joinedload(AttendeeRole.role), about_result, about_story)
    return query.options(roles, selectinload(Attendee.tickets))


def get_registration(edition: Edition, key: str) -> Attendee:
    """The registration behind a secret link; raises `NotFound` for any other text, other editions included."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.manage_key_hash == key_hash(key))
    attendee: Attendee | None = db.session.scalar(with_details(query))
    if attendee is None:
        raise NotFound("找不到这份报名，请检查链接是否完整。")
    return attendee


def get_attendee(edition: Edition, attendee_id: int) -> Attendee:
    """One attendee of this edition with roles and tickets; raises `NotFound`."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.id == attendee_id)
    attendee: Attendee | None = db.session.scalar(with_details(query))
    if attendee is None:
        raise NotFound("找不到这位参会人员。")
    return attendee


def narrowed(edition: Edition, wanted: Wanted) -> Select[Attendee]:
    """Everybody whom the list shows, in no order: for mailings, badges, exports and changes of many."""
    found = [one.where for one in filters_of(edition, wanted)]
    return select(Attendee).where(Attendee.event_id == edition.id, *found)


def count_attendees(edition: Edition, wanted: Wanted) -> int:
    """How many they are, exactly: for what is about to be done to all of them."""
    everybody = narrowed(edition, wanted).with_only_columns(func.count(Attendee.id))
    return db.session.scalar(everybody) or 0


def list_appearances(edition: Edition, attendee: Attendee) -> list[Appearance]:
    """The person's own times on stage, once the schedule is published."""
    results = {held.result_id: held.result.topic_name for held in attendee.roles if held.result}
    stories = {held.story_id: held.story.name for held in attendee.roles if held.story}
    if edition.schedule_published_at is None or not (results or stories):
        return []
    query = (
        select(Presentation.result_id, Presentation.story_id, Presentation.starts_at, Room.name)
        .join(Session, Session.id == Presentation.session_id)
        .join(Room, Room.id == Session.room_id)
        .where(Presentation.event_id == edition.id)
        .where(or_(Presentation.result_id.in_(results), Presentation.story_id.in_(stories)))
        .order_by(Presentation.starts_at)
    )
    return [
        Appearance(results[row.result_id] if row.result_id else stories[row.story_id], row.starts_at, row.name)
        for row in db.session.execute(query)
    ]


def list_history(edition: Edition, attendee: Attendee) -> list[AuditEntry]:
    """Every change of one registration, the newest first."""
    query = select(AuditEntry).where(AuditEntry.chain == edition.slug, AuditEntry.subject == subject_of(attendee.id))
    return list(db.session.scalars(query.order_by(AuditEntry.position.desc())))
