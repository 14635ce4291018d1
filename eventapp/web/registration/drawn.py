"""The page of the form before anybody has typed into it: drawn once for a hall full of phones at once.

What differs from visitor to visitor comes in where the marks stand. Who is signed in, or is to be told something, gets a
page of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from time import monotonic

from flask import current_app, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from eventapp.domain.events import Edition
from eventapp.services import registration
from eventapp.services.registration_forms import Form
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import choose_language
from eventapp.web.registration.chosen import Chosen
from eventapp.web.registration.form_page import FormPage, blank_page
from eventapp.web.registration.offers import Offer

TOKEN, NONCE, OFFERS, BACK, UNIT = "⟦token⟧", "⟦nonce⟧", "⟦offers⟧", "⟦back⟧", "⟦unit⟧"
MARKS = re.compile("⟦(?:token|nonce|offers|back|unit)⟧")
SECONDS = 10  # what is drawn is drawn anew so often: names of static files may have changed
Named = tuple[str, str, str]  # code, name, English name of a role


def show_blank(form: Form, chosen: Chosen, offers: Sequence[Offer], unit: str) -> str:
    """The form for the chosen roles, with a unit that is known already."""
    nonce, back = registration.new_nonce(), url_for("registration.choose_role", **chosen.arguments())
    named = tuple((role.code, role.name, role.name_en) for role in chosen.roles)
    if current_actor().is_signed_in or "_flashes" in session:
        page = blank_page(form, chosen.codes, {"unit_name": unit} if unit else {})
        return draw(page, named, offers_said(offers), back, nonce)
    drawn = drawn_once(
        current_edition(), form, named, choose_language(), request.script_root, int(monotonic()) // SECONDS
    )
    here = {TOKEN: generate_csrf(), NONCE: nonce, OFFERS: offers_said(offers), BACK: escape(back), UNIT: escape(unit)}
    return MARKS.sub(lambda mark: here[mark.group()], drawn)


@lru_cache(maxsize=256)
def drawn_once(_edition: Edition, form: Form, named: tuple[Named, ...], _language: str, _root: str, _time: int) -> str:
    """The page with its marks; what it depends on is what it is kept under."""
    page = blank_page(form, [code for code, _name, _name_en in named], {"unit_name": UNIT})
    return draw(page, named, Markup(OFFERS), BACK, NONCE).replace(generate_csrf(), TOKEN)


def draw(page: FormPage, named: Sequence[Named], offers: Markup, back: str, nonce: str) -> str:
    roles = [{"name": name, "name_en": name_en} for _code, name, name_en in named]
    return render_template("registration/register.html", page=page, roles=roles, offers=offers, back=back, nonce=nonce)


def offers_said(offers: Sequence[Offer]) -> Markup:
    """Results and stories in the words of all pages."""
    if not offers:
        return Markup()
    words = current_app.jinja_env.get_template("registration/_words.html").module
    return Markup().join(Markup("<p>{}</p>").format(words.offer_words(offer)) for offer in offers)  # type: ignore[attr-defined]
