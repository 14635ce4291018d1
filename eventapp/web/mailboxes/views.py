"""Pages of the edition's mailboxes: set up, tried, fetched. The password goes in and never comes out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.sealing import seal
from eventapp.domain.mailboxes import (
    MAILBOX_PURPOSE_NAMES,
    MAILBOX_SECURITY_NAMES,
    MailboxPurpose,
    MailboxSecurity,
    usual_address,
)
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.jobs.mailboxes import SEAL_PURPOSE, TITLE, try_mailbox, way_in
from eventapp.jobs.queue import dispatch
from eventapp.services import jobs, mailboxes
from eventapp.services.mailboxes import Mailbox
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.mailboxes.forms import MailboxForm
from eventapp.web.plain_input import is_reading

bp = Blueprint("mailboxes", __name__, url_prefix="/mailboxes")

PURPOSE = "<any(materials, stories):purpose>"
HINTS = {"qq.com": "imap.qq.com", "163.com": "imap.163.com", "126.com": "imap.126.com", "sina.com": "imap.sina.com"}
WORDS = {"names": MAILBOX_PURPOSE_NAMES, "securities": MAILBOX_SECURITY_NAMES}


@bp.get("/")
def list_mailboxes() -> ResponseReturnValue:
    """The two mailboxes of the notice, and how it stands with each."""
    known = mailboxes.list_mailboxes(current_edition())
    boxes = [(purpose, known.get(purpose), address_of(purpose)) for purpose in MailboxPurpose]
    minutes = current_settings().mail_fetch_minutes
    return render_template("mailboxes/list_mailboxes.html", boxes=boxes, minutes=minutes, **WORDS)


@bp.route(f"/{PURPOSE}", methods=["GET", "POST"])
def edit_mailbox(purpose: str) -> ResponseReturnValue:
    """How one mailbox is reached."""
    kind = MailboxPurpose(purpose)
    known = mailboxes.find_mailbox(current_edition(), kind)
    form = MailboxForm(obj=known or Beginning(kind))
    form.offer_choices()
    if is_reading():
        return show(kind, form, known)
    if not form.validate():
        return show(kind, form, known), 400
    try:
        save(kind, form, known)
    except Refusal as refusal:
        return show(kind, form, known, words_of(refusal)), 400
    flash(gettext("邮箱设置已保存，请测试一下连接。"), "success")
    return redirect(url_for("mailboxes.list_mailboxes"))


class Beginning:
    """What the form says before anything is known: the address of the notice, the usual server of its provider."""

    def __init__(self, purpose: MailboxPurpose) -> None:
        self.address = self.login = address_of(purpose)
        self.host = HINTS.get(self.address.rpartition("@")[2].lower(), "")
        self.security, self.folder = MailboxSecurity.TLS.value, "INBOX"


def address_of(purpose: MailboxPurpose) -> str:
    return usual_address(purpose, current_edition().contact)


def show(purpose: MailboxPurpose, form: MailboxForm, known: Mailbox | None, *faults: str) -> str:
    return render_template(
        "mailboxes/edit_mailbox.html", purpose=purpose, form=form, is_known=known is not None, faults=faults, **WORDS
    )


def save(purpose: MailboxPurpose, form: MailboxForm, known: Mailbox | None) -> None:
    """Seal a new password and save; the first time there must be one."""
    typed = form.password.data or ""
    if not typed and known is None:
        raise Refusal("请填写密码；QQ、163 等邮箱请填“授权码”。")
    sealed = seal(typed.encode(), secret_key=current_settings().secret_key, purpose=SEAL_PURPOSE) if typed else None
    mailboxes.save_mailbox(
        current_edition(), purpose, address=form.address.data, access=form.to_access(), sealed_password=sealed,
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip


@bp.post(f"/{PURPOSE}/test")
def test_mailbox(purpose: str) -> ResponseReturnValue:
    """Sign in and open the folder, while the person waits some seconds at most."""
    mailbox = known_mailbox(purpose)
    try:
        count = try_mailbox(*way_in(current_edition(), mailbox.id, current_settings()))
    except Refusal as refusal:
        flash(words_of(refusal), "danger")
    else:
        flash(gettext("连接成功，文件夹里有 %(count)s 封邮件。", count=count), "success")
    return redirect(url_for("mailboxes.list_mailboxes"))


@bp.post(f"/{PURPOSE}/fetch")
def fetch_mailbox(purpose: str) -> ResponseReturnValue:
    """Fetch now."""
    job_id = jobs.start_job(
        current_edition(), "fetch_mail", TITLE, {"mailbox": known_mailbox(purpose).id},
        actor=current_actor(), now=clock.now(),
    )  # fmt: skip
    dispatch(job_id)
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.post(f"/{PURPOSE}/remove")
def remove_mailbox(purpose: str) -> ResponseReturnValue:
    """Forget it, its password too."""
    mailboxes.remove_mailbox(current_edition(), MailboxPurpose(purpose), actor=current_actor(), now=clock.now())
    flash(gettext("邮箱设置已删除；收到的邮件都还在。"), "success")
    return redirect(url_for("mailboxes.list_mailboxes"))


def known_mailbox(purpose: str) -> Mailbox:
    mailbox = mailboxes.find_mailbox(current_edition(), MailboxPurpose(purpose))
    if mailbox is None:
        raise NotFound("这个邮箱还没有设置。")
    return mailbox
