"""Makes the picture of the README: the secretary's work page of the demonstration edition.

python tools/screenshot.py http://127.0.0.1:8000      (a server started by `make run`)
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "screenshot.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(address: str) -> None:
    """Sign in as the secretary and take the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai")
        page.goto(f"{address}/sign-in")
        page.locator("[name=login]").fill("secretary")
        page.locator("[name=password]").fill("demo-2024")
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
