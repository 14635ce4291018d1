"""Pages of summaries, results and stories, for the secretary and for liaisons."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Annex, Group, RecommendationSummary, Recommender, Result, Story
from tests.client import Client
from tests.conftest import Statements
from tests.factories import a_story, an_account, an_edition
from tests.factories_annexes import a_row, a_sample, a_workbook, import_now, rows_up_to

MOST_STATEMENTS = 10


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """Two recommending bodies with one unit, one result and one story each; the liaison of 河北省 is signed in."""
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook([a_row(1)], "河北省"), b_xlsx=a_workbook([a_row(2, level=1)], "某某集团"))
    for number in (1, 2):
        a_story(edition, f"故事{number}", unit=f"汤谷第{number}机床有限公司")
    body = db.session.scalars(select(Recommender.id).where(Recommender.name == "河北省")).one()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=body)
    client.sign_in("liaison")
    return edition


def text_of(client: Client, endpoint: str, **values: object) -> str:
    return unescape(client.get(f"recommendations.{endpoint}", edition="43", **values).text)


def summary_of(body: str) -> RecommendationSummary:
    query = select(RecommendationSummary).join(RecommendationSummary.recommender).where(Recommender.name == body)
    return db.session.scalars(query).one()


def result_of(group: str) -> int:
    return db.session.scalars(select(Result.id).join(Group).where(Group.name == group)).one()


@pytest.mark.parametrize(
    ("endpoint", "own", "foreign"),
    [
        ("list_summaries", "河北省", "某某集团"),
        ("list_results", "铁砧1QC小组", "铁砧2QC小组"),
        ("list_stories", "故事1", "故事2"),
    ],
)
def test_a_liaison_finds_only_their_own_in_lists(
    client: Client, edition: Edition, endpoint: str, own: str, foreign: str
) -> None:
    text = text_of(client, endpoint)

    assert own in text
    assert foreign not in text
    assert "某某集团" not in text


def test_a_liaison_opens_their_own_pages(client: Client, edition: Edition) -> None:
    summary, story = summary_of("河北省"), db.session.scalars(select(Story.id).where(Story.name == "故事1")).one()

    assert "铁砧1QC小组" in text_of(client, "show_summary", summary_id=summary.id)
    assert "河北省" in text_of(client, "show_result", result_id=result_of("铁砧1QC小组"))
    assert "故事1" in text_of(client, "show_story", story_id=story)
    client.get("annexes.show_annex", edition="43", annex_id=summary.annex_id)


def test_pages_of_another_body_do_not_exist_for_a_liaison(client: Client, edition: Edition) -> None:
    summary, story = summary_of("某某集团"), db.session.scalars(select(Story.id).where(Story.name == "故事2")).one()

    client.get("recommendations.show_summary", edition="43", summary_id=summary.id, status=404)
    client.get("recommendations.show_result", edition="43", result_id=result_of("铁砧2QC小组"), status=404)
    client.get("recommendations.show_story", edition="43", story_id=story, status=404)
    client.get("annexes.show_annex", edition="43", annex_id=summary.annex_id, status=404)


def test_a_liaison_neither_uploads_nor_sees_the_files_of_others(client: Client, edition: Edition) -> None:
    for endpoint in ("list_readings", "import_files"):
        client.get(f"annexes.{endpoint}", edition="43", status=403)
    client.get("annexes.download_file", edition="43", file_id=1, status=403)


def test_the_secretary_sees_everybody_and_is_warned_of_too_many_level_1(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")

    text = text_of(client, "list_summaries")
    summary = text_of(client, "show_summary", summary_id=summary_of("某某集团").id)

    assert "河北省" in text
    assert "1 个推荐单位的一等超过规定比例" in text
    assert "QC小组共 1 项，推荐一等 1 项，按 50% 最多 0 项，超出 1 项。" in summary


def test_results_are_filtered_and_what_no_list_holds_is_marked(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")
    import_now(edition, two_xls=a_sample("team_result_percent_cells.xls"))

    teams = text_of(client, "list_results", kind="team")

    assert "焊装车间检验班" in teams
    assert "未列入汇总表" in teams
    assert "铁砧1QC小组" not in teams
    assert "没有符合条件的成果" in text_of(client, "list_results", q="没有这个小组")


def test_a_list_of_results_costs_at_most_ten_statements_at_any_size(
    client: Client, edition: Edition, statements: Statements
) -> None:
    client.sign_in("secretary")
    costs = []
    for rows in (1, 60):
        import_now(edition, **{f"n{rows}_xlsx": a_workbook(rows_up_to(rows), f"第{rows}省")})
        statements.clear()
        client.get("recommendations.list_results", edition="43")
        costs.append(len(statements))

    assert costs[0] == costs[1] <= MOST_STATEMENTS


def test_long_lists_have_pages(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")
    import_now(edition, many_xlsx=a_workbook(rows_up_to(60), "辽宁省"))

    first, second = text_of(client, "list_results"), text_of(client, "list_results", page=2)

    assert "第 1 页，共 2 页" in first
    assert "第 2 页，共 2 页" in second
    assert first.count("<tr") - 1 == 50
    assert second.count("<tr") - 1 == db.session.query(Result).count() - 50


def test_pages_are_there_before_anything_is_imported(client: Client, app: Flask) -> None:
    an_account("first", StaffRole.SECRETARY, edition=an_edition())
    client.sign_in("first")

    assert "还没有收到推荐汇总表" in text_of(client, "list_summaries")
    assert "还没有成果" in text_of(client, "list_results")
    assert "还没有品牌故事" in text_of(client, "list_stories")
    assert db.session.scalars(select(Annex)).all() == []
