"""How long all certificates of an edition take, beside bare typst and a bare python-docx loop over the same content.

Everything is in the job's time: reading, signing, QR codes, glyph check, setting, keeping the file. The bare runs get
ready texts and addresses; they draw the same QR codes and set the same lines, without layout, styles or checks.

    python -m benchmarks.bench_certificates [--count 392]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import segno
import typst
from docx import Document
from docx.shared import Mm

from eventapp import create_app
from eventapp.documents import archive, qr
from eventapp.domain.certificates import CertificatePrint
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import GroupKind
from eventapp.extensions import db
from eventapp.jobs import certificates as printing
from eventapp.jobs.queue import dispatch
from eventapp.jobs.run import JobRun
from eventapp.models import Group, Organization, RecommendationSummary, Recommender, Result, Story, SummaryRow
from eventapp.services import awards, certificates, files, jobs
from eventapp.settings import Settings
from tests.factories import NOW, SECRETARY, an_edition

Value = TypeVar("Value")
BARE_TEMPLATE = """
#let rows = json(bytes(sys.inputs.data))
#set page(width: 297mm, height: 210mm)
#set text(font: "Noto Serif SC", lang: "zh", region: "cn", size: 17pt)
#for (index, row) in rows.enumerate() {
  if index > 0 { pagebreak() }
  for line in row.lines { par(line) }
  image(bytes(row.qr), format: "svg", width: 23mm)
}
"""


def enter_results(edition: Edition, count: int) -> None:
    """Results of groups and teams in summaries, and a ninth of the count as stories."""
    body = Recommender(event_id=edition.id, name="河北省", name_key="河北省")
    units = [
        Organization(event_id=edition.id, name=name, name_key=name, postcode="050000", region="")
        for name in ("乌有丰隆机床有限公司", "应龙乘黄轨道装备有限公司", "汤谷横公阀门制造有限公司")
    ]
    summary = RecommendationSummary(
        event_id=edition.id, recommender=body, judges=[], filled_by="", filled_by_phone="", imported_at=NOW
    )
    db.session.add_all([body, *units, summary])
    db.session.flush()
    for number in range(count):
        db.session.add(an_entry(edition, summary, units[number % 3], number))
    db.session.commit()


def an_entry(edition: Edition, summary: RecommendationSummary, unit: Organization, number: int) -> Story | SummaryRow:
    known = {"event_id": edition.id, "contact_person": "", "contact_phone": ""}
    if number % 9 == 8:
        name = f"深夜两点的试车之{number}"
        return Story(
            organization=unit, name=name, name_key=name, categories=[], brand_types=[], speaker_name="", **known
        )
    name = f"领航{number}号QC小组"
    kind = GroupKind.TEAM if number % 6 == 5 else GroupKind.QC
    group = Group(event_id=edition.id, organization=unit, kind=kind, name=name, name_key=name)
    topic = f"降低{number}号轴承座表面划伤率"
    result = Result(group=group, topic_name=topic, result_type="", advisor="", **known)
    return SummaryRow(
        summary=summary, position=number, kind=kind, postcode="050000", sort_unit_name="", company_name=unit.name,
        group_name=name, recommended_level=1 + number % 2, topic_name=topic, place="", result=result, **known,
    )  # fmt: skip


def timed(name: str, work: Callable[[], Value]) -> tuple[Value, float]:
    """Run and print; the QR codes of earlier runs are forgotten."""
    qr._code.cache_clear()
    begun = time.perf_counter()
    value = work()
    seconds = time.perf_counter() - begun
    size = f"{len(value):>12,} bytes" if isinstance(value, bytes) else ""
    print(f"{name:<28}{seconds:>8.2f} s{size}")
    return value, seconds


def by_job(edition: Edition, settings: Settings, suffix: str) -> bytes:
    """The whole way: start the job, run it, fetch the file."""
    job_id = jobs.start_job(edition, "print_certificates", "", {"format": suffix}, actor=SECRETARY, now=NOW)
    dispatch(job_id)
    job = jobs.get_job(edition, job_id, SECRETARY)
    assert job.result_file_id, job.note
    file = files.get_file(edition, job.result_file_id)
    return archive.fetch(settings.data_path / "files", file.sha256)


def lines_of(printed: CertificatePrint) -> list[str]:
    lines = [printed.heading, printed.unit_name, printed.group_name, *printed.body.splitlines(), *printed.issuers]
    return [line for line in (*lines, printed.date_text, printed.number) if line]


def bare_typst(prints: list[CertificatePrint], fonts: Path) -> bytes:
    rows = []
    for printed in prints:
        out = BytesIO()
        segno.make_qr(printed.verify_url, error="m").save(out, kind="svg", xmldecl=False)
        rows.append({"lines": lines_of(printed), "qr": out.getvalue().decode()})
    compiler = typst.Compiler(BARE_TEMPLATE.encode(), font_paths=[str(fonts)], ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(rows)}, timestamp=0, pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


def bare_docx(prints: list[CertificatePrint]) -> bytes:
    document = Document()
    for printed in prints:
        for line in lines_of(printed):
            document.add_paragraph(line)
        picture = BytesIO()
        segno.make_qr(printed.verify_url, error="m").save(picture, kind="png", scale=4)
        document.add_picture(picture, width=Mm(23))
        document.add_page_break()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def run(settings: Settings, count: int) -> None:
    """Propose, confirm, issue, print both files, then print them barely."""
    edition = an_edition()
    enter_results(edition, count)
    timed("propose", lambda: awards.propose_awards(edition, actor=SECRETARY, now=NOW))
    timed("confirm", lambda: awards.confirm_awards(edition, actor=SECRETARY, now=NOW))
    timed("issue", lambda: certificates.issue_certificates(edition, actor=SECRETARY, now=NOW))
    job = JobRun(0, edition, SECRETARY, {}, settings)
    prints = list(printing.signed_prints(job, certificates.list_prints(edition)))
    assert len(prints) == count
    for suffix, bare in (("pdf", lambda: bare_typst(prints, settings.fonts_path)), ("docx", lambda: bare_docx(prints))):
        _, ours = timed(f"job {suffix}", lambda suffix=suffix: by_job(edition, settings, suffix))
        _, floor = timed(f"bare {suffix}", bare)
        print(f"{'':<28}{ours / floor:>8.2f} × bare")


def main() -> None:
    """Measure on a fresh SQLite in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=392)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(environment="testing", data_dir=folder, jobs_inline=True)
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            run(settings, count)


if __name__ == "__main__":
    main()
