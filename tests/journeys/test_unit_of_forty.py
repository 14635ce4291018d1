"""A unit's contact registers forty people by the workbook that we hand out, on a phone, and swaps one of them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from eventapp.services import attendee_lists, events
from eventapp.web.tickets.codes import code_of
from tests.factories import a_result
from tests.factories_delegations import UNIT, people
from tests.factories_registration import an_edition_with_roles, the_attendee
from tests.journeys.conftest import OpenChromium

PHONE = {"width": 390, "height": 844}
pytestmark = pytest.mark.usefixtures("still_clock")


def test_a_unit_of_forty_by_excel_and_a_swap(live_server: str, chromium: OpenChromium, tmp_path: Path) -> None:
    edition = an_edition_with_roles()
    a_result(edition, "铁砧QC小组", unit=UNIT)
    with chromium() as browser:
        page = browser.new_context(viewport=PHONE, locale="zh-CN", accept_downloads=True).new_page()  # type: ignore[arg-type]
        starts(page, live_server)
        book = fills_in_our_workbook(page, tmp_path / "名单.xlsx")
        uploads(page, book, "新增 38", "需要改正 2")
        mends_two_cells(page)
        assert len(people("id")) == 40
        uploads(page, mended(book), "新增 0", "没有变化 40")
        assert len(people("id")) == 40
        old_code = code_of_first()
        swaps_the_first(page)
        sees_the_new_code_and_the_old_one_void(page, live_server, old_code)


def starts(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/registration")
    page.get_by_role("link", name="单位集体报名").click()
    page.get_by_label("单位名称").fill(UNIT)
    page.get_by_label("联系人姓名").fill("石知岑")
    page.get_by_label("联系人手机号").fill("138 0000 7777")
    page.locator("#contact_email").fill("shi@example.com")
    page.locator("#consent").check()
    page.get_by_role("button", name="开始登记").click()
    page.wait_for_url(re.compile("/registration/unit/[-_A-Za-z0-9]{43}$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def fills_in_our_workbook(page: Page, path: Path) -> Path:
    """Forty names; one mobile lacks a digit, one role does not exist."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载名单").click()
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book["名单"]
    places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[2]}
    for number in range(1, 41):
        told = {
            "姓名": f"谭景{number}",
            "手机号": f"138000{number:05d}",
            "参会身份": "观摩人员",
            "住宿": "合住",
            "性别": "女",
        }
        told |= {"到达日期": "2024-09-10"}
        told |= {"参会身份": "成果发表人", "成果或故事": "铁砧QC小组"} if number == 1 else {}
        told |= {"手机号": "1380000000"} if number == 7 else {"参会身份": "飞行员"} if number == 9 else {}
        for label, text in told.items():
            sheet.cell(number + 2, places[label], text)
    book.save(path)
    return path


def uploads(page: Page, path: Path, *counts: str) -> None:
    """The page says what the list would do, before it is done."""
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="上传并查看").click()
    expect(page.locator("h1")).to_have_text("确认导入的名单")
    for count in counts:
        label, number = count.split()
        expect(page.locator(".stat", has_text=label).locator(".stat-value")).to_have_text(number)
    page.get_by_role("button", name="确认登记").click()
    page.wait_for_url(re.compile("/registration/unit/[^/]+$"))


def mends_two_cells(page: Page) -> None:
    """The two rows stand on the page as typed, each marked at its cell and listed with a link."""
    expect(page.locator("#error-summary li")).to_have_count(2)
    page.locator("#error-summary a").first.click()
    expect(page.locator("#rows-0-mobile")).to_be_focused()
    expect(page.locator("#rows-0-mobile")).to_have_value("1380000000")
    expect(page.locator("#rows-0-mobile")).to_have_attribute("aria-invalid", "true")
    page.locator("#rows-0-mobile").fill("13800000007")
    page.locator("#rows-1-roles").fill("观摩人员")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("已登记 40 人")
    expect(page.locator("#error-summary")).to_have_count(0)


def mended(path: Path) -> Path:
    book = load_workbook(path)
    sheet: Worksheet = book["名单"]
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.value = {"1380000000": "13800000007", "飞行员": "观摩人员"}.get(str(cell.value), cell.value)
    book.save(path)
    return path


def code_of_first() -> str:
    edition = events.find_edition("43")
    assert edition is not None
    return code_of(edition, attendee_lists.get_attendee(edition, the_attendee("谭景1").id).tickets[0])


def swaps_the_first(page: Page) -> None:
    page.get_by_role("link", name="换人：谭景1", exact=True).click()
    expect(page.locator("main")).to_contain_text("成果发表人")
    page.locator("#name").fill("郭子衡")
    page.get_by_label("男", exact=True).check()
    page.locator("#mobile").fill("13800004666")
    page.get_by_role("button", name="确定换人").click()
    expect(page.locator("main")).to_contain_text("接替谭景1")
    expect(page.locator("main")).to_contain_text("已换为郭子衡")
    expect(page.locator("main")).to_contain_text("已登记 40 人")


def sees_the_new_code_and_the_old_one_void(page: Page, address: str, old_code: str) -> None:
    page.get_by_role("link", name="查看和修改：郭子衡").click()
    page.get_by_role("button", name="查看本人的链接").click()
    own = page.locator("#person-link").input_value()
    page.goto(address + urlsplit(own).path)
    expect(page.locator("main")).to_contain_text("郭子衡")
    expect(page.locator("main")).to_contain_text("铁砧QC小组")
    assert page.locator("main img[src*='ticket']").first.evaluate("image => image.naturalWidth") > 0
    page.goto(f"{address}/e/43/t/{old_code}")
    expect(page.locator("main")).to_contain_text("已作废")
