"""Mending one's own registration through the same questions, until the deadline."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import NewAttendee, require_open
from eventapp.domain.registration_fields import PERSON_CODES, STAY_CODES
from eventapp.domain.registration_states import LIVING_ROLES
from eventapp.extensions import csrf, limiter
from eventapp.services import attendee_lists, registration, registration_forms
from eventapp.services.attendees import Attendee
from eventapp.services.registration_forms import Form
from eventapp.settings import personal_links
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.registration.form_page import FormPage, page_of, read_posted, with_refusal
from eventapp.web.registration.registering import PACE, whoever


@csrf.exempt  # checked with the form, so that what was typed outlives a lost session
@limiter.limit(PACE, methods=["POST"])
def edit_registration(key: str) -> ResponseReturnValue:
    """The newest form with what is known; answers that fit no question any more are kept and shown."""
    edition = current_edition()
    require_open(edition, clock.now())
    attendee = attendee_lists.get_registration(edition, key)
    form, held, codes = registration_forms.current_form(edition), texts_held(attendee), codes_held(attendee)
    asks_consent = is_newer_text(form, attendee)
    if request.method == "GET":
        return show(key, page_of(form, codes, held, [], held=held), asks_consent)
    posted = read_posted(form, codes, edition, held=held, asks_consent=asks_consent)
    page = page_of(form, codes, posted.typed, posted.faults, held=held)
    if posted.faults:
        return show(key, page, asks_consent), 400
    said = posted.answered
    try:
        registration.edit_registration(
            edition, key, NewAttendee(said.person, (), said.stay, said.answers),
            links=personal_links(current_settings()), form_id=form.id, consents=asks_consent, actor=whoever(),
            now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show(key, with_refusal(page, refusal), asks_consent), 400
    flash(gettext("修改已保存，二维码不变。"), "success")
    return redirect(url_for("registration.show_registration", key=key))


def texts_held(attendee: Attendee) -> dict[str, str]:
    """Everything kept of a person by code."""
    every = {**attendee.answers, **{code: getattr(attendee, code) for code in PERSON_CODES | STAY_CODES}}
    return {code: str(value) for code, value in every.items() if value not in (None, "")}


def codes_held(attendee: Attendee) -> list[str]:
    return [held.role.code for held in attendee.roles if held.state in LIVING_ROLES]


def is_newer_text(form: Form, attendee: Attendee) -> bool:
    """Whether the person has not agreed to this privacy text; the one they agreed to is read only when it must be."""
    if attendee.consented_at is None:
        return True
    if attendee.consent_form_id == form.id:
        return False
    earlier = registration_forms.form_of(current_edition(), attendee.consent_form_id)
    return earlier.privacy_text != form.privacy_text


def show(key: str, page: FormPage, asks_consent: bool) -> str:
    return render_template("registration/edit_registration.html", key=key, page=page, asks_consent=asks_consent)
