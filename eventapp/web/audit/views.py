"""Pages of the audit trail."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.pages import page_count
from eventapp.services import audit
from eventapp.web.audit.subjects import subject_of
from eventapp.web.audit.words import action_name, changes_of
from eventapp.web.current import current_edition
from eventapp.web.paging import page_number

bp = Blueprint("audit", __name__, url_prefix="/audit")
SIZE = 50


@bp.get("/")
def list_entries() -> ResponseReturnValue:
    """Who changed what, newest first."""
    slug, page = current_edition().slug, page_number(request.args)
    return render_template(
        "audit/list_entries.html",
        entries=audit.list_entries(slug, page=page, size=SIZE),
        page=page,
        pages=page_count(audit.count_entries(slug), SIZE),
        subject_of=subject_of,
        action_name=action_name,
        changes_of=changes_of,
    )
