"""A liaison chooses levels with the counters running along, and settles a name, in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from eventapp.domain.people import StaffRole
from tests.client import PASSWORD
from tests.factories import an_account, an_edition
from tests.factories_workbench import a_form, a_liaison, a_list, extended, the_row
from tests.journeys.conftest import OpenChromium

pytestmark = pytest.mark.browser


def test_levels_are_counted_live_and_a_name_is_settled_by_one_click(live_server: str, chromium: OpenChromium) -> None:
    edition = an_edition()
    a_list(edition, 3)
    a_form(edition, 1, written={"group_name": "铁砧1ＱＣ小组"})
    extended("河北省", datetime.now(UTC) + timedelta(days=9))
    [body] = a_liaison().recommender_ids
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=body)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{live_server}/sign-in")
        page.locator("[name=login]").fill("liaison")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.goto(f"{live_server}/e/43/workbench/")
        expect(page.locator("#shares")).to_contain_text("0／最多 1")

        for group, counted in (("铁砧1QC小组", "1／最多 1"), ("铁砧2QC小组", "2／最多 1")):
            first = page.get_by_role("button", name=re.compile(f"一等.*{group}"))
            first.click()
            expect(page.locator("#shares")).to_contain_text(counted)
            expect(first).to_have_attribute("aria-pressed", "true")
            expect(first).to_be_focused()
        expect(page.locator("#shares .stat-warning")).to_contain_text("超出 1 项")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        page.locator("#tasks").get_by_role("link", name=re.compile("1 处不一致")).click()
        page.get_by_role("button", name="按成果表").click()
        expect(page.locator("main")).to_contain_text("已经确认的 1 处")
    assert the_row("铁砧1ＱＣ小组").recommended_level == 1
