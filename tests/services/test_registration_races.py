"""Two of everything at the same instant, on both databases: what must not both happen does not."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.checkin import Verdict
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import RoleState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Scan
from eventapp.services import checkin, enrollment, registration, swaps, waiting_offers
from eventapp.services.audit import verify_chains
from tests.factories import NOW, SECRETARY
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import LINKS, SELF, a_person, an_edition_with_roles, register, the_attendee
from tests.services.test_swaps import NEW
from tests.services.test_waiting_list import BY_SELF, come, row_of, set_role, standing
from tests.services.threads import all_at_once


def slowly(work: Callable[..., Any], seconds: float = 0.4) -> Callable[..., Any]:
    """The same, after a pause in which the other one may come first."""

    def wait(*given: Any, **named: Any) -> Any:
        time.sleep(seconds)
        return work(*given, **named)

    return wait


def test_who_comes_in_while_a_capacity_is_set_for_the_first_time_has_a_place(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = an_edition_with_roles()
    monkeypatch.setattr(enrollment, "let_in", slowly(enrollment.let_in))

    def work(number: int) -> object:
        if number == 2:
            time.sleep(0.15)
            return set_role(edition, capacity=2)
        return register(edition, a_person(f"客人{number}", mobile=f"1380000600{number}"))

    all_at_once(app, 3, work)
    places = [place for _state, _role, place in standing(edition).values()]
    assert sorted(places, key=str) == [1, 2]
    register(edition, a_person("迟到", mobile="13800006009"))
    assert standing(edition)["迟到"][1:] == ("waiting", None)


def test_nobody_is_let_in_and_cancels_at_the_same_instant(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = an_edition_with_roles()
    key, door = register(edition), a_checkpoint(edition)
    serial = the_attendee().tickets[0].serial
    monkeypatch.setattr(checkin, "decide", slowly(checkin.decide))

    def work(number: int) -> object:
        if number == 0:
            return checkin.scan(edition, door, serial, device="d", key="k", actor=SECRETARY, now=NOW).verdict
        time.sleep(0.15)
        return registration.cancel_registration(edition, key, **BY_SELF)

    answers = all_at_once(app, 2, work)
    assert (answers[0], type(answers[1])) == (Verdict.OK, Refusal)
    assert (the_attendee().state.value, db.session.scalar(select(func.count(Scan.id)))) == ("confirmed", 1)


def test_places_given_back_by_two_go_to_the_two_who_wait_and_to_nobody_who_comes(app: Flask) -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=2)
    keys = come(edition, "甲", "乙", "丙", "丁")

    def work(number: int) -> object:
        if number < 2:
            return registration.cancel_registration(edition, keys[number], **BY_SELF)
        return register(edition, a_person(f"客人{number}", mobile=f"1380000600{number}"))

    assert not [answer for answer in all_at_once(app, 5, work) if isinstance(answer, Refusal)]
    held = {name: (state, place) for name, (_person, state, place) in standing(edition).items()}
    assert {held["丙"], held["丁"]} == {("offered", 1), ("offered", 2)}
    assert Counter(state for state, _place in held.values()) == {"cancelled": 2, "offered": 2, "waiting": 3}

    confirm_while_expiring(app, edition, keys)


def confirm_while_expiring(app: Flask, edition: Edition, keys: list[str]) -> None:
    """One takes the offer in its last second, twice; the sweep of two processes takes it back in the next."""
    last = NOW + timedelta(hours=24)
    row = row_of("丙")

    def work(number: int) -> object:
        if number < 2:
            at = last - timedelta(seconds=1)
            return waiting_offers.confirm_offer(edition, keys[2], row, links=LINKS, actor=SELF, now=at)
        return waiting_offers.expire_offers(edition, links=LINKS, actor=SECRETARY, now=last)

    all_at_once(app, 4, work)
    places = [place for _person, state, place in standing(edition).values() if state in ("confirmed", "offered")]
    assert (sorted(places), verify_chains()[1]) == ([1, 2], [])


def test_of_two_swaps_and_an_edit_at_once_one_swap_holds(app: Flask) -> None:
    edition = an_edition_with_roles()
    key = register(edition)
    edited = a_person(email="new@example.com")

    def work(number: int) -> object:
        if number == 2:
            return registration.edit_registration(edition, key, enrollment.NewAttendee(edited, ()), **BY_SELF)
        other = NEW | {"name": f"来者{number}", "mobile": f"1380000999{number}"}
        return swaps.swap_own(edition, key, other, links=LINKS, actor=SELF, now=NOW)

    answers = all_at_once(app, 3, work)
    assert sum(isinstance(answer, Refusal) for answer in answers[:2]) == 1
    db.session.rollback()
    living = select(Attendee.name).join(AttendeeRole).where(AttendeeRole.state == RoleState.CONFIRMED)
    assert (len(db.session.scalars(living).all()), the_attendee().state.value) == (1, "cancelled")
