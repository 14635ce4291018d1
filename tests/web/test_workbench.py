"""Pages of the workbench: levels with and without scripts, the list built, exported and signed; and whose it is."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from tests.client import Client
from tests.conftest import NOW, Statements
from tests.factories import an_account, an_edition
from tests.factories_annexes import a_row, a_workbook, import_now
from tests.factories_workbench import a_form, a_liaison, a_list, enter, extended, the_list, the_row

MOST_STATEMENTS = 10
LONG = "汤谷" * 60 + "（集团）有限公司"


@pytest.fixture
def edition(app: Flask, client: Client, still_clock: None) -> Edition:
    """河北省 lists groups 1 to 3, 某某集团 group 7; the liaison of 河北省 is signed in, in time."""
    edition = an_edition()
    a_list(edition)
    a_list(edition, 1, "某某集团")
    a_form(edition, 1)
    extended("河北省", NOW + timedelta(days=5))
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    for login, body in (("liaison", "河北省"), ("stranger", "某某集团")):
        [number] = a_liaison(body).recommender_ids
        an_account(login, StaffRole.LIAISON, edition=edition, recommender_id=number)
    client.sign_in("liaison")
    return edition


def body_of(name: str = "河北省") -> int:
    return the_list(name).recommender_id


def bench(client: Client, **values: object) -> str:
    return unescape(client.get("workbench.show_workbench", edition="43", **values).text)


def levels_of(text: str) -> list[str]:
    """The pressed level of each row."""
    return re.findall(r'aria-pressed="true">([^<]+)<', text)


def test_a_liaison_lands_on_their_own_workbench(client: Client, edition: Edition) -> None:
    answer = client.get("events.show_dashboard", edition="43", status=302)

    assert answer.headers["Location"].endswith("/e/43/workbench/")
    text = bench(client)
    assert "<h1>河北省</h1>" in re.sub(r"<h1[^>]*>", "<h1>", text)
    assert "2 项还没有成果表" in text
    assert "5 天" in text
    assert levels_of(text) == ["二等", "二等", "二等"]


def test_a_level_is_saved_without_scripts_by_going_back_to_its_row(client: Client, edition: Edition) -> None:
    row = the_row("铁砧1QC小组").id
    answer = client.post(
        "workbench.choose_level", edition="43", recommender_id=body_of(), row_id=row, data={"level": "1"}
    )

    assert answer.headers["Location"].endswith(f"#row-{row}")
    assert levels_of(bench(client)) == ["一等", "二等", "二等"]


def test_with_scripts_only_the_buttons_the_counters_and_the_list_of_tasks_come_back(
    client: Client, edition: Edition
) -> None:
    for group in ("铁砧1QC小组", "铁砧2QC小组"):
        address = client.address(
            "workbench.choose_level", {"edition": "43", "recommender_id": body_of(), "row_id": the_row(group).id}
        )
        data = {"level": "1", "csrf_token": client.csrf_token()}
        with client.app.app_context():
            answer = client.http.post(address, data=data, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert levels_of(answer.text) == ["一等"]
    assert "2／最多 1" in answer.text
    assert "stat-warning" in answer.text
    assert answer.text.count('hx-swap-oob="true"') == 2
    assert "一等比规定比例多 1 项（只提醒，不限制）" in answer.text
    assert "<html" not in answer.text


def test_the_list_is_exported_officially_and_reads_back_to_the_same(client: Client, edition: Edition) -> None:
    for extension in ("docx", "xlsx"):
        answer = client.get("workbench.download_list", edition="43", recommender_id=body_of(), extension=extension)
        [form] = read_file(f"a.{extension}", answer.data).forms

        assert form.fields["region_or_group"] == "河北省"
        assert [row["group_name"] for row in form.rows] == ["铁砧1QC小组", "铁砧2QC小组", "铁砧3QC小组"]
        assert [row["recommended_grade"] for row in form.rows] == [2, 2, 2]


def test_the_list_is_signed_by_a_scan_and_nothing_else(client: Client, edition: Edition) -> None:
    def upload(content: bytes, status: int) -> str:
        data = {"scan": (io.BytesIO(content), "盖章.pdf")}
        return client.post("workbench.sign_list", edition="43", recommender_id=body_of(), data=data, status=status).text

    assert "还没有上传盖章的推荐名单" in bench(client)
    assert "这个文件的内容不是" in upload(b"MZ not a scan", 400)
    assert (
        "还没有选择文件" in client.post("workbench.sign_list", edition="43", recommender_id=body_of(), status=400).text
    )
    upload(b"%PDF-1.7 scan", 302)

    text = bench(client)
    assert "盖章.pdf" in text
    assert "还没有上传盖章的推荐名单" not in text


def test_the_list_built_from_forms_is_shown_before_it_is_taken(client: Client, edition: Edition) -> None:
    a_form(edition, 2, group_name="新来QC小组", member_count=11)
    address = {"edition": "43", "recommender_id": body_of()}

    text = unescape(client.get("workbench.build_list", sent="1", drop="1", **address).text)
    assert "新增 1 项" in text
    assert "移出 2 项" in text
    client.post("workbench.build_list", data={"sent": "1", "drop": ""}, **address)

    assert levels_of(bench(client)) == ["二等", "二等", "二等"]
    assert "新来QC小组" in bench(client)


def test_a_group_is_listed_and_taken_off_by_buttons(client: Client, edition: Edition) -> None:
    annex = a_form(edition, 2, group_name="新来QC小组")
    client.post("workbench.list_group", edition="43", recommender_id=body_of(), data={"annex": str(annex)})
    row = the_row("新来QC小组").id
    client.post("workbench.unlist_group", edition="43", recommender_id=body_of(), row_id=row)

    client.post("workbench.unlist_group", edition="43", recommender_id=body_of(), row_id=row, status=404)


def test_every_form_on_the_workbench_can_be_opened(client: Client, edition: Edition) -> None:
    a_form(edition, 2, group_name="新来QC小组")
    enter(edition, FormKind.BRAND_STORY, {"story_name": "深夜试车", "company_name": "汤谷第1机床有限公司"})

    found = re.findall(r"/e/43/annexes/(\d+)", bench(client))

    assert len(found) == 4  # of a row, of a group that no list has, of a story, and annex 3 itself
    for number in found:
        client.get("annexes.show_annex", edition="43", annex_id=int(number))


def test_the_workbench_of_another_body_does_not_exist(client: Client, edition: Edition) -> None:
    body, row = body_of(), the_row("铁砧1QC小组").id
    client.sign_in("stranger")

    client.get("workbench.show_workbench", edition="43", recommender=body, status=404)
    client.get("workbench.build_list", edition="43", recommender_id=body, status=404)
    client.get("workbench.download_list", edition="43", recommender_id=body, extension="docx", status=404)
    posts = ("list_group", "build_list", "sign_list")
    for endpoint in posts:
        data = {"annex": "1", "scan": (io.BytesIO(b"%PDF-"), "a.pdf")}
        client.post(f"workbench.{endpoint}", edition="43", recommender_id=body, data=data, status=404)
    for endpoint in ("choose_level", "unlist_group"):
        client.post(
            f"workbench.{endpoint}", edition="43", recommender_id=body, row_id=row, data={"level": "1"}, status=404
        )
    assert "某某集团" in bench(client)


def test_staff_choose_whose_workbench_and_may_change_it_after_the_deadline(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")

    assert "某某集团" in bench(client)
    assert "已截止" in bench(client, recommender=body_of("某某集团"))
    assert levels_of(bench(client, recommender=body_of("某某集团"))) == ["二等"]


def test_a_closed_list_shows_levels_without_buttons_and_says_why(client: Client, edition: Edition) -> None:
    row = the_row("铁砧1QC小组", "某某集团").id
    client.sign_in("stranger")

    text = bench(client)
    assert "申报材料已于 2024-07-30 截止" in text
    assert levels_of(text) == []
    refused = client.post(
        "workbench.choose_level",
        edition="43",
        recommender_id=body_of("某某集团"),
        row_id=row,
        data={"level": "1"},
        status=400,
    )
    assert "请联系会务组延期" in refused.text


@pytest.mark.parametrize("level", ["3", "x", "", "9" * 12])
def test_a_level_that_is_none_changes_nothing_wrong(client: Client, edition: Edition, level: str) -> None:
    place = {"edition": "43", "recommender_id": body_of(), "row_id": the_row("铁砧1QC小组").id}
    client.post("workbench.choose_level", data={"level": level}, status=400, **place)

    assert levels_of(bench(client)) == ["二等", "二等", "二等"]


def test_long_and_odd_names_pass_through(client: Client, edition: Edition) -> None:
    odd = "<b>%(x)s{y}“镕”=1+1"
    import_now(edition, odd_xlsx=a_workbook([a_row(1, company=LONG, group=odd)]))

    text = bench(client)

    assert LONG in text
    assert odd in text


def test_a_workbench_is_shown_in_ten_statements(client: Client, edition: Edition, statements: Statements) -> None:
    a_list(edition, 40)
    statements.clear()
    bench(client)

    assert len(statements) <= MOST_STATEMENTS


def test_the_form_of_a_listed_group_is_begun_with_what_the_list_says(client: Client, edition: Edition) -> None:
    row = the_row("铁砧2QC小组")
    answer = client.post("workbench.open_form", edition="43", recommender_id=body_of(), row_id=row.id)
    page = client.get(
        "submissions.show_submission", edition="43", annex_id=int(answer.headers["Location"].split("/")[-1])
    )
    typed = dict(
        re.findall(r'name="(company_name|group_name|postcode|mobile)"[^>]*value="([^"]*)"', unescape(page.text))
    )
    assert typed == {
        "company_name": row.company_name, "group_name": row.group_name, "postcode": row.postcode,
        "mobile": row.contact_phone,
    }  # fmt: skip
    text = bench(client)
    assert text.count(f'href="{answer.headers["Location"]}"') == 1  # the row leads there, no second line does
    assert "1 项还没有成果表" in text
    again = client.post("workbench.open_form", edition="43", recommender_id=body_of(), row_id=row.id)
    assert again.headers["Location"] == answer.headers["Location"]  # clicked twice it is still one


def test_reports_of_the_body_are_open_to_its_liaison(client: Client, edition: Edition) -> None:
    enter(edition, FormKind.WORK_SUMMARY, {"company_name": "河北省机械质协", "basic_situation": "好"})
    [report, statistics] = re.findall(r'href="(/e/[^"]+)"', bench(client).split('id="reports"')[1])[:2]
    assert (report, statistics) == ("/e/43/activity/reports", "/e/43/submissions/new?kind=activity_statistics")
    client.get("activity.list_reports", edition="43")


def test_the_list_of_forms_by_body_has_those_of_its_units_too(client: Client, edition: Edition) -> None:
    a_form(edition, 2)
    client.sign_in("secretary")
    [listed] = client.get(
        "submissions.list_submissions", edition="43", recommender=body_of(), kind="qc_result"
    ).text.split("<tbody")[1:]
    assert "铁砧2QC小组" in listed
    other = client.get("submissions.list_submissions", edition="43", recommender=body_of("某某集团")).text
    assert "铁砧2QC小组" not in other
