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

SIZES = (15, 150, 1_500, 15_000)


@dataclass(frozen=True)
class Measure:
    """Seconds for one workbook: the bare parser, the reader of forms, and everything down to the database."""

    rows: int
    bare: float
    read: float
    entered: float
    statements: int

    def line(self) -> str:
        whole = self.read + self.entered
        return (
            f"{self.rows:>7} {self.bare:>10.3f} {self.read:>10.3f} {self.entered:>10.3f} {self.rows / whole:>10.0f}"
            f" {whole / self.bare:>8.1f} {self.statements:>11}"
        )


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare_pass(content: bytes) -> int:
    """Every cell of the first sheet, and nothing done with it."""
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def measure(edition: Edition, rows: int, heard: list[str]) -> Measure:
    """Read and enter one workbook of so many rows into an edition that holds those before."""
    name, content = f"{rows}.xlsx", a_workbook(rows_up_to(rows), f"推荐单位{rows}")
    number = a_kept_file(edition, name, content)
    read = read_file(name, content)
    bare = seconds(lambda: bare_pass(content))
    reading = seconds(lambda: read_file(name, content))
    heard.clear()
    entered = seconds(
        lambda: entries.enter_file(edition, number, read, job_id=None, actor=SECRETARY, now=NOW),
    )
    return Measure(rows, bare, reading, entered, len(heard))


def main() -> None:
    """Print one line a size."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(environment="testing", data_dir=folder, jobs_inline=True))
        with app.app_context():
            db.create_all()
            heard: list[str] = []
            sql_event.listen(db.engine, "before_cursor_execute", lambda *sent: heard.append(sent[2]), named=False)
            edition = an_edition()
            print("   rows   calamine     reader   entering   rows/s   x bare  statements")
            for rows in SIZES:
                print(measure(edition, rows, heard).line())
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
