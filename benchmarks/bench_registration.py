"""How much one registration costs, form page and submit, beside the least that any durable answer can cost.

The floor is a bare Flask handler doing one INSERT in a committed transaction, in the same database file or server, with
the same settings, in the same run. Both are called without a socket; `--socket` puts both behind waitress. Every
visitor has a session and an address of their own; every answer is verified: the form by its questions, the submit by
leading to a page of the person's own, which shows a ticket (opened afterwards, untimed).

    python -m benchmarks.bench_registration [--people 300] [--database postgresql://…] [--socket] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import http.client
import pstats
import re
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode, urlsplit

from flask import Flask, request
from sqlalchemy import text

from benchmarks.bench_scan import Measured
from eventapp import create_app
from eventapp.extensions import WRITES, csrf, db
from eventapp.services import roles
from eventapp.settings import Settings
from tests.factories import SECRETARY, an_edition

NOW = datetime.now(UTC)
FORM = "/e/43/registration/form?role=observer"
FLOOR = "/bench-floor"
WARM = 30
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
ASKED = ("姓名", "单位", "手机", "个人信息说明", 'name="mobile"')
Answer = tuple[int, str, str]  # status, location, body
Send = Callable[[str, str, dict[str, str] | None, int], Answer]


@dataclass
class Visitor:
    """One phone: its own address and cookies; what the form page gave it, and where the submit led."""

    number: int
    send: Send
    hidden: dict[str, str] = field(default_factory=dict)
    own_page: str = ""

    def open_form(self) -> None:
        status, _location, body = self.send("GET", FORM, None, self.number)
        assert status == 200 and all(said in body for said in ASKED), body[:500]
        self.hidden = dict(HIDDEN.findall(body))

    def submit(self) -> None:
        status, location, body = self.send("POST", FORM, {**self.hidden, **answers(self.number)}, self.number)
        assert status == 302 and "/registration/" in location and "received" not in location, body[:3000]
        self.own_page = urlsplit(location).path

    def register(self) -> None:
        self.open_form()
        self.submit()

    def check(self) -> None:
        status, _location, body = self.send("GET", self.own_page, None, self.number)
        assert status == 200 and f"参会者{self.number}" in body and "ticket.png" in body, body[:3000]


def answers(number: int) -> dict[str, str]:
    """A filled form of an observer, as a phone sends it."""
    return {
        "name": f"参会者{number}", "gender": "男", "unit_name": f"汤谷第{number % 40}机床有限公司", "department": "质量部",
        "job_title": "工程师", "mobile": f"138{number:08d}", "email": f"p{number}@example.com", "lodging": "own",
        "consent": "y",
    }  # fmt: skip


def attach_floor(app: Flask) -> None:
    """The bare handler: one durable insert of a form's value, nothing looked up, nobody asked who they are."""

    @csrf.exempt
    def insert() -> str:
        with db.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(text("INSERT INTO bench_floor (key) VALUES (:key)"), {"key": request.form["key"]})
        return "ok"

    # asked before the guard of the program sees the request: the floor has no permissions
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: insert() if request.path == FLOOR else None)


def in_process(app: Flask) -> Send:
    """Calls without a socket; one client a visitor keeps its cookies."""
    clients: dict[int, object] = {}

    def send(method: str, path: str, data: dict[str, str] | None, number: int) -> Answer:
        client = clients.setdefault(number, app.test_client())
        address = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        answer = client.open(path, method=method, data=data, environ_base=address)  # type: ignore[attr-defined]
        return answer.status_code, answer.headers.get("Location", ""), answer.text

    return send


def over_socket(app: Flask) -> Send:
    """Calls through waitress on this machine, one connection for all; visitors are told apart behind a proxy's header."""
    from waitress.server import create_server

    server = create_server(app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=False)
    threading.Thread(target=server.run, daemon=True).start()
    line = http.client.HTTPConnection("127.0.0.1", server.effective_port)
    cookies: dict[int, str] = {}

    def send(method: str, path: str, data: dict[str, str] | None, number: int) -> Answer:
        headers = {
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Content-Type": "application/x-www-form-urlencoded",
            **({"Cookie": cookies[number]} if number in cookies else {}),
        }
        line.request(method, path, urlencode(data) if data else None, headers)
        answer = line.getresponse()
        body = answer.read().decode()
        if cookie := answer.getheader("Set-Cookie"):
            cookies[number] = cookie.partition(";")[0]
        return answer.status, answer.getheader("Location") or "", body

    return send


def run(send: Send, people: int) -> list[Measured]:
    """Measure floor, form page and submit of each visitor in turn: whatever else the machine does hits all alike."""
    for number in range(WARM):
        write_floor(send, number)
        Visitor(number, send).register()
    names = ("floor", "form page", "submit")
    milliseconds: dict[str, list[float]] = {name: [] for name in names}
    cpu = dict.fromkeys(names, 0.0)
    visitors = [Visitor(number, send) for number in range(WARM, WARM + people)]
    for visitor in visitors:
        calls = (partial(write_floor, send, visitor.number), visitor.open_form, visitor.submit)
        for name, call in zip(names, calls, strict=True):
            worked, begun = time.process_time(), time.perf_counter()
            call()
            milliseconds[name].append((time.perf_counter() - begun) * 1000)
            cpu[name] += time.process_time() - worked
    for visitor in visitors:
        visitor.check()
    both = [sum(pair) for pair in zip(milliseconds["form page"], milliseconds["submit"], strict=True)]
    rows = [Measured(name, milliseconds[name], cpu[name]) for name in names]
    return [*rows, Measured("registration", both, cpu["form page"] + cpu["submit"])]


def write_floor(send: Send, number: int) -> None:
    status, _location, body = send("POST", FLOOR, {"key": uuid.uuid4().hex}, number)
    assert (status, body) == (200, "ok"), body


def prepare(app: Flask) -> None:
    with app.app_context():
        db.create_all()
        db.session.execute(text("CREATE TABLE bench_floor (key VARCHAR(64) PRIMARY KEY)"))
        db.session.commit()
        begins = NOW.date() + timedelta(days=20)
        edition = an_edition(starts_on=begins, ends_on=begins + timedelta(days=2))
        roles.ship_roles(edition, actor=SECRETARY, now=NOW)
        db.session.remove()


def main() -> None:
    """Read the arguments, measure on an empty database, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL; SQLite without it")
    parser.add_argument("--socket", action="store_true", help="through waitress")
    parser.add_argument("--profile", action="store_true", help="where the time goes, instead of figures")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=folder, database_url=wanted.database, trusted_proxies=int(wanted.socket)))
        attach_floor(app)
        prepare(app)
        with app.app_context():
            dialect = db.engine.dialect.name
        if wanted.profile:
            profile = cProfile.Profile()
            profile.runcall(run, in_process(app), wanted.people)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(90)
            return
        rows = run(over_socket(app) if wanted.socket else in_process(app), wanted.people)
        print(f"{dialect}, {wanted.people} visitors, durable commits, {'waitress' if wanted.socket else 'in process'}")
    report(rows)


def report(rows: list[Measured]) -> None:
    """Each row beside the floor: the mean by the clock, the median, which a busy machine moves less, and by CPU."""
    floor = rows[0]
    count = len(floor.milliseconds)
    for row in rows:
        mean = sum(row.milliseconds) / sum(floor.milliseconds)
        median = statistics.median(row.milliseconds) / statistics.median(floor.milliseconds)
        by_cpu = row.cpu_seconds / floor.cpu_seconds
        print(f"{row.line()}  × floor: mean {mean:.1f}, median {median:.1f}, CPU {by_cpu:.1f}")
    print(f"{count} registrations, every own page shows its ticket")


if __name__ == "__main__":
    main()
