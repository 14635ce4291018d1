"""Deciding who comes: the queue of those who wait for an organizer, and the waiting lists of full roles."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration_states import RoleState
from eventapp.services import attendee_queues, role_decisions, roles
from eventapp.services.roles import Role
from eventapp.web.attendees.listing import place_now
from eventapp.web.attendees.words import WORDS
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext
from eventapp.web.registration.offers import offer_held


def list_pending() -> ResponseReturnValue:
    """Who waits for a decision, the oldest first; decided in place, also by keys."""
    edition = current_edition()
    known = roles.list_roles(edition)
    role = chosen_role(known)
    queue = attendee_queues.list_pending(edition, role.id if role else None, after=place_now().after)
    counts = attendee_queues.count_by_role(edition, RoleState.PENDING)
    return render_template(
        "attendees/list_pending.html", queue=queue, chosen=role, offer_held=offer_held,
        roles=[(one, counts[one.id]) for one in known if one.id in counts or one is role], **WORDS,
    )  # fmt: skip


def list_waiting() -> ResponseReturnValue:
    """The waiting list of one role: who is next, who has been offered a place and until when."""
    edition = current_edition()
    known = roles.list_roles(edition)
    counts = attendee_queues.count_by_role(edition, RoleState.WAITING, RoleState.OFFERED)
    offered = [one for one in known if one.capacity is not None or one.id in counts]
    role = chosen_role(known) or next(iter(sorted(offered, key=lambda one: -counts.get(one.id, 0))), None)
    after = place_now().after
    return render_template(
        "attendees/list_waiting.html", chosen=role, roles=[(one, counts.get(one.id, 0)) for one in offered],
        queue=attendee_queues.list_waiting(edition, role.id, after=after) if role else None,
        offered=attendee_queues.list_offered(edition, role.id) if role and after is None else [],
        is_first=after is None, offer_hours=edition.registration.offer_hours, **WORDS,
    )  # fmt: skip


def chosen_role(known: list[Role]) -> Role | None:
    """The role in the address; raises `NotFound` for one that is not there."""
    code = request.args.get("role", "")
    found = next((role for role in known if role.code == code), None)
    if code and found is None:
        raise NotFound("没有这种参会身份，请返回重新选择。")
    return found


def move_to_front(held_id: int) -> ResponseReturnValue:
    """Let somebody be the next to whom a place is offered."""
    role_decisions.move_to_front(current_edition(), held_id, actor=current_actor(), now=clock.now())
    flash(gettext("已移到候补名单最前面。"), "success")
    return redirect(url_for("attendees.list_waiting", role=request.form.get("role") or None))
