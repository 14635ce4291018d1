"""Pages of the audit trail."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.pages import page_count
from eventapp.services import audit, exports
from eventapp.web.audit.subjects import subject_of
from eventapp.web.audit.words import action_name, changes_of
from eventapp.web.current import current_edition
from eventapp.web.paging import page_number

bp = Blueprint("audit", __name__, url_prefix="/audit")
SIZE = 50


@bp.get("/")
def list_entries() -> ResponseReturnValue:
    """Who changed what, newest first; or only who took lists and files with people in them."""
    slug, page = current_edition().slug, page_number(request.args)
    only = "exports" if request.args.get("only") == "exports" else ""
    subject = exports.SUBJECT if only else ""
    return render_template(
        "audit/list_entries.html",
        entries=audit.list_entries(slug, subject=subject, page=page, size=SIZE),
        page=page,
        pages=page_count(audit.count_entries(slug, subject=subject), SIZE),
        only=only,
        subject_of=subject_of,
        action_name=action_name,
        changes_of=partial(changes_of, is_masked=True),
    )
