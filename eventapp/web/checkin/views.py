"""Pages of check-in: the list of checkpoints, the scanner, its answers, live numbers, taking back."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.checkin import CHECKPOINT_KIND_NAMES, VERDICT_SENTENCES, Verdict, bound_clock, may_undo
from eventapp.services import checkin
from eventapp.services.checkin import ScanAnswer
from eventapp.web.checkin.answers import as_flash, as_json, tone_of
from eventapp.web.checkin.codes import read_code
from eventapp.web.checkin.device import current_device, remember_device
from eventapp.web.checkin.forms import ScanPost, TypedCodeForm
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext

bp = Blueprint("checkin", __name__)
bp.after_request(remember_device)


@bp.get("/checkpoints")
def list_checkpoints() -> ResponseReturnValue:
    """All checkpoints with their live numbers."""
    cards = checkin.list_checkpoints(current_edition())
    return render_template("checkin/list_checkpoints.html", cards=cards, kinds=CHECKPOINT_KIND_NAMES)


@bp.get("/checkpoints/<int:checkpoint_id>/scanner")
def show_scanner(checkpoint_id: int) -> ResponseReturnValue:
    """The volunteer's page; it names the device, so that repeated readings are recognized."""
    current_device()
    edition = current_edition()
    checkpoint, counts = checkin.get_checkpoint(edition, checkpoint_id), checkin.get_counts(edition, checkpoint_id)
    return render_template("checkin/show_scanner.html", checkpoint=checkpoint, counts=counts)


@bp.post("/checkpoints/<int:checkpoint_id>/scans")
def scan_code(checkpoint_id: int) -> ResponseReturnValue:
    """One reading of the camera or of the number field, answered as JSON."""
    post, now = ScanPost.from_json(sent_json()), clock.now()
    answer = take(checkpoint_id, post.code, key=post.key, scanned_at=post.scanned_at, now=now)
    return jsonify(as_json(answer, checkin.get_counts(current_edition(), checkpoint_id), now))


def sent_json() -> object:
    """The body, or None when it cannot be read; brackets nested without end cannot either."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@bp.post("/checkpoints/<int:checkpoint_id>/typed-codes")
def type_code(checkpoint_id: int) -> ResponseReturnValue:
    """The same without scripts; here the server makes the key."""
    form, now = TypedCodeForm(), clock.now()
    if form.validate():
        flash(*as_flash(take(checkpoint_id, form.code.data, key=str(uuid.uuid4()), scanned_at=None, now=now), now))
    else:
        for fault in form.errors.get("code", []):
            flash(gettext(fault), "warning")
    return redirect(url_for("checkin.show_scanner", checkpoint_id=checkpoint_id))


def take(checkpoint_id: int, code: str, *, key: str, scanned_at: datetime | None, now: datetime) -> ScanAnswer:
    """Prove the code, then let the one use case decide."""
    edition = current_edition()
    reading = read_code(edition, code, now, bound_clock(scanned_at, now).scanned_at)
    return checkin.scan(
        edition, checkpoint_id, reading.serial, refused=reading.refused, device=current_device(), key=key,
        scanned_at=scanned_at, actor=current_actor(), now=now,
    )  # fmt: skip


@bp.get("/checkpoints/<int:checkpoint_id>/counts")
def show_counts(checkpoint_id: int) -> ResponseReturnValue:
    """The live numbers of one checkpoint; 304 while they stand still."""
    counts = checkin.get_counts(current_edition(), checkpoint_id)
    return if_changed(jsonify(present=counts.present, expected=counts.expected))


@bp.get("/checkpoints/counts")
def list_counts() -> ResponseReturnValue:
    """The live numbers of all checkpoints in one answer, named as the page names its places."""
    cards = checkin.list_checkpoints(current_edition())
    return if_changed(
        jsonify({f"{what}-{card.checkpoint.id}": getattr(card.counts, what) for card in cards
                 for what in ("present", "expected")})
    )  # fmt: skip


def if_changed(response: Response) -> ResponseReturnValue:
    """Let the browser ask with the tag of what it has; kept by no one in between."""
    response.add_etag()
    response.cache_control.private, response.cache_control.no_cache = True, True
    return response.make_conditional(request)


@bp.get("/checkpoints/<int:checkpoint_id>/scans")
def list_scans(checkpoint_id: int) -> ResponseReturnValue:
    """The latest readings; those that the person may still take back carry a button."""
    edition, actor, now = current_edition(), current_actor(), clock.now()
    checkpoint, scans = checkin.get_checkpoint(edition, checkpoint_id), checkin.list_scans(edition, checkpoint_id)
    undoable = {
        scan.id for scan in scans if scan.verdict is Verdict.OK and not scan.undone_at
        and may_undo(actor, scanned_by=scan.scanned_by, received_at=scan.received_at, now=now)
    }  # fmt: skip
    return render_template(
        "checkin/list_scans.html", checkpoint=checkpoint, scans=scans, undoable=undoable, sentences=VERDICT_SENTENCES,
        tone_of=tone_of,
    )  # fmt: skip


@bp.post("/scans/<int:scan_id>/undo")
def undo_scan(scan_id: int) -> ResponseReturnValue:
    """Take a check-in back; the record stays, marked."""
    checkpoint_id = checkin.undo_scan(current_edition(), scan_id, actor=current_actor(), now=clock.now())
    flash(gettext("签到已撤销，此人可以重新签到。"), "success")
    return redirect(url_for("checkin.list_scans", checkpoint_id=checkpoint_id))
