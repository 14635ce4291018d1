"""Pages of messages: the outbox, readable."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.messages import MESSAGE_STATE_NAMES
from eventapp.domain.pages import page_count
from eventapp.services import messages
from eventapp.web.current import current_edition, current_settings
from eventapp.web.paging import page_number

bp = Blueprint("messages", __name__, url_prefix="/messages")

TONES = {"waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger"}
SIZE = 50


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
    return render_template("messages/show_message.html", message=message, names=MESSAGE_STATE_NAMES, tones=TONES)
