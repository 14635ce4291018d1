"""What scripts draw under the strict policy: charts that follow light and dark, a badge that is dragged together."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page

from eventapp.domain.people import StaffRole
from tests.factories import an_account, an_edition
from tests.factories_activity import an_annex_5, an_annex_6
from tests.factories_badges import an_edition_with_badges
from tests.journeys.conftest import OpenChromium
from tests.journeys.test_scan_camera import sign_in

pytestmark = pytest.mark.browser


def colored(page: Page, color: tuple[int, int, int]) -> int:
    """How many points of the first chart have this color."""
    return page.locator("canvas").first.evaluate(
        """(canvas, [red, green, blue]) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let found = 0;
          for (let at = 0; at < data.length; at += 4)
            found += data[at] === red && data[at + 1] === green && data[at + 2] === blue;
          return found;
        }""",
        list(color),
    )


def test_charts_are_drawn_in_the_colors_of_the_page(app: Flask, live_server: str, chromium: OpenChromium) -> None:
    edition = an_edition()
    for number in range(1, 4):
        an_annex_6(edition, f"第{number}厂", participants=1200, employees=3000)
    an_annex_5(edition)
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    complaints: list[str] = []
    with chromium() as browser:
        page = browser.new_page(color_scheme="light", locale="zh-CN")
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        sign_in(page, live_server, "secretary")
        page.goto(f"{live_server}/e/43/activity/statistics")
        page.locator("figure:visible").nth(2).wait_for()
        by_day = colored(page, (31, 74, 115))  # --accent-fill
        page.locator('[data-behavior="theme"]').click()
        by_night = colored(page, (46, 98, 146))
        faults = [fault["id"] for fault in Axe().run(page).response["violations"] if fault["impact"] != "minor"]

    assert (by_day > 1000, by_night > 1000) == (True, True)
    assert (complaints, faults) == ([], [])


def test_an_element_of_a_badge_stands_where_it_was_dropped(
    app: Flask, live_server: str, chromium: OpenChromium
) -> None:
    edition = an_edition_with_badges()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    complaints: list[str] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1200}, locale="zh-CN")
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        sign_in(page, live_server, "organizer")
        page.goto(f"{live_server}/e/43/badges/")
        page.get_by_role("link", name="胸牌 90×130").last.click()
        box = page.get_by_role("button", name="姓名 ")
        before, width = place_of(box), page.locator("[data-stage]").bounding_box()
        page.get_by_label("吸附").uncheck()
        box.hover()
        page.mouse.down()
        at = box.bounding_box()
        assert at is not None and width is not None
        page.mouse.move(at["x"] + at["width"] / 2 + 10, at["y"] + at["height"] / 2 + 30, steps=3)
        page.mouse.up()
        dropped = place_of(box)
        page.get_by_role("button", name="保存", exact=True).click()
        page.wait_for_load_state()
        page.reload()
        kept = place_of(page.get_by_role("button", name="姓名 "))

    millimeter = width["width"] / 90
    moved = [(after - was) * millimeter for after, was in zip(dropped[:2], before[:2], strict=True)]
    assert (moved, dropped[2:]) == (pytest.approx([10, 30], abs=1), before[2:])
    assert (kept, complaints) == (dropped, [])


def place_of(box: Locator) -> list[float]:
    """Left, top, width and height in millimeters, as the box says them."""
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", box.get_attribute("aria-label") or "")]
