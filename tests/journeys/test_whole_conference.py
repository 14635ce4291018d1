"""The whole conference in one sitting, on the real server with the demonstration edition, in a real browser."""

from __future__ import annotations

import base64
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from eventapp.demo.load import LIAISON_OF, PASSWORD
from eventapp.domain.roles import SHIPPED_ROLES
from tests.factories_annexes import a_row, a_workbook
from tests.journeys.conftest import OpenChromium, camera_film

pytestmark = pytest.mark.browser
PROJECT = Path(__file__).resolve().parents[2]
ANNEXES = PROJECT / "tests" / "data" / "annexes"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
START_SECONDS = 120  # loading the demonstration on a busy machine
JOB_MILLISECONDS = 180_000  # planning 416 presentations on a busy machine
BODY = "北冥重工集团"
GROUP = "“昆鹏”ＱＣ小组𬀩"
UNIT = "北冥鲲鹏（集团）有限公司"


@pytest.fixture
def conference(tmp_path: Path) -> Iterator[str]:
    """The program as `make run` starts it, on data of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "HOST": "127.0.0.1", "PUBLIC_URL": "",
        "ENVIRONMENT": "development", "SECRET_KEY": "a secret of this journey, forty characters", "DATABASE_URL": "",
        "JOBS_INLINE": "false",
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--demonstration"]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(address, server, tmp_path / "server.log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server says that it can work; its own words when it does not come up."""
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and server.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(log.read_text())


def context_of(browser: Browser, size: dict[str, int]) -> BrowserContext:
    return browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]


def signed_in(browser: Browser, address: str, login: str, size: dict[str, int] = DESKTOP) -> Page:
    page = context_of(browser, size).new_page()
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def watch_job(page: Page) -> None:
    """Stay on the job's page until it is done, as a person would."""
    expect(page.locator(".job")).to_contain_text("已完成", timeout=JOB_MILLISECONDS)


def test_the_whole_conference_from_recommendation_to_certificate(
    conference: str, chromium: OpenChromium, tmp_path: Path
) -> None:
    with chromium() as browser:
        secretary = signed_in(browser, conference, "secretary")
        sees_the_edition(secretary, conference)
        imports_annexes(secretary, conference, tmp_path)
        liaison_sees_only_their_own(signed_in(browser, conference, "liaison"), conference)
        ticket = presenter_registers(context_of(browser, PHONE).new_page(), conference)
        every_role_has_a_form(context_of(browser, PHONE).new_page(), conference)
        finds_the_mail(secretary, conference)
        plans_and_publishes(secretary, conference)
        public_sees_the_schedule(context_of(browser, PHONE).new_page(), conference)
    film = camera_film(tmp_path / "ticket.mjpeg", [ticket])
    with chromium(camera=film) as browser:
        volunteer_scans(signed_in(browser, conference, "volunteer", PHONE), conference)
    with chromium() as browser:
        judge_scores(signed_in(browser, conference, "judge", PHONE), conference)
        secretary = signed_in(browser, conference, "secretary")
        confirms_levels(secretary, conference)
        word = issues_certificates(secretary, conference)
        anybody_verifies(context_of(browser, PHONE).new_page(), conference, word)


def sees_the_edition(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/")
    for fact in (
        "中机质协[2024]6号",
        "中国机械工业质量管理协会",
        "2024年7月30日",
        "zjzx4950@sina.com",
        "3532360176@qq.com",
    ):
        expect(page.locator("main")).to_contain_text(fact)


def imports_annexes(page: Page, address: str, folder: Path) -> None:
    """An annex 3 with a missing level, and annexes 1, 2 and 4 as enterprises fill them."""
    rows = [a_row(1, company=UNIT, group=GROUP, level=1), a_row(2, level=2), a_row(3, level=None)]
    summary = folder / "附件三_北冥重工.xlsx"
    summary.write_bytes(a_workbook(rows, BODY))
    samples = [ANNEXES / name for name in ("qc_result.docx", "team_result_prompts_kept.docx", "story_ticks.docx")]
    page.goto(f"{address}/e/43/files/import")
    page.locator("input[type=file]").set_input_files([summary, *samples])
    page.get_by_role("button", name="上传并读取").click()
    watch_job(page)
    page.goto(f"{address}/e/43/files")
    expect(page.locator("main")).to_contain_text("qc_result.docx")
    page.get_by_role("link", name=summary.name).first.click()
    fault = page.get_by_role("row", name=re.compile("推荐等级"))
    expect(fault).to_contain_text(re.compile(r"[A-Z]\d+"))  # the cell
    page.goto(f"{address}/e/43/results?q=北冥鲲鹏")
    expect(page.locator("main")).to_contain_text(GROUP)
    page.goto(f"{address}/e/43/stories")
    expect(page.locator("tbody tr")).not_to_have_count(0)


def liaison_sees_only_their_own(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/summaries")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(LIAISON_OF)
    page.goto(f"{address}/e/43/results?q=北冥鲲鹏")
    expect(page.locator("main")).not_to_contain_text(GROUP)
    assert page.goto(f"{address}/e/43/attendees").status == 403  # type: ignore[union-attr]


def presenter_registers(page: Page, address: str) -> bytes:
    """On a phone: role, result, person, ticket. Returns the picture of the personal QR code."""
    page.goto(f"{address}/e/43/")
    page.get_by_role("link", name="报名参会").first.click()
    page.locator("#role-presenter").check()
    page.get_by_role("button", name="下一步").click()
    page.locator("#q").fill("北冥鲲鹏")
    page.get_by_role("link", name=re.compile("北冥鲲鹏")).click()
    page.get_by_role("radio", name=re.compile("昆鹏")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("阿不都·热合曼")
    page.get_by_label("单位名称").fill(UNIT)
    page.get_by_label("手机号").fill("138 0000 9999")
    page.get_by_label(re.compile("邮箱")).fill("presenter@example.com")
    page.get_by_role("radio", name="自理").check()
    page.get_by_label(re.compile("我已阅读")).check()
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("阿不都·热合曼")
    expect(page.locator("main")).to_contain_text("昆鹏")
    picture = page.get_by_role("img", name="签到二维码")
    expect(picture).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    source = picture.get_attribute("src") or ""
    return page.request.get(address + source).body()


def every_role_has_a_form(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/registration")
    for role in SHIPPED_ROLES:
        expect(page.locator(f"#role-{role.code}")).to_have_count(1)
        form = page.request.get(f"{address}/e/43/registration/form?role={role.code}")
        assert form.status == 200, role.code


def finds_the_mail(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/messages/")
    expect(page.locator("main")).to_contain_text("pr***@example.com")


def plans_and_publishes(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/schedule/plan")
    page.get_by_role("button", name="一键编排").click()
    expect(page.locator(".job progress")).to_be_visible()
    watch_job(page)
    page.goto(f"{address}/e/43/schedule/plan")
    expect(page.locator("main")).to_contain_text("全部排定")
    page.get_by_role("button", name="公布日程").click()
    expect(page.locator("main")).to_contain_text("日程已公布")


def public_sees_the_schedule(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/schedule?q=昆鹏")
    expect(page.locator("main")).to_contain_text(GROUP)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def volunteer_scans(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/checkpoints")
    expect(page.locator("[data-count^=present]").first).to_have_text("0")
    page.get_by_role("link", name="开始扫码 报到处").click()
    verdict = page.get_by_role("region", name="扫码签到").get_by_role("status")
    expect(verdict).to_contain_text("签到成功", timeout=20_000)
    expect(verdict).to_contain_text("阿不都·热合曼")
    expect(page.locator("[data-count=present]")).to_have_text("1")
    page.reload()
    expect(verdict).to_contain_text(re.compile(r"\d\d:\d\d 已签到"), timeout=20_000)
    expect(page.locator("[data-count=present]")).to_have_text("1")


def judge_scores(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/judging")
    page.locator("a.task:not(.task-closed)").first.click()
    points = page.locator("input[data-score]")
    expect(points.first).to_be_visible()
    for index in range(points.count()):
        points.nth(index).fill(points.nth(index).get_attribute("max") or "0")
    expect(page.locator("[data-total]")).to_have_text(re.compile(r"^100(\.0+)?$"))
    page.get_by_role("button", name="提交评分").click()
    expect(page.locator("main")).to_contain_text("100")
    page.goto(f"{address}/e/43/judging")
    expect(page.locator("main")).to_contain_text("已提交 1 项")


def confirms_levels(page: Page, address: str) -> None:
    page.goto(f"{address}/e/43/awards/")
    page.get_by_role("button", name="按推荐汇总表生成").click()
    settles_names(page)
    page.goto(f"{address}/e/43/awards/")
    page.get_by_role("button", name="按推荐汇总表生成").click()
    expect(page.locator("main")).to_contain_text("超过比例")
    page.get_by_text("全部确认", exact=True).first.click()
    page.locator("details[open] button[type=submit]").click()
    page.goto(f"{address}/e/43/awards/?q=昆鹏")
    expect(page.locator("tbody tr")).to_contain_text("已确认")


def settles_names(page: Page) -> None:
    """Names on certificates that annex 3 and the groups' own forms spell differently: first of all, one click each."""
    for body in (LIAISON_OF, "穷桑长乘矿山机械集团有限公司"):
        page.get_by_role("link", name=body).click()
        names = page.get_by_role("table", name="印在证书上的名称")
        expect(names.locator("tbody tr")).to_have_count(1)
        names.get_by_role("button", name="按附件三", exact=True).click()
        expect(names).to_have_count(0)
        page.get_by_role("link", name="核对", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("证书名称都已一致或确认")


def issues_certificates(page: Page, address: str) -> bytes:
    """Numbers for all, then one PDF and one Word file; returns the Word file."""
    page.goto(f"{address}/e/43/certificates/")
    page.get_by_text(re.compile(r"^颁发 \d+ 份证书$")).first.click()
    page.locator("details[open] button[type=submit]").click()
    files = {}
    for name in ("PDF", "Word"):
        page.goto(f"{address}/e/43/certificates/")
        page.get_by_role("button", name=f"下载 {name}").click()
        watch_job(page)
        with page.expect_download() as download:
            page.locator(".job a.btn-primary").click()
        files[name] = Path(download.value.path()).read_bytes()
    assert files["PDF"].startswith(b"%PDF-")
    return files["Word"]


def anybody_verifies(page: Page, address: str, word: bytes) -> None:
    """Scan the first certificate of the Word file: genuine; with one character changed: not."""
    page.goto(f"{address}/e/43/certificates/verify")
    with zipfile.ZipFile(BytesIO(word)) as document:
        assert GROUP in document.read("word/document.xml").decode()
        pictures = sorted(name for name in document.namelist() if name.startswith("word/media/"))
        link = read_code(page, document.read(pictures[0]))
    assert link.startswith(f"{address}/e/43/certificates/verify/")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("这份证书是真实的")
    code = link.rpartition("/")[2].partition("?")[0]
    page.goto(link.replace(code, ("B" if code[0] != "B" else "C") + code[1:]))
    expect(page.locator("main")).to_contain_text(re.compile("不是真实的证书|没有查到这个编号"))
    signature = link.rpartition("s=")[2]
    page.goto(link.replace(signature, ("B" if signature[0] != "B" else "C") + signature[1:]))
    expect(page.locator("main")).to_contain_text("不是真实的证书")


def read_code(page: Page, picture: bytes) -> str:
    """What a phone reads in this picture, by the reader that our scanner uses."""
    script = """async (picture) => {
        const reader = await import('/static/vendor/zxing/reader/index.js')
        reader.prepareZXingModule({overrides: {locateFile: () => '/static/vendor/zxing/reader/zxing_reader.wasm'}})
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
        const found = await reader.readBarcodes(new Blob([bytes]), {formats: ['QRCode']})
        return found.length ? found[0].text : ''
    }"""
    return str(page.evaluate(script, base64.b64encode(picture).decode()))
