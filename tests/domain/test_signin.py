from __future__ import annotations

import pytest

from eventapp.domain.signin import FAILURES_BY_ADDRESS, FAILURES_BY_LOGIN, SignInThrottle, login_key


@pytest.mark.parametrize("typed", ["desk", "Desk", " desk ", "ＤＥＳＫ"])
def test_names_are_compared_without_case_width_and_spaces(typed: str) -> None:
    assert login_key(typed) == "desk"


def test_similar_names_stay_different() -> None:
    assert login_key("desk") != login_key("desk1")


@pytest.mark.parametrize(
    ("by_login", "by_address", "is_closed"),
    [
        (0, 0, False),
        (FAILURES_BY_LOGIN - 1, FAILURES_BY_ADDRESS - 1, False),
        (FAILURES_BY_LOGIN, 0, True),
        (0, FAILURES_BY_ADDRESS, True),
    ],
)
def test_the_throttle_closes_at_its_limits(by_login: int, by_address: int, is_closed: bool) -> None:
    assert SignInThrottle(by_login, by_address).is_closed is is_closed
