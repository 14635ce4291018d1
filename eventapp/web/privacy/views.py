"""Pages about personal data: a person's own, by their secret link."""

from __future__ import annotations

import json
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.people import Actor
from eventapp.domain.privacy import needs_giving_back
from eventapp.domain.registration import Phase, phase_of
from eventapp.domain.registration_states import LIVING
from eventapp.domain.words import N_
from eventapp.extensions import limiter
from eventapp.services import privacy, privacy_data
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext
from eventapp.web.privacy import office
from eventapp.web.privacy.words import parts_of

bp = Blueprint("privacy", __name__)
PACE = "30 per minute"
THE_PERSON = Actor(name=N_("本人"))


def whoever() -> Actor:
    """The signed-in person, or the one who holds the link."""
    actor = current_actor()
    return actor if actor.is_signed_in else THE_PERSON


@bp.get("/registration/<key>/data")
def show_data(key: str) -> ResponseReturnValue:
    """Everything stored of one person, why, and what they may ask for."""
    edition, now = current_edition(), clock.now()
    attendee = privacy.get_own(edition, key)
    facts = privacy_data.collect(edition, attendee)
    is_living = attendee.state in LIVING
    return render_template(
        "privacy/show_data.html",
        attendee=attendee,
        key=key,
        parts=parts_of(edition, attendee, facts),
        consent=facts["consent"],
        consented_at=datetime.fromisoformat(at) if (at := facts["consent"]["at"]) else None,
        refusal=privacy.find_refusal(edition, attendee),
        until=edition.personal_data_until,
        may_edit=is_living and phase_of(edition, now) is Phase.OPEN,
        is_coming=is_living and needs_giving_back(edition, now),
        now=now,
    )


@bp.get("/registration/<key>/data.json")
@limiter.limit(PACE)
def download_data(key: str) -> ResponseReturnValue:
    """The same as a file that machines read."""
    edition = current_edition()
    attendee = privacy.get_own(edition, key)
    text = json.dumps(privacy_data.collect(edition, attendee), ensure_ascii=False, indent=2)
    name = f"attachment; filename=registration-{attendee.id}.json"
    return Response(text, mimetype="application/json", headers={"Content-Disposition": name})


@bp.post("/registration/<key>/data/erasure")
@limiter.limit(PACE)
def ask_erasure(key: str) -> ResponseReturnValue:
    """Ask the organizers to delete everything."""
    privacy.ask_erasure(current_edition(), key, actor=whoever(), now=clock.now())
    flash(gettext("删除申请已提交，会务组处理后结果显示在本页；填写了邮箱的会收到邮件。"), "success")
    return redirect(url_for("privacy.show_data", key=key))


@bp.post("/registration/<key>/data/erasure/withdrawal")
@limiter.limit(PACE)
def withdraw_erasure(key: str) -> ResponseReturnValue:
    """Take the request back."""
    privacy.withdraw_erasure(current_edition(), key, actor=whoever(), now=clock.now())
    flash(gettext("删除申请已撤回。"), "success")
    return redirect(url_for("privacy.show_data", key=key))


bp.add_url_rule("/privacy", view_func=office.list_requests)
bp.add_url_rule("/privacy/erasure", view_func=office.erase_attendees, methods=["POST"])
bp.add_url_rule("/privacy/<int:attendee_id>/erasure", view_func=office.erase_attendee, methods=["GET", "POST"])
bp.add_url_rule("/privacy/<int:attendee_id>/refusal", view_func=office.refuse_erasure, methods=["GET", "POST"])
bp.add_url_rule("/privacy/retention", view_func=office.set_retention, methods=["GET", "POST"])
