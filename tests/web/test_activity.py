"""Pages of activity statistics and work summaries: who sees what, sums, searches, exports."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from eventapp.documents.annexes import read_file
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from tests.client import Client
from tests.conftest import Statements
from tests.factories import a_recommender, an_account, an_edition
from tests.factories_activity import an_annex_5, an_annex_6
from tests.factories_annexes import NASTY

PAGES = ("show_statistics", "list_reports")


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """河北省 and 应龙电气集团 with an annex 5 and 6 each; the secretary is signed in, the liaison is of 河北省."""
    edition = an_edition()
    for body in ("河北省", "应龙电气集团"):
        number = a_recommender(edition, body).id
        an_annex_6(edition, f"{body}本部", annex={"recommender_id": number})
        an_annex_5(edition, f"{body}本部", annex={"recommender_id": number})
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=1)
    client.sign_in("secretary")
    return edition


def text_of(client: Client, endpoint: str, **values: object) -> str:
    return unescape(client.get(f"activity.{endpoint}", edition="43", **values).text)


def words_in(text: str) -> str:
    """What a person reads: without tags, blanks run together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_statistics_show_sums_rates_and_bodies(client: Client, edition: Edition) -> None:
    text = words_in(text_of(client, "show_statistics"))

    assert "QC小组注册 200" in text
    assert "成果率·QC 90.0%" in text
    assert "年效益（万元） 2,001" in text
    assert "2 个单位只填了普及率，不计入合计的普及率" in text
    assert "系统里没有上一年的活动统计，不能比较。" in text


def test_a_liaison_sees_their_own_body_only(client: Client, edition: Edition) -> None:
    client.sign_in("liaison")

    for page in PAGES:
        text = text_of(client, page)
        assert "河北省本部" in text
        assert "应龙电气集团" not in text
    text_of(client, "show_body", body="1")
    client.get("activity.show_body", edition="43", body="2", status=404)
    client.get("activity.download_official", edition="43", body="2", format="xlsx", status=404)
    client.get("activity.show_report", edition="43", annex_id=4, status=404)
    sheet = client.get("activity.download_statistics", edition="43").data
    assert "应龙电气集团" not in str(rows_of(sheet, "填报单位"))


def test_judges_and_strangers_stay_out(client: Client, edition: Edition) -> None:
    an_account("judge", StaffRole.VOLUNTEER, edition=edition)
    client.sign_in("judge")

    for page in (*PAGES, "download_statistics"):
        client.get(f"activity.{page}", edition="43", status=403)


def test_lists_are_sorted_by_links(client: Client, edition: Edition) -> None:
    an_annex_6(edition, "云南省机械质协", year_qc=500)

    def order(**values: str) -> list[str]:
        return re.findall(
            r'<th role="rowheader"[^>]*><a[^>]*/statistics/[^>]*>([^<]+)<', text_of(client, "show_statistics", **values)
        )

    assert order() == ["云南", "应龙电气集团", "河北省"]
    assert order(sort="year_qc")[0] == "云南"
    assert order(sort="nonsense") == order()


def test_charts_carry_their_data_without_code(client: Client, edition: Edition) -> None:
    answer = client.get("activity.show_statistics", edition="43").text

    charts = [
        json.loads(block) for block in re.findall(r'<script type="application/json">(.*?)</script>', answer, re.DOTALL)
    ]

    assert [series["values"] for series in charts[0]["series"]] == [[100.0, 100.0], [10.0, 10.0]]
    assert charts[1]["series"] == [{"label": "只填了比率", "tone": "--line-strong", "values": [40.0, 40.0]}]


def test_units_below_a_body_that_speaks_for_them_are_added_on_demand(client: Client, edition: Edition) -> None:
    an_annex_6(edition, "铁砧厂", annex={"unit": {"recommender_id": 1}}, year_qc=7)

    assert "QC小组注册 200" in words_in(text_of(client, "show_statistics"))
    assert "QC小组注册 207" in words_in(text_of(client, "show_statistics", sum="every"))
    assert "不重复相加" in text_of(client, "show_body", body="1")


def test_problems_are_told_with_unit_item_and_remedy(client: Client, edition: Edition) -> None:
    an_annex_6(edition, "铁砧厂", result_rate_qc=120, year_teams=0, active_teams=0)

    text = words_in(text_of(client, "show_statistics"))

    assert "填了 120%，超过 100%" in text
    assert "除数为 0，算不出比率" in text


@pytest.mark.parametrize("name", [NASTY, "</script><script>alert(1)</script>", "长" * 200])
def test_names_of_people_are_text_everywhere(client: Client, edition: Edition, name: str) -> None:
    number = an_annex_5(edition, name, basic_situation=name).id
    an_annex_6(edition, name, result_rate_qc=120)

    for page, values in [
        ("show_statistics", {}),
        ("list_reports", {"q": name[:20]}),
        ("show_report", {"annex_id": number}),
    ]:
        answer = client.get(f"activity.{page}", edition="43", **values).text
        assert name in unescape(re.sub("</?mark>", "", answer))
        assert "<script>alert" not in answer
        assert "<b>" not in answer


@pytest.mark.parametrize("text", ["%", "_", "'", "<script>", "100%", "課題", "长" * 500])
def test_any_search_is_answered(client: Client, edition: Edition, text: str) -> None:
    assert "<script>alert" not in client.get("activity.list_reports", edition="43", q=text).text


def test_what_was_found_is_marked(client: Client, edition: Edition) -> None:
    an_annex_5(edition, "铁砧厂", basic_situation="<b>ＱＣ</b>小组")

    listed = client.get("activity.list_reports", edition="43", q="qc 铁砧").text
    read = client.get("activity.show_report", edition="43", annex_id=5, q="qc").text

    assert "&lt;b&gt;<mark>ＱＣ</mark>&lt;/b&gt;小组" in listed
    assert "<mark>ＱＣ</mark>" in read
    assert "没有同时包含这些词的工作总结" in text_of(client, "list_reports", q="没有这个")


def test_found_reports_have_pages(client: Client, edition: Edition) -> None:
    for number in range(20):
        an_annex_5(edition, f"第{number}厂")

    assert "第 2 页，共 2 页" in text_of(client, "list_reports", q="课题池", page=2)


def test_pages_are_there_before_anything_came_in(app: Flask, client: Client) -> None:
    edition = an_edition()
    a_recommender(edition)
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")

    assert "还没有收到附件六" in text_of(client, "show_statistics")
    assert "还没有报送附件六：1 个推荐单位" in text_of(client, "show_statistics")
    assert "还没有收到附件五" in text_of(client, "list_reports")
    client.get("activity.download_statistics", edition="43")


def test_pages_cost_the_same_at_any_size(client: Client, edition: Edition, statements: Statements) -> None:
    costs = []
    for units in (range(1), range(1, 10)):
        for number in units:
            an_annex_6(edition, f"第{number}厂", result_rate_qc=120)
            an_annex_5(edition, f"第{number}厂")
        statements.clear()
        for page in PAGES:
            client.get(f"activity.{page}", edition="43")
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 16


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def test_the_workbook_holds_what_the_page_shows(client: Client, edition: Edition) -> None:
    an_annex_6(edition, '=HYPERLINK("x")', result_rate_qc=120, year_benefit=0.25)

    content = client.get("activity.download_statistics", edition="43").data

    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["合计", "推荐单位", "填报单位", "需要核对", "尚未报送"]
    assert [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    total = rows_of(content, "推荐单位")[-1]
    heading = rows_of(content, "推荐单位")[0]
    assert total[heading.index("本年度QC、信组可创计算的经济效益（万元）")] == 2001.25
    assert [total[heading.index(name)] for name in ("取得成果的小组数（含推算）", "本年度注册的小组数（计入的）")] == [
        180,
        200,
    ]
    for sheet in book:
        values = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert values == rows_of(content, sheet.title)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_sum_leaves_as_the_official_form_and_is_read_back(client: Client, edition: Edition, format: str) -> None:
    an_annex_6(edition, "云南省机械质协", participants=1200, employees=3000, result_qc=90, result_teams=7)

    whole = client.get("activity.download_official", edition="43", body="all", format=format).data
    one = client.get("activity.download_official", edition="43", body="region-云南", format=format).data

    [form] = read_file(f"附件六.{format}", whole).forms
    assert (form.fields["year_qc"], form.fields["year_benefit"], form.fields["result_rate_qc"]) == (300, 3001.5, 90)
    assert (form.fields["participation_rate"], form.supporting) == (40, {"participants": 1200, "employees": 3000})
    assert read_file(f"附件六.{format}", one).forms[0].supporting["result_qc"] == 90
