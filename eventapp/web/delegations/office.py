"""Units that register many, for the organizers: who, how many, and a new link for who lost theirs."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.pages import page_count
from eventapp.services import delegation_people, delegations
from eventapp.services.delegation_people import UNITS_A_PAGE
from eventapp.web.current import current_actor, current_edition
from eventapp.web.delegations.desk import bp, links
from eventapp.web.language import gettext
from eventapp.web.paging import page_number


@bp.get("/attendees/units")
def list_units() -> ResponseReturnValue:
    """Every unit's link with its contact."""
    page = page_number(request.args)
    units, total = delegation_people.list_units(current_edition(), page=page)
    pages = page_count(total, UNITS_A_PAGE)
    return render_template("delegations/list_units.html", units=units, total=total, page=min(page, pages), pages=pages)


@bp.post("/attendees/units/<int:delegation_id>/link")
def renew_link(delegation_id: int) -> ResponseReturnValue:
    """A new link, opened at once: whoever helps the contact on the phone can read it out or send it."""
    key = delegations.renew_link(
        current_edition(), delegation_id, links=links(), actor=current_actor(), now=clock.now()
    )
    flash(gettext("新链接已生成并发到联系人邮箱，原链接失效。"), "success")
    return redirect(url_for("delegations.show_delegation", key=key))
