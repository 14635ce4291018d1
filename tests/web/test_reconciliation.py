"""Pages of reconciliation: side by side, settled by one click, and whose it is."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Award
from eventapp.services import reconciliation
from eventapp.web.reconciliation.marks import marked
from tests.client import Client
from tests.conftest import Statements
from tests.factories import an_account, an_edition
from tests.factories_workbench import a_form, a_liaison, a_list, the_list, the_row

WIDE = "铁砧1ＱＣ小组"
MOST_STATEMENTS = 10


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """河北省 lists groups 1 and 2; the form of group 1 spells its name otherwise and counts other members."""
    edition = an_edition()
    a_list(edition, 2)
    a_list(edition, 1, "某某集团", company="另一家机床厂")
    a_form(edition, 1, written={"group_name": WIDE}, member_count=9)
    a_form(edition, 2, group_name="“铁砧2”QC小组")
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    for login, body in (("liaison", "河北省"), ("stranger", "某某集团")):
        [number] = a_liaison(body).recommender_ids
        an_account(login, StaffRole.LIAISON, edition=edition, recommender_id=number)
    client.sign_in("liaison")
    return edition


def page(client: Client) -> str:
    return unescape(client.get("reconciliation.list_differences", edition="43", summary_id=the_list().id).text)


def settle(client: Client, **data: object) -> None:
    client.post("reconciliation.settle_differences", edition="43", summary_id=the_list().id, data=data)


def test_both_sides_stand_beside_each_other_with_what_differs_marked(client: Client, edition: Edition) -> None:
    text = page(client)

    assert "印在证书上的名称，1 处不一致" in text
    assert "铁砧1<mark>ＱＣ</mark>小组" in text
    assert "<mark>8</mark>" in text
    assert "还没有收到成果表的 1 项" in text
    assert "是同一项" in text


def test_one_click_settles_and_another_takes_it_back(client: Client, edition: Edition) -> None:
    row = the_row("铁砧1QC小组").id
    settle(client, row=row, field="group_name", choice="reported")
    assert the_row(WIDE).id == row
    assert "已经确认的 1 处" in page(client)

    data = {"row": row, "field": "group_name"}
    client.post("reconciliation.reopen_difference", edition="43", summary_id=the_list().id, data=data)

    assert the_row("铁砧1QC小组").id == row


def test_everything_that_certificates_do_not_print_is_settled_by_one_click(client: Client, edition: Edition) -> None:
    settle(client, choice="reported")

    assert the_row("铁砧1QC小组").member_count == 9
    assert "印在证书上的名称，1 处不一致" in page(client)


def test_a_row_and_a_form_are_joined_by_one_click(client: Client, edition: Edition) -> None:
    place = {"edition": "43", "summary_id": the_list().id}
    [extra] = reconciliation.get_reconciliation(edition, the_list().id, actor=a_liaison()).extra
    client.post("reconciliation.join_form", data={"row": the_row("铁砧2QC小组").id, "result": extra.id}, **place)

    assert "印在证书上的名称，2 处不一致" in page(client)


def test_the_summary_of_another_body_does_not_exist(client: Client, edition: Edition) -> None:
    place, row = {"edition": "43", "summary_id": the_list().id}, the_row("铁砧1QC小组").id
    client.sign_in("stranger")

    client.get("reconciliation.list_differences", status=404, **place)
    data = {"row": row, "field": "group_name", "choice": "reported", "result": "1"}
    for endpoint in ("settle_differences", "reopen_difference", "join_form"):
        client.post(f"reconciliation.{endpoint}", data=data, status=404, **place)
    overview = client.get("reconciliation.list_summaries", edition="43").text
    assert ("河北省" in overview, "某某集团" in overview) == (False, True)


@pytest.mark.parametrize("data", [{}, {"choice": "x"}, {"choice": "listed", "row": "999"}])
def test_nonsense_settles_nothing(client: Client, edition: Edition, data: dict[str, str]) -> None:
    status = 404 if "row" in data else 400
    client.post("reconciliation.settle_differences", edition="43", summary_id=the_list().id, data=data, status=status)

    assert "印在证书上的名称，1 处不一致" in page(client)


def test_awards_lead_to_the_names_that_wait(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")
    answer = client.post("awards.propose_awards", edition="43")

    assert answer.headers["Location"].endswith("/e/43/reconciliation/")
    overview = unescape(client.get("reconciliation.list_summaries", edition="43").text)
    assert "还有 1 处单位名称或小组（班组）名称与成果表写法不一致" in overview
    assert "1 处证书名称待确认" in overview
    assert "待确认的证书名称" in client.get("events.show_dashboard", edition="43").text
    assert db.session.scalars(select(Award)).all() == []


def test_pages_cost_at_most_ten_statements(client: Client, edition: Edition, statements: Statements) -> None:
    client.sign_in("secretary")
    for read in (lambda: client.get("reconciliation.list_summaries", edition="43"), lambda: page(client)):
        statements.clear()
        read()
        assert len(statements) <= MOST_STATEMENTS + 1  # the test itself looks the list up by name


def test_blanks_that_nobody_can_see_are_shown_and_text_stays_text() -> None:
    assert marked("追光 QC", "追光QC") == "追光<mark>␣</mark>QC"
    assert marked("<b>", "<i>") == "&lt;<mark>b</mark>&gt;"
