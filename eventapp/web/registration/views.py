"""Pages of registration that everybody may open: a role, a form, a QR code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import MOST_FOUND, SHORTEST_SEARCH, NewAttendee, Phase, RoleNeed, phase_of
from eventapp.domain.words import N_
from eventapp.extensions import limiter
from eventapp.services import attendee_lists, organizations, registration, roles
from eventapp.services.roles import Role
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.registration import office
from eventapp.web.registration.forms import PersonForm, RegistrationForm, one_line
from eventapp.web.registration.offers import (
    choice_of,
    find_offers,
    get_offer,
    subject_asked,
)
from eventapp.web.tickets import own_page

bp = Blueprint("registration", __name__)

PACE = "120 per minute"  # for one address: a hall full of phones shares one
THE_PERSON = Actor(name=N_("本人"))


def whoever() -> Actor:
    """The signed-in person, or the one who holds the link."""
    actor = current_actor()
    return actor if actor.is_signed_in else THE_PERSON


@bp.get("/registration")
def choose_role() -> ResponseReturnValue:
    """All roles of the edition under the headings by which people find themselves."""
    edition = current_edition()
    phase = phase_of(edition, clock.now())
    offered = roles.list_roles(edition) if phase is Phase.OPEN else []
    sections = [(title, [role for role in offered if role.section == title]) for title in sections_of(offered)]
    return render_template("registration/choose_role.html", edition=edition, sections=sections, phase=phase.value)


def sections_of(offered: list[Role]) -> list[str]:
    return list(dict.fromkeys(role.section for role in offered))


@bp.route("/registration/roles/<code>", methods=["GET", "POST"])
@limiter.limit(PACE, methods=["POST"])
def register(code: str) -> ResponseReturnValue:
    """The form of one role; a presenter or speaker first finds what it is about."""
    edition = current_edition()
    role, subject = roles.get_role(edition, code), subject_asked()
    if request.method == "GET" and phase_of(edition, clock.now()) is not Phase.OPEN:
        return redirect(url_for("registration.choose_role"))
    if role.need is not RoleNeed.NOTHING and subject is None:
        return render_template("registration/choose_subject.html", role=role, **search_for(role))
    offer = get_offer(edition, role.need, subject) if subject else None
    form, faults = RegistrationForm(unit_name=offer.unit if offer else ""), []
    if form.validate_on_submit():
        try:
            return redirect(take(role, subject, form))
        except Refusal as refusal:
            faults = [words_of(refusal)]
    status = 400 if form.is_submitted() else 200
    return render_template("registration/register.html", role=role, offer=offer, form=form, faults=faults), status


def take(role: Role, subject: int | None, form: RegistrationForm) -> str:
    """Register, and say where to go: one's own page, or a page that tells a stranger nothing."""
    edition, new = current_edition(), NewAttendee(form.person, (choice_of(role, subject),))
    done = registration.register(
        edition, new, links=personal_links(current_settings()), actor=whoever(), now=clock.now()
    )
    if not done.is_new:
        return url_for("registration.show_received")
    flash(gettext("报名信息已收到，请保存本页链接。"), "success")
    return url_for("registration.show_registration", key=done.key)


def search_for(role: Role) -> dict[str, object]:
    """What the search page and its fragment show."""
    text = one_line(request.args.get("q", ""))[:80]
    offers = find_offers(current_edition(), role.need, text)
    return {"text": text, "offers": offers, "shortest": SHORTEST_SEARCH, "is_cut": len(offers) == MOST_FOUND}


@bp.get("/registration/roles/<code>/results")
def find_results(code: str) -> ResponseReturnValue:
    """The found results or stories alone, while one types."""
    role = roles.get_role(current_edition(), code)
    return render_template("registration/_offers.html", role=role, **search_for(role))


@bp.get("/registration/units")
def suggest_units() -> ResponseReturnValue:
    """Names of known units that hold what is being typed; nothing for one character."""
    text = one_line(request.args.get("unit_name", ""))[:80]
    known = organizations.suggest_organizations(current_edition(), text) if len(text) >= SHORTEST_SEARCH else []
    return render_template("registration/_units.html", units=known)


@bp.get("/registration/received")
def show_received() -> ResponseReturnValue:
    """The same answer whoever is registered."""
    return render_template("registration/show_received.html", edition=current_edition())


@bp.route("/registration/<key>/details", methods=["GET", "POST"])
@limiter.limit(PACE, methods=["POST"])
def edit_registration(key: str) -> ResponseReturnValue:
    """Mend what one said of oneself; the QR code stays."""
    edition = current_edition()
    attendee = attendee_lists.get_registration(edition, key)
    form, faults = PersonForm(obj=attendee), []
    if form.validate_on_submit():
        try:
            return redirect(save_changes(key, form))
        except Refusal as refusal:
            faults = [words_of(refusal)]
    status = 400 if form.is_submitted() else 200
    return render_template("registration/edit_registration.html", key=key, form=form, faults=faults), status


def save_changes(key: str, form: PersonForm) -> str:
    """Save, and go back to one's own page."""
    links = personal_links(current_settings())
    new = NewAttendee(form.person, ())
    registration.edit_registration(current_edition(), key, new, links=links, actor=whoever(), now=clock.now())
    flash(gettext("修改已保存，二维码不变。"), "success")
    return url_for("registration.show_registration", key=key)


@bp.post("/registration/<key>/cancellation")
def cancel_registration(key: str) -> ResponseReturnValue:
    """Give the place back."""
    links = personal_links(current_settings())
    registration.cancel_registration(current_edition(), key, links=links, actor=whoever(), now=clock.now())
    flash(gettext("报名已取消，原二维码作废。"), "info")
    return redirect(url_for("registration.show_registration", key=key))


bp.add_url_rule("/attendees", view_func=office.list_attendees)
bp.add_url_rule("/attendees/<int:attendee_id>", view_func=office.show_attendee)
bp.add_url_rule("/attendees/<int:attendee_id>/decision", view_func=office.decide_attendee, methods=["POST"])
bp.add_url_rule("/attendees/<int:attendee_id>/link", view_func=office.renew_link, methods=["POST"])
# a person's own page and what a ticket opens: `web/tickets`
bp.add_url_rule("/registration/<key>", view_func=own_page.show_registration)
bp.add_url_rule("/registration/<key>/ticket.<any(svg, png):kind>", view_func=own_page.show_ticket_image)
bp.add_url_rule("/t/<code>", view_func=own_page.open_ticket)
