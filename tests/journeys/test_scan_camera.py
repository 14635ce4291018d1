"""A volunteer's phone sees a code, and the person is in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from eventapp.documents.qr import qr_png
from eventapp.domain.people import StaffRole
from tests.client import PASSWORD
from tests.factories import an_account, an_edition
from tests.factories_checkin import Guest, a_checkpoint, a_guest
from tests.journeys.conftest import OpenChromium, camera_film

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def a_guest_and_a_volunteer() -> Guest:
    """An edition with a checkpoint, somebody to check in there and somebody to do it."""
    edition = an_edition()
    a_checkpoint(edition)
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    return a_guest(edition)


def verdict_on(page: Page) -> Locator:
    return page.get_by_role("region", name="扫码签到").get_by_role("status")


def test_the_camera_checks_a_person_in_and_a_second_scan_says_when_the_first_was(
    app: Flask, live_server: str, chromium: OpenChromium, tmp_path: Path
) -> None:
    guest = a_guest_and_a_volunteer()
    film = camera_film(tmp_path / "badge.mjpeg", [qr_png(f"{live_server}/e/43/t/{guest.code}")])
    with chromium(camera=film) as browser:
        page = browser.new_page(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        sign_in(page, live_server, "volunteer")
        page.goto(f"{live_server}/e/43/checkpoints")
        expect(page.locator("[data-count^=present]")).to_have_text("0")
        page.get_by_role("link", name="开始扫码 报到处").click()

        verdict, present = verdict_on(page), page.locator("[data-count=present]")
        expect(verdict).to_contain_text("签到成功", timeout=15_000)
        expect(verdict).to_contain_text("崔亦峤")
        expect(present).to_have_text("1")

        page.reload()
        expect(verdict).to_contain_text(re.compile(r"\d\d:\d\d 已签到"), timeout=15_000)
        expect(present).to_have_text("1")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert complaints == []


def test_numbers_of_one_phone_move_on_another_without_a_reload(
    app: Flask, live_server: str, chromium: OpenChromium
) -> None:
    guest = a_guest_and_a_volunteer()
    with chromium() as browser:
        context = browser.new_context(viewport=PHONE)
        watching, typing = context.new_page(), context.new_page()
        sign_in(watching, live_server, "volunteer")
        watching.goto(f"{live_server}/e/43/checkpoints")
        present = watching.locator("[data-count^=present]")
        expect(present).to_have_text("0")
        typing.goto(f"{live_server}/e/43/checkpoints")
        typing.get_by_role("link", name="开始扫码 报到处").click()
        expect(verdict_on(typing)).to_contain_text(
            "打不开摄像头"
        )  # the scanner runs: what is typed is answered in place
        typing.get_by_label("扫不出来？输入参会证上的号码").fill(guest.serial)
        typing.get_by_role("button", name="签到", exact=True).click()
        expect(verdict_on(typing)).to_contain_text("签到成功")
        expect(present).to_have_text("1", timeout=10_000)


LATE_REFUSAL = """navigator.mediaDevices.getUserMedia = () =>
    new Promise((_, refuse) => setTimeout(() => refuse(new DOMException("late", "NotFoundError")), 3000))"""


def test_a_camera_that_fails_late_does_not_cover_the_answer_to_a_typed_code(
    app: Flask, live_server: str, chromium: OpenChromium
) -> None:
    guest = a_guest_and_a_volunteer()
    with chromium() as browser:
        page = browser.new_page(viewport=PHONE)
        page.add_init_script(LATE_REFUSAL)
        sign_in(page, live_server, "volunteer")
        page.goto(f"{live_server}/e/43/checkpoints")
        page.get_by_role("link", name="开始扫码 报到处").click()
        expect(verdict_on(page)).to_contain_text("正在打开摄像头")
        page.get_by_label("扫不出来？输入参会证上的号码").fill(guest.serial)
        page.get_by_role("button", name="签到", exact=True).click()
        expect(verdict_on(page)).to_contain_text("签到成功")

        page.wait_for_timeout(3500)  # the refusal has come meanwhile

        expect(verdict_on(page)).to_contain_text("签到成功")
