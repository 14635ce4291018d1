"""What readers of the schedule ask for in the address."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from eventapp.services.timetable import Sitting, Wanted


def read_wanted(asked: MultiDict[str, str], sittings: list[Sitting], today: date) -> Wanted:
    """Day, room, track and words. Without any of them: today if something is on, else the first day."""
    wanted = Wanted(
        day=day_of(asked.get("day", "")),
        room_id=asked.get("room", type=int),
        track_id=asked.get("track", type=int),
        text=asked.get("q", "").strip()[:80],
    )
    if wanted != Wanted() or asked.get("day") == "all" or not sittings:
        return wanted
    days = [sitting.day for sitting in sittings]
    return Wanted(day=today if today in days else days[0])


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
