"""Importing a list of people that the organizers have looked through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_columns import PROBLEM, Column, TypedSheet
from eventapp.domain.attendee_plans import PlannedRow, RowKind
from eventapp.domain.attendee_workbook import GUIDE, columns_of
from eventapp.domain.events import Edition
from eventapp.domain.words import N_
from eventapp.jobs.annexes import limits_of
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import attendee_imports, files
from eventapp.services.attendee_imports import ListAtWork
from eventapp.settings import Settings, personal_links

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_kept(edition: Edition, file_id: int, work: ListAtWork, settings: Settings) -> TypedSheet:
    """The people in a kept file; raises `Refusal` when it holds no list."""
    file = files.get_file(edition, file_id)
    content = archive.fetch(settings.data_path / "files", file.sha256)
    return find_people(file.name, content, columns_of(work.rules, with_state=True), limits_of(settings))


def import_attendees(run: JobRun) -> Outcome:
    """Import the list in `run.params["file_id"]`, part by part; again it ends the same."""
    work = attendee_imports.open_list(run.edition, now=clock.now())
    sheet = list_kept(run.edition, run.params["file_id"], work, run.settings)
    counts: Counter[RowKind] = Counter()
    faulty: list[PlannedRow] = []
    for part in attendee_imports.parts_of(sheet.rows):
        run.progress(counts.total(), len(sheet.rows), N_("正在导入名单"))
        done = attendee_imports.import_part(
            run.edition, work, part, links=personal_links(run.settings), tells=bool(run.params.get("tells")),
            actor=run.actor, now=clock.now(),
        )  # fmt: skip
        counts.update(row.kind for row in done)
        faulty += [row for row in done if row.kind is RowKind.FAULTY]
    file_id = keep_faulty(run, work, faulty) if faulty else None
    note = N_("名单已导入；有错误的行没有导入，请下载后改正，再导入一次。") if faulty else N_("名单已全部导入。")
    return Outcome(note, {kind.value: counts[kind] for kind in RowKind}, file_id)


def keep_faulty(run: JobRun, work: ListAtWork, faulty: Iterable[PlannedRow]) -> int:
    """A workbook with the rows that are wrong, each with what is wrong, to be mended and imported again."""
    columns = (*columns_of(work.rules), Column(PROBLEM, N_("问题"), width=60))
    labels = {column.code: column.label for column in columns}
    rows = [{**row.typed.texts, PROBLEM: said(row, labels)} for row in faulty]
    content = write_attendees(columns, rows, title=f"{run.edition.short_name}：需要改正的行", guide=GUIDE)
    return run.keep_file("需要改正的行.xlsx", SHEET, content, is_personal=True)


def said(row: PlannedRow, labels: dict[str, str]) -> str:
    return "；".join(f"{labels.get(fault.field, '')}：{fault}" for fault in row.faults)
