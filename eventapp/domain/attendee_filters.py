"""What a list of attendees is narrowed to: read from an address, written back into one, kept as a saved view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.domain.text import one_line
from eventapp.domain.words import N_

LONGEST_TEXT = 80
LARGEST_ID = 2**31 - 1
MOST_CHOSEN = 2000  # people who are named one by one


class Mark(StrEnum):
    """Something an organizer has to look at."""

    DOUBLE = "double"
    NO_MAIL = "no_mail"
    ERASURE = "erasure"


MARK_NAMES = {
    Mark.DOUBLE: N_("可能重复报名"),
    Mark.NO_MAIL: N_("没有邮箱"),
    Mark.ERASURE: N_("要求删除信息"),
}
PRINTED_NAMES = {"yes": N_("已打印"), "no": N_("未打印")}


@dataclass(frozen=True)
class Wanted:
    """Blanks do not narrow. `ids` are people chosen one by one; lodging, meal and visit are codes of options."""

    text: str = ""
    role: str = ""
    state: AttendeeState | None = None
    unit: int | None = None
    recommender: int | None = None
    lodging: str = ""
    meal: str = ""
    visit: str = ""
    arrives: date | None = None
    origin: Origin | None = None
    printed: str = ""  # yes, no
    mark: Mark | None = None
    ids: tuple[int, ...] = ()

    def as_query(self) -> dict[str, str]:
        """The part of an address that says the same, in the order of the fields."""
        kept = {NAMES.get(one.name, one.name): getattr(self, one.name) for one in fields(self)}
        return {
            name: ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
            for name, value in kept.items()
            if value not in ("", None, ())
        }


NAMES = {"text": "q"}  # of fields in addresses, where they differ


def wanted_from(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be understood narrows nothing."""

    def line(name: str) -> str:
        return one_line(query.get(name, ""))[:LONGEST_TEXT].strip()

    state, origin, mark = line("state"), line("origin"), line("mark")
    return Wanted(
        text=line("q"),
        role=line("role"),
        state=AttendeeState(state) if state in set(AttendeeState) else None,
        unit=number_in(line("unit")),
        recommender=number_in(line("recommender")),
        lodging=line("lodging"),
        meal=line("meal"),
        visit=line("visit"),
        arrives=day_in(line("arrives")),
        origin=Origin(origin) if origin in set(Origin) else None,
        printed=line("printed") if line("printed") in PRINTED_NAMES else "",
        mark=Mark(mark) if mark in set(Mark) else None,
        ids=numbers_in(query.get("ids", "")),
    )


def numbers_in(text: str) -> tuple[int, ...]:
    """Numbers parted by commas, each once."""
    found = (number_in(part) for part in text.split(",")[:MOST_CHOSEN])
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_in(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID))
    return int(text) if is_number and int(text) <= LARGEST_ID else None


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
