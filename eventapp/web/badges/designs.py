"""The page of designs and classes."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.badges.pdf import Press
from eventapp.domain.badge_sheets import own_sheet
from eventapp.domain.badges import Design, Side
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.shipped_badges import SHIPPED_DESIGNS
from eventapp.jobs.badge_press import fetched
from eventapp.services import badge_classes, badges
from eventapp.services.badge_wardrobe import find_pictures, open_wardrobe
from eventapp.web.badges.samples import sample_badges
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of

THUMBNAIL = 3.0  # pixels for a millimeter


def list_designs() -> ResponseReturnValue:
    """All designs with a picture of each, and the classes with their colors."""
    edition = current_edition()
    return render_template(
        "badges/list_designs.html", designs=badges.list_designs(edition), classes=badge_classes.list_classes(edition),
        shipped=SHIPPED_DESIGNS,
    )  # fmt: skip


def ship_badges() -> ResponseReturnValue:
    """Take the usual classes and designs over into this edition."""
    badges.ship_badges(current_edition(), actor=current_actor(), now=clock.now())
    flash(gettext("已添加常用的证件类别和胸牌设计，可以按需要修改。"), "success")
    return redirect(url_for("badges.list_designs"))


def add_design() -> ResponseReturnValue:
    """A new design: a copy of one of ours, or of a shipped one."""
    edition, like = current_edition(), request.form.get("like", type=int)
    name = request.form.get("name", "").strip()
    try:
        model = badges.design_of(badges.get_design(edition, like)) if like is not None else shipped_one()
        design_id = badges.add_design(
            edition,
            replace(model, name=name or free_name(model.name)),
            like=like,
            actor=current_actor(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
        return redirect(url_for("badges.list_designs"))
    return redirect(url_for("badges.edit_design", design_id=design_id))


def shipped_one() -> Design:
    """The shipped design that the form names by its place."""
    place = request.form.get("shipped", 0, type=int)
    if not 0 <= place < len(SHIPPED_DESIGNS):
        abort(400)
    return SHIPPED_DESIGNS[place]


def free_name(name: str) -> str:
    """The name with the first number that no design has."""
    known = {row.name for row in badges.list_designs(current_edition())}
    names = (name, *(f"{name} ({number})" for number in range(2, 1000)))
    return next(each for each in names if each not in known)


def remove_design(design_id: int) -> ResponseReturnValue:
    """Take a design out of use."""
    try:
        badges.remove_design(current_edition(), design_id, actor=current_actor(), now=clock.now())
        flash(gettext("设计已删除。"), "success")
    except NotFound:
        raise
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
    return redirect(url_for("badges.list_designs"))


def show_side(design_id: int, side: str) -> ResponseReturnValue:
    """A small picture of one side with a sample person."""
    edition = current_edition()
    row, wardrobe = badges.get_design(edition, design_id), open_wardrobe(edition, design_id)
    design = badges.design_of(row)
    press = Press(
        [design], own_sheet(design.width, design.height), current_settings().fonts_path,
        fetched(find_pictures(edition, [row]), current_settings()),
    )  # fmt: skip
    badge = sample_badges(edition, wardrobe)[0]
    return Response(press.write_png(badge, Side(side), pixels_per_mm=THUMBNAIL), mimetype="image/png")
