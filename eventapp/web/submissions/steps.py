"""Steps of a submission: returned, accepted, withdrawn, extended; and the link that a unit fills it in by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eventapp import clock
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.services import drafts, fill_links, organizations, submission_effects, submissions
from eventapp.services.annexes import get_annex
from eventapp.services.drafts import Entrance
from eventapp.services.submission_letters import is_address
from eventapp.web.annexes.words import FORM_NAMES
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading
from eventapp.web.submissions.desk import annex_address, bp, public_address
from eventapp.web.submissions.words import anchor_of, label_of, title_of


def back_to(annex_id: int) -> ResponseReturnValue:
    return redirect(url_for("annexes.show_annex", annex_id=annex_id))


@bp.route("/submissions/<int:annex_id>/return", methods=["GET", "POST"])
def return_submission(annex_id: int) -> ResponseReturnValue:
    """Say field by field what is to be mended, and send it back."""
    edition, actor, problem = current_edition(), current_actor(), ""
    annex = get_annex(edition, annex_id, actor=actor)
    names = [*page_specs(annex.kind), *(["rows"] if row_specs(annex.kind) else [])]
    reasons = {name: request.form.get(f"reason-{name}", "") for name in names}
    remark = request.form.get("remark", "")
    if not is_reading():
        try:
            told = submissions.return_submission(
                edition, annex_id, reasons=reasons, remark=remark, actor=actor, now=clock.now(),
                address=annex_address(annex_id),
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal as refusal:
            problem = words_of(refusal)
        else:
            say(gettext("已退回。"), told)
            return back_to(annex_id)
    version = annex.versions[-1] if annex.versions else None
    doubts = {one["field"]: one for one in (version.faults if version else ())}
    return render_template(
        "submissions/return_submission.html", annex=annex, version=version, names=names, reasons=reasons,
        remark=remark, problem=problem, doubts=doubts, form=FlaskForm(), form_names=FORM_NAMES, label_of=label_of,
        anchor_of=anchor_of, title=title_of(annex),
    ), 400 if problem else 200  # fmt: skip


@bp.post("/submissions/<int:annex_id>/acceptance")
def accept_submission(annex_id: int) -> ResponseReturnValue:
    """Take it as it is."""
    told = submissions.accept_submission(
        current_edition(), annex_id, actor=current_actor(), now=clock.now(), address=annex_address(annex_id)
    )
    say(gettext("已接收。"), told)
    return back_to(annex_id)


def say(done: str, address: str) -> None:
    """What was done, and whether somebody was written to: nobody should believe so when there was no address."""
    flash(done, "success")
    if address:
        flash(gettext("已写信告知 %(address)s。", address=address), "info")
    else:
        text = gettext("没有对方的邮箱，没有写信，请另行告知；可在“推荐单位与延期”中填写推荐单位的邮箱。")
        flash(text, "warning")


@bp.post("/submissions/<int:annex_id>/withdrawal")
def withdraw_submission(annex_id: int) -> ResponseReturnValue:
    """Take it back, with what it has done."""
    submission_effects.withdraw_submission(
        current_edition(), Entrance(current_actor(), annex_id), now=clock.now(), remark=request.form.get("remark", ""),
        address=annex_address(annex_id),
    )  # fmt: skip
    flash(gettext("已撤回。需要恢复时，打开填写页重新提交即可。"), "info")
    return back_to(annex_id)


def last_day(text: str) -> datetime | None:
    """The end of a day in the edition's zone; nothing typed is no extension. Raises `Refusal` for what is no day."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Refusal("“%(text)s”不是日期，请写成 2024-08-15 这样。", text=text) from wrong
    zone = ZoneInfo(current_edition().timezone)
    return datetime.combine(day, time(0), tzinfo=zone) + timedelta(days=1)


@bp.post("/submissions/<int:annex_id>/extension")
def extend_submission(annex_id: int) -> ResponseReturnValue:
    """More time for one form."""
    try:
        until = last_day(request.form.get("until", ""))
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
        return back_to(annex_id)
    submissions.extend_submission(
        current_edition(),
        annex_id,
        until=until,
        actor=current_actor(),
        now=clock.now(),
        address=annex_address(annex_id),
    )
    flash(gettext("延期已保存。") if until else gettext("延期已取消。"), "success")
    return back_to(annex_id)


@bp.get("/recommenders")
def list_bodies() -> ResponseReturnValue:
    """Recommending bodies: whom to write to, and who may send later."""
    bodies = organizations.list_recommenders(current_edition())
    return render_template(
        "submissions/list_bodies.html", bodies=bodies, zone=current_edition().timezone, day_of=day_of
    )


def day_of(until: datetime | None) -> str:
    """The last day of an extension, as the date field wants it."""
    if until is None:
        return ""
    return (until - timedelta(microseconds=1)).astimezone(ZoneInfo(current_edition().timezone)).date().isoformat()


@bp.post("/recommenders/<int:recommender_id>")
def set_body(recommender_id: int) -> ResponseReturnValue:
    """Keep the mail address of a body and its extension."""
    email = request.form.get("email", "").strip()
    try:
        if email and not is_address(email):
            raise Refusal("邮箱“%(email)s”的格式不对，请检查。", email=email)
        until = last_day(request.form.get("until", ""))
        submissions.set_body(
            current_edition(), recommender_id, email=email, until=until, actor=current_actor(), now=clock.now()
        )
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
    else:
        flash(gettext("已保存。"), "success")
    return redirect(url_for("submissions.list_bodies") + f"#body-{recommender_id}")


@bp.post("/submissions/<int:annex_id>/link")
def make_link(annex_id: int) -> ResponseReturnValue:
    """A new secret link, shown this once."""
    edition, actor, key = current_edition(), current_actor(), fill_links.new_fill_key()
    address = public_address("submissions.show_submission_by_key", key=key)
    annex = drafts.admit(edition, Entrance(actor, annex_id))
    email = request.form.get("email", "").strip()
    try:
        fill_links.renew_link(edition, annex_id, key=key, email=email, address=address, actor=actor, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
        return back_to(annex_id)
    page = render_template(
        "submissions/make_link.html", annex=annex, address=address, email=email, form_names=FORM_NAMES,
        leaves_us=current_settings().mail_transport == "smtp", title=title_of(annex),
    )  # fmt: skip
    return page, {"Cache-Control": "no-store"}


@bp.post("/submissions/<int:annex_id>/link/removal")
def revoke_link(annex_id: int) -> ResponseReturnValue:
    """The link opens nothing any more."""
    fill_links.revoke_link(current_edition(), annex_id, actor=current_actor(), now=clock.now())
    flash(gettext("填写链接已停用。"), "info")
    return back_to(annex_id)
