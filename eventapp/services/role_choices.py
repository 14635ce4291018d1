"""What a role is about: results to present and stories to tell, by unit or by the recommender's code."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from eventapp.domain.entry_codes import LENGTH, entry_code, typed_code
from eventapp.domain.events import Edition
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration import RoleNeed
from eventapp.extensions import db
from eventapp.models.recommendation import Group, Result, Story


def offered_results(edition: Edition) -> Select[Result]:
    """Results that may be presented, with group and unit."""
    query = select(Result).join(Result.group).join(Group.organization)
    query = query.where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
    return query.options(contains_eager(Result.group).contains_eager(Group.organization))


def offered_stories(edition: Edition) -> Select[Story]:
    """Stories that may be told: one without a speaker foreseen never asks for one."""
    query = select(Story).join(Story.organization).where(Story.event_id == edition.id, Story.speaker_name != "")
    return query.where(Story.state == EntryState.ENTERED).options(contains_eager(Story.organization))


def get_offered_result(edition: Edition, result_id: int | None) -> Result:
    """A result that may be presented; raises `NotFound`."""
    result = db.session.scalar(offered_results(edition).where(Result.id == result_id))
    if result is None:
        raise NotFound("找不到这项成果，请重新查找并选择。")
    return result


def get_offered_story(edition: Edition, story_id: int | None) -> Story:
    """A story that may be told; raises `NotFound`."""
    story = db.session.scalar(offered_stories(edition).where(Story.id == story_id))
    if story is None:
        raise NotFound("找不到这个需要演讲的故事，请重新查找并选择。")
    return story


def results_of_unit(edition: Edition, organization_id: int) -> list[Result]:
    """The results that people of this unit may present, by group."""
    query = offered_results(edition).where(Group.organization_id == organization_id)
    return list(db.session.scalars(query.order_by(Group.name, Result.id)))


def stories_of_unit(edition: Edition, organization_id: int) -> list[Story]:
    """The stories that people of this unit may tell, by title."""
    query = offered_stories(edition).where(Story.organization_id == organization_id)
    return list(db.session.scalars(query.order_by(Story.name, Story.id)))


def find_by_code(edition: Edition, text: str, need: RoleNeed, *, links: PersonalLinks) -> Result | Story | None:
    """The result or story whose recommender's code was typed; None for anything else. Whoever offers it limits tries."""
    code = typed_code(text)
    if len(code) != LENGTH or need is RoleNeed.NOTHING:
        return None
    numbers = select(Result.id) if need is RoleNeed.RESULT else select(Story.id)
    table = Result if need is RoleNeed.RESULT else Story
    for number in db.session.scalars(numbers.where(table.event_id == edition.id)):
        if entry_code(links.secret_key, need, number) == code:
            offered = offered_results(edition) if need is RoleNeed.RESULT else offered_stories(edition)
            found: Result | Story | None = db.session.scalar(offered.where(table.id == number))
            return found
    return None
