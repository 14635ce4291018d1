"""How fast a list of people becomes registrations with tickets, beside a bare pass of calamine over the same bytes.

    python -m benchmarks.bench_attendees [--people 5000] [--database postgresql://…]

The workbook is made by the program's own writer. What is measured is the organizers' import as the job does it: read in
the reader's process, looked through as the page shows it, carried out in parts, then once more with a tenth changed.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from benchmarks.many_people import GIVEN, PLACES, SURNAMES, TRADES
from eventapp import create_app
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_columns import Column, TypedRow
from eventapp.domain.attendee_plans import RowKind, count_kinds
from eventapp.domain.attendee_workbook import columns_of
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models import Attendee, Ticket
from eventapp.services import attendee_imports, roles
from eventapp.settings import Settings, personal_links
from tests.factories import NOW, SECRETARY, an_edition

Person = dict[str, str]


def person(number: int) -> Person:
    """One row as a unit fills it in: half of the columns."""
    surnames = list(SURNAMES)
    name = surnames[number % len(surnames)] + GIVEN[number % 40] + GIVEN[number // 40 % 40]
    unit = f"{PLACES[number // 25 % 10]}{TRADES[number // 250 % 10]}第{number // 25}有限公司"
    return {
        "name": name, "gender": "男女"[number % 2], "unit_name": unit, "job_title": "质量工程师",
        "mobile": f"138{number:08d}", "email": f"p{number}@example.com", "roles": "观摩人员、企业各级质量管理人员",
        "lodging": ("单间", "合住", "自理")[number % 3], "arrives_on": "2024-09-10", "arrives_time": "14:05",
        "arrives_by": "G1234", "departs_on": "2024-09-13", "meal": "普通", "visit": "参加",
    }  # fmt: skip


def timed(what: str, people: int, work: Callable[[], Any], floor: float | None = None) -> tuple[Any, float]:
    """Do it once, and say how long it took."""
    begun = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - begun
    times = f"{seconds / floor:8.1f} x calamine" if floor else ""
    print(f"{what:<44} {seconds:8.2f} s {people / seconds:10.0f} people/s {times}", flush=True)
    return made, seconds


def bare(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def carry_out(edition: Edition, rows: Sequence[TypedRow], settings: Settings) -> dict[RowKind, int]:
    """What the job does with the rows."""
    work, links, done = attendee_imports.open_list(edition, now=NOW), personal_links(settings), []
    for part in attendee_imports.parts_of(rows):
        done += attendee_imports.import_part(edition, work, part, links=links, tells=False, actor=SECRETARY, now=NOW)
    return count_kinds(done)


def measure(people: int, settings: Settings) -> None:
    """All figures of one database; every count is checked."""
    edition = an_edition()
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    columns: tuple[Column, ...] = columns_of(attendee_imports.open_list(edition, now=NOW).rules)
    told = [person(number) for number in range(people)]
    content, _ = timed("workbook written", people, lambda: write_attendees(columns, told, title="名单"))
    find_people("warm.xlsx", write_attendees(columns, told[:1], title="名单"), columns)  # the reader's process starts
    _, floor = timed("calamine alone", people, lambda: bare(content))
    sheet, _ = timed(
        "read by headings, in the reader's process", people, lambda: find_people("a.xlsx", content, columns), floor
    )
    planned, _ = timed(
        "looked through", people, lambda: attendee_imports.plan_list(edition, sheet.rows, now=NOW), floor
    )
    assert count_kinds(planned)[RowKind.NEW] == people
    statements: list[str] = []
    sql_event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, text, *_rest: statements.append(text))
    done, _ = timed("imported", people, lambda: carry_out(edition, sheet.rows, settings), floor)
    assert done[RowKind.NEW] == people == db.session.scalar(select(func.count()).select_from(Attendee))
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == people
    print(f"{'  statements a row':<44} {len(statements) / people:8.3f}")
    statements.clear()
    again = [
        TypedRow({**row.texts, "job_title": "班长"}, row.line) if at % 10 == 0 else row
        for at, row in enumerate(sheet.rows)
    ]
    done, _ = timed("imported again, a tenth changed", people, lambda: carry_out(edition, again, settings), floor)
    assert (done[RowKind.CHANGED], done[RowKind.UNCHANGED]) == (-(-people // 10), people - -(-people // 10))
    print(f"{'  statements a row':<44} {len(statements) / people:8.3f}")


def main() -> None:
    """Build a fresh database, measure, take it away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            environment="testing", data_dir=folder, database_url=asked.database, jobs_inline=True
        )  # fmt: skip
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            try:
                print(f"{asked.people} people on {db.engine.dialect.name}")
                measure(asked.people, settings)
            finally:
                db.session.remove()
                db.drop_all()
                db.engine.dispose()


if __name__ == "__main__":
    main()
