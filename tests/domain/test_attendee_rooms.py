"""Who shares a room with whom."""

from __future__ import annotations

from eventapp.domain.attendee_rooms import Fit, Guest, pair_up


def a_guest(number: int, name: str, roommate: str = "", unit: str = "甲公司") -> Guest:
    return Guest(number, name, name, unit_name=unit, roommate=roommate)


def said(guests: list[Guest], known: list[Guest] | None = None) -> list[tuple[str, list[int]]]:
    return [(one.fit.value, [guest.id for guest in one.guests]) for one in pair_up(guests, known or guests)]


def test_who_name_each_other_stand_together_and_the_others_say_what_is_missing() -> None:
    guests = [
        a_guest(1, "a", "c"), a_guest(2, "b", "a"), a_guest(3, "c", "Ａ"), a_guest(4, "d"), a_guest(5, "e", "nobody"),
        a_guest(6, "f", "f"),
    ]  # fmt: skip
    assert said(guests) == [
        (Fit.MUTUAL, [1, 3]), (Fit.ONE_SIDED, [2]), (Fit.NOBODY, [4]), (Fit.NOT_FOUND, [5]), (Fit.NOT_FOUND, [6]),
    ]  # fmt: skip


def test_of_namesakes_the_one_of_the_same_unit_is_meant() -> None:
    stranger, colleague = a_guest(1, "a", "z", unit="乙公司"), a_guest(2, "a", "z")
    wisher = a_guest(3, "z", "a")
    assert said([stranger, colleague, wisher]) == [(Fit.ONE_SIDED, [1]), (Fit.MUTUAL, [2, 3])]


def test_a_pair_parted_by_a_page_stands_on_the_first_one_only() -> None:
    first, second = a_guest(1, "a", "z"), a_guest(2, "z", "a")
    assert said([first], [first, second]) == [(Fit.MUTUAL, [1, 2])]
    assert said([second], [first, second]) == []
