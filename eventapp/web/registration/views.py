"""Pages of registration that everybody may open: roles, the form, one's own page."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.registration import SHORTEST_SEARCH, Phase, phase_of
from eventapp.domain.registration_values import tidy
from eventapp.services import organizations, registration, roles
from eventapp.settings import personal_links
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.registration import editing, registering
from eventapp.web.registration.role_marks import offered_sections
from eventapp.web.tickets import own_page

bp = Blueprint("registration", __name__)


@bp.get("/registration")
def choose_role() -> ResponseReturnValue:
    """All roles of the edition under the headings by which people find themselves, and how each stands."""
    edition, now = current_edition(), clock.now()
    phase = phase_of(edition, now)
    sections = offered_sections(roles.list_roles(edition), now) if phase is Phase.OPEN else []
    chosen = {one.partition(":")[0] for one in request.args.getlist("role")}
    return render_template(
        "registration/choose_role.html", edition=edition, sections=sections, phase=phase.value, chosen=chosen
    )


@bp.get("/registration/units")
def suggest_units() -> ResponseReturnValue:
    """Names of known units that hold what is being typed, by characters or pinyin; nothing for one character."""
    text = tidy(request.args.get("q", ""))[: registering.LONGEST_SEARCH]
    known = organizations.suggest_organizations(current_edition(), text) if len(text) >= SHORTEST_SEARCH else []
    return jsonify(names=[unit.name for unit in known])


@bp.get("/registration/received")
def show_received() -> ResponseReturnValue:
    """The same answer whoever is registered."""
    return render_template("registration/show_received.html", edition=current_edition())


@bp.post("/registration/<key>/cancellation")
def cancel_registration(key: str) -> ResponseReturnValue:
    """Give the place back."""
    links = personal_links(current_settings())
    registration.cancel_registration(current_edition(), key, links=links, actor=registering.whoever(), now=clock.now())
    flash(gettext("报名已取消，原二维码作废。"), "info")
    return redirect(url_for("registration.show_registration", key=key))


bp.add_url_rule("/registration/form", view_func=registering.register, methods=["GET", "POST"])
bp.add_url_rule("/registration/form/units", view_func=registering.find_units)
bp.add_url_rule("/registration/<key>/details", view_func=editing.edit_registration, methods=["GET", "POST"])
# a person's own page and what a ticket opens: `web/tickets`
bp.add_url_rule("/registration/<key>", view_func=own_page.show_registration)
bp.add_url_rule("/registration/<key>/ticket.<any(svg, png):kind>", view_func=own_page.show_ticket_image)
bp.add_url_rule("/t/<code>", view_func=own_page.open_ticket)
