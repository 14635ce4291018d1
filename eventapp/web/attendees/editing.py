"""Mending a registration as an organizer: all questions, the roles with their subjects, room and seat."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_columns import ROLES, SUBJECT
from eventapp.domain.attendee_plans import KnownPerson
from eventapp.domain.attendee_rows import BETWEEN, Rules, read_row, words_of
from eventapp.domain.refusals import Fault, NotFound, Refusal, Severity
from eventapp.domain.words import N_
from eventapp.services import attendee_details, attendee_plans, registration_forms
from eventapp.services.attendee_lists import Attendee
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.language import words_of as said
from eventapp.web.registration.form_page import FormPage, page_of, with_refusal
from eventapp.web.registration.questions import typed_in

PLACES = ("hotel_room", "seat")
NO_ROLE = N_("请至少选择一种参会身份；整个取消请用“取消报名”。")


@dataclass(frozen=True)
class OfficeForm:
    """What stands in the form beside the questions; `errors` by name."""

    roles: list[str]
    subject: str
    places: dict[str, str]
    errors: dict[str, str]


def edit_attendee(attendee_id: int) -> ResponseReturnValue:
    """The newest questions with what is known, and what only organizers decide."""
    edition = current_edition()
    known = attendee_plans.known_people(edition, attendee_plans.EVERYBODY, Attendee.id == attendee_id)
    if not known:
        raise NotFound("找不到这位参会人员。")
    rules = attendee_plans.rules_of(edition, attendee_plans.EVERYBODY, now=clock.now())
    return save(known[0], rules) if request.method == "POST" else open_form(known[0], rules)


def open_form(known: KnownPerson, rules: Rules) -> ResponseReturnValue:
    form = registration_forms.current_form(current_edition())
    codes = [one.code for one in known.registered.roles]
    kept = attendee_details.places_of(current_edition(), known.id)
    office = OfficeForm(list(dict.fromkeys(codes)), words_of(rules, known.registered).get(SUBJECT, ""), kept, {})
    return show(known, rules, page_of(form, codes, known.held.texts, [], held=known.held.texts), office)


def save(known: KnownPerson, rules: Rules) -> ResponseReturnValue:
    """Read by the rules of the workbook, for organizers may name roles and subjects as there."""
    form = registration_forms.current_form(current_edition())
    codes = [code for code in rules.role_names if code in request.form.getlist("office-role")]
    typed = typed_in(request.form, form.fields, request.form.to_dict(flat=False))
    subject = request.form.get("office-subject", "").strip()[:400]
    names = BETWEEN.join(rules.role_names[code] for code in codes)
    read = read_row(rules, {**typed, ROLES: names, SUBJECT: subject}, known.held)
    faults = list(read.faults)
    if not codes:
        faults.append(Fault("missing_required", NO_ROLE, field=ROLES, severity=Severity.ERROR))
    places = {name: request.form.get(f"office-{name}", "").strip() for name in PLACES}
    errors = {fault.field: said(fault) for fault in faults if fault.field in (ROLES, SUBJECT)}
    own = [fault for fault in faults if fault.field not in errors]
    page = page_of(form, codes, typed, own, held=known.held.texts)
    office = OfficeForm(codes, subject, places, errors)
    if faults or read.new is None:
        return show(known, rules, page, office), 400
    try:
        is_changed = attendee_details.edit_attendee(
            current_edition(), known.id, read.new, places, links=personal_links(current_settings()), form_id=form.id,
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show(known, rules, with_refusal(page, refusal), office), 400
    flash(gettext("修改已保存。") if is_changed else gettext("没有改动。"), "success")
    return redirect(url_for("attendees.show_attendee", attendee_id=known.id))


def show(known: KnownPerson, rules: Rules, page: FormPage, office: OfficeForm) -> str:
    roles = [(role.code, role.name, role.code in office.roles) for role in rules.roles]
    return render_template("attendees/edit_attendee.html", known=known, page=page, office=office, roles=roles)
