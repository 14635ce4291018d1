"""How much one scan costs, beside the least that any durable answer can cost.

The floor is a bare Flask handler doing one INSERT … ON CONFLICT in a committed transaction, in the same database file
or server, with the same settings, in the same run. Both are called without a socket, so that only our own work counts.

    python -m benchmarks.bench_scan [--scans 300] [--people 1500] [--database postgresql://…]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from sqlalchemy import text

from eventapp import create_app
from eventapp.documents.tickets import sign_ticket
from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.tickets import SERIAL_BYTES, TicketClaim
from eventapp.extensions import WRITES, csrf, db
from eventapp.models import Attendee, Ticket
from eventapp.models.event import EventKey
from eventapp.settings import Settings
from tests.client import Client
from tests.factories import an_account, an_edition
from tests.factories_checkin import a_checkpoint

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Measured:
    """Milliseconds of each call, and the seconds of processor time of all of them."""

    name: str
    milliseconds: list[float]
    cpu_seconds: float

    def line(self) -> str:
        """One row of the report."""
        count, ordered = len(self.milliseconds), sorted(self.milliseconds)
        return (
            f"{self.name:<22}{count / (sum(ordered) / 1000):>9.0f}/s"
            f"{statistics.median(ordered):>9.2f} ms p50{ordered[int(count * 0.95)]:>9.2f} ms p95"
            f"{self.cpu_seconds / count * 1000:>9.2f} ms CPU"
        )


def measure(name: str, calls: list[Callable[[], None]]) -> Measured:
    """Run the calls one after the other; each must verify its own answer."""
    times, cpu = [], time.process_time()
    for call in calls:
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    return Measured(name, times, time.process_time() - cpu)


def attach_floor(app: Flask) -> None:
    """The bare handler: one durable insert, nothing looked up, nobody asked who they are."""

    @csrf.exempt
    def insert() -> object:
        with db.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            statement = text("INSERT INTO bench_floor (key) VALUES (:key) ON CONFLICT (key) DO NOTHING")
            connection.execute(statement, {"key": request.get_json()["key"]})
        return jsonify(ok=True)

    # asked before the guard of the program sees the request: the floor has no permissions
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: insert() if request.path == "/bench-floor" else None
    )


def make_people(event_id: int, count: int) -> list[str]:
    """So many confirmed attendees with signed tickets; returns the codes."""
    from eventapp.documents.tickets import new_key

    pair = new_key()
    key = EventKey(event_id=event_id, public_key=pair.public, sealed_private_key=b"", created_at=NOW)
    db.session.add(key)
    db.session.flush()
    codes = []
    for number in range(count):
        serial = number.to_bytes(SERIAL_BYTES, "big")
        person = Attendee(
            event_id=event_id, name=f"参会者{number}", name_key=f"参会者{number}", unit_name="汤谷鹿蜀机床有限公司",
            mobile=f"138{number:08d}", state=AttendeeState.CONFIRMED, manage_key_hash=uuid.uuid4().hex,
            registered_at=NOW,
        )  # fmt: skip
        person.tickets.append(Ticket(event_id=event_id, key_id=key.id, serial=serial.hex(), issued_at=NOW))
        db.session.add(person)
        codes.append(sign_ticket(TicketClaim(key.id, serial), pair.private))
    db.session.commit()
    return codes


def run(app: Flask, scans: int, people: int) -> list[Measured]:
    """Measure the floor, first scans, replays and second scans in turn."""
    edition = an_edition()
    checkpoint_id = a_checkpoint(edition)
    codes = make_people(edition.id, people)[:scans]
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    client = Client(app)
    client.sign_in("volunteer")
    headers = {"X-CSRFToken": client.csrf_token()}
    path = client.address("checkin.scan_code", {"edition": edition.slug, "checkpoint_id": checkpoint_id})
    db.session.remove()
    keys = [str(uuid.uuid4()) for _ in codes]

    def posting(address: str, body: dict[str, str], verdict: str | None) -> Callable[[], None]:
        return lambda: check(client.http, address, body, verdict, headers)

    series = {
        "floor": [posting("/bench-floor", {"key": key}, None) for key in keys],
        "first scan": [posting(path, {"code": code, "key": key}, "ok") for code, key in zip(codes, keys, strict=True)],
        "replay": [posting(path, {"code": code, "key": key}, "ok") for code, key in zip(codes, keys, strict=True)],
        "second scan": [posting(path, {"code": code, "key": str(uuid.uuid4())}, "already") for code in codes],
    }
    for _ in range(20):  # warm up both
        posting("/bench-floor", {"key": str(uuid.uuid4())}, None)()
        posting(path, {"code": "warm", "key": str(uuid.uuid4())}, "forged")()
    return [measure(name, calls) for name, calls in series.items()]


def check(http: FlaskClient, path: str, body: dict[str, str], verdict: str | None, headers: dict[str, str]) -> None:
    answer = http.post(path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert verdict is None or answer.json["verdict"] == verdict, answer.json


def main() -> None:
    """Read the arguments, measure on an empty database, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scans", type=int, default=300)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL; SQLite without it")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(environment="testing", data_dir=folder, database_url=wanted.database))
        attach_floor(app)
        with app.app_context():
            db.create_all()
            db.session.execute(text("CREATE TABLE bench_floor (key VARCHAR(64) PRIMARY KEY)"))
            db.session.commit()
            rows = run(app, wanted.scans, wanted.people)
            print(f"{db.engine.dialect.name}, {wanted.people} attendees, one client, durable commits")
    for row in rows:
        print(row.line(), f"{row.cpu_seconds / rows[0].cpu_seconds:>7.1f} × floor")


if __name__ == "__main__":
    main()
