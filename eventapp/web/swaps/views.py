"""Swapping people: by the organizers from a person's page, by a person from their own."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration import require_open
from eventapp.domain.words import N_
from eventapp.extensions import limiter
from eventapp.services import attendee_lists, attendee_plans, swaps
from eventapp.services.attendee_plans import EVERYBODY, Scope
from eventapp.services.swaps import ALONE, Swapped
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.swaps.page import Door, swap_at

bp = Blueprint("swaps", __name__)
THE_PERSON = Actor(name=N_("本人"))


@bp.route("/attendees/<int:attendee_id>/swap", methods=["GET", "POST"])
def swap_attendee(attendee_id: int) -> ResponseReturnValue:
    """The organizers let another person come in somebody's place."""
    edition = current_edition()

    def swap(texts: Mapping[str, str]) -> Swapped:
        return swaps.swap_attendee(edition, attendee_id, texts, links=links(), actor=current_actor(), now=clock.now())

    return swap_at(
        Door(
            "layouts/back_office.html",
            attendee_plans.get_person(edition, EVERYBODY, attendee_id),
            rules_for(EVERYBODY),
            swap,
            back=url_for("attendees.show_attendee", attendee_id=attendee_id),
            afterwards=lambda done: url_for("attendees.show_attendee", attendee_id=done.attendee_id),
        )
    )


@bp.route("/registration/<key>/swap", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def swap_own(key: str) -> ResponseReturnValue:
    """Somebody sends another person in their own place; the page of the new one is shown, to be passed on."""
    edition = current_edition()
    require_open(edition, clock.now())
    attendee = attendee_lists.get_registration(edition, key)
    actor = current_actor() if current_actor().is_signed_in else THE_PERSON

    def swap(texts: Mapping[str, str]) -> Swapped:
        return swaps.swap_own(edition, key, texts, links=links(), actor=actor, now=clock.now())

    return swap_at(
        Door(
            "layouts/base.html",
            attendee_plans.get_person(edition, EVERYBODY, attendee.id),
            rules_for(ALONE),
            swap,
            back=url_for("registration.show_registration", key=key),
            afterwards=lambda done: url_for("registration.show_registration", key=done.key),
        )
    )


def rules_for(scope: Scope) -> Rules:
    return attendee_plans.rules_of(current_edition(), scope, now=clock.now())


def links() -> PersonalLinks:
    return personal_links(current_settings())
