"""Pages of messages: the outbox, readable; what did not leave is sent again by a person."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import number_in
from eventapp.domain.message_wordings import LETTERS
from eventapp.domain.messages import CHANNEL_NAMES, MESSAGE_STATE_NAMES, MessageState, masked_recipient
from eventapp.domain.words import N_
from eventapp.services import mailings, message_lists, messages
from eventapp.services.message_lists import INTERRUPTED, Wanted
from eventapp.services.messages import RESENDABLE
from eventapp.web.access import may
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.messages.secrets import has_secrets, without_secrets
from eventapp.web.messages.wordings import attach_wordings

bp = Blueprint("messages", __name__, url_prefix="/messages")
attach_wordings(bp)

STATE_NAMES = {state.value: name for state, name in MESSAGE_STATE_NAMES.items()} | {INTERRUPTED: N_("中断")}
TONES = {
    "waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger", "bounced": "danger",
    "recorded": "info", "dropped": "neutral", INTERRUPTED: "warning",
}  # fmt: skip
TROUBLES = (MessageState.WAITING.value, MessageState.FAILED.value, MessageState.BOUNCED.value, INTERRUPTED)
OTHER_TEMPLATES = {
    "submission": N_("申报表进展"),
    "return": N_("退回补正"),
    "mailing": N_("群发通知"),
}
TEMPLATE_NAMES = {**{code: kind.name for code, kind in LETTERS.items()}, **OTHER_TEMPLATES}
LONGEST_TEXT = 200


@bp.get("/")
def list_messages() -> ResponseReturnValue:
    """The outbox, newest first; what narrows the list stands in its address."""
    edition, wanted = current_edition(), wanted_now()
    lines, following = message_lists.list_messages(edition, wanted, now=clock.now())
    mailing = mailings.find_mailing(edition, wanted.mailing_id) if wanted.mailing_id else None
    return render_template(
        "messages/list_messages.html",
        lines=lines,
        wanted=wanted,
        asked={name: value for name, value in request.args.items() if name in FILTERS and value},
        following=following,
        mailing=mailing,
        counts=message_lists.count_by_state(edition, *TROUBLES, now=clock.now()),
        most=message_lists.MOST_COUNTED,
        leaves_us=current_settings().mail_transport == "smtp",
        masked=masked_recipient,
        state_options=[(state, gettext(name)) for state, name in STATE_NAMES.items()],
        template_options=[(code, gettext(name)) for code, name in TEMPLATE_NAMES.items()],
        **WORDS,
    )


FILTERS = ("state", "template", "mailing", "q")
WORDS = {
    "names": STATE_NAMES, "tones": TONES, "templates": TEMPLATE_NAMES, "channels": CHANNEL_NAMES,
    "interrupted": INTERRUPTED,
}  # fmt: skip


def wanted_now() -> Wanted:
    """What the address asks for; what cannot be understood narrows nothing."""
    state, template = request.args.get("state", ""), request.args.get("template", "")
    return Wanted(
        state=state if state in STATE_NAMES else "",
        template=template if template in TEMPLATE_NAMES else "",
        mailing_id=number_in(request.args.get("mailing", "")),
        text=" ".join(request.args.get("q", "").split())[:LONGEST_TEXT],
        before=number_in(request.args.get("before", "")),
    )


@bp.get("/<int:message_id>")
def show_message(message_id: int) -> ResponseReturnValue:
    """One message as its reader gets it; who may not send it again does not see secret links either."""
    edition = current_edition()
    message = messages.get_message(edition, message_id)
    may_see_links = may("messages.resend_message", "POST")
    return render_template(
        "messages/show_message.html",
        message=message,
        body=message.body if may_see_links else without_secrets(message.body),
        hides_links=not may_see_links and has_secrets(message.body),
        is_resendable=message.state in RESENDABLE,
        is_interrupted=message_lists.is_interrupted(message, clock.now()),
        mailing=mailings.find_mailing(edition, message.mailing_id) if message.mailing_id else None,
        **WORDS,
    )


@bp.post("/<int:message_id>/resend")
def resend_message(message_id: int) -> ResponseReturnValue:
    """Send it once more: somebody looked, and decided."""
    messages.resend_message(current_edition(), message_id, actor=current_actor(), now=clock.now())
    flash(gettext("已重新排队，很快会再发送。"), "success")
    return redirect(url_for("messages.show_message", message_id=message_id))
