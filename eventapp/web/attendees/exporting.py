"""The list as the workbook that can be imported again: at once when it is short, as a job when it is long."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.attendee_sheet import write_attendees
from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.attendee_workbook import GUIDE
from eventapp.jobs.queue import dispatch
from eventapp.services import attendee_exports, attendee_lists, jobs
from eventapp.web.attendees.files import answer_file
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext

MOST_AT_ONCE = 1000  # people whom somebody waits for with the page open


def export_attendees() -> ResponseReturnValue:
    """A file, or the job that makes it."""
    edition, wanted = current_edition(), wanted_from(request.form)
    if attendee_lists.count_attendees(edition, wanted) > MOST_AT_ONCE:
        params = {"query": wanted.as_query()}
        job_id = jobs.start_job(
            edition, "export_attendees", gettext("导出参会人员名单"), params, actor=current_actor(), now=clock.now()
        )
        dispatch(job_id)
        return redirect(url_for("jobs.show_job", job_id=job_id))
    made = attendee_exports.list_export(edition, wanted, now=clock.now())
    name = f"{edition.short_name}参会人员.xlsx"
    content = write_attendees(made.columns, made.rows, title=f"{edition.name}参会人员", guide=GUIDE)
    return answer_file("attendee.export", name, content, len(made.rows), wanted.as_query())
