"""From a unit to what its people present or tell: nothing about people is shown on the way."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState
from eventapp.domain.registration import MOST_FOUND, SHORTEST_SEARCH, RoleNeed
from eventapp.extensions import db
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.organizations import holds


@dataclass(frozen=True)
class OfferingUnit:
    """A unit with so many results or stories that may be chosen."""

    id: int
    name: str
    count: int


def units_offering(edition: Edition, need: RoleNeed, text: str, *, most: int = MOST_FOUND) -> list[OfferingUnit]:
    """Units found by name, pinyin or initials, or by the name of a group or story of theirs; one statement.

    Nothing for less than two characters: the list is not for browsing.
    """
    key = name_key(text)
    if len(key) < SHORTEST_SEARCH:
        return []
    found = select(Organization.id, Organization.name, func.count().label("count"))
    if need is RoleNeed.RESULT:
        query = found.select_from(Result).join(Result.group).join(Group.organization)
        query = query.where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
        query = query.where(or_(holds(key), Group.name_key.contains(key, autoescape=True)))
    else:
        query = found.select_from(Story).join(Story.organization)
        query = query.where(Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != "")
        query = query.where(or_(holds(key), Story.name_key.contains(key, autoescape=True)))
    query = query.group_by(Organization.id, Organization.name).order_by(Organization.name).limit(most)
    return [OfferingUnit(*row) for row in db.session.execute(query)]
