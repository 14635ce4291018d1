"""No page has a serious fault that a machine can find: axe looks at every address that needs no number."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, url_for
from playwright.sync_api import Page

from eventapp.domain.people import StaffRole
from eventapp.domain.roles import SHIPPED_ROLES
from eventapp.services import roles
from tests.factories import NOW, SECRETARY, a_judge, a_result, a_story, an_account, an_edition
from tests.factories_checkin import a_checkpoint, a_guest
from tests.journeys.conftest import OpenChromium
from tests.journeys.test_scan_camera import sign_in

pytestmark = pytest.mark.browser
SEVERE = {"serious", "critical"}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


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
    answer = page.goto(address)
    assert answer is not None
    if "text/html" not in answer.headers.get("content-type", "") or "<!doctype" not in answer.text()[:20].lower():
        return []
    found = Axe().run(page).response["violations"]
    return [f"{address}: {fault['id']} {fault['help']}" for fault in found if fault["impact"] in SEVERE]


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop in the dark"]
)
def test_axe_finds_nothing_serious_on_any_page(
    app: Flask, live_server: str, chromium: OpenChromium, size: dict[str, int], scheme: str
) -> None:
    edition = an_edition()
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    judge = a_judge(edition)
    a_result(edition), a_story(edition), a_checkpoint(edition), a_guest(edition)
    an_account(
        "everything", StaffRole.SECRETARY, StaffRole.JUDGE, edition=edition, judge_id=judge.id, is_administrator=True
    )
    pages = [*plain_pages(app), *(f"/e/43/registration/roles/{role.code}" for role in SHIPPED_ROLES[:3])]
    with chromium() as browser:
        page = browser.new_page(viewport=size, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
        strangers = [
            fault
            for path in ("/e/43/", "/sign-in", "/e/43/nothing")
            for fault in severe_faults(page, live_server + path)
        ]
        sign_in(page, live_server, "everything")
        faults = [fault for path in pages for fault in severe_faults(page, live_server + path)]

    assert len(pages) > 30
    assert strangers + faults == []
