"""How long a thousand badges take as PDF, beside bare typst over the same content in the same run.

Everything is in the job's time: choosing people, reading, signing, QR codes, checking characters and measuring lines,
numbering in the log, setting, keeping the file. The bare run gets ready texts and addresses; it draws the same QR
codes (by segno as it comes, and once more with the mask fixed as ours is) and sets the same lines at one size.

    python -m benchmarks.bench_badges [--count 1000]
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

import segno
import typst
from sqlalchemy import event

from eventapp import create_app
from eventapp.documents import archive
from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.badge_fields import Badge
from eventapp.domain.badge_runs import Order, PrintOptions
from eventapp.domain.badge_sheets import OWN
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.jobs.badge_press import Codes, badges_for
from eventapp.jobs.badges import params_of
from eventapp.jobs.queue import dispatch
from eventapp.models import Job
from eventapp.services import badge_people, badge_wardrobe, badges, files, jobs, roles
from eventapp.services.badge_people import Scope
from eventapp.settings import Settings
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_badges import enter_people

Value = TypeVar("Value")
BARE_TEMPLATE = """
#let rows = json(bytes(sys.inputs.data))
#set page(width: 90mm, height: 130mm, margin: 6mm)
#set text(font: "Noto Sans SC", lang: "zh", region: "cn", size: 12pt)
#for (index, row) in rows.enumerate() {
  if index > 0 { pagebreak() }
  for line in row.lines { par(line) }
  image(bytes(row.qr), format: "svg", width: 30mm)
}
"""


def timed(name: str, work: Callable[[], Value]) -> tuple[Value, float]:
    begun = time.perf_counter()
    value = work()
    seconds = time.perf_counter() - begun
    size = f"{len(value):>12,} bytes" if isinstance(value, bytes) else ""
    print(f"{name:<36}{seconds:>8.2f} s{size}")
    return value, seconds


def by_job(edition: Edition, settings: Settings, sheet: str) -> bytes:
    """The whole way: start the job, run it, fetch the file."""
    params = params_of(Scope(Wanted()), PrintOptions(sheet=sheet))
    job_id = jobs.start_job(edition, "print_badges", "", params, actor=SECRETARY, now=NOW)
    dispatch(job_id)
    job = db.session.get_one(Job, job_id)
    assert job.result_file_id, job.note
    file = files.get_file(edition, job.result_file_id)
    return archive.fetch(settings.data_path / "files", file.sha256)


def bare_typst(printed: list[Badge], settings: Settings, mask: int | None) -> bytes:
    rows = []
    for badge in printed:
        out = BytesIO()
        segno.make_qr(badge.qr, error="m", boost_error=False, mask=mask).save(out, kind="svg", xmldecl=False)
        fields = ("conference", "dates_and_place", "name", "unit_name", "post", "class_name", "class_name_en", "number")
        rows.append({"lines": [badge.values[field] for field in fields], "qr": out.getvalue().decode()})
    compiler = typst.Compiler(BARE_TEMPLATE.encode(), font_paths=[str(settings.fonts_path)], ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(rows)}, timestamp=0, pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


def run(settings: Settings, count: int) -> None:
    """Print everybody on cards and on A4, then barely; and count the statements of the job."""
    edition = an_edition(place="汤谷市")
    roles.ship_roles(edition, actor=SECRETARY, now=NOW)
    badges.ship_badges(edition, actor=SECRETARY, now=NOW)
    enter_people(edition, count)
    ids = badge_people.list_ids(edition, Scope(Wanted()), Order.UNIT)
    wardrobe = badge_wardrobe.open_wardrobe(edition)
    printed = badges_for(edition, badge_people.list_bearers(edition, ids), wardrobe, Codes(edition, settings))
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *heard: sent.append(heard[2]))
    for sheet in (OWN, "a4-90x130"):
        sent.clear()
        _, ours = timed(f"job, {count} badges, {sheet}", lambda sheet=sheet: by_job(edition, settings, sheet))
        print(f"{'':<36}{len(sent):>8} statements")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{'':<36}{memory:>8} MB at most")
    for name, mask in (("bare typst and segno", None), ("bare typst, segno with fixed mask", 3)):
        _, floor = timed(name, lambda mask=mask: bare_typst(printed, settings, mask))
        print(f"{'':<36}{ours / floor:>8.2f} × bare")


def main() -> None:
    """Measure on a fresh SQLite in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(environment="testing", data_dir=folder, jobs_inline=True)
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            run(settings, count)


if __name__ == "__main__":
    main()
