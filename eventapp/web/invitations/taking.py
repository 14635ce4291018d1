"""What the link of an invitation opens: the form of its role, with what we know already."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, RoleChoice
from eventapp.extensions import csrf, limiter
from eventapp.services import invitations, registration, registration_forms
from eventapp.services.invitations import Door
from eventapp.settings import personal_links
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import choose_language, gettext, words_of
from eventapp.web.registration.form_page import FormPage, blank_page, page_of, read_posted, with_refusal
from eventapp.web.registration.registering import PACE, nonce_posted, whoever


@csrf.exempt  # checked with the form, so that what was typed outlives a lost session
@limiter.limit(PACE, methods=["POST"])
def take_invitation(key: str) -> ResponseReturnValue:
    """Register by invitation; who has used it already is told where to go."""
    try:
        door = invitations.open_door(current_edition(), key, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        return render_template("invitations/closed.html", said=words_of(refusal)), 410
    form = registration_forms.current_form(current_edition())
    if request.method == "GET":
        known = {"name": door.name, "unit_name": door.unit_name, "email": door.email}
        return show(blank_page(form, [door.role.code], known), door)
    return take(key, door, form)


def take(key: str, door: Door, form: registration_forms.Form) -> ResponseReturnValue:
    """Register and go to one's own page, else show the form again."""
    edition, codes = current_edition(), [door.role.code]
    posted = read_posted(form, codes, edition, held={}, asks_consent=True)
    page = page_of(form, codes, posted.typed, posted.faults, held={})
    if posted.faults:
        return show(page, door), 400
    said = posted.answered
    new = NewAttendee(said.person, (RoleChoice(door.role.code),), said.stay, said.answers)
    try:
        done = invitations.accept_invitation(
            edition, key, new, links=personal_links(current_settings()), form_id=form.id, language=choose_language(),
            nonce=nonce_posted(), actor=whoever(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show(with_refusal(page, refusal), door), 400
    if not done.is_new:
        return redirect(url_for("registration.show_received"))
    flash(gettext("报名信息已收到，请保存本页链接。"), "success")
    return redirect(url_for("registration.show_registration", key=done.key))


def show(page: FormPage, door: Door) -> str:
    nonce = request.form.get("nonce") or registration.new_nonce()
    return render_template("invitations/take_invitation.html", page=page, role=door.role, nonce=nonce)
