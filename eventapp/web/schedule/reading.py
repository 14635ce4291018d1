"""The public schedule cut into days, half-days and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import format_date

from eventapp.services.timetable import Sitting, Wanted, choose
from eventapp.web.language import gettext


@dataclass(frozen=True)
class Page:
    """What the page shows and what it offers to choose from."""

    wanted: Wanted
    days: list[tuple[date, str]]  # with its name
    rooms: list[Any]
    tracks: list[Any]
    groups: list[tuple[datetime, list[Sitting]]]  # sessions that begin together
    is_planned: bool

    @property
    def count(self) -> int:
        return sum(len(sitting.talks) for _, sittings in self.groups for sitting in sittings)

    @property
    def is_filtered(self) -> bool:
        return bool(self.wanted.room_id or self.wanted.track_id or self.wanted.text)

    @property
    def room_choices(self) -> list[tuple[int, str]]:
        return [(room.id, room.name) for room in self.rooms]

    def track_choices(self, locale: str) -> list[tuple[int, str]]:
        """Tracks by id, called as the reader's language calls them."""
        is_chinese = locale.startswith("zh")
        return [(track.id, track.name if is_chinese else track.name_en or track.name) for track in self.tracks]


def page_of(sittings: list[Sitting], wanted: Wanted) -> Page:
    """Everything the page needs, from what was read once."""
    return Page(
        wanted,
        days=[(day, name_of_day(day)) for day in sorted({sitting.day for sitting in sittings})],
        rooms=in_order(sitting.room for sitting in sittings),
        tracks=in_order(sitting.track for sitting in sittings if sitting.track),
        groups=begun_together(choose(sittings, wanted)),
        is_planned=bool(sittings),
    )


def in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted({row.id: row for row in rows}.values(), key=lambda row: (row.sort, row.id))


def begun_together(sittings: list[Sitting]) -> list[tuple[datetime, list[Sitting]]]:
    return [(moment, list(group)) for moment, group in groupby(sittings, key=lambda sitting: sitting.starts_at)]


def name_of_day(day: date) -> str:
    """Month, day and weekday in the reader's language."""
    return format_date(day, gettext("M月d日 EEE"))
