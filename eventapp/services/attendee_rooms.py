"""The room list: who sleeps in the hotel, with whom, in which room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from eventapp.domain.attendee_rooms import Guest, Sharing, pair_up
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.registration_shipped import SHARED
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.text import one_line
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.attendee_keyset import Place, counted, turned
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

STAYS_AWAY = (AttendeeState.WAITING, AttendeeState.REJECTED, AttendeeState.CANCELLED)
COMES = Attendee.state.not_in(STAYS_AWAY)  # said so, no index of states is taken where another one leads to fewer
LONGEST_ROOM = 20


@dataclass(frozen=True)
class Beds:
    """What the room list is narrowed to: one kind of lodging, maybe one sex, maybe only those without a room."""

    lodging: str
    gender: str = ""
    only_open: bool = False


@dataclass(frozen=True)
class RoomPage:
    """One page of the room list; `total` counts to a limit."""

    sharings: list[Sharing]
    total: int
    before: int | None
    after: int | None


def list_beds(edition: Edition, beds: Beds, place: Place) -> RoomPage:
    """One page in the order of pinyin; sharers who name each other stand together. Three statements."""
    query = guests_of(edition, beds)
    page = turned(query, (Attendee.pinyin,), place)
    guests = [guest_of(row) for row in page.rows]
    known = namesakes(edition, guests) if beds.lodging == SHARED else []
    return RoomPage(pair_up(guests, known), counted(query), page.before, page.after)


def list_all_beds(edition: Edition, beds: Beds) -> list[Sharing]:
    """The whole list, for a file."""
    rows = db.session.execute(guests_of(edition, beds).order_by(Attendee.pinyin, Attendee.id))
    guests = [guest_of(row) for row in rows]
    return pair_up(guests, guests if beds.lodging == SHARED else [])


def guests_of(edition: Edition, beds: Beds) -> Select[Any]:
    query = guest_columns().where(Attendee.event_id == edition.id, Attendee.lodging == beds.lodging, COMES)
    if beds.gender:
        query = query.where(Attendee.gender == beds.gender)
    return query.where(Attendee.hotel_room == "") if beds.only_open else query


def guest_columns() -> Select[Any]:
    columns: list[Any] = [getattr(Attendee, one.name) for one in fields(Guest) if one.name != "is_confirmed"]
    return select(*columns, (Attendee.state == AttendeeState.CONFIRMED).label("is_confirmed"))


def guest_of(row: Any) -> Guest:
    return Guest(**row._mapping)


def namesakes(edition: Edition, guests: Sequence[Guest]) -> list[Guest]:
    """All sharers who have the name of somebody whom one of these names, or of one of these who names somebody."""
    wishing = [one for one in guests if one.roommate]
    names: Collection[str] = {name_key(text)[:80] for one in wishing for text in (one.name, one.roommate)}
    query = guest_columns().where(Attendee.event_id == edition.id, Attendee.name_key.in_(names))
    query = query.where(Attendee.lodging.concat("") == SHARED, COMES)  # found by name, not by lodging
    return [guest_of(row) for row in db.session.execute(query)] if names else []


@transactional
def assign_rooms(edition: Edition, rooms: Mapping[int, str], *, actor: Actor, now: datetime) -> int:
    """Give people their rooms, or take them back with an empty text; returns how many changed."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.id.in_(rooms)).order_by(Attendee.id)
    changed = 0
    for person in db.session.scalars(query.with_for_update()):
        before, room = person.hotel_room, one_line(rooms[person.id]).strip()[:LONGEST_ROOM]
        if room != before:
            person.hotel_room, person.changed_at, changed = room, now, changed + 1
            record(
                edition.slug, "attendee.assign_room", subject_of(person.id), actor=actor, now=now,
                before={"hotel_room": before}, after={"hotel_room": room},
            )  # fmt: skip
    return changed
