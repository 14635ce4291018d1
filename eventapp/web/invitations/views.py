"""Pages of invitations: whom organizers invite, and the page that an invitation's link opens."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.invitations import INVITATION_STATE_NAMES, read_guests
from eventapp.domain.pages import page_count
from eventapp.domain.refusals import Refusal
from eventapp.domain.text import one_line
from eventapp.services import invitations, roles
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.invitations.forms import InvitationForm
from eventapp.web.invitations.taking import take_invitation
from eventapp.web.language import gettext, ngettext, words_of
from eventapp.web.local_times import moment_typed
from eventapp.web.paging import page_number

bp = Blueprint("invitations", __name__)
RENEWED_FOR = timedelta(days=14)


@bp.get("/invitations")
def list_invitations() -> ResponseReturnValue:
    """Whom we invited, and what came of it."""
    return show_list(blank_form())


@bp.post("/invitations")
def invite_people() -> ResponseReturnValue:
    """Invite everybody of a pasted list; with a fault in any line nobody is invited yet."""
    form = blank_form()
    if not form.validate():
        return show_list(form), 400
    guests, faults = read_guests(form.guests.data)
    if faults:
        said = [gettext("第%(line)s行：%(fault)s", line=one.where, fault=words_of(one)) for one in faults]
        return show_list(form, *said), 400
    try:
        invited = invitations.invite(
            current_edition(), form.role.data, guests, expires_at=moment_typed(form.expires_at.data),
            remark=(form.remark.data or "").strip(), links=personal_links(current_settings()), actor=current_actor(),
            now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show_list(form, words_of(refusal)), 400
    flash(ngettext("已邀请 %(num)d 人。", "已邀请 %(num)d 人。", invited), "success")
    if invited < len(guests):
        flash(gettext("其余的人已有未过期的邀请，没有重复邀请。"), "info")
    return redirect(url_for("invitations.list_invitations"))


def blank_form() -> InvitationForm:
    form = InvitationForm()
    form.offer_roles(roles.list_roles(current_edition()))
    return form


def show_list(form: InvitationForm, *faults: str) -> str:
    edition, page = current_edition(), page_number(request.args)
    role = one_line(request.args.get("role", ""))[:80]
    links, now = personal_links(current_settings()), clock.now()
    rows, total = invitations.list_invitations(edition, role=role, page=page, links=links, now=now)
    return render_template(
        "invitations/list_invitations.html",
        form=form,
        faults=faults,
        rows=rows,
        total=total,
        page=page,
        pages=page_count(total, invitations.PAGE_SIZE),
        asked={"role": role} if role else {},
        roles=[(choice.value, choice.label) for choice in form.role.choices],
        names=INVITATION_STATE_NAMES,
    )


@bp.post("/invitations/<int:invitation_id>/revocation")
def revoke_invitation(invitation_id: int) -> ResponseReturnValue:
    """Withdraw one."""
    invitations.revoke_invitation(current_edition(), invitation_id, actor=current_actor(), now=clock.now())
    flash(gettext("邀请已撤回，链接失效。"), "success")
    return redirect(url_for("invitations.list_invitations"))


@bp.post("/invitations/<int:invitation_id>/renewal")
def renew_invitation(invitation_id: int) -> ResponseReturnValue:
    """A new link for two weeks."""
    now = clock.now()
    invitations.renew_invitation(
        current_edition(), invitation_id, expires_at=now + RENEWED_FOR, links=personal_links(current_settings()),
        actor=current_actor(), now=now,
    )  # fmt: skip
    flash(gettext("新邀请已发出，原链接失效，有效期两周。"), "success")
    return redirect(url_for("invitations.list_invitations"))


bp.add_url_rule("/registration/invitation/<key>", view_func=take_invitation, methods=["GET", "POST"])
