"""The desk at the entrance: somebody comes, is found or registered, checked in, and gets a badge."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.qr import qr_svg
from eventapp.domain.checkin import Verdict
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import MOST_FOUND, RoleChoice, masked_mobile
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, AttendeeState, Origin
from eventapp.domain.text import one_line
from eventapp.services import attendee_lists, checkin, walk_ins
from eventapp.services.attendees import Attendee
from eventapp.services.registration_forms import current_form
from eventapp.settings import personal_links
from eventapp.web.access import may
from eventapp.web.checkin.answers import as_flash
from eventapp.web.checkin.device import current_device, remember_device
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.desk.forms import NOWHERE, WalkInForm
from eventapp.web.desk.taking import Asked, ask_first, choice_of, refused, role_of
from eventapp.web.ids import row_id
from eventapp.web.language import choose_language, gettext
from eventapp.web.plain_input import is_reading
from eventapp.web.tickets.codes import bare_address, typed_number, valid_ticket

bp = Blueprint("desk", __name__)
bp.after_request(remember_device)

JUST_NOW = timedelta(minutes=20)  # while the person still stands at the desk
LAST_ROLE, LAST_CHECKPOINT = "desk_role", "desk_checkpoint"
LONGEST_TEXT = 80


@bp.route("/desk", methods=["GET", "POST"])
def register_walk_in() -> ResponseReturnValue:
    """Four fields, a tick and Enter; above them the search for people who are registered."""
    edition, actor = current_edition(), current_actor()
    arrivals, text = walk_ins.list_arrivals(edition), one_line(request.args.get("q", ""))[:LONGEST_TEXT]
    roles = walk_ins.roles_at_desk(edition, actor)
    form = WalkInForm.offering(
        roles, arrivals, role=session.get(LAST_ROLE, ""),
        checkpoint=session.get(LAST_CHECKPOINT, str(arrivals[0].id) if arrivals else NOWHERE),
    )  # fmt: skip
    asked = Asked()
    if form.validate_on_submit():
        role = role_of(roles, form)
        asked = ask_first(edition, form, role)
        try:
            if not asked.is_question:
                return redirect(take(form, choice_of(form, role)))
        except Refusal as refusal:
            asked = refused(edition, form, role, refusal)
    page = render_template(
        "desk/register_walk_in.html", form=form, asked=asked, text=text, is_staff=actor.is_staff,
        found=walk_ins.find_people(edition, text), masked=masked_mobile, states=ATTENDEE_STATE_NAMES,
        shortest=walk_ins.SHORTEST_TEXT, most=walk_ins.MOST_SHOWN, privacy=privacy_text(), most_found=MOST_FOUND,
    )  # fmt: skip
    return page, 200 if is_reading() or asked.is_question else 400


def privacy_text() -> list[str]:
    """What people at the desk consent to, part by part."""
    text = current_form(current_edition()).privacy(choose_language())
    return [part for part in text.split("\n") if part.strip()]


def take(form: WalkInForm, choice: RoleChoice) -> str:
    """Register, check in where that is wanted, and go on to the person."""
    edition = current_edition()
    session[LAST_ROLE], session[LAST_CHECKPOINT] = form.role.data, form.checkpoint.data
    done = walk_ins.register_walk_in(
        edition, form.person, choice, if_full=form.what_if_full, links=personal_links(current_settings()),
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    if not done.is_new:
        flash(gettext("此人已经报名，没有重复登记。"), "info")
    elif done.is_waiting:
        flash(gettext("已登记到候补名单，有空位时通知本人确认；现在不能签到。"), "warning")
    elif checkpoint_id := row_id(form.checkpoint.data):
        let_in(attendee_lists.get_attendee(edition, done.attendee_id), checkpoint_id)
    return url_for("desk.show_person", attendee_id=done.attendee_id)


def let_in(attendee: Attendee, checkpoint_id: int) -> None:
    """Check somebody in by the number of their ticket, through the one door that all scans take."""
    now, ticket = clock.now(), valid_ticket(attendee)
    answer = checkin.scan(
        current_edition(), checkpoint_id, ticket.serial if ticket else None,
        refused=None if ticket else Verdict.REVOKED, device=current_device(), key=str(uuid.uuid4()),
        actor=current_actor(), now=now,
    )  # fmt: skip
    flash(*as_flash(answer, now))


@bp.get("/desk/people/<int:attendee_id>")
def show_person(attendee_id: int) -> ResponseReturnValue:
    """One person at the desk: their code, their badge, and whether they are in. No more of them than that takes."""
    edition, now = current_edition(), clock.now()
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    ticket = valid_ticket(attendee) if attendee.state is AttendeeState.CONFIRMED else None
    is_fresh = attendee.origin is Origin.WALK_IN and now - attendee.registered_at < JUST_NOW
    own = personal_links(current_settings()).registration(edition.slug, attendee.link_nonce) if is_fresh else ""
    return render_template(
        "desk/show_person.html",
        attendee=attendee, mobile=masked_mobile(attendee.mobile), state_name=ATTENDEE_STATE_NAMES[attendee.state],
        code=picture(bare_address(edition, ticket)) if ticket and not edition.registration.rotating_codes else None,
        number=typed_number(ticket) if ticket else "", own=picture(own) if own else None,
        arrivals=checkin.list_presence(edition, attendee_id, walk_ins.list_arrivals(edition)),
        prints="badges.print_badge" in current_app.view_functions and may("badges.print_badge", "POST"),
    )  # fmt: skip


def picture(text: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text)).decode("ascii")


@bp.post("/desk/people/<int:attendee_id>/scans/<int:checkpoint_id>")
def check_in_person(attendee_id: int, checkpoint_id: int) -> ResponseReturnValue:
    """Check in somebody whom the desk has found by name."""
    let_in(attendee_lists.get_attendee(current_edition(), attendee_id), checkpoint_id)
    return redirect(url_for("desk.show_person", attendee_id=attendee_id))
