"""Pages of registration for the organizers: the list, one attendee, the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.registration import masked_mobile
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES
from eventapp.domain.words import N_
from eventapp.services import attendee_lists, attendee_pages, registration, role_decisions, roles
from eventapp.services.attendee_lists import AuditEntry
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.registration.offers import offer_held
from eventapp.web.tickets.codes import valid_ticket

ACTION_NAMES = {
    "attendee.register": N_("报名"),
    "attendee.add_role": N_("增加身份"),
    "attendee.ask_role": N_("申请增加须审核的身份"),
    "attendee.edit": N_("修改"),
    "attendee.cancel": N_("取消报名"),
    "attendee.approve": N_("通过审核"),
    "attendee.reject": N_("不予通过"),
    "attendee.renew_link": N_("重新生成报名链接"),
}
DETAIL_NAMES = {
    "name": N_("姓名"),
    "gender": N_("性别"),
    "unit_name": N_("单位"),
    "job_title": N_("部门和职务"),
    "mobile": N_("手机号"),
    "email": N_("邮箱"),
}


def list_attendees() -> ResponseReturnValue:
    """Everybody who is registered; what narrows the list stands in its address."""
    edition, wanted = current_edition(), wanted_from(request.args)
    found = attendee_pages.list_attendees(edition, wanted, after=request.args.get("after", None, type=int))
    return render_template(
        "registration/list_attendees.html",
        rows=found.rows, total=found.total, page=1, pages=1, wanted=wanted, asked=wanted.as_query(),
        roles=[(role.code, role.name) for role in roles.list_roles(edition)],
        states=[(state.value, gettext(name)) for state, name in ATTENDEE_STATE_NAMES.items()],
        state_names=ATTENDEE_STATE_NAMES,
        masked=masked_mobile,
    )  # fmt: skip


def show_attendee(attendee_id: int) -> ResponseReturnValue:
    """All that is known of one person, and every change of it."""
    edition = current_edition()
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    return render_template(
        "registration/show_attendee.html",
        attendee=attendee,
        taken=[(held.role, offer_held(held)) for held in attendee.roles],
        ticket=valid_ticket(attendee),
        appearances=attendee_lists.list_appearances(edition, attendee),
        history=[(entry, changes_of(entry)) for entry in attendee_lists.list_history(edition, attendee)],
        action_names=ACTION_NAMES,
        state_names=ATTENDEE_STATE_NAMES,
    )


def changes_of(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Field, before and after of one change, as far as a person reads them."""
    before, after = entry.detail.get("before", {}), entry.detail.get("after", {})
    named = [name for name in DETAIL_NAMES if name in before and name in after]
    return [(gettext(DETAIL_NAMES[name]), str(before[name]), str(after[name])) for name in named]


def decide_attendee(attendee_id: int) -> ResponseReturnValue:
    """Approve or reject a registration by approval."""
    approve = request.form.get("decision") == "approve"
    role_decisions.decide_attendee(
        current_edition(), attendee_id, approve=approve, links=personal_links(current_settings()),
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    flash(gettext("已通过审核。") if approve else gettext("已标记为未通过。"), "success")
    return redirect(url_for("registration.show_attendee", attendee_id=attendee_id))


def renew_link(attendee_id: int) -> ResponseReturnValue:
    """A new secret link for somebody who lost theirs, or was entered by us; opens their own page."""
    links = personal_links(current_settings())
    key = registration.renew_link(current_edition(), attendee_id, links=links, actor=current_actor(), now=clock.now())
    flash(gettext("新链接已生成，原链接失效；填写了邮箱的会收到邮件。"), "success")
    return redirect(url_for("registration.show_registration", key=key))
