"""The account itself: who one is in which edition, password, one-time codes."""

from __future__ import annotations

import base64

import pyotp
from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from eventapp import clock
from eventapp.documents.qr import qr_svg
from eventapp.domain.people import STAFF_ROLE_NAMES, StaffRole
from eventapp.services import accounts
from eventapp.services.accounts import AccountFacts
from eventapp.web.accounts import door
from eventapp.web.accounts.forms import ChangePasswordForm, CodeForm, PasswordForm
from eventapp.web.accounts.passwords import hash_password, is_right
from eventapp.web.accounts.views import bp
from eventapp.web.current import current_actor
from eventapp.web.language import gettext

OFFERED = "offered_totp"
ISSUER = "QC"  # some authenticator apps cut or garble Chinese names
FOR_TOTP = frozenset({StaffRole.ADMINISTRATOR, StaffRole.SECRETARY, StaffRole.ORGANIZER})


def own_facts() -> AccountFacts:
    """The account that is signed in."""
    facts: AccountFacts = current_user.facts
    return facts


def may_use_totp() -> bool:
    """One-time codes are for those who see everybody's data."""
    held = accounts.list_roles(own_facts())
    return own_facts().is_administrator or any(role in FOR_TOTP for _edition, role in held)


def render_account(password_form: ChangePasswordForm, *, faults: tuple[str, ...] = ()) -> str:
    facts = own_facts()
    roles = [(name, gettext(STAFF_ROLE_NAMES[role])) for name, role in accounts.list_roles(facts)]
    return render_template(
        "accounts/show_account.html", facts=facts, roles=roles, form=password_form, faults=faults,
        password_form=PasswordForm(prefix="totp"), may_use_totp=may_use_totp(),
    )  # fmt: skip


@bp.get("/account")
def show_account() -> ResponseReturnValue:
    """Name, roles, password and one-time codes on one page."""
    return render_account(ChangePasswordForm())


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Set a new password; every other open session of the account ends."""
    form, facts = ChangePasswordForm(), own_facts()
    if not form.validate():
        return render_account(form), 400
    if not is_right(facts.password_hash, form.current.data or ""):
        return render_account(form, faults=(gettext("当前密码不正确，请重新输入。"),)), 400
    accounts.change_password(facts.id, hash_password(form.new.data or ""), actor=current_actor(), now=clock.now())
    reenter(facts.id)
    flash(gettext("密码已修改，其他设备上的登录已全部退出。"), "success")
    return redirect(url_for("accounts.show_account"))


def reenter(account_id: int) -> None:
    """Keep this session, now that the stamp of the account has changed."""
    facts = accounts.find_account_by_id(account_id)
    if facts:
        door.begin_session(facts)


@bp.route("/account/totp", methods=["GET", "POST"])
def offer_totp() -> ResponseReturnValue:
    """Show a new secret as a QR code, and switch it on when the first code from it is right."""
    facts, form = own_facts(), CodeForm()
    if facts.totp_confirmed or not may_use_totp():
        return redirect(url_for("accounts.show_account"))
    secret = session.setdefault(OFFERED, pyotp.random_base32())
    if not form.is_submitted():
        return render_offer(form, secret)
    step = door.step_of(secret, form.code.data or "", now=clock.now()) if form.validate() else None
    if step is None:
        faults = () if form.errors else (gettext("动态码不正确，请核对手机时间后输入新的动态码。"),)
        return render_offer(form, secret, faults=faults), 400
    accounts.set_totp(facts.id, secret, confirmed=True, actor=current_actor(), now=clock.now())
    session.pop(OFFERED)
    flash(gettext("动态码已启用，下次登录时需要输入。"), "success")
    return redirect(url_for("accounts.show_account"))


def render_offer(form: CodeForm, secret: str, *, faults: tuple[str, ...] = ()) -> str:
    address = pyotp.TOTP(secret).provisioning_uri(name=own_facts().login, issuer_name=ISSUER)
    picture = "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address)).decode()
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template("accounts/offer_totp.html", form=form, picture=picture, secret=groups, faults=faults)


@bp.post("/account/totp/remove")
def remove_totp() -> ResponseReturnValue:
    """Switch one-time codes off; the password is asked once more."""
    facts, form = own_facts(), PasswordForm(prefix="totp")
    if not form.validate() or not is_right(facts.password_hash, form.password.data or ""):
        flash(gettext("密码不正确，动态码仍然启用。"), "danger")
        return redirect(url_for("accounts.show_account"))
    accounts.set_totp(facts.id, None, confirmed=False, actor=current_actor(), now=clock.now())
    flash(gettext("动态码已停用。"), "success")
    return redirect(url_for("accounts.show_account"))
