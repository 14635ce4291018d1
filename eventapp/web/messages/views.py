"""Pages of messages: the outbox, readable."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.messages import MESSAGE_STATE_NAMES, MessageState
from eventapp.domain.pages import page_count
from eventapp.services import messages
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext
from eventapp.web.paging import page_number

bp = Blueprint("messages", __name__, url_prefix="/messages")

TONES = {"waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger"}
SIZE = 50
RESENDABLE = (MessageState.FAILED, MessageState.SENDING)


@bp.get("/")
def list_messages() -> ResponseReturnValue:
    """The outbox, newest first."""
    page = page_number(request.args)
    rows, total = messages.list_messages(current_edition(), page=page, size=SIZE)
    return render_template(
        "messages/list_messages.html",
        messages=rows,
        page=page,
        pages=page_count(total, SIZE),
        names=MESSAGE_STATE_NAMES,
        tones=TONES,
        leaves_us=current_settings().mail_transport == "smtp",
    )


@bp.get("/<int:message_id>")
def show_message(message_id: int) -> ResponseReturnValue:
    """One mail as its reader gets it."""
    message = messages.get_message(current_edition(), message_id)
    return render_template(
        "messages/show_message.html", message=message, names=MESSAGE_STATE_NAMES, tones=TONES,
        is_resendable=message.state in RESENDABLE, is_open_ended=message.state is MessageState.SENDING,
    )  # fmt: skip


@bp.post("/<int:message_id>/resend")
def resend_message(message_id: int) -> ResponseReturnValue:
    """Send it once more: somebody looked, and decided."""
    messages.resend_message(current_edition(), message_id, actor=current_actor(), now=clock.now())
    flash(gettext("邮件已重新排队，很快会再发送。"), "success")
    return redirect(url_for("messages.show_message", message_id=message_id))
