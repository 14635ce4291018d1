"""How fast annex-3 workbooks become rows, beside a bare pass of calamine over the same bytes.

Run with `python -m benchmarks.bench_import`; it makes its own workbooks and a fresh SQLite in a temporary folder.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

from python_calamine import CalamineWorkbook
from sqlalchemy import event as sql_event

from eventapp import create_app
from eventapp.documents.annexes import read_file
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.services import entries
from eventapp.settings import Settings
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_kept_file, a_workbook, rows_up_to

SIZES = (15, 150, 1_500, 50_000)


@dataclass(frozen=True)
class Measure:
    """Seconds for one workbook: the bare parser, the reader of forms, until its checked rows stand in the database as a
    version of the annex, and until they are entered: units, groups, results, the list and the audit trail.
    """

    rows: int
    bare: float
    read: float
    kept: float
    entered: float
    statements: int

    def line(self) -> str:
        checked, whole = self.read + self.kept, self.read + self.entered
        return (
            f"{self.rows:>7} {self.bare:>10.3f} {self.read:>10.3f} {self.kept:>10.3f} {self.entered:>10.3f}"
            f" {self.rows / checked:>10.0f} {checked / self.bare:>8.1f} {whole / self.bare:>8.1f} {self.statements:>11}"
        )


class Clock:
    """Hears every statement: how many there were, and when the version was written."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.statements, self.begun, self.kept = 0, time.perf_counter(), 0.0

    def hear(self, *sent: object) -> None:
        self.statements += 1
        if str(sent[2]).startswith("INSERT INTO annex_version"):
            self.kept = time.perf_counter() - self.begun


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The best of several times: whatever else the machine does only adds."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def bare_pass(content: bytes) -> int:
    """Every cell of the first sheet, and nothing done with it."""
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def measure(edition: Edition, rows: int, clock: Clock) -> Measure:
    """Read and enter one workbook of so many rows into an edition that holds those before."""
    name, content = f"{rows}.xlsx", a_workbook(rows_up_to(rows), f"推荐单位{rows}")
    number = a_kept_file(edition, name, content)
    read = read_file(name, content)
    bare = seconds(lambda: bare_pass(content), times=3)
    reading = seconds(lambda: read_file(name, content), times=3)
    clock.begin()
    entered = seconds(
        lambda: entries.enter_file(edition, number, read, job_id=None, actor=SECRETARY, now=NOW),
    )
    return Measure(rows, bare, reading, clock.kept, entered, clock.statements)


def main() -> None:
    """Print one line a size."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(environment="testing", data_dir=folder, jobs_inline=True))
        with app.app_context():
            db.create_all()
            clock = Clock()
            sql_event.listen(db.engine, "after_cursor_execute", clock.hear, named=False)
            edition = an_edition()
            print("seconds: calamine alone; reading; checked rows kept in the database; entered with all effects")
            print("   rows   calamine     reader       kept    entered  checked/s   x bare  x bare^  statements")
            for rows in SIZES:
                print(measure(edition, rows, clock).line())
            print("x bare: to checked rows in the database; ^ to everything entered")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
