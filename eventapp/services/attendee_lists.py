"""Looking at attendees: by their secret link, and the organizers' list."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.personal_links import key_hash
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.attendee_search import filters_of


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
