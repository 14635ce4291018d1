"""The results and stories that take part, with what planning needs to know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.recommendations import FIRST_LEVEL, EntryState
from eventapp.domain.recusal import Person, TalkTies
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story, SummaryRow

STORY_CODE = "story"  # of the track; results have the code of their group's kind
COMING = (AttendeeState.PENDING, AttendeeState.CONFIRMED)


@dataclass(frozen=True)
class Entry:
    """One result or story on its way to a talk; `id` is `result:12` or `story:3`, `code` the code of its track."""

    id: str
    code: str
    name: str
    topic: str
    unit: Organization
    level1: bool = False
    postcode: str = ""
    presenters: tuple[Person, ...] = ()
    speaker: str = ""
    adviser: str = ""

    @property
    def region(self) -> str:
        """What is written down of the unit, else the body that recommends it."""
        return self.unit.region or (self.unit.recommender.name if self.unit.recommender else "")

    @property
    def ties(self) -> TalkTies:
        """Whom a judge must have nothing to do with."""
        return TalkTies(
            unit=self.unit.name,
            company=self.unit.parent.name if self.unit.parent else "",
            region=self.region,
            members=(*self.presenters, *(Person(name) for name in (self.speaker,) if name)),
            advisers=tuple(Person(name) for name in (self.adviser,) if name),
        )

    @property
    def order(self) -> tuple[str, str, str]:
        """By postcode, then unit, then name: the order of the recommendation summaries."""
        return self.postcode, self.unit.name, self.name


def list_entries(edition: Edition) -> list[Entry]:
    """Everything entered that can be presented; a story without a speaker is legal and is not. Four statements."""
    presenters = presenters_by_entry(edition)
    return [*entered_results(edition, presenters), *entered_stories(edition, presenters)]


def entered_results(edition: Edition, presenters: dict[str, list[Person]]) -> Iterator[Entry]:
    unit = joinedload(Result.group).joinedload(Group.organization)
    query = select(Result).where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
    query = query.options(unit.joinedload(Organization.parent), unit.joinedload(Organization.recommender))
    levels, postcodes = summary_facts(edition)
    for result in db.session.scalars(query.order_by(Result.id)):
        group, key = result.group, f"result:{result.id}"
        yield Entry(
            key, group.kind.value, group.name, result.result_type, group.organization,
            level1=FIRST_LEVEL in levels[result.id],
            postcode=group.organization.postcode or postcodes.get(result.id, ""),
            presenters=tuple(presenters[key]), adviser=result.advisor,
        )  # fmt: skip


def summary_facts(edition: Edition) -> tuple[dict[int, set[int | None]], dict[int, str]]:
    """Recommended levels and postcodes by result."""
    levels: dict[int, set[int | None]] = defaultdict(set)
    postcodes: dict[int, str] = {}
    columns = (SummaryRow.result_id, SummaryRow.recommended_level, SummaryRow.postcode)
    for result_id, level, postcode in db.session.execute(select(*columns).where(SummaryRow.event_id == edition.id)):
        levels[result_id].add(level)
        postcodes[result_id] = postcodes.get(result_id) or postcode
    return levels, postcodes


def entered_stories(edition: Edition, presenters: dict[str, list[Person]]) -> Iterator[Entry]:
    unit = joinedload(Story.organization)
    query = select(Story).where(
        Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != ""
    )
    query = query.options(unit.joinedload(Organization.parent), unit.joinedload(Organization.recommender))
    for story in db.session.scalars(query.order_by(Story.id)):
        key = f"story:{story.id}"
        yield Entry(
            key, STORY_CODE, story.name, "", story.organization, postcode=story.organization.postcode,
            presenters=tuple(presenters[key]), speaker=story.speaker_name,
        )  # fmt: skip


def presenters_by_entry(edition: Edition) -> dict[str, list[Person]]:
    """Who is registered to present what; ids are `attendee:7`."""
    found: dict[str, list[Person]] = defaultdict(list)
    query = select(Attendee.id, Attendee.name, AttendeeRole.result_id, AttendeeRole.story_id).join(
        AttendeeRole.attendee
    )
    presents = or_(AttendeeRole.result_id.is_not(None), AttendeeRole.story_id.is_not(None))
    query = query.where(AttendeeRole.event_id == edition.id, Attendee.state.in_(COMING), presents)
    for attendee_id, name, result_id, story_id in db.session.execute(query.order_by(Attendee.id)):
        entry = f"result:{result_id}" if result_id else f"story:{story_id}"
        found[entry].append(Person(name, f"attendee:{attendee_id}"))
    return found
