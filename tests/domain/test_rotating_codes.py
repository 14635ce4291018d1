from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.rotating_codes import (
    Freshness,
    changing_part,
    judge_part,
    rotation_secret,
    step_at,
    ticket_secret,
)

NOON = datetime(2024, 9, 11, 4, 0, 5, tzinfo=UTC)
SECRET = ticket_secret(rotation_secret("installation", 7), bytes(8))


def part_at(moment: datetime, secret: bytes = SECRET) -> str:
    return changing_part(secret, step_at(moment))


@pytest.mark.parametrize(
    ("seconds_ago", "freshness"),
    [(0, "fresh"), (60, "fresh"), (95, "stale"), (3600, "stale"), (-60, "fresh"), (-120, "stale")],
)
def test_a_screenshot_goes_stale_within_a_minute_and_a_half_and_a_minute_of_wrong_clock_is_borne(
    seconds_ago: int, freshness: str
) -> None:
    assert judge_part(SECRET, part_at(NOON - timedelta(seconds=seconds_ago)), NOON) == freshness


def test_a_phone_that_uploads_later_is_judged_by_the_time_of_its_reading() -> None:
    read_at = NOON - timedelta(hours=3)
    assert judge_part(SECRET, part_at(read_at), NOON, read_at) == Freshness.FRESH


def test_a_code_without_its_changing_part_is_stale_and_one_of_another_ticket_forged() -> None:
    other = ticket_secret(rotation_secret("installation", 7), bytes([1] * 8))
    of_other_key = ticket_secret(rotation_secret("installation", 8), bytes(8))
    parts = ("", part_at(NOON, other), part_at(NOON, of_other_key), "x", "密" * 12)
    assert [judge_part(SECRET, part, NOON).value for part in parts] == ["stale", *["forged"] * 4]


@given(st.integers(0, 2**24 - 1))
def test_every_step_is_twelve_characters_and_the_count_starts_anew_without_a_gap(step: int) -> None:
    assert len(changing_part(SECRET, step)) == 12
    moment = datetime.fromtimestamp(((step + 2) % 2**24) * 30, tz=UTC)
    assert judge_part(SECRET, changing_part(SECRET, step), moment) == Freshness.FRESH
