"""From a unit to what its people present or tell: nothing about people is shown on the way."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState
from eventapp.domain.registration import MOST_FOUND, SHORTEST_SEARCH, RoleNeed
from eventapp.extensions import db
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.organizations import holds
from eventapp.services.role_choices import offered_results, offered_stories


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
    else:
        query = found.select_from(Story).join(Story.organization)
        query = query.where(Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != "")
    query = query.where(named(need, key))
    query = query.group_by(Organization.id, Organization.name).order_by(Organization.name).limit(most)
    return [OfferingUnit(*row) for row in db.session.execute(query)]


def named(need: RoleNeed, key: str) -> ColumnElement[bool]:
    """Whether this name key is in the name of the unit, or of the group or story."""
    table = Group if need is RoleNeed.RESULT else Story
    return or_(holds(key), table.name_key.contains(key, autoescape=True))


def find_subjects(edition: Edition, need: RoleNeed, text: str, *, most: int = MOST_FOUND) -> list[Result | Story]:
    """Results or stories found by their own name, or that of their group or unit; one statement.

    For the desk, which may look at all of them; nothing for less than two characters.
    """
    key = name_key(text)
    if len(key) < SHORTEST_SEARCH or need is RoleNeed.NOTHING:
        return []
    if need is RoleNeed.RESULT:
        is_topic = Result.topic_name.contains(text.strip(), autoescape=True)
        results = offered_results(edition).where(or_(named(need, key), is_topic))
        return list(db.session.scalars(results.order_by(Organization.name, Group.name, Result.id).limit(most)))
    stories = offered_stories(edition).where(named(need, key))
    return list(db.session.scalars(stories.order_by(Organization.name, Story.name, Story.id).limit(most)))
