"""A place that was kept for somebody on the waiting list: taken or passed on by one's own link."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.people import Actor
from eventapp.domain.words import N_
from eventapp.services import waiting_offers
from eventapp.settings import personal_links
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import gettext

THE_PERSON = Actor(name=N_("本人"))


def accept_place(key: str, held_id: int) -> ResponseReturnValue:
    """Take the place."""
    links = personal_links(current_settings())
    waiting_offers.confirm_offer(
        current_edition(), key, held_id, links=links, actor=THE_PERSON, now=clock.now()
    )  # fmt: skip
    flash(gettext("名额已确认，欢迎参会。"), "success")
    return redirect(url_for("registration.show_registration", key=key))


def decline_place(key: str, held_id: int) -> ResponseReturnValue:
    """Leave the place, or the waiting list, to whoever comes next."""
    links = personal_links(current_settings())
    waiting_offers.decline_offer(
        current_edition(), key, held_id, links=links, actor=THE_PERSON, now=clock.now()
    )  # fmt: skip
    flash(gettext("已放弃，名额转给下一位。"), "info")
    return redirect(url_for("registration.show_registration", key=key))
