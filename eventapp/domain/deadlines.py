"""Deadlines of an edition, as people read them: a last day, and how many days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.events import Edition
from eventapp.domain.words import N_


@dataclass(frozen=True)
class Deadline:
    """A deadline in words. `last_day` is the last day that still counts, in the edition's zone."""

    name: str
    last_day: date
    days_left: int  # 0 on the last day, negative afterwards

    @property
    def is_over(self) -> bool:
        return self.days_left < 0


def deadlines_of(edition: Edition, now: datetime) -> list[Deadline]:
    """What is due when, the earliest first; deadlines that are not set are left out."""
    named = ((N_("申报材料截止"), edition.materials_due_at), (N_("报名截止"), edition.registration_closes_at))
    zone = ZoneInfo(edition.timezone)
    today = now.astimezone(zone).date()
    found = [(name, last_day_before(at, zone)) for name, at in named if at is not None]
    return [Deadline(name, day, (day - today).days) for name, day in sorted(found, key=lambda pair: pair[1])]


def last_day_before(at: datetime, zone: ZoneInfo) -> date:
    """The day a deadline names: midnight at its end still belongs to the day before."""
    return (at.astimezone(zone) - timedelta(microseconds=1)).date()


def registration_is_open(edition: Edition, now: datetime) -> bool:
    """Whether people may register: from the opening, or at once when none is set, until the deadline."""
    has_begun = edition.registration_opens_at is None or edition.registration_opens_at <= now
    return has_begun and (edition.registration_closes_at is None or now < edition.registration_closes_at)
