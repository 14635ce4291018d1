"""No page has a serious fault that a machine can find: axe looks at every address that needs no number.

Each page is looked at on a phone in daylight, and once more on a desktop in the dark for what color and width change.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, url_for
from playwright.sync_api import Page, ViewportSize

from eventapp.domain.people import StaffRole
from eventapp.domain.roles import SHIPPED_ROLES
from eventapp.services import roles
from tests.factories import NOW, SECRETARY, a_judge, a_result, a_story, an_account, an_edition
from tests.factories_checkin import a_checkpoint, a_guest
from tests.journeys.conftest import OpenChromium
from tests.journeys.test_scan_camera import sign_in

pytestmark = pytest.mark.browser
SEVERE = {"serious", "critical"}
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size", "aria-hidden-focus"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


def plain_pages(app: Flask) -> list[str]:
    """Addresses of all pages that stand for themselves: nothing but the edition in them."""
    with app.test_request_context():
        return sorted(
            {
                url_for(rule.endpoint, **({"edition": "43"} if rule.arguments else {}))
                for rule in app.url_map.iter_rules()
                if "GET" in (rule.methods or ()) and rule.arguments <= {"edition"} and ".download_" not in rule.endpoint
            }
        )


def severe_faults(page: Page, address: str) -> list[str]:
    """What axe finds on one page; nothing for answers that are not pages."""
    daylight(page)
    answer = page.goto(address)
    assert answer is not None
    if "text/html" not in answer.headers.get("content-type", "") or "<!doctype" not in answer.text()[:20].lower():
        return []
    return [f"{address}: {fault}" for look in (daylight, dark) for fault in faults_in(page, look)]


def daylight(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")


def dark(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    page.evaluate(
        "document.documentElement.setAttribute('data-bs-theme', 'dark')"
    )  # else chosen before the first paint


def faults_in(page: Page, look: Callable[[Page], None]) -> list[str]:
    look(page)
    rules = {"runOnly": LOOKS} if look is dark else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    return [f"{look.__name__}: {fault['id']} {fault['help']}" for fault in found if fault["impact"] in SEVERE]


def test_axe_finds_nothing_serious_on_any_page(app: Flask, live_server: str, chromium: OpenChromium) -> None:
    edition = an_edition()
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    judge = a_judge(edition)
    a_result(edition), a_story(edition), a_checkpoint(edition), a_guest(edition)
    an_account(
        "everything", StaffRole.SECRETARY, StaffRole.JUDGE, edition=edition, judge_id=judge.id, is_administrator=True
    )
    pages = [*plain_pages(app), *(f"/e/43/registration/roles/{role.code}" for role in SHIPPED_ROLES[:3])]
    with chromium() as browser:
        page = browser.new_page(locale="zh-CN", reduced_motion="reduce")
        strangers = [
            fault
            for path in ("/e/43/", "/sign-in", "/e/43/nothing")
            for fault in severe_faults(page, live_server + path)
        ]
        sign_in(page, live_server, "everything")
        faults = [fault for path in pages for fault in severe_faults(page, live_server + path)]

    assert len(pages) > 30
    assert strangers + faults == []
