"""What the organizers' lists cost in an edition of 50,000 people, beside one of 500.

Both editions stand in databases of their own, and every page is asked of both in turn, through the whole program but
without a socket, so that the two are measured by the same weather. A page that shows the same rows must cost the same.

    python -m benchmarks.bench_lists [--few 500] [--many 50000] [--rounds 15] [--database postgresql://…]

With PostgreSQL a second database is made beside the given one, and dropped at the end.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, event, make_url, select, text

from benchmarks.many_people import FIRST_DAY, fill
from eventapp import create_app
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Attendee
from eventapp.settings import Settings
from tests.client import Client
from tests.factories import an_account, an_edition

ALIKE = 5  # rows that make no difference
FULL_PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "attendees.list_attendees": ("attendees.list_attendees", {}),
    "messages.list_messages": ("messages.list_messages", {}),
    "attendees.list_rooms": ("attendees.list_rooms", {"lodging": "shared"}),
}
PAGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("everybody", "attendees.list_attendees", {}),
    ("everybody, late page", "attendees.list_attendees", {"after": "LATE"}),
    ("everybody, last page", "attendees.list_attendees", {"before": 0}),
    ("surname 张", "attendees.list_attendees", {"q": "张"}),
    ("given name 伟", "attendees.list_attendees", {"q": "伟"}),
    ("whole name 王伟", "attendees.list_attendees", {"q": "王伟"}),
    ("pinyin wangwei", "attendees.list_attendees", {"q": "wangwei"}),
    ("pinyin zhang", "attendees.list_attendees", {"q": "zhang"}),
    ("initials zw", "attendees.list_attendees", {"q": "zw"}),
    ("initial w", "attendees.list_attendees", {"q": "w"}),
    ("mobile tail 0123", "attendees.list_attendees", {"q": "0123"}),
    ("unit 丹穴锅炉", "attendees.list_attendees", {"q": "丹穴锅炉"}),
    ("unit 有限公司", "attendees.list_attendees", {"q": "有限公司"}),
    ("unit pinyin danxue", "attendees.list_attendees", {"q": "danxue"}),
    ("role of few", "attendees.list_attendees", {"role": "judge"}),
    ("role of many", "attendees.list_attendees", {"role": "observer"}),
    ("state pending", "attendees.list_attendees", {"state": "pending"}),
    ("state confirmed", "attendees.list_attendees", {"state": "confirmed"}),
    ("recommender", "attendees.list_attendees", {"recommender": 1}),
    ("lodging", "attendees.list_attendees", {"lodging": "single"}),
    ("meal of few", "attendees.list_attendees", {"meal": "halal"}),
    ("visit", "attendees.list_attendees", {"visit": "yes"}),
    ("arrival day", "attendees.list_attendees", {"arrives": FIRST_DAY.isoformat()}),
    ("origin", "attendees.list_attendees", {"origin": "import"}),
    ("badge printed", "attendees.list_attendees", {"printed": "yes"}),
    ("badge not printed", "attendees.list_attendees", {"printed": "no"}),
    ("may be double", "attendees.list_attendees", {"mark": "double"}),
    ("without mail", "attendees.list_attendees", {"mark": "no_mail"}),
    ("asked for erasure", "attendees.list_attendees", {"mark": "erasure"}),
    ("张, observers, confirmed", "attendees.list_attendees", {"q": "张", "role": "observer", "state": "confirmed"}),
    ("pending judges", "attendees.list_attendees", {"role": "judge", "state": "pending"}),
    ("pending, no mail, single", "attendees.list_attendees", {"state": "pending", "mark": "no_mail", "lodging": "single"}),
    ("late page of a filter", "attendees.list_attendees", {"visit": "yes", "lodging": "shared", "after": "LATE"}),
    ("approvals", "attendees.list_pending", {}),
    ("waiting list", "attendees.list_waiting", {"role": "observer"}),
    ("rooms, shared", "attendees.list_rooms", {"lodging": "shared"}),
    ("rooms, single, late page", "attendees.list_rooms", {"lodging": "single", "after": "LATE"}),
    ("rooms, none yet", "attendees.list_rooms", {"lodging": "shared", "open": "yes", "gender": "女"}),
    ("arrivals", "attendees.list_travelers", {"day": FIRST_DAY.isoformat()}),
    ("arrivals, late page", "attendees.list_travelers", {"day": FIRST_DAY.isoformat(), "after": "LATE"}),
    ("departures", "attendees.list_travelers", {"day": FIRST_DAY.replace(day=13).isoformat(), "way": "departure"}),
    ("not registered", "attendees.list_absent", {}),
    ("messages", "messages.list_messages", {}),
    ("messages that failed", "messages.list_messages", {"state": "failed"}),
    ("messages to 王伟", "messages.list_messages", {"q": "王伟"}),
    ("one attendee", "attendees.show_attendee", {"attendee_id": "LATE"}),
    ("figures (no list)", "attendees.show_figures", {}),
)  # fmt: skip


@dataclass
class Edition:
    """One filled database with somebody signed in."""

    app: Flask
    client: Client
    late: int
    statements: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, name: str, endpoint: str, values: dict[str, Any]) -> str:
        """One page, timed; returns its text."""
        named = {key: self.late if value == "LATE" else value for key, value in values.items()}
        address = self.client.address(endpoint, {"edition": "43", **named})
        self.statements = 0
        with self.app.app_context():
            begun = time.perf_counter()
            answer = self.client.http.get(address)
            self.times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (name, answer.status_code, answer.text[:500])
        return answer.text


def made(folder: str, address: str, people: int) -> Edition:
    """An edition of so many people; late is somebody at nine tenths of the list."""
    app = create_app(Settings(environment="testing", data_dir=folder, database_url=address, jobs_inline=True))
    with app.app_context():
        db.create_all()
        edition = an_edition(starts_on=FIRST_DAY, ends_on=FIRST_DAY.replace(day=13))
        fill(edition, people)
        an_account("secretary", StaffRole.SECRETARY, edition=edition)
        ordered = select(Attendee.id).where(Attendee.lodging == "single").order_by(Attendee.pinyin, Attendee.id)
        single = db.session.scalars(ordered).all()
        late = single[int(len(single) * 0.9) - 60 if people > 5000 else len(single) // 5]
        db.session.remove()
        tidy(address)
    client = Client(app)
    client.sign_in("secretary")
    found = Edition(app, client, late)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *_: count(found))
    return found


def count(edition: Edition) -> None:
    edition.statements += 1


def tidy(address: str) -> None:
    """What the server's own housekeeping does within a minute; SQLite has none and is measured without."""
    if address:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()


@contextmanager
def second_database(address: str) -> Iterator[str]:
    """A database for the few people beside the given one; nothing to make for SQLite."""
    if not address:
        yield ""
        return
    url = make_url(address)
    name = f"{url.database}_few"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


def rows_in(page: str) -> int:
    """Lines of the tables and queues of a page."""
    return page.count('<tr role="row">') + page.count("data-queue-item")


def measure(few: Edition, many: Edition, rounds: int) -> None:
    """Ask every page of both in turn; print the medians and how many times more the many cost.

    Where the small edition has fewer rows to show, the page of the big one is held against a full page of the small one:
    rows on the page cost what they cost in any edition.
    """
    print(f"{'page':<28}{'few':>9}{'many':>9}{'ratio':>7}{'rows':>10}{'SQL':>5}")
    for name, endpoint, values in PAGES:
        shown = few.ask(name, endpoint, values), many.ask(name, endpoint, values)
        rows = [rows_in(page) for page in shown]
        is_short = rows[0] < rows[1] - ALIKE
        beside = FULL_PAGES.get(endpoint, FULL_PAGES["attendees.list_attendees"]) if is_short else (endpoint, values)
        for one in (few, many):
            one.times.clear()
        for _ in range(rounds):
            few.ask(name, *beside)
            many.ask(name, endpoint, values)
        cost = [statistics.median(one.times[name]) for one in (few, many)]
        mark = "  beside a full page of the small one" if is_short else ""
        print(
            f"{name:<28}{cost[0]:>6.1f} ms{cost[1]:>6.1f} ms{cost[1] / cost[0]:>7.2f}{rows[0]:>5}/{rows[1]:<4}"
            f"{many.statements:>5}{mark}",
            flush=True,
        )


def main() -> None:
    """Read the arguments, fill two databases, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL; SQLite without it")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as other,
        second_database(wanted.database) as beside,
    ):
        few, many = made(other, beside, wanted.few), made(folder, wanted.database, wanted.many)
        with many.app.app_context():
            print(
                f"{db.engine.dialect.name}, {wanted.few} and {wanted.many} attendees, medians of {wanted.rounds} rounds"
            )
        measure(few, many, wanted.rounds)
        for one in (few, many):
            with one.app.app_context():
                db.session.remove()
                db.engine.dispose()


if __name__ == "__main__":
    main()
