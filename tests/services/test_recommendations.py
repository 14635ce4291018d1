"""Summaries, results and stories as lists: counted, filtered, and each liaison within their own bodies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models import Annex, Organization, Recommender
from eventapp.services import annexes, recommendations
from eventapp.services.recommendations import ResultQuery
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_story, an_edition
from tests.factories_annexes import a_row, a_sample, a_workbook, import_now, rows_up_to


def a_liaison(name: str) -> Actor:
    number = db.session.scalars(select(Recommender.id).where(Recommender.name == name)).one()
    return Actor(account_id=1, roles=frozenset({StaffRole.LIAISON}), recommender_ids=frozenset({number}))


def two_bodies() -> Edition:
    """河北省 recommends groups 1 and 2, 某某集团 group 3; group 1 is recommended by both."""
    edition = an_edition()
    import_now(
        edition,
        a_xlsx=a_workbook(rows_up_to(2), "河北省"),
        b_xlsx=a_workbook([a_row(3), a_row(1, level=1)], "某某集团"),
    )
    for number in (2, 3):
        a_story(edition, f"故事{number}", unit=f"汤谷第{number}机床有限公司")
    return edition


def names(edition: Edition, actor: Actor, **wanted: object) -> list[str]:
    found, total = recommendations.list_results(edition, replace(ResultQuery(), **wanted), actor=actor)
    assert total == len(found)
    return [result.group.name for result in found]


def test_a_liaison_sees_only_results_of_their_own_list(app: Flask) -> None:
    edition = two_bodies()

    assert names(edition, SECRETARY) == ["铁砧1QC小组", "铁砧2QC小组", "铁砧3QC小组"]
    assert names(edition, a_liaison("河北省")) == ["铁砧1QC小组", "铁砧2QC小组"]
    assert names(edition, a_liaison("某某集团")) == ["铁砧1QC小组", "铁砧3QC小组"]


def test_asking_for_another_body_gives_a_liaison_no_more(app: Flask) -> None:
    edition = two_bodies()
    other = db.session.scalars(select(Recommender.id).where(Recommender.name == "某某集团")).one()

    assert names(edition, a_liaison("河北省"), recommender_id=other) == []
    assert names(edition, SECRETARY, recommender_id=other) == ["铁砧1QC小组", "铁砧3QC小组"]


def test_a_shared_result_shows_each_liaison_their_own_row_only(app: Flask) -> None:
    edition = two_bodies()
    [shared] = [
        result
        for result in recommendations.list_results(edition, ResultQuery(), actor=SECRETARY)[0]
        if result.group.name == "铁砧1QC小组"
    ]
    assert len(shared.rows) == 2

    seen = recommendations.get_result(edition, shared.id, actor=a_liaison("某某集团"))

    assert [(row.summary.recommender.name, row.recommended_level) for row in seen.rows] == [("某某集团", 1)]


def test_what_belongs_to_another_body_does_not_exist(app: Flask) -> None:
    edition = two_bodies()
    liaison = a_liaison("河北省")
    [foreign] = recommendations.list_summaries(edition, actor=a_liaison("某某集团"))
    result = recommendations.list_results(edition, ResultQuery(text="铁砧3"), actor=SECRETARY)[0][0]
    [story], _ = recommendations.list_stories(edition, actor=SECRETARY, text="故事3")

    with pytest.raises(NotFound):
        recommendations.get_summary(edition, foreign.summary.id, actor=liaison)
    with pytest.raises(NotFound):
        recommendations.get_result(edition, result.id, actor=liaison)
    with pytest.raises(NotFound):
        recommendations.get_story(edition, story.id, actor=liaison)
    with pytest.raises(NotFound):
        annexes.get_annex(edition, foreign.summary.annex_id or 0, actor=liaison)


def test_lists_of_summaries_stories_and_bodies_are_scoped(app: Flask) -> None:
    edition = two_bodies()
    liaison = a_liaison("河北省")

    summaries = recommendations.list_summaries(edition, actor=liaison)
    stories, total = recommendations.list_stories(edition, actor=liaison)

    assert [count.summary.recommender.name for count in summaries] == ["河北省"]
    assert ([story.name for story in stories], total) == (["故事2"], 1)
    assert [body.name for body in recommendations.list_own_recommenders(edition, actor=liaison)] == ["河北省"]


def test_a_liaison_opens_the_annexes_of_listed_results_and_of_their_own_summary_only(app: Flask) -> None:
    edition = an_edition()
    import_now(
        edition, s_xlsx=a_sample("import_summary.xlsx"), one_docx=a_sample("import_qc_result.docx"),
        a_xlsx=a_workbook(rows_up_to(1), "河北省"), story_docx=a_sample("import_story.docx"),
    )  # fmt: skip
    own, stranger = a_liaison("应龙乘黄轨道装备有限公司"), a_liaison("河北省")

    def opens(actor: Actor) -> list[str]:
        opened = []
        for annex in db.session.scalars(select(Annex).order_by(Annex.kind)).all():
            try:
                opened.append(annexes.get_annex(edition, annex.id, actor=actor).kind.value)
            except NotFound:
                continue
        return opened

    assert opens(own) == ["qc_result", "recommendation_summary"]
    assert opens(stranger) == ["recommendation_summary"]
    assert len(opens(SECRETARY)) == 4


def test_another_edition_has_nothing_of_this_one(app: Flask) -> None:
    two_bodies()
    other = an_edition(slug="44", number=44, is_default=False)

    assert recommendations.list_summaries(other, actor=SECRETARY) == []
    assert names(other, SECRETARY) == []


def test_too_many_level_1_are_told_not_forbidden(app: Flask) -> None:
    edition = an_edition()
    rows = [a_row(number, level=1 if number <= 6 else 2) for number in range(1, 13)]
    team = a_row(21, group="装配一班", level=1)
    import_now(edition, a_xlsx=a_workbook(rows, teams=(team,)))

    [count] = recommendations.list_summaries(edition, actor=SECRETARY)

    assert [(share.total, share.first, share.allowed) for share in count.kinds.values()] == [(12, 6, 6), (1, 1, 0)]
    assert (count.whole.total, count.whole.first) == (13, 7)
    assert [str(warning) for warning in count.warnings] == [
        "质量信得过班组共 1 项，推荐一等 1 项，按 50% 最多 0 项，超出 1 项。"
    ]


def test_room_among_the_groups_is_no_room_for_a_team(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook(rows_up_to(9), teams=(a_row(21, group="装配一班", level=1),)))

    [count] = recommendations.list_summaries(edition, actor=SECRETARY)

    assert [(share.first, share.is_over) for share in count.kinds.values()] == [(0, False), (1, True)]
    assert not count.whole.is_over  # the whole has room: it is information only


def test_a_story_belongs_to_the_body_it_was_sent_through_and_to_every_body_that_recommends_its_unit(app: Flask) -> None:
    edition = two_bodies()
    a_story(edition, "故事1", unit="汤谷第1机床有限公司")  # 河北省 was first to list the unit
    sent = a_story(edition, "故事9", unit="无人推荐有限公司")
    annex = Annex(
        event_id=edition.id, kind="brand_story", state="submitted", subject_key="9", created_at=NOW,
        recommender_id=next(iter(a_liaison("某某集团").recommender_ids)),
    )  # fmt: skip
    db.session.add(annex)
    db.session.flush()
    sent.annex_id = annex.id
    db.session.commit()

    def told(name: str) -> list[str]:
        return [story.name for story in recommendations.list_stories(edition, actor=a_liaison(name))[0]]

    assert told("河北省") == ["故事1", "故事2"]
    assert sorted(told("某某集团")) == ["故事1", "故事3", "故事9"]


def test_rows_are_sorted_by_postcode_and_a_missing_one_comes_from_the_unit(app: Flask) -> None:
    edition = an_edition()
    rows = [a_row(3, postcode="300001"), a_row(2, postcode=""), a_row(1, postcode="100001")]
    import_now(edition, a_xlsx=a_workbook(rows))
    unit = db.session.scalars(select(Organization).where(Organization.name == "汤谷第2机床有限公司")).one()
    unit.postcode = "200001"
    db.session.commit()

    [count] = recommendations.list_summaries(edition, actor=SECRETARY)
    listed = recommendations.list_rows(edition, count.summary)

    assert [recommendations.postcode_of(row) for row in listed] == ["100001", "200001", "300001"]


def test_results_are_found_by_kind_and_by_words_of_unit_group_or_topic(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook([a_row(1), a_row(2, topic="100%合格")], teams=(a_row(3, group="装配一班"),)))

    assert names(edition, SECRETARY, kind="team") == ["装配一班"]
    assert names(edition, SECRETARY, text="第2机床") == ["铁砧2QC小组"]
    assert names(edition, SECRETARY, text="铁砧1ＱＣ") == ["铁砧1QC小组"]
    assert names(edition, SECRETARY, text="0%合") == ["铁砧2QC小组"]
    assert names(edition, SECRETARY, text="%") == ["铁砧2QC小组"]


def test_lists_cost_the_same_for_one_row_and_for_many(app: Flask, statements: Statements) -> None:
    edition = an_edition()

    def cost() -> list[int]:
        costs = []
        for read in (
            lambda: recommendations.list_summaries(edition, actor=SECRETARY),
            lambda: recommendations.list_results(edition, ResultQuery(), actor=SECRETARY),
            lambda: recommendations.list_rows(
                edition, recommendations.list_summaries(edition, actor=SECRETARY)[0].summary
            ),
        ):
            db.session.expire_all()
            statements.clear()
            read()
            costs.append(len(statements))
        return costs

    import_now(edition, a_xlsx=a_workbook(rows_up_to(1), "甲省"))
    one = cost()
    import_now(edition, b_xlsx=a_workbook(rows_up_to(3), "乙省"), c_xlsx=a_workbook(rows_up_to(3, level=1), "甲省"))

    assert cost() == one
