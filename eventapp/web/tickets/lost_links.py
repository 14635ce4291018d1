"""A person who lost their link asks for it; the answer is the same whether they are known or not."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import Refusal
from eventapp.services import registration_links
from eventapp.settings import personal_links
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import words_of
from eventapp.web.plain_input import is_reading
from eventapp.web.tickets.forms import LostLinkForm


def ask_link() -> ResponseReturnValue:
    """Name and mobile; the link goes to the address that was registered, and to no other."""
    edition, form, faults = current_edition(), LostLinkForm(), []
    if form.validate_on_submit():
        links = personal_links(current_settings())
        try:
            registration_links.send_link(edition, form.name.data, form.mobile.data, links=links, now=clock.now())
        except Refusal as refusal:
            faults = [words_of(refusal)]
        else:
            return redirect(url_for("tickets.ask_link", asked=1))
    page = render_template("tickets/ask_link.html", edition=edition, form=form, faults=faults)
    return page, 200 if is_reading() else 400
