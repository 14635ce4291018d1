"""From the chosen roles to one's own page: which result or story, then the form."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.entry_codes import is_proved
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import MOST_FOUND, SHORTEST_SEARCH, NewAttendee, Phase, phase_of
from eventapp.domain.registration_values import tidy
from eventapp.domain.words import N_
from eventapp.extensions import csrf, limiter
from eventapp.services import registration, registration_forms, role_choices, role_subjects, roles
from eventapp.services.registration_forms import Form
from eventapp.services.role_subjects import OfferingUnit
from eventapp.services.roles import Role
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.ids import row_id
from eventapp.web.language import choose_language, gettext
from eventapp.web.registration.chosen import Chosen, chosen_from, codes_in, needs_subject
from eventapp.web.registration.drawn import draw, offers_said, show_blank
from eventapp.web.registration.form_page import FormPage, Posted, page_of, read_posted, with_refusal
from eventapp.web.registration.offers import Offer, offers_chosen, offers_of_unit

PACE = "120 per minute"  # for one address: a hall full of phones shares one
THE_PERSON = Actor(name=N_("本人"))
NONCE = re.compile(r"[0-9a-f]{32}")
TRIES = "20 per minute"  # of codes that a recommender gives out
LONGEST_SEARCH = 80
WRONG_CODE = N_("选择码不正确，请向推荐单位联络员索取，并核对成果或故事是否一致。")


def whoever() -> Actor:
    """The signed-in person, or the one who holds the link."""
    actor = current_actor()
    return actor if actor.is_signed_in else THE_PERSON


@csrf.exempt  # checked with the form, so that what was typed outlives a lost session
@limiter.limit(PACE, methods=["POST"])
@limiter.limit(TRIES, exempt_when=lambda: not request.args.get("code"))
def register() -> ResponseReturnValue:
    """The form for the chosen roles; who presents or tells something first says what."""
    edition = current_edition()
    if request.method == "GET" and phase_of(edition, clock.now()) is not Phase.OPEN:
        return redirect(url_for("registration.choose_role"))
    chosen = chosen_from(request.args, roles.find_roles(edition, codes_in(request.args)))
    if not chosen.pairs:
        if request.method == "POST":
            raise Refusal("请至少选择一种参会身份。")
        if request.args.get("from"):
            flash(gettext("请至少选择一种参会身份。"), "warning")
        return redirect(url_for("registration.choose_role"))
    if role := chosen.undecided:
        return open_by_code(chosen, role) if request.args.get("code") else choose_subject(chosen, role)
    if role := unproved(chosen):
        return choose_subject(chosen.undone(role), role, gettext(WRONG_CODE)), 400
    form, offers = registration_forms.current_form(edition), offers_chosen(edition, chosen.choices)
    if request.method == "GET":
        units = {offer.unit for offer in offers}
        return show_blank(form, chosen, offers, units.pop() if len(units) == 1 else "")
    return take(form, chosen, offers)


def take(form: Form, chosen: Chosen, offers: list[Offer]) -> ResponseReturnValue:
    """Register, and go to one's own page, or to one that tells a stranger nothing; else the form again."""
    edition = current_edition()
    posted = read_posted(form, chosen.codes, edition, held={}, asks_consent=True)
    if posted.faults:
        return show(page_of(form, chosen.codes, posted.typed, posted.faults, held={}), chosen, offers), 400
    try:
        done = registration.register(
            edition, new_attendee(posted, chosen), links=personal_links(current_settings()), form_id=form.id,
            language=choose_language(), nonce=nonce_posted(), actor=whoever(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        page = page_of(form, chosen.codes, posted.typed, [], held={})
        return show(with_refusal(page, refusal), chosen, offers), 400
    if not done.is_new:
        return redirect(url_for("registration.show_received"))
    flash(gettext("报名信息已收到，请保存本页链接。"), "success")
    return redirect(url_for("registration.show_registration", key=done.key))


def new_attendee(posted: Posted, chosen: Chosen) -> NewAttendee:
    said = posted.answered
    return NewAttendee(said.person, chosen.choices, said.stay, said.answers)


def nonce_posted() -> str:
    """What the page was given to make the link from: sent twice, it leads to the same registration."""
    nonce = request.form.get("nonce", "")
    return nonce if NONCE.fullmatch(nonce) else registration.new_nonce()


def show(page: FormPage, chosen: Chosen, offers: list[Offer]) -> str:
    """The form again, with what was typed."""
    named = [(role.code, role.name, role.name_en) for role in chosen.roles]
    back = url_for("registration.choose_role", **chosen.arguments())
    return draw(page, named, offers_said(offers), back, request.form.get("nonce") or registration.new_nonce())


def open_by_code(chosen: Chosen, role: Role) -> ResponseReturnValue:
    """Straight to the form of what the recommender's code stands for."""
    edition, code = current_edition(), request.args["code"]
    links = personal_links(current_settings())
    found = role_choices.find_by_code(edition, code, role.need, links=links)
    if found is None:
        return choose_subject(chosen, role, gettext(WRONG_CODE)), 400
    return redirect(url_for("registration.register", **chosen.decided(role, found.id, code).arguments()))


def unproved(chosen: Chosen) -> Role | None:
    """The first role whose subject must be proved by a code and is not."""
    secret = current_settings().secret_key
    if not current_edition().registration.needs_entry_code:
        return None
    return next((role for role, choice in chosen.pairs if needs_subject(role) and not is_proved(secret, choice)), None)


def choose_subject(chosen: Chosen, role: Role, fault: str = "") -> str:
    """Unit first, then what is its; the unit is looked up, its results stand on a page that nothing swaps."""
    edition = current_edition()
    unit, text = request.args.get("unit", type=row_id), search_text()
    units = role_subjects.units_offering(edition, role.need, text)
    if unit is None and len(units) == 1:
        unit = units[0].id
    return render_template(
        "registration/choose_subject.html",
        chosen=chosen,
        role=role,
        offers=offers_of_unit(edition, role.need, unit) if unit and not fault else [],
        needs_code=edition.registration.needs_entry_code,
        fault=fault,
        **found_units(text, units),
    )


def search_text() -> str:
    return tidy(request.args.get("q", ""))[:LONGEST_SEARCH]


def found_units(text: str, units: list[OfferingUnit]) -> dict[str, object]:
    """What the list of found units shows."""
    return {"text": text, "units": units, "shortest": SHORTEST_SEARCH, "is_cut": len(units) == MOST_FOUND}


def find_units() -> ResponseReturnValue:
    """The found units alone, while one types."""
    edition, text = current_edition(), search_text()
    chosen = chosen_from(request.args, roles.list_roles(edition))
    role = chosen.undecided
    if role is None:
        return ""
    units = role_subjects.units_offering(edition, role.need, text)
    return render_template("registration/_units.html", chosen=chosen, role=role, **found_units(text, units))
