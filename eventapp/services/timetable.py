"""The schedule for reading: sessions with their presentations, as facts, in few statements however many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.sessions import PresentationState
from eventapp.extensions import db
from eventapp.models.event import Track
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.models.schedule import Presentation, Room, Session


@dataclass(frozen=True)
class Talk:
    """One presentation as people look for it; `name` is of the group or the story."""

    id: int
    starts_at: datetime
    ends_at: datetime
    state: PresentationState
    name: str
    topic: str
    unit: str
    speaker: str

    def holds(self, key: str) -> bool:
        """Whether one of its words holds `key` (as `name_key` makes it)."""
        return any(key in name_key(words) for words in (self.name, self.topic, self.unit, self.speaker))


@dataclass(frozen=True)
class Sitting:
    """One session: a room, a stretch of time, a track, and who presents in it."""

    id: int
    day: date  # in the edition's zone
    starts_at: datetime
    ends_at: datetime
    room: Room
    track: Track | None
    talks: tuple[Talk, ...]


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to see; None and "" mean all."""

    day: date | None = None
    room_id: int | None = None
    track_id: int | None = None
    text: str = ""


def list_timetable(edition: Edition) -> list[Sitting]:
    """All sessions by time and room. Two statements."""
    zone = ZoneInfo(edition.timezone)
    talks = talks_by_session(edition)
    query = select(Session).where(Session.event_id == edition.id).join(Session.room)
    query = query.options(joinedload(Session.room), joinedload(Session.track))
    return [
        Sitting(
            row.id, row.starts_at.astimezone(zone).date(), row.starts_at, row.ends_at, row.room, row.track,
            tuple(talks[row.id]),
        )
        for row in db.session.scalars(query.order_by(Session.starts_at, Room.sort, Room.id))
    ]  # fmt: skip


def talks_by_session(edition: Edition) -> dict[int, list[Talk]]:
    found: dict[int, list[Talk]] = defaultdict(list)
    columns = (Presentation.session_id, Presentation.id, Presentation.starts_at, Presentation.ends_at)
    query = with_subjects(select(*columns, Presentation.state, *SUBJECT)).where(Presentation.event_id == edition.id)
    for session_id, *facts in db.session.execute(query.order_by(Presentation.starts_at)):
        found[session_id].append(Talk(*facts))
    return found


SUBJECT = (
    func.coalesce(Group.name, Story.name),
    func.coalesce(Result.topic_name, ""),
    Organization.name,
    func.coalesce(Story.speaker_name, ""),
)


def with_subjects(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what a presentation is about, so that `SUBJECT` can be read: name, topic, unit, speaker."""
    return (
        query.outerjoin(Result, Result.id == Presentation.result_id)
        .outerjoin(Group, Group.id == Result.group_id)
        .outerjoin(Story, Story.id == Presentation.story_id)
        .join(Organization, Organization.id == func.coalesce(Group.organization_id, Story.organization_id))
    )


def choose(sittings: list[Sitting], wanted: Wanted) -> list[Sitting]:
    """The sessions that are wanted, each with the wanted presentations only; empty ones are left out."""
    key = name_key(wanted.text)
    chosen = [
        replace(sitting, talks=tuple(talk for talk in sitting.talks if not key or talk.holds(key)))
        for sitting in sittings
        if wanted.day in (None, sitting.day)
        and wanted.room_id in (None, sitting.room.id)
        and wanted.track_id in (None, sitting.track.id if sitting.track else None)
    ]
    return [sitting for sitting in chosen if sitting.talks]


@dataclass(frozen=True)
class NowAndNext:
    """What is on in one room, and what comes next there today."""

    sitting: Sitting
    now: Talk | None
    next: Talk | None


def now_and_next(sittings: list[Sitting], edition: Edition, now: datetime) -> list[NowAndNext]:
    """By room, while the day lasts; nothing on other days and after the last presentation."""
    today = now.astimezone(ZoneInfo(edition.timezone)).date()
    rooms: dict[int, list[tuple[Sitting, Talk]]] = defaultdict(list)
    for sitting in sittings:
        if sitting.day == today:
            rooms[sitting.room.id] += [(sitting, talk) for talk in sitting.talks if talk.ends_at > now]
    found = []
    for coming in rooms.values():
        running = next((talk for _, talk in coming if talk.starts_at <= now), None)
        following = next((talk for _, talk in coming if talk.starts_at > now), None)
        if coming:
            found.append(NowAndNext(coming[0][0], running, following))
    return found
