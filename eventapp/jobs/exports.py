"""Long lists of people as a workbook, made behind the pages."""

from __future__ import annotations

from eventapp import clock
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.attendee_workbook import GUIDE
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import attendee_exports
from eventapp.services.exports import note_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_attendees(run: JobRun) -> Outcome:
    """Everybody whom the list of the job's address holds; what leaves the program is noted."""
    query = run.params["query"]
    made = attendee_exports.list_export(
        run.edition, wanted_from(query), now=clock.now(), progress=lambda done, all_: run.progress(done, all_ * 2)
    )
    name = f"{run.edition.short_name}参会人员.xlsx"
    content = write_attendees(made.columns, made.rows, title=f"{run.edition.name}参会人员", guide=GUIDE)
    file_id = run.keep_file(name, XLSX, content, is_personal=True)
    note_export(
        run.edition, "attendee.export", count=len(made.rows), file=name, query=query, actor=run.actor, now=clock.now()
    )
    return Outcome(N_("名单已导出；用后请删除。"), {"count": len(made.rows), "bytes": len(content)}, file_id)
