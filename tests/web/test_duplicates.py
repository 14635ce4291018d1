"""Pages of double submissions."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import DuplicatePair, Result
from tests.client import Client
from tests.conftest import Statements
from tests.factories import a_result, an_account
from tests.factories_duplicates import DIRECT, LIST, Twice, only_pair, result, rows, sent_twice


@pytest.fixture
def twice(app: Flask, client: Client) -> Twice:
    """One double submission with two levels; the secretary is at their desk."""
    twice = sent_twice(level=2)
    an_account("secretary", StaffRole.SECRETARY, edition=twice.edition)
    an_account("organizer", StaffRole.ORGANIZER, edition=twice.edition)
    client.sign_in("secretary")
    return twice


def page(client: Client, **arguments: str) -> str:
    return unescape(client.get("duplicates.list_pairs", edition="43", **arguments).text)


def send(client: Client, endpoint: str, status: int = 302, **values: object) -> str:
    return client.post(f"duplicates.{endpoint}", edition="43", data=values, status=status).text


def test_a_pair_stands_side_by_side_with_reasons_and_differences(client: Client, twice: Twice) -> None:
    text = page(client)

    assert "小组（班组）名称一方多写了“电装车间”。" in text
    assert "<mark>电装车间</mark>聚力QC小组" in text
    assert "等级不一致，请确认" in text
    assert f"{DIRECT}</a> 一等" in text
    assert f"{LIST}</a> 二等" in text


def test_a_pair_is_merged_into_the_side_that_was_chosen(client: Client, twice: Twice) -> None:
    send(client, "merge_results", first=twice.first, second=twice.second, keep=twice.second)

    assert result(twice.first).merged_into_id == twice.second
    text = page(client)
    assert "没有疑似重复的成果" in text
    assert "保留第二项" in text
    shown = client.get("recommendations.show_result", edition="43", result_id=twice.first).text
    assert "合并到的成果" in shown


def test_a_merge_is_taken_back(client: Client, twice: Twice) -> None:
    send(client, "merge_results", first=twice.first, second=twice.second, keep=twice.first)

    client.post("duplicates.undo_decision", edition="43", pair_id=only_pair().id, status=302)

    assert [len(rows(number)) for number in (twice.first, twice.second)] == [1, 1]
    assert "合并，保留第一项" in page(client)


def test_what_is_two_is_offered_again_when_that_is_taken_back(client: Client, twice: Twice) -> None:
    send(client, "declare_different", first=twice.first, second=twice.second)
    assert "没有疑似重复的成果" in page(client)

    client.post("duplicates.undo_decision", edition="43", pair_id=only_pair().id, status=302)

    assert "不是同一项" in page(client)


def test_all_but_certain_pairs_are_listed_once_more_and_merged_together(client: Client, twice: Twice) -> None:
    a_result(twice.edition, "磐石QC小组", unit="沃野英招电缆股份有限公司")
    a_result(twice.edition, "磐石小组", unit="沃野英招电缆有限公司")
    assert "一次合并 2 对" in page(client)
    text = client.get("duplicates.merge_sure", edition="43").text

    assert text.count('name="pair"') == 2
    send(client, "merge_sure", pair=f"{twice.first}-{twice.second}")

    assert db.session.scalar(select(func.count()).select_from(DuplicatePair)) == 1
    assert "已合并 1 对。" in page(client)


@pytest.mark.parametrize(
    "values", [{}, {"first": "x", "second": "2", "keep": "1"}, {"first": "1", "second": "1", "keep": "1"}]
)
def test_nonsense_merges_nothing(client: Client, twice: Twice, values: dict[str, str]) -> None:
    send(client, "merge_results", 404, **values)
    send(client, "declare_different", 404, **values)
    send(client, "merge_sure", pair="1-x")

    assert db.session.scalars(select(Result.merged_into_id).where(Result.merged_into_id.is_not(None))).all() == []


def test_an_organizer_looks_and_decides_nothing(client: Client, twice: Twice) -> None:
    client.sign_in("organizer")

    assert "合并，保留第一项" not in page(client)
    send(client, "merge_results", 403, first=twice.first, second=twice.second, keep=twice.first)


def test_a_page_that_is_not_there_is_the_last_one(client: Client, twice: Twice) -> None:
    assert "合并，保留第一项" in page(client, page="99")


def test_doubtful_pairs_are_shown_on_request(client: Client, twice: Twice) -> None:
    a_result(twice.edition, "磐石精益QC小组", contact_phone="1", contact_person="甲")
    a_result(twice.edition, "盘石精益QC小组", contact_phone="2", contact_person="乙")

    assert "磐石精益QC小组" not in page(client)
    assert "还有 1 对存疑" in page(client)
    assert "磐石精益QC小组" in page(client, doubtful="yes")


def test_the_work_page_has_the_number(client: Client, twice: Twice) -> None:
    assert "疑似重复" in client.get("events.show_dashboard", edition="43").text


def test_the_page_costs_the_same_for_one_pair_and_for_three(
    client: Client, twice: Twice, statements: Statements
) -> None:
    counts = []
    for number in (1, 2):
        page(client)
        statements.clear()
        page(client)
        counts.append(len(statements))
        for each in (1, 2):
            a_result(twice.edition, f"磐石{number}{each}QC小组", unit=f"沃野第{each}电缆股份有限公司")
            a_result(twice.edition, f"磐石{number}{each}小组", unit=f"沃野第{each}电缆有限公司")

    assert counts[0] == counts[1]
