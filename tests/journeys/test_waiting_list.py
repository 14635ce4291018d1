"""A full role on a phone: one waits, another cancels, the place is offered and confirmed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Message
from tests.factories_registration import an_edition_with_roles
from tests.journeys.conftest import OpenChromium
from tests.services.test_waiting_list import come, set_role

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_who_waits_is_offered_a_freed_place_and_confirms_it(live_server: str, chromium: OpenChromium) -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    [first_key] = come(edition, "谭志序")
    with chromium() as browser:
        page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
        registers(page, f"{live_server}/e/43/registration")
        expect(page.locator("main")).to_contain_text("候补中")
        expect(page.locator("main")).to_contain_text("您排在第一位")
        expect(page.get_by_role("img", name="签到二维码")).to_have_count(0)
        own_page = page.url
        page.goto(f"{live_server}/e/43/registration/{first_key}")
        page.locator("summary", has_text="取消报名").click()
        page.locator(".confirm-panel").get_by_role("button", name="取消报名").click()
        expect(page.locator("main")).to_contain_text("报名已取消")
        page.goto(own_page)
        expect(page.locator("main")).to_contain_text("有名额了，请确认")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_role("button", name="确认参加").click()
        expect(page.get_by_role("img", name="签到二维码")).to_be_visible()
    db.session.rollback()
    told = select(Message.template).where(Message.recipient == "c@example.com").order_by(Message.id)
    assert list(db.session.scalars(told)) == ["waiting", "offered", "registration"]


def registers(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("checkbox", name=re.compile("观摩人员")).check()
    expect(page.locator("main")).to_contain_text("候补")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("崔亦峤")
    page.get_by_label("单位名称").fill("毛民帝江模具有限责任公司")
    page.get_by_label("手机号").fill("13800008393")
    page.get_by_label("邮箱").fill("c@example.com")
    page.get_by_role("radio", name="男", exact=True).check()
    page.get_by_role("radio", name="自理", exact=True).check()
    page.get_by_label(re.compile("我已阅读")).check()
    page.get_by_role("button", name="提交报名").click()
