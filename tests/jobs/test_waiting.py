"""The sweep moves waiting lists along, in every edition that is not over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from eventapp import clock
from eventapp.domain.registration_states import AttendeeState
from eventapp.jobs.waiting import move_waiting_lists
from eventapp.services import registration
from tests.factories import NOW
from tests.factories_registration import an_edition_with_roles, the_attendee
from tests.services.test_waiting_list import BY_SELF, come, letters, set_role


@pytest.mark.parametrize("is_over", [False, True])
def test_an_offer_nobody_took_passes_on_unless_the_conference_is_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch, is_over: bool
) -> None:
    edition = an_edition_with_roles(ends_on=date(2024, 9, 11) if is_over else date(2024, 9, 13))
    set_role(edition, capacity=1)
    keys = come(edition, "甲", "乙", "丙")
    registration.cancel_registration(edition, keys[0], **BY_SELF)

    def late() -> datetime:
        return NOW + timedelta(hours=25)

    monkeypatch.setattr(clock, "now", late)
    assert move_waiting_lists(app.extensions["settings"]) == (0 if is_over else 1)
    assert move_waiting_lists(app.extensions["settings"]) == 0
    if is_over:
        assert the_attendee("乙").state is AttendeeState.OFFERED
    else:
        assert (the_attendee("乙").state, the_attendee("丙").state) == (AttendeeState.CANCELLED, AttendeeState.OFFERED)
        assert letters()[-2:] == [("p1", "offer_expired"), ("p2", "offered")]
