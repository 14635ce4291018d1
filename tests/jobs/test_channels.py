"""Ways out besides mail: the example of docs/channels.md as it stands there, the default, and what is refused."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from eventapp import create_app
from eventapp.domain.events import Edition
from eventapp.domain.messages import Channel as Kind
from eventapp.extensions import db
from eventapp.jobs.channels import Channel, Left, LoggingChannel, open_channel
from eventapp.jobs.outbox import deliver_by
from eventapp.models import Message
from eventapp.services.messages import Mail, NewMessage, add_messages
from eventapp.services.transactions import transactional
from eventapp.settings import Settings, UnsafeSettings
from tests.factories import NOW, an_edition

PAGE = Path(__file__).parents[2] / "docs" / "channels.md"
add_now = transactional(add_messages)


@pytest.fixture
def edition(app: Flask, still_clock: None) -> Edition:
    return an_edition()


def write(edition: Edition, *recipients: str) -> None:
    news = [NewMessage(one, "mailing", one, "题", f"给{one}", channel=Kind.SMS) for one in recipients]
    add_now(edition, news, now=NOW)


def settings_now() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def states() -> list[tuple[str, str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Message).order_by(Message.id).execution_options(populate_existing=True))
    return [(row.recipient, row.state.value, row.error) for row in rows]


class Provider(BaseHTTPRequestHandler):
    """Takes texts; refuses one number for good, answers another later, says no in its own words to a third."""

    taken: list[tuple[str | None, dict[str, str]]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = {"13800000002": 404, "13800000003": 503}.get(told["mobile"], 200)
        said = {"result": "no", "reason": "黑名单"} if told["mobile"] == "13800000004" else {"result": "ok"}
        if status == 200 and said["result"] == "ok":
            self.taken.append((self.headers["Authorization"], told))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_told: object) -> None:
        return


@pytest.fixture
def provider() -> Iterator[str]:
    Provider.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_example_of_the_page_sends_refuses_and_puts_off(
    edition: Edition, provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "example_sms.py").write_text(example[1], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnsafeSettings, match="EXAMPLE_SMS_ADDRESS"):
        open_channel("SMS_CHANNEL", "example_sms:ExampleSms", settings_now())
    monkeypatch.setenv("EXAMPLE_SMS_ADDRESS", provider)
    monkeypatch.setenv("EXAMPLE_SMS_TOKEN", "secret")
    way = open_channel("SMS_CHANNEL", "example_sms:ExampleSms", settings_now())
    write(edition, "13800000001", "13800000002", "13800000003", "13800000004")

    assert deliver_by(Kind.SMS, way, settings_now()) == 1

    number = db.session.scalars(select(Message.id).order_by(Message.id)).first()
    told = {"mobile": "13800000001", "text": "给13800000001", "request_id": f"message-{number}"}
    assert Provider.taken == [("Bearer secret", told)]
    assert states() == [
        ("13800000001", "sent", ""), ("13800000002", "failed", "provider answered 404"),
        ("13800000003", "waiting", "provider answered 503"), ("13800000004", "failed", "黑名单"),
    ]  # fmt: skip
    assert deliver_by(Kind.SMS, way, settings_now()) == 0  # nothing twice, and what is put off has its pause


def test_by_default_a_message_is_recorded_and_the_log_names_nobody(
    edition: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    write(edition, "13800006026")

    with caplog.at_level(logging.INFO, logger="eventapp.jobs"):
        assert deliver_by(Kind.SMS, LoggingChannel(settings_now()), settings_now()) == 1

    assert states() == [("13800006026", "recorded", "")]
    assert "138****6026" in caplog.text
    assert "13800006026" not in caplog.text


class Broken(Channel):
    """An adapter with a fault."""

    def send(self, message: Mail) -> Left:
        raise KeyError("token")


def test_a_faulty_adapter_loses_nothing_and_holds_up_nobody(edition: Edition) -> None:
    write(edition, "13800000001", "13800000002")

    assert deliver_by(Kind.SMS, Broken(settings_now()), settings_now()) == 0

    assert [state for _recipient, state, _error in states()] == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nowhere:Sms", "cannot be imported"),
        ("eventapp.jobs.channels:Nothing", "cannot be imported"),
        ("eventapp.jobs.channels", "cannot be imported"),
        ("eventapp.settings:Settings", "no class derived from"),
        ("eventapp.jobs.channels:Channel", "cannot be made"),
    ],
)
def test_a_name_that_is_no_adapter_is_refused_at_the_start(tmp_path: Path, path: str, sentence: str) -> None:
    settings = Settings(environment="testing", data_dir=str(tmp_path), jobs_inline=True, sms_channel=path)

    with pytest.raises(UnsafeSettings, match=sentence) as refused:
        create_app(settings)

    assert str(refused.value).startswith("SMS_CHANNEL=")
