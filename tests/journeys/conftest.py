"""A real browser on a real server: the parts that every journey shares.

`live_server` is the address of the program in a thread; `chromium(camera)` opens Debian's Chromium, with a film in
front of its camera; `camera_film` makes such a film of pictures.
"""

from __future__ import annotations

import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

FRAME = (1280, 720)
FRAMES_A_SECOND = 10
CODE_HEIGHT = 560  # pixels: a badge held about 15 cm from a phone
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
CAMERA_FLAGS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

expect.set_options(timeout=20_000)  # milliseconds; the machine may be busy with other tests

OpenChromium = Callable[..., AbstractContextManager[Browser]]


@pytest.fixture(params=["sqlite"])
def app(app: Flask) -> Flask:
    """Journeys run once, on the embedded database; the rules below are tested on both elsewhere."""
    return app


class Silent(WSGIRequestHandler):
    """Keeps request lines out of the test report."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the program, served by threads; it ends with the test."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def chromium() -> OpenChromium:
    """`with chromium(camera=film) as browser:`; without a film there is no camera. Missing: skipped, or failed in CI."""
    executable = shutil.which("chromium")
    if executable is None:
        reason = "Chromium is missing: install the package chromium to run the journeys in a browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)

    @contextmanager
    def launch(camera: Path | None = None) -> Iterator[Browser]:
        flags = [*CAMERA_FLAGS, f"--use-file-for-fake-video-capture={camera}"] if camera else []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS + flags)
            try:
                yield browser
            finally:
                browser.close()

    return launch


def camera_film(path: Path, images: Sequence[Image.Image | bytes], seconds: float = 2.0) -> Path:
    """Write an endless MJPEG film that holds each picture (such as the PNG of a QR code) for so many seconds."""
    with path.open("wb") as film:
        for image in images:
            film.write(frame_of(image) * round(seconds * FRAMES_A_SECOND))
    return path


def frame_of(image: Image.Image | bytes) -> bytes:
    """One JPEG of the camera's size with the picture in its middle, on the gray of a desk."""
    picture = Image.open(io.BytesIO(image)) if isinstance(image, bytes) else image
    scale = CODE_HEIGHT / picture.height
    picture = picture.convert("RGB").resize((round(picture.width * scale), CODE_HEIGHT), Image.Resampling.NEAREST)
    frame = Image.new("RGB", FRAME, (168, 168, 164))
    frame.paste(picture, ((FRAME[0] - picture.width) // 2, (FRAME[1] - picture.height) // 2))
    out = io.BytesIO()
    frame.save(out, format="JPEG", quality=90)
    return out.getvalue()
