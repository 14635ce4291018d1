"""A form's life in a real browser: filled in on a phone, saved by itself, filled from a file, returned, accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from eventapp.documents.forms import write_word
from eventapp.domain.annexes import FormKind
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Message
from eventapp.services import events
from tests.client import PASSWORD
from tests.factories import a_recommender, an_account, an_edition, saved
from tests.factories_submissions import ON_TIME, QC_TEXTS, an_open_annex
from tests.journeys.conftest import OpenChromium

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
SAVED = re.compile(r"已保存 \d\d:\d\d")
FILE_TEXTS = {**QC_TEXTS, "group_name": "飞梭QC小组", "address": "河北省汤谷市工业大道 248 号"}


def signed_in(browser: Browser, address: str, login: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


@pytest.fixture
def conference(app: Flask, live_server: str) -> str:
    edition = an_edition(**ON_TIME)
    body = a_recommender(edition)
    body.email = "hebei@example.com"
    saved(body)
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=body.id)
    return live_server


def test_from_a_phone_to_accepted(conference: str, chromium: OpenChromium, tmp_path: Path) -> None:
    with chromium() as browser:
        liaison = signed_in(browser, conference, "liaison", PHONE)
        opens_annex_one(liaison, conference)
        saves_itself(liaison)
        fills_from_a_file(liaison, written_form(tmp_path))
        number = submits(liaison)
        secretary = signed_in(browser, conference, "secretary", DESKTOP)
        returns(secretary, conference, number)
        mends(liaison, conference, number)
        accepts(secretary, conference, number)
    tells_every_step()


def opens_annex_one(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/forms")
    page.get_by_role("link", name="在线填写").first.click()
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url(re.compile(r"/submissions/\d+$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def saves_itself(page: Page) -> None:
    """Typed, saved a moment later without a click, there after a reload."""
    page.locator("[name=group_name]").fill("铁砧QC小组")
    page.locator("[name=contact_person]").fill("谭景")
    expect(page.locator("[data-autosave-state]")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[name=group_name]")).to_have_value("铁砧QC小组")


def written_form(folder: Path) -> Path:
    """The official form as Word, as somebody in the unit has filled it in."""
    path = folder / "成果表.docx"
    path.write_bytes(write_word(FormKind.QC_RESULT, FILE_TEXTS))
    return path


def fills_from_a_file(page: Page, path: Path) -> None:
    """What was typed stands beside what the file says; the typed name stays, the blanks are filled."""
    page.locator(".upload-panel > summary").click()
    page.locator("#upload-file").set_input_files(path)
    page.locator("[name=activity_advisor]").fill("刚刚填的人")  # and no pause: it is saved before the page goes
    page.get_by_role("button", name="上传并填入").click()
    expect(page.locator(".offer")).to_contain_text("飞梭QC小组")
    page.get_by_role("button", name="按选择填入").click()
    expect(page.locator("[name=group_name]")).to_have_value("铁砧QC小组")
    expect(page.locator("[name=topic_name]")).to_have_value(QC_TEXTS["topic_name"])
    expect(page.locator("[name=activity_advisor]")).to_have_value("刚刚填的人")


def submits(page: Page) -> int:
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(re.compile(r"/annexes/\d+$"))
    expect(page.locator("main")).to_contain_text("已提交")
    expect(page.locator("main")).to_contain_text("成果表.docx")  # where the topic came from
    return int(page.url.rsplit("/", 1)[1])


def returns(page: Page, address: str, number: int) -> None:
    page.goto(f"{address}/e/43/annexes/{number}")
    page.get_by_role("link", name="退回补正").click()
    page.locator("[name=reason-topic_name]").fill("课题名称与材料封面不一致")
    page.locator("[name=remark]").fill("请本周内补正")
    page.get_by_role("button", name="退回并写信告知").click()
    expect(page.locator("main")).to_contain_text("退回补正")


def mends(page: Page, address: str, number: int) -> None:
    page.goto(f"{address}/e/43/submissions/{number}")
    expect(page.locator(".notice-warning").first).to_contain_text("课题名称与材料封面不一致")
    page.locator("[name=topic_name]").fill("降低轴承座表面划伤率（修订）")
    page.get_by_role("button", name="再次提交").click()
    page.wait_for_url(re.compile(r"/annexes/\d+$"))


def accepts(page: Page, address: str, number: int) -> None:
    page.goto(f"{address}/e/43/annexes/{number}?version=2&against=1")
    expect(page.locator("main")).to_contain_text("降低轴承座表面划伤率（修订）")
    page.get_by_role("button", name="接收").click()
    expect(page.locator("main")).to_contain_text("已接收")


def tells_every_step() -> None:
    """The recommending body is told, since the unit left no address."""
    db.session.rollback()
    mails = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert [mail.subject.split("：")[0] for mail in mails] == ["已提交", "请补正", "已提交", "已接收"]
    assert {mail.recipient for mail in mails} == {"hebei@example.com"}
    for said in (
        "铁砧QC小组",
        "汤谷鹿蜀机床有限公司",
        "· 课题名称：课题名称与材料封面不一致",
        "请本周内补正",
        "/annexes/",
    ):
        assert said in mails[1].body


def test_two_pages_offline_and_pasting(conference: str, chromium: OpenChromium) -> None:
    edition = events.find_edition("43")
    assert edition is not None
    number = an_open_annex(edition, FormKind.RECOMMENDATION_SUMMARY).id
    with chromium() as browser:
        first = signed_in(browser, conference, "secretary", DESKTOP)
        second = first.context.new_page()
        for page in (first, second):
            page.goto(f"{conference}/e/43/submissions/{number}")
        pastes_rows(first)
        loses_and_goes_on(second)
        keeps_trying_without_network(second)
        saves_what_was_typed_before_the_page_was_ready(second)
        finds_what_was_never_saved(second)


def pastes_rows(page: Page) -> None:
    """Thirty rows from Excel, dropped into the first postcode."""
    lines = "\n".join(f"05{n:04d}\t汤谷第{n}机床有限公司\t铁砧{n}QC小组\t2" for n in range(1, 31))
    page.locator("[name=rows-0-postcode]").evaluate(
        """(cell, text) => { const held = new DataTransfer(); held.setData("text/plain", text);
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true})); }""",
        lines,
    )
    expect(page.locator("[name=rows-29-group_name]")).to_have_value("铁砧30QC小组")
    expect(page.locator("[data-row-count]")).to_have_text("已填 30 行")
    expect(page.locator("[data-autosave-state]")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[name=rows-29-group_name]")).to_have_value("铁砧30QC小组")


def loses_and_goes_on(loser: Page) -> None:
    """The second page is told, keeps its text, and may decide that it is right."""
    loser.locator("[name=judges]").fill("谭景")
    state = loser.locator("[data-autosave-state]")
    expect(state).to_contain_text("在别处")
    expect(loser.locator("[name=judges]")).to_have_value("谭景")
    state.get_by_role("button", name="以本页为准").click()
    expect(state).to_have_text(SAVED)


def keeps_trying_without_network(page: Page) -> None:
    """Typed without network: said so, kept in the browser, saved once the network is back."""
    state = page.locator("[data-autosave-state]")
    page.context.set_offline(True)
    page.locator("[name=filled_by]").fill("石知岑")
    expect(state).to_contain_text("没有网络")
    assert "%E7%9F%B3" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    expect(state).to_have_text(SAVED, timeout=10_000)
    page.reload()
    expect(page.locator("[name=filled_by]")).to_have_value("石知岑")


def saves_what_was_typed_before_the_page_was_ready(page: Page) -> None:
    """On a slow line the text field is there before the module that saves it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/autosave.js", hold)
    with page.expect_request("**/autosave.js"):
        page.reload(wait_until="commit")
    page.locator("[name=filled_by_phone]").fill("01068570535")
    for route in held:
        route.continue_()
    page.unroute("**/autosave.js")
    expect(page.locator("[data-autosave-state]")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[name=filled_by_phone]")).to_have_value("01068570535")


def finds_what_was_never_saved(page: Page) -> None:
    """Typed while the server does not answer, the page closed: the copy in the browser is offered."""
    page.route("**/draft", lambda route: route.abort())
    page.locator("[name=filled_by_phone]").fill("01068570536")
    expect(page.locator("[data-autosave-state]")).to_contain_text("未保存，正在重试")
    page.reload()
    page.unroute("**/draft")
    expect(page.locator("[data-autosave-state]")).to_contain_text("本机上有一份没有保存成功的内容")
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.locator("[name=filled_by_phone]")).to_have_value("01068570536")
    expect(page.locator("[data-autosave-state]")).to_have_text(SAVED)
