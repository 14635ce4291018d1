"""Pages of mailings: written, looked at with everybody's own values, sent after a deliberate yes, followed."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.message_templates import CHINESE, KIND_NAMES, PLACES
from eventapp.domain.message_wordings import MAILING_PLACES
from eventapp.domain.messages import (
    CHANNEL_NAMES,
    MAILING_STATE_NAMES,
    MESSAGE_STATE_NAMES,
    MailingState,
    masked_recipient,
)
from eventapp.domain.pages import page_count
from eventapp.domain.refusals import Refusal
from eventapp.jobs.channels import leaves_us
from eventapp.services import mailings, roles
from eventapp.services.mailings import PAGE_SIZE, AudienceChanged, Mailing
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.mailings.audience import audience_words
from eventapp.web.mailings.forms import MailingForm, form_of
from eventapp.web.messages.secrets import without_secrets
from eventapp.web.messages.wordings import examples_now
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading

bp = Blueprint("mailings", __name__, url_prefix="/mailings")

TONES = {
    "waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger", "bounced": "danger",
    "recorded": "info", "dropped": "neutral",
}  # fmt: skip
MAILING_TONES = {"draft": "warning", "sent": "success", "dropped": "neutral"}
WORDS = {
    "states": MAILING_STATE_NAMES, "mailing_tones": MAILING_TONES, "tones": TONES, "channels": CHANNEL_NAMES,
    "names": {state.value: name for state, name in MESSAGE_STATE_NAMES.items()},
}  # fmt: skip


@bp.get("/")
def list_mailings() -> ResponseReturnValue:
    """Drafts and what became of earlier mailings, the newest first."""
    page = page_number(request.args)
    rows, total = mailings.list_mailings(current_edition(), page=page)
    return render_template(
        "mailings/list_mailings.html", rows=rows, page=page, pages=page_count(total, PAGE_SIZE), **WORDS
    )


@bp.route("/new", methods=["GET", "POST"])
def write_mailing() -> ResponseReturnValue:
    """Begin one, for the list of attendees whose filters stand in the address."""
    return edited(None)


@bp.post("/start")
def start_mailing() -> ResponseReturnValue:
    """Begin one for people chosen on the list of attendees: too many numbers for an address, so they are sent."""
    form = form_of(None, wanted_from(request.form).as_query(), is_fresh=True)
    form.offer_choices(roles.list_roles(current_edition()))
    return show_form(form, None)


@bp.route("/<int:mailing_id>/edit", methods=["GET", "POST"])
def edit_mailing(mailing_id: int) -> ResponseReturnValue:
    """Change a draft."""
    mailing = mailings.get_mailing(current_edition(), mailing_id)
    if mailing.state is not MailingState.DRAFT and is_reading():
        return redirect(url_for("mailings.show_mailing", mailing_id=mailing_id))
    return edited(mailing)


def edited(mailing: Mailing | None) -> ResponseReturnValue:
    edition = current_edition()
    form = form_of(mailing, wanted_from(request.args).as_query())
    form.offer_choices(roles.list_roles(edition))
    if is_reading() or not form.validate():
        return show_form(form, mailing), 200 if is_reading() else 400
    number, revision = (mailing.id if mailing else None), form.revision.data or "0"
    try:
        saved = mailings.save_mailing(
            edition, number, form.to_draft(), revision=int(revision) if revision.isdecimal() else -1,
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show_form(form, mailing, words_of(refusal)), 400
    return redirect(url_for("mailings.preview_mailing", mailing_id=saved))


def show_form(form: MailingForm, mailing: Mailing | None, *faults: str) -> str:
    told = dict(parse_qsl(form.audience.data or ""))
    return render_template(
        "mailings/edit_mailing.html", form=form, mailing=mailing, faults=faults, told=told,
        audience=audience_words(current_edition(), told), places=[PLACES[code] for code in PLACES if code in MAILING_PLACES],
        kinds=KIND_NAMES, examples=examples_now(CHINESE),
    )  # fmt: skip


@bp.get("/<int:mailing_id>/preview")
def preview_mailing(mailing_id: int) -> ResponseReturnValue:
    """Who exactly gets it, each with their own values; who has no address; and the button."""
    edition, page = current_edition(), page_number(request.args)
    mailing = mailings.get_mailing(edition, mailing_id)
    if mailing.state is not MailingState.DRAFT:
        return redirect(url_for("mailings.show_mailing", mailing_id=mailing_id))
    is_unreachable = request.args.get("who") == "unreachable"
    preview = mailings.preview_mailing(
        edition, mailing, links=personal_links(current_settings()), is_unreachable=is_unreachable, page=page
    )
    shown = preview.audience.unreachable if is_unreachable else preview.audience.reachable
    return render_template(
        "mailings/preview_mailing.html", mailing=mailing, preview=preview, is_unreachable=is_unreachable, page=page,
        pages=page_count(len(shown), PAGE_SIZE), audience=audience_words(edition, mailing.audience),
        masked=masked_recipient, without_secrets=without_secrets, told=mailing.audience,
        leaves_us=leaves_us(mailing.channel, current_settings()), **WORDS,
    )  # fmt: skip


@bp.post("/<int:mailing_id>/send")
def send_mailing(mailing_id: int) -> ResponseReturnValue:
    """Put it into the outbox for everybody who was looked at."""
    try:
        count = mailings.send_mailing(
            current_edition(), mailing_id, fingerprint=request.form.get("fingerprint", ""),
            links=personal_links(current_settings()), actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except AudienceChanged as changed:
        flash(words_of(changed), "warning")
        return redirect(url_for("mailings.preview_mailing", mailing_id=mailing_id))
    if count:
        flash(gettext("已交给发件箱：%(count)s 份，稍后陆续发出。", count=count), "success")
    return redirect(url_for("mailings.show_mailing", mailing_id=mailing_id))


@bp.get("/<int:mailing_id>")
def show_mailing(mailing_id: int) -> ResponseReturnValue:
    """What became of it."""
    edition = current_edition()
    mailing = mailings.get_mailing(edition, mailing_id)
    if mailing.state is MailingState.DRAFT:
        return redirect(url_for("mailings.preview_mailing", mailing_id=mailing_id))
    counts = mailings.count_copies([mailing.id]).get(mailing.id, {})
    return render_template(
        "mailings/show_mailing.html", mailing=mailing, counts=counts, audience=audience_words(edition, mailing.audience),
        told=mailing.audience, **WORDS,
    )  # fmt: skip


@bp.post("/<int:mailing_id>/stop")
def stop_mailing(mailing_id: int) -> ResponseReturnValue:
    """Take back what has not left yet."""
    count = mailings.stop_mailing(current_edition(), mailing_id, actor=current_actor(), now=clock.now())
    flash(gettext("已停止：%(count)s 份不再发送。", count=count), "success")
    return redirect(url_for("mailings.show_mailing", mailing_id=mailing_id))


@bp.post("/<int:mailing_id>/retry")
def retry_mailing(mailing_id: int) -> ResponseReturnValue:
    """Try again what failed."""
    count = mailings.retry_mailing(current_edition(), mailing_id, actor=current_actor(), now=clock.now())
    flash(gettext("重新排队 %(count)s 份。", count=count), "success")
    return redirect(url_for("mailings.show_mailing", mailing_id=mailing_id))


@bp.post("/<int:mailing_id>/drop")
def drop_mailing(mailing_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    mailings.drop_mailing(current_edition(), mailing_id, actor=current_actor(), now=clock.now())
    flash(gettext("草稿已放弃。"), "success")
    return redirect(url_for("mailings.list_mailings"))
