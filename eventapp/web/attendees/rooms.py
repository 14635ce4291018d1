"""The room list: seen by kind of lodging, given room by room, taken along as a file for the hotel."""

from __future__ import annotations

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.people_sheets import List
from eventapp.domain.attendee_filters import numbers_in
from eventapp.domain.attendee_rooms import FIT_NAMES, Sharing
from eventapp.domain.registration_shipped import OWN
from eventapp.services import attendee_rooms, registration_forms
from eventapp.services.attendee_keyset import BEGINNING, MOST_COUNTED
from eventapp.services.attendee_rooms import Beds
from eventapp.web.attendees.files import answer_lists
from eventapp.web.attendees.listing import place_now
from eventapp.web.attendees.words import options_of
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, ngettext

PAGE = "attendees.list_rooms"
SIZE = 100
HEADINGS = (
    ("序号", 6), ("房间", 10), ("姓名", 10), ("性别", 6), ("单位", 34), ("合住意愿", 12), ("情况", 18), ("到达", 12), ("返程", 12),
)  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """Kinds of lodging that need a bed of the hotel, by code."""
    fields = registration_forms.current_form(current_edition()).fields
    return [(code, label) for code, label in options_of(fields, "lodging") if code != OWN]


def beds_now(offered: list[tuple[str, str]]) -> Beds:
    known = [code for code, _label in offered]
    lodging = request.args.get("lodging", "")
    gender = request.args.get("gender", "")
    return Beds(
        lodging if lodging in known else next(iter(known), ""),
        gender if gender in ("男", "女") else "",
        only_open=request.args.get("open") == "yes",
    )


def asked_for(beds: Beds) -> dict[str, str]:
    asked = {"lodging": beds.lodging, "gender": beds.gender, "open": "yes" if beds.only_open else ""}
    return {name: value for name, value in asked.items() if value}


def list_rooms() -> ResponseReturnValue:
    """Who sleeps how, a hundred a page; those who name each other stand together."""
    offered = kinds()
    beds, place = beds_now(offered), place_now(SIZE)
    page = attendee_rooms.list_beds(current_edition(), beds, place)
    return render_template(
        "attendees/list_rooms.html", page=page, beds=beds, kinds=offered, asked=asked_for(beds), fit_names=FIT_NAMES,
        rooms_of=rooms_of,
        is_first=place == BEGINNING, most=MOST_COUNTED,
    )  # fmt: skip


def rooms_of(one: Sharing) -> list[tuple[str, str, str]]:
    """The rooms to type: numbers and names of the people, and the room. A pair has one, unless they were parted."""
    rooms = {guest.hotel_room for guest in one.guests}
    beds = [one.guests] if len(rooms) == 1 else [(guest,) for guest in one.guests]
    return [
        (",".join(str(guest.id) for guest in bed), gettext("、").join(guest.name for guest in bed), bed[0].hotel_room)
        for bed in beds
    ]


def assign_rooms() -> ResponseReturnValue:
    """Write the rooms that were typed; what nobody touched stays as it is now."""
    rooms = {}
    for name, typed in request.form.items():
        people = name.removeprefix("room-")
        if people != name and typed.strip() != request.form.get(f"was-{people}", "").strip():
            rooms |= dict.fromkeys(numbers_in(people), typed)
    count = attendee_rooms.assign_rooms(current_edition(), rooms, actor=current_actor(), now=clock.now())
    flash(ngettext("已保存%(num)s人的房间。", "已保存%(num)s人的房间。", count), "success")
    kept = ("lodging", "gender", "open", "after", "before")
    return redirect(url_for(PAGE, **{name: request.form[name] for name in kept if request.form.get(name)}))


def download_rooms() -> ResponseReturnValue:
    """Every kind of lodging as a sheet of its own, for the hotel."""
    edition = current_edition()
    lists = [
        List(label, HEADINGS, rows_of(attendee_rooms.list_all_beds(edition, Beds(code)))) for code, label in kinds()
    ]
    return answer_lists("attendee.export_rooms", "住宿名单", lists, {})


def rows_of(sharings: list[Sharing]) -> Iterator[list[str]]:
    """Pairs stand in two rows under one number."""
    for number, one in enumerate(sharings, 1):
        for guest in one.guests:
            days = [day.isoformat() if day else "" for day in (guest.arrives_on, guest.departs_on)]
            said = gettext(FIT_NAMES[one.fit]) if guest.roommate else ""
            yield [
                str(number), guest.hotel_room, guest.name, guest.gender, guest.unit_name, guest.roommate, said, *days
            ]  # fmt: skip
