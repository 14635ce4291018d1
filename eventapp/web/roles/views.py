"""Pages of roles: how full they are, every setting of them, and when and how the edition registers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import ADMISSION_NAMES
from eventapp.services import badge_classes, registration_settings, role_settings, roles
from eventapp.services.roles import Role
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, ngettext, words_of
from eventapp.web.local_times import local_time
from eventapp.web.plain_input import is_reading
from eventapp.web.roles.forms import RoleForm, SettingsForm

bp = Blueprint("roles", __name__, url_prefix="/roles")


@bp.get("/")
def list_roles() -> ResponseReturnValue:
    """All roles in their order, with how many have them, wait for them and ask for them."""
    edition = current_edition()
    counts = role_settings.count_roles(edition)
    rows = [(role, counts[role.id]) for role in roles.list_roles(edition)]
    return render_template("roles/list_roles.html", rows=rows, admissions=ADMISSION_NAMES)


@bp.route("/new", methods=["GET", "POST"])
def add_role() -> ResponseReturnValue:
    """A role that is not among the shipped ones."""
    form = RoleForm(is_offered=True, has_waiting_list=True, badge_class="attendee")
    if is_reading():
        return show(form, None)
    form.offer_choices(badge_classes.list_classes(current_edition()))
    if not form.validate():
        return show(form, None), 400
    try:
        role_settings.add_role(current_edition(), form.to_setting(), actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return show(form, None, words_of(refusal)), 400
    flash(gettext("参会身份已新增。"), "success")
    return redirect(url_for("roles.list_roles"))


@bp.route("/<int:role_id>", methods=["GET", "POST"])
def edit_role(role_id: int) -> ResponseReturnValue:
    """Every setting of one role."""
    role = role_settings.find_role(current_edition(), role_id)
    form = RoleForm(obj=role)
    if is_reading():
        form.show(role)
        return show(form, role)
    form.offer_choices(badge_classes.list_classes(current_edition()), role.badge_class)
    if not form.validate():
        return show(form, role), 400
    try:
        offered = role_settings.save_role(
            current_edition(), role_id, form.to_setting(), links=personal_links(current_settings()),
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return show(form, role, words_of(refusal)), 400
    flash(gettext("修改已保存。"), "success")
    if offered:
        said = ngettext("已通知 %(num)d 位候补人员确认名额。", "已通知 %(num)d 位候补人员确认名额。", offered)
        flash(said, "info")
    return redirect(url_for("roles.list_roles"))


def show(form: RoleForm, role: Role | None, *faults: str) -> str:
    edition = current_edition()
    form.offer_choices(badge_classes.list_classes(edition), role.badge_class if role else "")
    headings = list(dict.fromkeys(one.section for one in roles.list_roles(edition)))
    return render_template("roles/edit_role.html", form=form, role=role, headings=headings, faults=faults)


@bp.post("/<int:role_id>/place")
def move_role(role_id: int) -> ResponseReturnValue:
    """One place up or down."""
    is_up = request.form.get("way") == "up"
    role_settings.move_role(current_edition(), role_id, is_up=is_up, actor=current_actor(), now=clock.now())
    return redirect(url_for("roles.list_roles"))


@bp.route("/registration", methods=["GET", "POST"])
def edit_settings() -> ResponseReturnValue:
    """When and how the edition registers people."""
    edition = current_edition()
    form = SettingsForm(obj=edition.registration)
    if is_reading():
        form.opens_at.data = local_time(edition.registration_opens_at)
        form.closes_at.data = local_time(edition.registration_closes_at)
        return show_settings(form)
    if not form.validate():
        return show_settings(form), 400
    try:
        save_settings(edition, form)
    except Refusal as refusal:
        return show_settings(form, words_of(refusal)), 400
    flash(gettext("报名设置已保存。"), "success")
    return redirect(url_for("roles.edit_settings"))


def save_settings(edition: Edition, form: SettingsForm) -> None:
    registration_settings.save_registration_settings(
        edition, form.to_times(), form.to_settings(), actor=current_actor(), now=clock.now()
    )


def show_settings(form: SettingsForm, *faults: str) -> str:
    return render_template("roles/edit_settings.html", form=form, faults=faults)
