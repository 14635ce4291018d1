"""Pages of a list."""

from __future__ import annotations

import pytest

from eventapp.domain.pages import page_count, page_within


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_the_last_page_may_be_short_and_an_empty_list_has_one(total: int, pages: int):
    assert page_count(total, 50) == pages


@pytest.mark.parametrize(("asked", "shown"), [(-1, 1), (0, 1), (1, 1), (3, 3), (4, 3), (10**9, 3)])
def test_a_page_that_is_not_there_becomes_the_nearest_one(asked: int, shown: int):
    assert page_within(asked, 101, 50) == shown
