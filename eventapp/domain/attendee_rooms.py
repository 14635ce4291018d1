"""Who shares a room with whom: pairs that name each other, wishes of one side, and those who named nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eventapp.domain.organizations import name_key
from eventapp.domain.words import N_


class Fit(StrEnum):
    """How far a wish to share is settled."""

    MUTUAL = "mutual"
    ONE_SIDED = "one_sided"
    NOT_FOUND = "not_found"
    NOBODY = "nobody"


FIT_NAMES = {
    Fit.MUTUAL: N_("双方互选"),
    Fit.ONE_SIDED: N_("对方没有选此人"),
    Fit.NOT_FOUND: N_("合住名单中没有此人"),
    Fit.NOBODY: N_("没有指定"),
}


@dataclass(frozen=True)
class Guest:
    """Somebody who sleeps in the hotel; `roommate` is whom they named."""

    id: int
    pinyin: str
    name: str
    gender: str = ""
    unit_name: str = ""
    roommate: str = ""
    hotel_room: str = ""
    arrives_on: date | None = None
    departs_on: date | None = None
    is_confirmed: bool = True

    @property
    def place(self) -> tuple[str, int]:
        """Where the guest stands in lists."""
        return (self.pinyin, self.id)


@dataclass(frozen=True)
class Sharing:
    """People who belong together as far as they say: two, or one with an open wish."""

    fit: Fit
    guests: tuple[Guest, ...]


def pair_up(guests: Iterable[Guest], known: Sequence[Guest]) -> list[Sharing]:
    """Put together who names each other; a pair stands where the first of the two stands, also if that is elsewhere.

    `known` are all sharers with names that occur: the guests themselves, whom they name, and namesakes of both.
    """
    named: Mapping[str, list[Guest]] = defaultdict(list)
    for one in sorted(known, key=lambda guest: guest.place):
        named[name_key(one.name)].append(one)
    found = (sharing_of(guest, named) for guest in guests)
    return [one for one in found if one]


def sharing_of(guest: Guest, named: Mapping[str, list[Guest]]) -> Sharing | None:
    """Where this guest belongs; None for the second one of a pair."""
    if not name_key(guest.roommate):
        return Sharing(Fit.NOBODY, (guest,))
    partner = best_of(guest, named)
    if partner is None:
        is_there = any(one.id != guest.id for one in named.get(name_key(guest.roommate), ()))
        return Sharing(Fit.ONE_SIDED if is_there else Fit.NOT_FOUND, (guest,))
    if best_of(partner, named) != guest:
        return Sharing(Fit.ONE_SIDED, (guest,))
    return Sharing(Fit.MUTUAL, (guest, partner)) if guest.place < partner.place else None


def best_of(guest: Guest, named: Mapping[str, list[Guest]]) -> Guest | None:
    """The one who is named and names back; of namesakes one of the same unit goes first."""
    own = name_key(guest.name)
    back = [
        one
        for one in named.get(name_key(guest.roommate), ())
        if one.id != guest.id and name_key(one.roommate) == own
    ]  # fmt: skip
    return min(back, key=lambda one: (one.unit_name != guest.unit_name, one.place), default=None)
