"""Forty files dropped on the inbox: sent in portions, read by one job, listed; a bad one is named and stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import FileReading, Job
from tests.client import PASSWORD
from tests.factories import an_account, an_edition
from tests.factories_annexes import a_row, a_workbook, import_now
from tests.journeys.conftest import OpenChromium
from tests.services.test_inbox import a_zip

DROP = """
async ([names, contents]) => {
  const transfer = new DataTransfer();
  for (const [at, name] of names.entries()) {
    const bytes = Uint8Array.from(atob(contents[at]), (sign) => sign.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}
"""
FILES = 40

pytestmark = pytest.mark.browser


def sign_in(page: Page, server: str) -> None:
    page.goto(f"{server}/sign-in")
    page.fill("[name=login]", "secretary")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def test_forty_files_dropped_anywhere_on_the_inbox_are_read_and_listed(
    app: Flask, live_server: str, chromium: OpenChromium, tmp_path: Path
) -> None:
    an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    contents = {f"材料{number}.xlsx": a_workbook([a_row(number)], f"第{number}地区") for number in range(FILES)}
    with chromium() as browser:
        page, faults, portions = browser.new_page(), [], []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: portions.append(1) if request.url.endswith("/files/kept") else None)
        sign_in(page, live_server)
        page.goto(f"{live_server}/e/43/files")
        page.wait_for_selector("[data-started~=many_files]", state="attached")
        drop(page, contents | {"空.xlsx": b""})
        page.wait_for_selector("text=材料0.xlsx ·")
        page.click("text=上传并读取")
        page.wait_for_selector("text=「空.xlsx」是空文件，没有上传。")
        page.wait_for_url("**/jobs/*")
        page.click("text=查看结果")
        page.wait_for_selector(f"text=收到 {FILES} 件")
        page.wait_for_load_state("networkidle")

        assert (faults, len(portions)) == ([], FILES // 10)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(FileReading)) == FILES
    assert db.session.scalars(select(Job)).one().outcome == {"files": FILES, "accepted": FILES}


def drop(page: Page, contents: dict[str, bytes]) -> None:
    """Drop files on the page, as a hand does: beside the field that is made for it."""
    import base64

    page.evaluate(DROP, [list(contents), [base64.b64encode(content).decode() for content in contents.values()]])


def test_a_portion_that_fails_is_sent_again_and_what_cannot_be_sent_is_named(
    app: Flask, live_server: str, chromium: OpenChromium
) -> None:
    an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    with chromium() as browser:
        page, tries = browser.new_page(), []
        sign_in(page, live_server)
        page.goto(f"{live_server}/e/43/files")
        page.wait_for_selector("[data-started~=many_files]", state="attached")
        page.route(
            "**/files/kept", lambda route: (tries.append(1), route.abort() if len(tries) < 3 else route.continue_())
        )
        drop(page, {"材料.xlsx": a_workbook([a_row(1)])})
        page.click("text=上传并读取")
        page.wait_for_selector("text=查看结果")
        page.wait_for_load_state("networkidle")

    db.session.rollback()
    assert (len(tries), db.session.scalar(select(func.count()).select_from(FileReading))) == (3, 1)


def test_a_file_left_out_is_not_taken_with_its_archive(app: Flask, live_server: str, chromium: OpenChromium) -> None:
    an_account("secretary", StaffRole.SECRETARY, edition=(edition := an_edition()))
    names = [f"{number:02}_xlsx" for number in range(22)]
    import_now(edition, 材料_zip=a_zip(**{name: a_workbook([a_row(at)]) for at, name in enumerate(names)}))
    with chromium() as browser:
        page = browser.new_page()
        sign_in(page, live_server)
        page.goto(f"{live_server}/e/43/files")
        page.locator("[data-choose-all] input").check()
        expect(page.locator("[data-chosen]")).to_have_text("已选 22 个")  # the twenty of the page and two that it hides
        page.locator("[data-inside]").nth(1).uncheck()
        expect(page.locator("[data-unseen]")).not_to_be_checked()
        page.click("text=接收所选")
        page.wait_for_selector("text=已接收 19 个文件")
