"""One person registers on a phone: role, result, form with a mistake, own page, a change, cancelled."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import a_result
from tests.factories_registration import an_edition_with_roles
from tests.journeys.conftest import OpenChromium

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WRONG, RIGHT = "91350100M000100Y34", "91350100M000100Y43"


def test_one_person_on_a_phone(live_server: str, chromium: OpenChromium) -> None:
    edition = an_edition_with_roles()
    a_result(edition)
    a_result(edition, "铁砧二班", topic_name="缩短换模时间")
    with chromium() as browser:
        page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
        chooses_role_and_result(page, f"{live_server}/e/43/registration")
        fills_in(page)
        comes_back_after_lunch(page)
        mends_the_mistake(page)
        changes_and_cancels(page)


def chooses_role_and_result(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("checkbox", name=re.compile("成果发表人")).check()
    page.get_by_role("checkbox", name=re.compile("一线员工")).check()
    late: list[Route] = []
    page.route(re.compile("htmx"), lambda route: late.append(route))  # noqa: PLW0108 - Playwright takes functions only; a slow net: typed before the script is there
    page.get_by_role("button", name="下一步").click()
    page.locator("#q").press_sequentially("lushu")
    for route in late:
        route.continue_()
    page.unroute_all()
    page.get_by_role("link", name=re.compile("汤谷鹿蜀")).click()
    page.get_by_role("radio", name=re.compile("缩短换模时间")).check()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("main")).to_contain_text("缩短换模时间")


def fills_in(page: Page) -> None:
    expect(page.get_by_label("单位名称")).to_have_value("汤谷鹿蜀机床有限公司")
    page.get_by_label("单位名称").fill("")
    page.get_by_label("单位名称").press_sequentially("tgls")
    page.get_by_role("option", name="汤谷鹿蜀机床有限公司").click()
    expect(page.get_by_label("单位名称")).to_have_value("汤谷鹿蜀机床有限公司")
    page.get_by_label("姓名").fill("阿不都·热合曼")
    page.get_by_label("手机号").fill("138 0000 9999")
    for hidden in ("与谁合住", "到达车次", "纳税人识别号"):
        expect(page.get_by_label(hidden)).to_be_hidden()
    for chosen in ("男", "合住", "增值税专用发票"):
        page.get_by_role("radio", name=chosen, exact=True).check()
    page.get_by_label("与谁合住").fill("梁望筠")
    page.get_by_label("到达日期").fill("2024-09-10")
    page.get_by_label("到达车次").fill("G101")
    page.get_by_label("发票抬头").fill("汤谷鹿蜀机床有限公司")
    page.get_by_label("纳税人识别号").fill(WRONG)


def comes_back_after_lunch(page: Page) -> None:
    """The page is gone and so is the session: nothing has to be typed again."""
    page.context.clear_cookies()
    page.reload()
    expect(page.locator("[data-kept]")).to_contain_text("已恢复")
    expect(page.get_by_label("到达车次")).to_have_value("G101")
    page.context.clear_cookies()


def mends_the_mistake(page: Page) -> None:
    page.get_by_text("阅读全文").click()
    expect(page.get_by_text("您的权利")).to_be_visible()
    page.get_by_label(re.compile("我已阅读")).check()
    page.get_by_role("button", name="提交报名").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("请再点一次提交")
    summary.get_by_role("link", name=re.compile("校验位不对")).click()
    expect(page.get_by_label("纳税人识别号")).to_have_value(WRONG)
    page.get_by_label("纳税人识别号").fill(RIGHT)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("阿不都·热合曼")
    expect(page.get_by_role("img", name="签到二维码")).to_be_visible()
    expect(page.locator("main")).to_contain_text("缩短换模时间")
    expect(page.locator("[data-behavior=sent_form]")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('form '))") == []
    own = page.url.partition("#")[0]
    page.goto(own.rpartition("/")[0] + "/received")  # what registering again answers, whoever asks
    page.get_by_role("link", name="打开 阿不都·热合曼").click()
    expect(page).to_have_url(own)


def changes_and_cancels(page: Page) -> None:
    page.get_by_role("link", name="修改信息").click()
    expect(page.get_by_label("与谁合住")).to_have_value("梁望筠")
    page.get_by_role("radio", name="自理").check()
    expect(page.get_by_label("与谁合住")).to_be_hidden()
    page.get_by_role("button", name="保存修改").click()
    expect(page.locator("main")).to_contain_text("修改已保存，二维码不变。")
    page.get_by_text("取消报名").first.click()
    page.get_by_role("button", name="取消报名").last.click()
    expect(page.locator("main")).to_contain_text("报名已取消")
