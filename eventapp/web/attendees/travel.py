"""Who arrives and leaves by which train or flight: on the screen, on paper for the driver, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp.documents.people_sheets import List
from eventapp.domain.attendee_filters import day_in
from eventapp.domain.events import Edition
from eventapp.domain.registration_questions import YES
from eventapp.domain.words import N_
from eventapp.services import attendee_travel
from eventapp.services.attendee_keyset import BEGINNING, MOST_COUNTED
from eventapp.services.attendee_travel import Way
from eventapp.web.attendees.files import answer_lists
from eventapp.web.attendees.listing import place_now
from eventapp.web.current import current_edition

SIZE = 100
TITLES = {Way.ARRIVAL: N_("接站名单"), Way.DEPARTURE: N_("送站名单")}
FILES = {Way.ARRIVAL: "接站名单", Way.DEPARTURE: "送站名单"}
HEADINGS = (
    ("日期", 12), ("时间", 8), ("车次或航班", 14), ("姓名", 10), ("单位", 34), ("手机", 14), ("需要接站", 10), ("房间", 10),
)  # fmt: skip
MOST_DAYS = 14
Group = tuple[tuple[str, str], list[Any]]


def list_travelers() -> ResponseReturnValue:
    """One day by time and train, a hundred people a page."""
    edition, way, only_wishes = current_edition(), way_now(), request.args.get("all") != "yes"
    days = days_of(edition, way)
    day, place = day_in(request.args.get("day", "")) or usual_day(edition, way), place_now(SIZE)
    found = attendee_travel.list_travelers(edition, way, day, place, only_wishes=only_wishes)
    return render_template(
        "attendees/list_travelers.html", found=found, groups=grouped(found.page.rows), way=way.value, titles=TITLES,
        title=TITLES[way], day=day, days=days, only_wishes=only_wishes, is_first=place == BEGINNING,
        most=MOST_COUNTED, asked=asked_for(way, day, only_wishes),
    )  # fmt: skip


def way_now() -> Way:
    return Way.DEPARTURE if request.args.get("way") == Way.DEPARTURE else Way.ARRIVAL


def asked_for(way: Way, day: date | None, only_wishes: bool) -> dict[str, str]:
    asked = {"way": way.value, "day": day.isoformat() if day else "", "all": "" if only_wishes else "yes"}
    return {name: value for name, value in asked.items() if value}


def usual_day(edition: Edition, way: Way) -> date:
    """When most come and go: the day before the first, and the last."""
    if way is Way.ARRIVAL:
        return edition.starts_on or date(edition.year, 1, 1)
    return edition.ends_on or edition.starts_on or date(edition.year, 1, 1)


def days_of(edition: Edition, way: Way) -> list[date]:
    """The days around the conference; others are typed."""
    first, last = edition.starts_on, edition.ends_on or edition.starts_on
    if first is None or last is None:
        return []
    start = first - timedelta(days=2) if way is Way.ARRIVAL else first
    count = min(MOST_DAYS, (last - start).days + 1 + (way is Way.DEPARTURE))
    return [start + timedelta(days=number) for number in range(count)]


def grouped(rows: Iterable[Any]) -> list[Group]:
    """People of one time and train together, as they stand in the list."""
    return [(key, list(people)) for key, people in groupby(rows, key=lambda row: (row.time, row.by))]


def print_travelers() -> ResponseReturnValue:
    """The whole day on paper, with mobiles for the driver."""
    edition, way, only_wishes = current_edition(), way_now(), request.args.get("all") != "yes"
    day = day_in(request.args.get("day", "")) or usual_day(edition, way)
    rows = attendee_travel.list_all_travelers(edition, way, day, only_wishes=only_wishes)
    return render_template("attendees/print_travelers.html", groups=grouped(rows), title=TITLES[way], day=day)


def download_travelers() -> ResponseReturnValue:
    """All days in one file; one day where one is asked for."""
    way, only_wishes, day = way_now(), request.args.get("all") != "yes", day_in(request.args.get("day", ""))
    rows = attendee_travel.list_all_travelers(current_edition(), way, day, only_wishes=only_wishes)
    name = FILES[way]
    return answer_lists(
        "attendee.export_travelers", name, [List(name, HEADINGS, lines_of(rows))], asked_for(way, day, only_wishes)
    )


def lines_of(rows: Iterable[Any]) -> Iterator[list[str]]:
    for row in rows:
        wish = "是" if row.pick_up == YES else ""
        yield [row.day.isoformat(), row.time, row.by, row.name, row.unit_name, row.mobile, wish, row.hotel_room]
