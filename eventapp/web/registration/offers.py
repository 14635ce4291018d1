"""What a presenter or speaker may choose, shown without more than unit, group and title."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from eventapp.domain.events import Edition
from eventapp.domain.registration import RoleChoice, RoleNeed
from eventapp.services import role_choices
from eventapp.services.attendees import AttendeeRole, Role
from eventapp.services.role_choices import Result, Story
from eventapp.web.ids import row_id


@dataclass(frozen=True)
class Offer:
    """One result or story as a person recognizes it; `group` is empty for a story."""

    id: int
    unit: str
    group: str
    title: str


def offer_of_result(result: Result) -> Offer:
    return Offer(result.id, result.group.organization.name, result.group.name, result.topic_name)


def offer_of_story(story: Story) -> Offer:
    return Offer(story.id, story.organization.name, "", story.name)


def offer_held(held: AttendeeRole) -> Offer | None:
    """What a role taken is about, or None."""
    if held.result is not None:
        return offer_of_result(held.result)
    return offer_of_story(held.story) if held.story is not None else None


def find_offers(edition: Edition, need: RoleNeed, text: str) -> list[Offer]:
    """What fits the search for a role of this need."""
    if need is RoleNeed.RESULT:
        return [offer_of_result(result) for result in role_choices.find_results(edition, text)]
    if need is RoleNeed.STORY:
        return [offer_of_story(story) for story in role_choices.find_stories(edition, text)]
    return []


def get_offer(edition: Edition, need: RoleNeed, subject: int) -> Offer | None:
    """The chosen one; raises `NotFound` when it cannot be chosen."""
    if need is RoleNeed.RESULT:
        return offer_of_result(role_choices.get_offered_result(edition, subject))
    if need is RoleNeed.STORY:
        return offer_of_story(role_choices.get_offered_story(edition, subject))
    return None


def subject_asked() -> int | None:
    """`?subject=` of this request, or None when it is no number that could be one."""
    return request.args.get("subject", type=row_id) or None


def choice_of(role: Role, subject: int | None) -> RoleChoice:
    """The role with its subject in the right place."""
    return RoleChoice(
        role.code,
        result_id=subject if role.need is RoleNeed.RESULT else None,
        story_id=subject if role.need is RoleNeed.STORY else None,
    )
