"""Pages of certificates: issued and printed by the office, verified by anybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.tickets import is_certificate_signature
from eventapp.domain.certificate_codes import certificate_code
from eventapp.domain.certificate_issue import AWARD_KIND_NAMES, AwardKind, VerifyVerdict
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_
from eventapp.extensions import limiter
from eventapp.jobs.queue import dispatch
from eventapp.services import certificates, events, jobs
from eventapp.web.certificates.forms import WithdrawForm
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading

bp = Blueprint("certificates", __name__, url_prefix="/certificates")

TITLES = {"pdf": N_("打印证书（PDF）"), "docx": N_("打印证书（Word）")}
LONGEST_NUMBER = 120


@bp.get("/")
def list_certificates() -> ResponseReturnValue:
    """What was issued, and what waits for a number."""
    edition = current_edition()
    kind, text = request.args.get("kind", ""), request.args.get("q", "").strip()[:100]
    kind = kind if kind in set(AwardKind) else ""
    return render_template(
        "certificates/list_certificates.html",
        page=certificates.list_certificates(edition, kind=kind, text=text, page=page_number(request.args)),
        valid=certificates.count_valid(edition),
        waiting=certificates.count_waiting(edition),
        kind_names=AWARD_KIND_NAMES,
        kinds=[(each.value, gettext(name)) for each, name in AWARD_KIND_NAMES.items()],
        code_of=lambda each: certificate_code(each.id, each.number),
        arguments={name: value for name, value in (("kind", kind), ("q", text)) if value},
    )


@bp.post("/issue")
def issue_certificates() -> ResponseReturnValue:
    """Number what is confirmed."""
    count = certificates.issue_certificates(current_edition(), actor=current_actor(), now=clock.now())
    if count:
        flash(gettext("已颁发 %(count)s 份证书。", count=count), "success")
    else:
        flash(gettext("没有要颁发的证书：先在“等级评定”里确认等级。"), "info")
    return redirect(url_for("certificates.list_certificates"))


@bp.post("/print")
def print_certificates() -> ResponseReturnValue:
    """One file of all valid certificates, made by a job."""
    wanted = request.form.get("format", "")
    if wanted not in TITLES:
        abort(400)
    job_id = jobs.start_job(
        current_edition(), "print_certificates", TITLES[wanted], {"format": wanted},
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.route("/<int:certificate_id>/withdraw", methods=["GET", "POST"])
def withdraw_certificate(certificate_id: int) -> ResponseReturnValue:
    """Take one certificate back, with a reason; afterwards its award may be changed and issued anew."""
    edition, form, faults = current_edition(), WithdrawForm(), []
    certificate = certificates.get_certificate(edition, certificate_id)
    if form.validate_on_submit():
        try:
            certificates.withdraw_certificate(
                edition, certificate_id, reason=form.reason.data, actor=current_actor(), now=clock.now()
            )
        except Refusal as refusal:
            faults = [words_of(refusal)]
        else:
            flash(gettext("证书已撤销，编号不再使用。"), "success")
            return redirect(url_for("certificates.list_certificates"))
    page = render_template("certificates/withdraw_certificate.html", certificate=certificate, form=form, faults=faults)
    return page, 200 if is_reading() else 400


@bp.get("/verify")
@limiter.limit("60/minute")
def find_certificate() -> ResponseReturnValue:
    """Type the number of a certificate."""
    number = request.args.get("number", "").strip()[:LONGEST_NUMBER]
    if number:
        return redirect(url_for("certificates.verify_certificate", code=number))
    return render_template("certificates/find_certificate.html")


@bp.get("/verify/<path:code>")
@limiter.limit("60/minute")
def verify_certificate(code: str) -> ResponseReturnValue:
    """Say whether a paper is genuine: by the books, and by the signature when the address carries one."""
    edition = current_edition()
    certificate = certificates.find_certificate(edition, code[:LONGEST_NUMBER])
    verdict = verdict_of(certificate)
    is_shown = verdict not in (VerifyVerdict.FORGED, VerifyVerdict.UNKNOWN)
    page = render_template(
        "certificates/verify_certificate.html",
        verdict=verdict.value, certificate=certificate if is_shown else None, edition=edition, typed=code[:LONGEST_NUMBER],
    )  # fmt: skip
    return page, 404 if verdict is VerifyVerdict.UNKNOWN else 200


def verdict_of(certificate: Any) -> VerifyVerdict:
    """The books and the signature together; a signature that does not fit makes any paper a forgery."""
    signature = request.args.get("s")
    if certificate is None:
        return VerifyVerdict.UNKNOWN if signature is None else VerifyVerdict.FORGED
    if signature is not None:
        public_key = events.get_key(current_edition(), certificate.key_id).public_key
        digest = bytes.fromhex(certificate.digest)
        if not is_certificate_signature(signature, certificate.number, digest, public_key):
            return VerifyVerdict.FORGED
    return certificates.verdict_of(certificate)
