"""The share of level 1 (notice, annex 3, note 3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eventapp.domain.events import LevelRule, Rounding
from eventapp.domain.recommendations import GroupKind, allowed_first, level_share, over_share, percent_of, shares_of


@pytest.mark.parametrize(("total", "down", "up"), [(0, 0, 0), (1, 0, 1), (12, 6, 6), (13, 6, 7)])
def test_the_share_of_an_odd_number_is_rounded_as_the_edition_says(total: int, down: int, up: int) -> None:
    assert allowed_first(total, LevelRule(rounding=Rounding.DOWN)) == down
    assert allowed_first(total, LevelRule(rounding=Rounding.UP)) == up


def test_a_missing_level_counts_among_all_and_not_among_the_first() -> None:
    share = level_share([1, 1, 2, None], LevelRule())

    assert (share.total, share.first, share.allowed, share.is_over) == (4, 2, 2, False)


def test_what_is_too_much_is_told_in_the_words_of_the_edition() -> None:
    rule = LevelRule(names={1: "示范级"}, first_share=Decimal("0.125"))

    fault = over_share(GroupKind.TEAM, level_share([1, 1] + [2] * 6, rule), rule)

    assert str(fault) == "质量信得过班组共 8 项，推荐示范级 2 项，按 12.5% 最多 1 项，超出 1 项。"


def test_what_fits_is_not_told() -> None:
    assert over_share(GroupKind.QC, level_share([1, 2], LevelRule()), LevelRule()) is None


def test_groups_and_teams_each_have_their_own_share() -> None:
    shares = shares_of({GroupKind.QC: [1, 2, 2, 2], GroupKind.TEAM: [1]}, LevelRule())

    assert {kind: (share.first, share.allowed, share.excess) for kind, share in shares.items()} == {
        GroupKind.QC: (1, 2, 0),
        GroupKind.TEAM: (1, 0, 1),
    }


@pytest.mark.parametrize(("share", "text"), [("0.5", "50"), ("1", "100"), ("0.125", "12.5"), ("0.50", "50")])
def test_percent_without_idle_zeros(share: str, text: str) -> None:
    assert percent_of(Decimal(share)) == text
