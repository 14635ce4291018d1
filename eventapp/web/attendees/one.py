"""One attendee: everything known, and everything that may be done."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.messages import MESSAGE_STATE_NAMES
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration_fields import label_of, said_value, texts_of
from eventapp.domain.registration_states import DECISIONS, Decision
from eventapp.services import attendee_details, attendee_lists, registration, registration_forms, role_decisions, roles
from eventapp.services.attendee_lists import Attendee
from eventapp.settings import personal_links
from eventapp.web.attendees.history import Words
from eventapp.web.attendees.known import person_of, stay_of
from eventapp.web.attendees.words import WORDS
from eventapp.web.audit.words import ACTION_NAMES
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import choose_language, gettext, words_of
from eventapp.web.registration.offers import offer_held

MESSAGE_TONES = {
    "waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger", "bounced": "danger",
    "recorded": "info", "dropped": "neutral",
}  # fmt: skip
BY_ORGANIZERS = (Decision.APPROVE, Decision.REJECT, Decision.OFFER, Decision.CONFIRM, Decision.CANCEL)


def show_attendee(attendee_id: int) -> ResponseReturnValue:
    """All that is known of one person, and every change of it."""
    edition = current_edition()
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    form = registration_forms.form_of(edition, attendee.form_id)
    language = choose_language()
    role_names = {
        role.code: (role.name_en if language == "en" else "") or role.name for role in roles.list_roles(edition)
    }
    details = attendee_details.details_of(edition, attendee)
    words = Words(form.fields, role_names)
    return render_template(
        "attendees/show_attendee.html", attendee=attendee, details=details, answers=answers_of(attendee, form),
        taken=[(held, offer_held(held), possible(held.state)) for held in attendee.roles],
        history=[(entry, words.changes_of(entry.detail)) for entry in details.history], action_names=ACTION_NAMES,
        message_states=MESSAGE_STATE_NAMES, message_tones=MESSAGE_TONES, **WORDS,
    )  # fmt: skip


def answers_of(attendee: Attendee, form: registration_forms.Form) -> list[tuple[str, str]]:
    """The answers with the labels of the form they were given to; what was left empty is left out."""
    language = choose_language()
    kept = texts_of(person_of(attendee), stay_of(attendee), attendee.answers)
    return [
        (label_of(spec, language), said_value(spec, kept[spec.code], language))
        for spec in form.fields
        if kept.get(spec.code)
    ]


def possible(state: object) -> list[str]:
    """What organizers may do with a role that stands so."""
    return [one.value for one in BY_ORGANIZERS if state in DECISIONS[one][0]]


def decide_role(attendee_id: int, held_id: int) -> ResponseReturnValue:
    """One decision about one role of one person; goes back to where it was asked for."""
    edition, typed = current_edition(), request.form.get("decision", "")
    if typed not in set(BY_ORGANIZERS):
        raise NotFound("没有这种处理方式，请刷新页面重试。")
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    if held_id not in {held.id for held in attendee.roles}:
        raise NotFound("找不到这位参会人员。")
    answers = role_decisions.decide_roles(
        edition, [held_id], Decision(typed), remark=request.form.get("remark", "").strip()[:500],
        links=personal_links(current_settings()), actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    for one in answers:
        if one.refusal is not None:
            flash(words_of(one.refusal), "warning")
        else:
            state = gettext(WORDS["role_state_names"][one.after])
            flash(gettext("%(name)s：%(state)s。", name=attendee.name, state=state), "success")
    return redirect(back_from_decision(attendee_id))


def back_from_decision(attendee_id: int) -> str:
    """The queue that the decision was made in, or the person's page."""
    back = request.form.get("back", "")
    if back in ("attendees.list_pending", "attendees.list_waiting"):
        return url_for(back, role=request.form.get("role") or None)
    return url_for("attendees.show_attendee", attendee_id=attendee_id)


def cancel_attendee(attendee_id: int) -> ResponseReturnValue:
    """Cancel the whole registration for somebody."""
    registration.cancel_attendee(
        current_edition(), attendee_id, links=personal_links(current_settings()), actor=current_actor(), now=clock.now()
    )
    flash(gettext("已取消报名，二维码作废。"), "success")
    return redirect(url_for("attendees.show_attendee", attendee_id=attendee_id))


def renew_link(attendee_id: int) -> ResponseReturnValue:
    """A new secret link for somebody who lost theirs; opens their own page."""
    key = registration.renew_link(
        current_edition(), attendee_id, links=personal_links(current_settings()), actor=current_actor(), now=clock.now()
    )
    flash(gettext("新链接已生成，原链接失效；填写了邮箱的会收到邮件。"), "success")
    return redirect(url_for("registration.show_registration", key=key))
