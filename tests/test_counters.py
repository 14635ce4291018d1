"""Counting for the pace of each address."""

from __future__ import annotations

import time

import pytest

from eventapp.counters import FEWEST_TO_TIDY, Counters


def test_a_count_begins_anew_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    counters, now = Counters(), [1000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])

    assert [counters.incr("a", 60), counters.incr("a", 60), counters.incr("b", 60)] == [1, 2, 1]
    now[0] += 59
    assert (counters.get("a"), counters.get_expiry("a")) == (2, 1060.0)
    now[0] += 1
    assert (counters.get("a"), counters.incr("a", 60)) == (0, 1)


def test_what_is_over_is_forgotten_when_much_has_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    counters, now = Counters(), [1000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    for number in range(FEWEST_TO_TIDY - 1):
        counters.incr(str(number), 60)
    now[0] += 61

    counters.incr("new", 60)

    assert list(counters.counts) == ["new"]
