"""The log of prints."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.badge_sheets import OWN, OWN_NAME, SHEETS
from eventapp.services import badge_prints
from eventapp.web.current import current_edition
from eventapp.web.paging import page_number

SHEET_NAMES = {OWN: OWN_NAME, **{sheet.code: sheet.name for sheet in SHEETS}}


def list_prints() -> ResponseReturnValue:
    """Who got a badge when, by whom, and which were reprints."""
    is_narrowed = request.args.get("reprints") == "yes"
    page = badge_prints.list_prints(current_edition(), reprints=is_narrowed, page=page_number(request.args))
    return render_template(
        "badges/list_prints.html",
        page=page,
        sheet_names=SHEET_NAMES,
        arguments={"reprints": "yes"} if is_narrowed else {},
    )
