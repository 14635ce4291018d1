"""Badge classes: the table on the page of designs."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.refusals import Refusal
from eventapp.services import badge_classes
from eventapp.services.badge_classes import ClassSetting
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of

MOST_CLASSES = 60


def save_classes() -> ResponseReturnValue:
    """Names, colors, designs and order of all classes; a last line with a name is a new one."""
    try:
        changed = badge_classes.save_classes(
            current_edition(), settings_typed(), actor=current_actor(), now=clock.now()
        )
        flash(gettext("证件类别已保存。") if changed else gettext("没有改动。"), "success" if changed else "info")
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
    return redirect(url_for("badges.list_designs") + "#classes")


def settings_typed() -> list[ClassSetting]:
    """The lines of the table by their place, those without any name left out when they are new."""
    lines = []
    for number in range(MOST_CLASSES):
        if f"class-{number}-name" not in request.form:
            break
        place = request.form.get(f"class-{number}-place", number, type=int)
        setting = setting_typed(number)
        if setting.code or setting.name:
            lines.append((place, number, setting))
    return [setting for _place, _number, setting in sorted(lines, key=lambda line: line[:2])]


def setting_typed(number: int) -> ClassSetting:
    def text(name: str) -> str:
        return request.form.get(f"class-{number}-{name}", "").strip()

    design_id = request.form.get(f"class-{number}-design", type=int)
    return ClassSetting(text("code"), text("name"), text("name_en"), text("color").lower(), design_id)


def remove_class() -> ResponseReturnValue:
    """Take one class away."""
    try:
        badge_classes.remove_class(
            current_edition(), request.form.get("code", ""), actor=current_actor(), now=clock.now()
        )
        flash(gettext("证件类别已删除。"), "success")
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
    return redirect(url_for("badges.list_designs") + "#classes")
