"""Somebody comes without registration: the desk, their own page, a dead network, a door that asks for a fresh code."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.domain.checkin import Verdict
from eventapp.domain.people import StaffRole
from eventapp.services import registration
from eventapp.web.checkin.codes import Reading, read_code
from tests.factories import SECRETARY, SETTINGS, an_account
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import LINKS, an_edition_with_roles, the_attendee
from tests.journeys.conftest import OpenChromium
from tests.journeys.test_scan_camera import PHONE, sign_in
from tests.journeys.test_whole_conference import read_code as read_picture

pytestmark = pytest.mark.browser
CODE = "签到二维码"


def register_by_keys(page: Page, name: str, unit: str, mobile: str) -> None:
    """The cursor stands in the name; the person agrees; role and checkpoint are what they were the last time."""
    for text in (name, unit, mobile):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name).wait_for()


def shown_code(page: Page, label: str, reader: Page | None = None) -> str:
    """What a phone reads from the picture of this name; `reader` is a page with network, to load the reader."""
    script = """async (picture) => {
        await picture.decode()
        const canvas = document.createElement('canvas')
        canvas.width = canvas.height = 700
        canvas.getContext('2d').drawImage(picture, 0, 0, 700, 700)
        return canvas.toDataURL('image/png').split(',')[1]
    }"""
    return read_picture(reader or page, base64.b64decode(page.get_by_role("img", name=label).evaluate(script)))


def open_own_page(page: Page, address: str) -> None:
    """Until everything it is made of has been kept."""
    page.goto(address)
    page.wait_for_function("async () => (await caches.match(location.pathname)) !== undefined")
    expect(page.get_by_role("img", name=CODE)).to_have_attribute("data-step", re.compile(r"\d+"))


def test_a_walk_in_takes_three_fields_a_tick_and_enter_and_the_own_page_works_without_network(
    app: Flask, live_server: str, chromium: OpenChromium, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, public_url=live_server))
    edition = an_edition_with_roles(settings=SETTINGS | {"registration": {"rotating_codes": True}})
    a_checkpoint(edition)
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    with chromium() as browser:
        page = browser.new_page(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        sign_in(page, live_server, "volunteer")
        page.goto(f"{live_server}/e/43/desk")
        form = page.locator("form.form")
        assert form.locator("input:visible, select:visible").count() == 6  # four facts, consent, where to check in
        page.get_by_label("参会身份").select_option(label="观摩人员")  # once: the next person begins with it
        page.get_by_label("姓名").focus()
        register_by_keys(page, "崔亦峤", "汤谷鹿蜀机床有限公司", "13800007777")
        expect(page.locator("main")).to_contain_text("签到成功")
        own_address = shown_code(page, "本人页面的二维码")
        page.keyboard.press("Enter")  # 下一位 has the focus
        expect(page.get_by_label("姓名")).to_be_focused()
        expect(page.get_by_label("参会身份")).to_have_value("observer")

        holder = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        phone = holder.new_page()
        open_own_page(phone, own_address)
        ticket = shown_code(phone, CODE)
        assert read_code(edition, ticket, clock.now()) == Reading(the_attendee("崔亦峤").tickets[0].serial)
        assert read_code(edition, ticket, clock.now() + timedelta(seconds=120)).refused is Verdict.STALE
        expect(phone.get_by_text("离线，数据截至")).to_be_hidden()

        holder.set_offline(True)
        phone.reload()
        expect(phone.get_by_text("离线，数据截至")).to_be_visible()
        expect(phone.get_by_role("img", name=CODE)).to_have_attribute("data-step", re.compile(r"\d+"))
        assert read_code(edition, shown_code(phone, CODE, page), clock.now()).refused is None
        holder.set_offline(False)

        phone.goto(ticket)
        phone.wait_for_url(own_address)  # the holder's own code leads to their page
        page.goto(ticket)
        expect(page.locator("main")).to_contain_text("这是本次活动签发的二维码")
        assert "崔亦峤" not in page.content()

        registration.renew_link(edition, the_attendee("崔亦峤").id, links=LINKS, actor=SECRETARY, now=clock.now())
        phone.goto(own_address)
        expect(phone.locator("main")).to_contain_text("找不到这份报名")
        phone.wait_for_function("async () => (await caches.keys()).length === 0")
