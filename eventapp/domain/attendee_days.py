"""What one person has to do at the conference, and where they should go at a given moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from eventapp.domain.events import Edition
from eventapp.domain.words import N_

COME_BEFORE = timedelta(minutes=20)  # in the room before one's own turn, as the notice of the rooms asks


class Duty(StrEnum):
    """What a person does on stage or in a room."""

    PRESENTS = "presents"
    JUDGES = "judges"


DUTY_NAMES = {Duty.PRESENTS: N_("上台"), Duty.JUDGES: N_("评审")}


@dataclass(frozen=True)
class Appearance:
    """When and where a person is needed. `key` stays the same however often the schedule is made anew."""

    key: str
    duty: Duty
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str


class Stage(StrEnum):
    """Where a person stands in the days of the conference."""

    BEFORE = "before"
    NOW = "now"  # in this room, until then
    NEXT = "next"  # later today, or on a day to come
    FREE = "free"  # the conference is on and nothing more of one's own
    OVER = "over"
    UNKNOWN = "unknown"  # the days are not settled


@dataclass(frozen=True)
class WhereToGo:
    """The one thing worth knowing at this moment; `days` are until the conference begins."""

    stage: Stage
    appearance: Appearance | None = None
    days: int = 0


def where_to_go(edition: Edition, appearances: Sequence[Appearance], now: datetime) -> WhereToGo:
    """By the calendar of the edition's zone, whatever zone the reader is in."""
    today = now.astimezone(ZoneInfo(edition.timezone)).date()
    coming = sorted((one for one in appearances if one.ends_at > now), key=lambda one: one.starts_at)
    if edition.ends_on is not None and today > edition.ends_on:
        return WhereToGo(Stage.OVER)
    if edition.starts_on is not None and today < edition.starts_on:
        return WhereToGo(Stage.BEFORE, coming[0] if coming else None, (edition.starts_on - today).days)
    if coming:
        is_now = coming[0].starts_at - COME_BEFORE <= now
        return WhereToGo(Stage.NOW if is_now else Stage.NEXT, coming[0])
    return WhereToGo(Stage.FREE if edition.starts_on else Stage.UNKNOWN)


def is_while_on(edition: Edition, day: date) -> bool:
    """Whether the conference is on that day."""
    return bool(edition.starts_on and edition.starts_on <= day <= (edition.ends_on or edition.starts_on))
