from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eventapp.domain import awards, certificate_issue, judging, score_sheets
from eventapp.domain.awards import AwardReason, AwardState, RecommendedRow, check_may_change, is_grounded, propose
from eventapp.domain.refusals import Refusal

OF_RESULT = {"unit": "汤谷机床", "group": "铁砧QC小组", "topic": "降低划伤率", "postcode": "050000"}


def a_row(number: int = 1, **overrides: Any) -> RecommendedRow:
    values: dict[str, Any] = {
        "unit_name": "汤谷机床有限公司", "holder_name": "铁砧QC小组", "topic_name": "降低划伤率", "postcode": "030001",
        "level": 1,
    } | overrides  # fmt: skip
    return RecommendedRow(id=number, **values)


def test_level_and_names_are_those_of_the_summary_row() -> None:
    proposal = propose([a_row()], **OF_RESULT)

    assert (proposal.level, proposal.unit_name, proposal.holder_name) == (1, "汤谷机床有限公司", "铁砧QC小组")
    assert (proposal.reason, proposal.row_id, proposal.postcode) == (AwardReason.RECOMMENDED, 1, "030001")


def test_two_summaries_that_agree_are_one_recommendation() -> None:
    assert propose([a_row(1), a_row(2)], **OF_RESULT).reason == AwardReason.RECOMMENDED


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"level": 2}, AwardReason.CONFLICTING_LEVELS),
        ({"holder_name": "铁砧 QC小组"}, AwardReason.CONFLICTING_NAMES),
        ({"unit_name": "汤谷机床有限公司　"}, AwardReason.RECOMMENDED),  # padding of a cell is layout
        ({"unit_name": "汤谷机床\n有限公司"}, AwardReason.RECOMMENDED),
        ({"level": None}, AwardReason.CONFLICTING_LEVELS),
    ],
)
def test_summaries_that_differ_are_left_to_a_person(second: dict[str, Any], reason: AwardReason) -> None:
    proposal = propose([a_row(1), a_row(2, **second)], **OF_RESULT)

    assert proposal.reason == reason
    assert (proposal.level is None, proposal.row_id is None) == (not reason.is_settled, not reason.is_settled)


def test_a_row_without_level_and_a_result_without_row_are_left_to_a_person() -> None:
    assert propose([a_row(level=None)], **OF_RESULT).reason == AwardReason.NO_LEVEL
    alone = propose([], **OF_RESULT)
    assert (alone.reason, alone.unit_name, alone.level) == (AwardReason.NOT_RECOMMENDED, "汤谷机床", None)


def test_a_choice_stands_while_a_summary_has_its_spelling() -> None:
    assert is_grounded("汤谷机床有限公司", "铁砧QC小组", [a_row(holder_name="铁砧小组"), a_row()])
    assert not is_grounded("汤谷机床有限公司", "铁砧QC小组", [a_row(holder_name="铁砧小组")])


def test_a_level_is_not_changed_once_a_certificate_is_out() -> None:
    check_may_change(AwardState.CONFIRMED, has_certificate=False)
    with pytest.raises(Refusal):
        check_may_change(AwardState.CONFIRMED, has_certificate=True)


@pytest.mark.parametrize("module", [awards, certificate_issue, judging, score_sheets])
def test_no_word_of_rank_or_prize_stands_in_the_rules(module: ModuleType) -> None:
    text = Path(str(module.__file__)).read_text(encoding="utf-8")

    assert [word for word in ("奖", "表彰", "排名") if word in text] == []
