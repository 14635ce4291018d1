"""What a presenter or speaker may choose, shown without more than unit, group and title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eventapp.domain.events import Edition
from eventapp.domain.registration import RoleChoice, RoleNeed
from eventapp.services import role_choices
from eventapp.services.attendees import AttendeeRole
from eventapp.services.role_choices import Result, Story


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


def offers_of_unit(edition: Edition, need: RoleNeed, organization_id: int) -> list[Offer]:
    """What one unit has to choose from."""
    if need is RoleNeed.RESULT:
        return [offer_of_result(result) for result in role_choices.results_of_unit(edition, organization_id)]
    return [offer_of_story(story) for story in role_choices.stories_of_unit(edition, organization_id)]


def offers_chosen(edition: Edition, choices: Iterable[RoleChoice]) -> list[Offer]:
    """The subjects of these choices; raises `NotFound` when one cannot be chosen."""
    offers = []
    for choice in choices:
        if choice.result_id is not None:
            offers.append(offer_of_result(role_choices.get_offered_result(edition, choice.result_id)))
        if choice.story_id is not None:
            offers.append(offer_of_story(role_choices.get_offered_story(edition, choice.story_id)))
    return offers
