"""Pages of the signing keys, and what a scanner without network must know."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.sealing import seal
from eventapp.documents.tickets import new_key
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.rotating_codes import STEP_SECONDS, STEPS_BORNE
from eventapp.services import ticket_keys
from eventapp.services.ticket_keys import FreshPair, KeyCard
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, ngettext, words_of
from eventapp.web.plain_input import is_reading
from eventapp.web.tickets.forms import DistrustForm

SECONDS_KEPT = 60  # how long a scanner may go on with the list it has while there is network


def list_keys() -> ResponseReturnValue:
    """All key pairs of the edition with their numbers."""
    cards = ticket_keys.list_keys(current_edition())
    return render_template("tickets/list_keys.html", cards=cards, fingerprint=fingerprint)


def fingerprint(public_key: bytes) -> str:
    """Eight characters by which two people on the phone tell keys apart."""
    return hashlib.sha256(public_key).hexdigest()[:8].upper()


def make_key() -> ResponseReturnValue:
    """Sign with a new key pair from now on."""
    ticket_keys.make_key(current_edition(), fresh_pair(), actor=current_actor(), now=clock.now())
    flash(gettext("已启用新的签名密钥，已发出的二维码仍然有效。"), "success")
    return redirect(url_for("tickets.list_keys"))


def fresh_pair() -> FreshPair:
    pair = new_key()
    return FreshPair(pair.public, seal(pair.private, secret_key=current_settings().secret_key))


def distrust_key(key_id: int) -> ResponseReturnValue:
    """Refuse all codes of a key and give people new ones, with a reason."""
    card, form, faults = card_of(key_id), DistrustForm(), []
    if form.validate_on_submit():
        try:
            return redirect(distrust(key_id, form))
        except Refusal as refusal:
            faults = [words_of(refusal)]
    page = render_template(
        "tickets/distrust_key.html", card=card, form=form, faults=faults, fingerprint=fingerprint(card.key.public_key)
    )
    return page, 200 if is_reading() else 400


def card_of(key_id: int) -> KeyCard:
    """One key pair of this edition; raises `NotFound`."""
    for card in ticket_keys.list_keys(current_edition()):
        if card.key.id == key_id:
            return card
    raise NotFound("找不到这把签名密钥。")


def distrust(key_id: int, form: DistrustForm) -> str:
    """Do it, say how many got a new code, and go back to the list."""
    links = personal_links(current_settings()) if form.letters.data else None
    count = ticket_keys.distrust_key(
        current_edition(), key_id, fresh_pair(), reason=form.reason.data, links=links, actor=current_actor(),
        now=clock.now(),
    )  # fmt: skip
    said = ngettext("已停止信任，为 %(num)s 人换发了新的二维码。", "已停止信任，为 %(num)s 人换发了新的二维码。", count)
    flash(said, "success")
    return url_for("tickets.list_keys")


def list_revocations() -> ResponseReturnValue:
    """Which public keys count and which serials do not: see docs/ticket-code.md. No names; 304 while it stands."""
    edition = current_edition()
    ring, revocations = ticket_keys.key_ring(edition), ticket_keys.list_revocations(edition)
    trusted = {number: key for number, key in ring.public.items() if number not in ring.distrusted}
    response = jsonify(
        version=1,
        edition=edition.slug,
        keys={str(number): urlsafe_b64encode(key).rstrip(b"=").decode() for number, key in trusted.items()},
        distrusted=sorted(ring.distrusted),
        revoked=revocations.revoked,
        unconfirmed=revocations.unconfirmed,
        rotating={"step_seconds": STEP_SECONDS, "steps_borne": STEPS_BORNE}
        if edition.registration.rotating_codes
        else None,
    )
    response.add_etag()
    response.cache_control.public, response.cache_control.max_age = True, SECONDS_KEPT
    return response.make_conditional(request)
