"""Annexes 5 and 6 of an edition: sums by body, the year before, who sees what, and what is found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from eventapp.domain.activity_tree import Basis, Statistics
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound
from eventapp.domain.submissions import SubmissionState
from eventapp.services.activity import gather_statistics, get_body
from eventapp.services.activity_reports import get_report, list_reports
from tests.conftest import Statements
from tests.factories import SECRETARY, a_recommender, an_edition
from tests.factories_activity import FIGURES, a_version, an_annex_5, an_annex_6


@pytest.fixture
def edition(app: Flask) -> Edition:
    """河北省 with its association, 应龙电气集团 with one unit; the liaison is of 河北省."""
    edition = an_edition()
    hebei, group = a_recommender(edition), a_recommender(edition, "应龙电气集团")
    assert (hebei.id, group.id) == (1, 2)
    return edition


def liaison_of(*recommender_ids: int) -> Actor:
    return Actor(1, "联络员", frozenset({StaffRole.LIAISON}), frozenset(recommender_ids))


def statistics_of(edition: Edition, actor: Actor = SECRETARY, basis: Basis = Basis.WHOLE) -> Statistics:
    return gather_statistics(edition, actor=actor, basis=basis)


def sums(statistics: Statistics, name: str = "year_qc") -> dict[str, Decimal | None]:
    return {one.body.name: one.figures.value(name) for one in statistics.bodies}


def test_bodies_and_nation_are_summed(edition: Edition) -> None:
    an_annex_6(edition)
    an_annex_6(edition, "某厂", annex={"unit": {"recommender_id": 2}}, year_qc=50)
    an_annex_6(edition, "云南省机械质协", year_qc=7)

    statistics = statistics_of(edition)

    assert sums(statistics) == {"云南": 7, "应龙电气集团": 50, "河北省": 100}
    assert statistics.nation.value("year_qc") == 157
    assert statistics.nation.value("result_rate_qc") == Decimal("90.0")


def test_only_the_newest_version_of_what_was_not_withdrawn_counts(edition: Edition) -> None:
    annex = an_annex_6(edition)
    a_version(annex, {**FIGURES, "year_qc": 120}, number=2)
    for name, state in (("甲厂", SubmissionState.WITHDRAWN), ("乙厂", SubmissionState.DRAFT)):
        an_annex_6(edition, name, annex={"state": state})
    an_annex_6(an_edition(slug="other", is_default=False))

    assert sums(statistics_of(edition)) == {"河北省": 120}


def test_a_form_belongs_to_whoever_sent_it(edition: Edition) -> None:
    an_annex_6(edition, "某厂", annex={"recommender_id": 2})

    assert sums(statistics_of(edition)) == {"应龙电气集团": 100}


def test_an_association_and_its_units_count_once_unless_asked(edition: Edition) -> None:
    an_annex_6(edition)
    an_annex_6(edition, "某厂", annex={"unit": {"recommender_id": 1}}, year_qc=50)

    assert statistics_of(edition).nation.value("year_qc") == 100
    assert statistics_of(edition, basis=Basis.EVERY).nation.value("year_qc") == 150


def test_who_has_sent_nothing_yet(edition: Edition) -> None:
    an_annex_6(edition)
    an_annex_5(edition, "应龙电气集团本部")

    statistics = statistics_of(edition)

    assert statistics.without_statistics == ("应龙电气集团",)
    assert statistics.without_report == ("河北省",)
    assert [one.has_report for one in statistics.bodies] == [False]


def test_a_liaison_sees_their_own_sums_only(edition: Edition) -> None:
    an_annex_6(edition)
    an_annex_6(edition, "应龙电气集团本部", year_qc=50)

    statistics = statistics_of(edition, liaison_of(1))

    assert sums(statistics) == {"河北省": 100}
    assert statistics.nation.value("year_qc") == 100
    assert statistics.without_report == ("河北省",)
    with pytest.raises(NotFound):
        get_body(edition, "2", actor=liaison_of(1))


def the_year_before(**overrides: Any) -> Edition:
    values: dict[str, Any] = {
        "slug": "42",
        "number": 42,
        "year": 2023,
        "is_default": False,
        "name": "第42次全国机械工业质量管理小组交流活动",
    }
    return an_edition(**values | {"short_name": "第42次交流活动"} | overrides)


def test_the_year_before_is_compared_by_body_and_in_all(edition: Edition) -> None:
    before = the_year_before()
    a_recommender(before, "河北省")
    an_annex_6(before, year_qc=80)
    an_annex_6(before, "某某集团本部", year_qc=5)
    an_annex_6(edition)

    statistics, hebei = get_body(edition, "1", actor=SECRETARY)
    own = statistics_of(edition, liaison_of(1))

    assert statistics.before and statistics.before.edition_name == before.name
    assert statistics.before.nation.value("year_qc") == 85
    assert hebei.before and hebei.before.value("year_qc") == 80
    assert own.before and own.before.nation.value("year_qc") == 80


@pytest.mark.parametrize(
    "overrides",
    [{"year": 2022}, {"name": "另一个会议", "short_name": "另一个会议", "issuers": ["另一个协会"]}],
)
def test_an_edition_of_another_year_or_series_is_no_year_before(edition: Edition, overrides: dict[str, Any]) -> None:
    an_annex_6(the_year_before(**overrides))
    an_annex_6(edition)

    assert statistics_of(edition).before is None


def test_of_several_editions_the_one_with_most_forms_is_the_year_before(edition: Edition) -> None:
    the_year_before(slug="42-draft")
    an_annex_6(the_year_before(), year_qc=80)
    an_annex_6(edition)

    before = statistics_of(edition).before

    assert before and before.nation.value("year_qc") == 80


def test_the_cost_does_not_grow_with_the_forms(edition: Edition, statements: Statements) -> None:
    an_annex_6(the_year_before())
    costs = []
    for units in (range(1), range(1, 12)):
        for number in units:
            an_annex_6(edition, f"第{number}厂")
            an_annex_5(edition, f"第{number}厂")
        statements.clear()
        statistics_of(edition)
        list_reports(edition, actor=SECRETARY, text="课题池")
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 8


def names_found(edition: Edition, text: str, actor: Actor = SECRETARY) -> list[str]:
    return [hit.report.name for hit in list_reports(edition, actor=actor, text=text)[0]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["应龙电气集团本部", "河北省机械质协"]),
        ("qc小组", ["应龙电气集团本部", "河北省机械质协"]),
        ("ＱＣ 应龙", ["应龙电气集团本部"]),
        ("100%", ["河北省机械质协"]),
        ("%", ["河北省机械质协"]),
        ("_", ["河北省机械质协"]),
        ("_记录_", ["河北省机械质协"]),
        ("it's", ["应龙电气集团本部"]),
        ("<script>", ["应龙电气集团本部"]),
        ("课题池 统计方法", ["河北省机械质协"]),
        ("课题池 没有这个", []),
        ("'; DROP TABLE annex --", []),
    ],
)
def test_reports_are_found_by_every_word(edition: Edition, text: str, names: list[str]) -> None:
    an_annex_5(edition)
    an_annex_5(
        edition,
        "应龙电气集团本部",
        experience_and_practice="It's <script>alert(1)</script>。",
        problems_and_improvement=None,
    )

    assert names_found(edition, text) == names


def test_the_report_with_most_hits_comes_first_and_pages_are_cut(edition: Edition) -> None:
    an_annex_5(edition)
    an_annex_5(edition, "应龙电气集团本部", basic_situation="课题池，课题池，课题池")

    hits, total = list_reports(edition, actor=SECRETARY, text="课题池", page=2, size=1)

    assert [(hit.report.name, hit.number) for hit in hits] == [("河北省机械质协", 1)]
    assert total == 2


def test_a_liaison_finds_and_reads_their_own_reports_only(edition: Edition) -> None:
    own, foreign = an_annex_5(edition), an_annex_5(edition, "应龙电气集团本部")

    assert names_found(edition, "", liaison_of(1)) == ["河北省机械质协"]
    assert get_report(edition, own.id, actor=liaison_of(1)).name == "河北省机械质协"
    for number in (foreign.id, 999):
        with pytest.raises(NotFound):
            get_report(edition, number, actor=liaison_of(1))
