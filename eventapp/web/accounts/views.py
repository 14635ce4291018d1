"""Pages of accounts: signing in and out, the account itself."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from eventapp import clock
from eventapp.services import accounts
from eventapp.services.accounts import AccountFacts
from eventapp.web.accounts import door
from eventapp.web.accounts.forms import CodeForm, SignInForm
from eventapp.web.errors import answer
from eventapp.web.language import gettext
from eventapp.web.plain_input import is_reading

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Name and password; the answer does not tell which of the two was wrong."""
    form, now = SignInForm(), clock.now()
    if is_reading():
        form.next.data = door.local_path(request.args.get("next", ""))
        return render_template("accounts/sign_in.html", form=form, faults=[])
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, faults=[]), 400
    if accounts.throttle_for(form.login.data, door.address(), now=now).is_closed:
        return too_many()
    facts = door.check_password(form.login.data, form.password.data, now=now)
    if facts is None:
        faults = [gettext("登录名或密码不正确，请检查后重新输入。")]
        return render_template("accounts/sign_in.html", form=form, faults=faults), 400
    return let_in(facts, door.local_path(form.next.data or "") or door.home_of(facts))


def let_in(facts: AccountFacts, destination: str) -> ResponseReturnValue:
    """Through the door, or to the second one."""
    now = clock.now()
    if facts.totp_confirmed:
        door.begin_second_factor(facts, destination, now=now)
        return redirect(url_for("accounts.second_factor"))
    accounts.note_sign_in(facts.id, totp_step=None, now=now)
    door.begin_session(facts)
    return redirect(destination)


def too_many() -> ResponseReturnValue:
    """The throttle is closed; waiting opens it."""
    return answer(429, gettext("登录失败次数过多，请15分钟后再试；忘记密码请联系会务秘书。"))


@bp.route("/sign-in/code", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Let in whoever shows a code that nobody has used."""
    form, now = CodeForm(), clock.now()
    facts = door.pending_account(now)
    if facts is None:
        return redirect(url_for("accounts.sign_in"))
    if is_reading():
        return render_template("accounts/second_factor.html", form=form, faults=[])
    if accounts.throttle_for(facts.login, door.address(), now=now).is_closed:
        return too_many()
    if form.validate() and code_is_new(facts, form.code.data or ""):
        destination = str(session[door.PENDING]["next"])
        door.begin_session(facts)
        return redirect(destination)
    faults = [] if form.errors else [gettext("动态码不正确或已经用过，请等待下一个动态码后再输入。")]
    return render_template("accounts/second_factor.html", form=form, faults=faults), 400


def code_is_new(facts: AccountFacts, code: str) -> bool:
    """Whether the code is right and used for the first time; a failure is counted."""
    now = clock.now()
    step = door.step_of(facts.totp_secret or "", code, now=now)
    if step is not None and accounts.note_sign_in(facts.id, totp_step=step, now=now):
        return True
    accounts.note_failed_sign_in(facts.login, door.address(), now=now)
    return False


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    logout_user()
    door.renew_session()
    return redirect(url_for("front.show_front"))


from eventapp.web.accounts import account_views  # noqa: E402, F401 -- its pages belong to the same blueprint
