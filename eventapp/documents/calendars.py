"""Calendar files (iCalendar, RFC 5545): the days of the conference and one person's own times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from eventapp.domain.attendee_days import Appearance
from eventapp.domain.events import Edition

PRODUCT = "-//Conference//Attendee//ZH"


def write_calendar(
    edition: Edition, appearances: Iterable[Appearance], *, name: str, public_url: str, now: datetime, link: str = ""
) -> bytes:
    """The file of one person, in the zone of the edition. Fetched again it changes entries and adds none twice.

    `name` is what the conference is called in the person's language; `link` goes into every entry; the host of
    `public_url` makes entries of different installations different.
    """
    host = urlsplit(public_url).hostname or "localhost"
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    entries = {"event": days_of(edition, name)} if edition.starts_on else {}
    entries |= {one.key: time_of(edition, one) for one in appearances}
    for key, entry in entries.items():
        entry.add("uid", f"{key}.{edition.slug}@{host}")
        entry.add("dtstamp", now)
        if link:
            entry.add("url", link)
        calendar.add_component(entry)
    calendar.add_missing_timezones(*around(edition, now))
    return bytes(calendar.to_ical())


def around(edition: Edition, now: datetime) -> tuple[date, date]:
    """For which years the file explains its zone: with all its history it would be ten times as long."""
    first = edition.starts_on or now.date()
    return first - timedelta(days=366), (edition.ends_on or first) + timedelta(days=366)


def days_of(edition: Edition, name: str) -> Event:
    """The whole days, which keep nobody busy."""
    entry = Event()
    entry.add("summary", name)
    entry.add("location", edition.place)
    if edition.starts_on is not None:
        entry.add("dtstart", edition.starts_on)
        entry.add("dtend", (edition.ends_on or edition.starts_on) + timedelta(days=1))  # the day after: RFC 5545, 3.6.1
        entry.add("transp", "TRANSPARENT")
    return entry


def time_of(edition: Edition, appearance: Appearance) -> Event:
    zone = ZoneInfo(edition.timezone)
    entry = Event()
    entry.add("summary", appearance.title)
    entry.add("location", f"{edition.place} {appearance.room}".strip())
    entry.add("dtstart", appearance.starts_at.astimezone(zone))
    entry.add("dtend", appearance.ends_at.astimezone(zone))
    return entry
