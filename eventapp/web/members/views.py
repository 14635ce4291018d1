"""Pages of members: who has a way in to this edition, and as what."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.pages import page_count
from eventapp.domain.people import STAFF_ROLE_NAMES
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.services import member_lists, members, organizations
from eventapp.services.members import Newcomer
from eventapp.web.accounts.passwords import hash_password, new_password
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.members.forms import MemberForm
from eventapp.web.paging import page_number
from eventapp.web.plain_input import is_reading

bp = Blueprint("members", __name__, url_prefix="/members")

SIZE = 50
SHOWN_ONCE = "new_password"


@bp.get("/")
def list_members() -> ResponseReturnValue:
    """Everybody who is something here, and what can be done about it."""
    page = page_number(request.args)
    rows, total = member_lists.list_members(current_edition(), page=page, size=SIZE)
    return render_template(
        "members/list_members.html", members=rows, page=page, pages=page_count(total, SIZE), names=STAFF_ROLE_NAMES
    )  # fmt: skip


@bp.get("/<int:member_id>")
def show_member(member_id: int) -> ResponseReturnValue:
    """One role of one person, and what can be done about it."""
    member = member_lists.get_member(current_edition(), member_id)
    is_own = member.account_id == current_actor().account_id
    return render_template("members/show_member.html", member=member, names=STAFF_ROLE_NAMES, is_own=is_own)


@bp.route("/new", methods=["GET", "POST"])
def add_member() -> ResponseReturnValue:
    """A further role for a known sign-in name, or a new account with a password shown once."""
    form, password = offered_form(), new_password()
    if not form.validate_on_submit():
        return show_form(form), 200 if is_reading() else 400
    login = (form.login.data or "").strip()
    newcomer = Newcomer(form.name.data, hash_password(password))
    try:
        added = members.add_member(
            current_edition(), login, form.seat(), newcomer, actor=current_actor(), now=clock.now()
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return show_form(form, [words_of(refusal)]), 400
    if added.is_new_account:
        return hand_over(login, password)
    flash(gettext("已给%(name)s加上角色；登录名和密码不变。", name=added.name), "success")
    return redirect(url_for("members.list_members"))


def offered_form() -> MemberForm:
    edition = current_edition()
    recommenders = [(recommender.id, recommender.name) for recommender in organizations.list_recommenders(edition)]
    judges = [(judge.id, judge.name, judge.unit_name, login) for judge, login in member_lists.list_judges(edition)]
    return MemberForm().offer(recommenders, judges)


def show_form(form: MemberForm, faults: Sequence[str] = ()) -> str:
    return render_template("members/add_member.html", form=form, faults=faults)


def hand_over(login: str, password: str) -> ResponseReturnValue:
    """Carry a new password to the next page: in the session, never in an address, a flash or a log."""
    session[SHOWN_ONCE] = {"login": login, "password": password, "edition": current_edition().id}
    return redirect(url_for("members.show_password"))


@bp.get("/password")
def show_password() -> ResponseReturnValue:
    """The new password, once; a second look finds nothing."""
    shown = session.pop(SHOWN_ONCE, None)
    if shown is None or shown["edition"] != current_edition().id:
        flash(gettext("密码只显示一次，现在已经看不到了；没有记下来，请重置密码。"), "info")
        return redirect(url_for("members.list_members"))
    address = current_settings().public_url.rstrip("/") + url_for("accounts.sign_in")
    return render_template(
        "members/show_password.html", login=shown["login"], password=shown["password"], address=address
    )


@bp.post("/<int:member_id>/password")
def reset_password(member_id: int) -> ResponseReturnValue:
    """A new password for somebody who has lost theirs."""
    password = new_password()
    login = members.reset_password(
        current_edition(), member_id, hash_password(password), actor=current_actor(), now=clock.now()
    )
    return hand_over(login, password)


@bp.post("/<int:member_id>/removal")
def remove_member(member_id: int) -> ResponseReturnValue:
    """Take the role away."""
    name = members.remove_member(current_edition(), member_id, actor=current_actor(), now=clock.now())
    flash(gettext("已移除%(name)s的这个角色。", name=name), "success")
    return redirect(url_for("members.list_members"))


@bp.post("/<int:member_id>/closure")
def close_account(member_id: int) -> ResponseReturnValue:
    """Nobody signs in with this account any more."""
    name = members.close_account(current_edition(), member_id, actor=current_actor(), now=clock.now())
    flash(gettext("已停用%(name)s的账号，不能再登录。", name=name), "success")
    return redirect(url_for("members.list_members"))


@bp.post("/<int:member_id>/reopening")
def reopen_account(member_id: int) -> ResponseReturnValue:
    """Let the account in again."""
    name = members.reopen_account(current_edition(), member_id, actor=current_actor(), now=clock.now())
    flash(gettext("已恢复%(name)s的账号。", name=name), "success")
    return redirect(url_for("members.list_members"))
