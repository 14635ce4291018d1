"""The one decision of check-in, on plain facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from eventapp.domain.checkin import (
    CHECKPOINT_KIND_NAMES,
    VERDICT_SENTENCES,
    WIDEST_SKEW,
    CheckpointKind,
    Decision,
    Holder,
    Hours,
    ReadingTime,
    Verdict,
    bound_clock,
    decide,
    may_undo,
)
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.registration_states import AttendeeState

NINE = datetime(2024, 9, 11, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Hours()
WELCOME = Holder(AttendeeState.CONFIRMED)


def test_a_confirmed_holder_is_let_in() -> None:
    assert decide(None, WELCOME, ALWAYS, NINE) == Decision(Verdict.OK)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (AttendeeState.CANCELLED, Verdict.WITHDRAWN),
        (AttendeeState.REJECTED, Verdict.NOT_APPROVED),
        (AttendeeState.PENDING, Verdict.NOT_APPROVED),
        (AttendeeState.WAITING, Verdict.NOT_APPROVED),
        (AttendeeState.OFFERED, Verdict.NOT_APPROVED),
    ],
)
def test_who_is_not_confirmed_is_never_let_in(state: AttendeeState, verdict: Verdict) -> None:
    assert decide(None, Holder(state), ALWAYS, NINE) == Decision(verdict)
    assert decide(None, Holder(state, is_ticket_revoked=True, present_since=NINE), ALWAYS, NINE) == Decision(verdict)


def test_a_revoked_ticket_is_refused_even_of_somebody_present() -> None:
    holder = Holder(AttendeeState.CONFIRMED, is_ticket_revoked=True, present_since=NINE)
    assert decide(None, holder, ALWAYS, NINE) == Decision(Verdict.REVOKED)


def test_a_second_scan_names_the_first_time_even_after_closing() -> None:
    holder = Holder(AttendeeState.CONFIRMED, present_since=NINE)
    closed = Hours(closes_at=NINE + HOUR)
    assert decide(None, holder, closed, NINE + 2 * HOUR) == Decision(Verdict.ALREADY, NINE)


def test_what_the_door_found_decides_alone() -> None:
    assert decide(Verdict.FORGED, WELCOME, ALWAYS, NINE) == Decision(Verdict.FORGED)
    assert decide(None, None, ALWAYS, NINE) == Decision(Verdict.UNKNOWN)


def test_hours_begin_with_the_opening_and_end_before_the_closing_moment() -> None:
    hours = Hours(NINE, NINE + HOUR)
    moments = (NINE - timedelta(seconds=1), NINE, NINE + HOUR - timedelta(seconds=1), NINE + HOUR)
    assert [decide(None, WELCOME, hours, moment).verdict for moment in moments] == [
        Verdict.OUTSIDE_HOURS, Verdict.OK, Verdict.OK, Verdict.OUTSIDE_HOURS,
    ]  # fmt: skip


def test_pretix_defect_e_a_clock_ten_years_ahead_is_not_believed() -> None:
    assert bound_clock(NINE + timedelta(days=3650), NINE) == ReadingTime(NINE, 3650 * 86400)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (None, ReadingTime(NINE, 0)),
        (NINE - timedelta(minutes=40), ReadingTime(NINE - timedelta(minutes=40), -2400)),
        (NINE - timedelta(hours=24), ReadingTime(NINE - timedelta(hours=24), -86400)),
        (NINE - timedelta(hours=24, seconds=1), ReadingTime(NINE, -86401)),
        (NINE + timedelta(seconds=2), ReadingTime(NINE, 2)),
        (datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))), ReadingTime(NINE, WIDEST_SKEW)),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), ReadingTime(NINE, -WIDEST_SKEW)),
    ],
)
def test_a_device_clock_is_bounded_and_its_skew_kept(claimed: datetime | None, expected: ReadingTime) -> None:
    assert bound_clock(claimed, NINE) == expected


def test_undo_is_for_the_same_account_for_15_minutes_and_for_organizers_always() -> None:
    volunteer, other = (Actor(number, roles=frozenset({StaffRole.VOLUNTEER})) for number in (1, 2))
    organizer = Actor(3, roles=frozenset({StaffRole.ORGANIZER}))
    quarter, later = NINE + timedelta(minutes=15), NINE + timedelta(minutes=15, seconds=1)
    assert may_undo(volunteer, scanned_by=1, received_at=NINE, now=quarter)
    assert not may_undo(volunteer, scanned_by=1, received_at=NINE, now=later)
    assert not may_undo(other, scanned_by=1, received_at=NINE, now=NINE)
    assert not may_undo(Actor(), scanned_by=None, received_at=NINE, now=NINE)
    assert may_undo(organizer, scanned_by=1, received_at=NINE, now=later)


def test_every_verdict_has_a_sentence_and_every_kind_a_name() -> None:
    assert set(VERDICT_SENTENCES) == set(Verdict)
    assert set(CHECKPOINT_KIND_NAMES) == set(CheckpointKind)
