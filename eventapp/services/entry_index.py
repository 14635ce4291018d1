"""Results and stories by the names that people write, for lists that name them instead of numbering them."""

from __future__ import annotations

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.extensions import db
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.services.result_book import survivor_ids

EntryName = tuple[str, str]  # compared names of the unit, and of the group or story


def entry_name(unit: str, name: str) -> EntryName:
    """The key of one entry, however its names are spaced."""
    return name_key(unit), name_key(name)


def index_results(edition: Edition) -> dict[EntryName, int]:
    """Numbers of all results of the edition, by unit and group; a merged one's names lead to its survivor."""
    ends = survivor_ids(edition)
    rows = db.session.execute(
        select(Organization.name_key, Group.name_key, Result.id)
        .join(Group, Group.organization_id == Organization.id)
        .join(Result, Result.group_id == Group.id)
        .where(Result.event_id == edition.id)
    )
    return {(unit, name): ends.get(number, number) for unit, name, number in rows}


def index_stories(edition: Edition) -> dict[EntryName, int]:
    """Numbers of all stories of the edition that have a speaker, by unit and story."""
    rows = db.session.execute(
        select(Organization.name_key, Story.name_key, Story.id)
        .join(Story, Story.organization_id == Organization.id)
        .where(Story.event_id == edition.id, Story.speaker_name != "")
    )
    return {(unit, name): number for unit, name, number in rows}
