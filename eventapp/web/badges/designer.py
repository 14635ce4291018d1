"""The designer: a table of elements that works by itself, and a canvas above it where there are scripts."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.badges.pdf import Press
from eventapp.documents.badges.pictures import checked_picture, file_name, media_type_of
from eventapp.domain.badge_fields import FIELD_NAMES, OWN_FIELD
from eventapp.domain.badge_runs import Missing
from eventapp.domain.badge_sheets import own_sheet
from eventapp.domain.badges import ALIGN_NAMES, KIND_NAMES, SIDE_NAMES, WEIGHT_NAMES, Design, Side, design_faults
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration_questions import label_of
from eventapp.jobs.badge_press import fetched
from eventapp.services import badges, files
from eventapp.services.badge_wardrobe import find_pictures, list_own_fields, open_wardrobe
from eventapp.services.badges import DesignChanged
from eventapp.web.badges.answers import inline_pdf
from eventapp.web.badges.samples import sample_badges
from eventapp.web.badges.typed_designs import FRESH, typed_design
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import choose_language, gettext, words_of
from eventapp.web.plain_input import is_reading

SCREEN = 8.0  # pixels for a millimeter of the preview: twice what most screens show


@dataclass
class Shown:
    """What the page shows of a design that is being worked at."""

    row: Any
    design: Design
    faults: list[Fault] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    newer: int | None = None  # the revision that somebody else saved meanwhile


def edit_design(design_id: int) -> ResponseReturnValue:
    """Look at a design and save it; what was typed is kept when it cannot be saved."""
    row = badges.get_design(current_edition(), design_id)
    if is_reading():
        design = badges.design_of(row)
        return page_of(Shown(row, design, design_faults(design)))
    design, faults = typed_design(request.form)
    shown = Shown(row, design, [*faults, *design_faults(design)])
    if any(fault.severity is Severity.ERROR for fault in shown.faults):
        return page_of(shown), 400
    try:
        return save(shown)
    except DesignChanged as changed:
        shown.sentences, shown.newer = [words_of(changed)], row.revision
        return page_of(shown), 409
    except Refusal as refusal:
        shown.sentences = [words_of(refusal)]
        return page_of(shown), 400


def save(shown: Shown) -> ResponseReturnValue:
    """Over the old design, or beside it when that is asked."""
    edition, row = current_edition(), shown.row
    if request.form.get("save") == "copy":
        name = gettext("%(name)s 副本", name=shown.design.name)
        new_id = badges.add_design(
            edition, replace(shown.design, name=name), like=row.id, actor=current_actor(), now=clock.now()
        )
        flash(gettext("已另存为新设计。"), "success")
        return redirect(url_for("badges.edit_design", design_id=new_id))
    revision = request.form.get("overwrite", type=int)
    if revision is None:
        revision = request.form.get("revision", -1, type=int)
    badges.save_design(
        edition, row.id, shown.design, revision=revision, pictures=kept_pictures(shown.design), actor=current_actor(),
        now=clock.now(),
    )  # fmt: skip
    flash(gettext("设计已保存。"), "success")
    return redirect(url_for("badges.edit_design", design_id=row.id))


def sent_pictures(design: Design) -> dict[Side, bytes | None]:
    """Background pictures that came with the form, checked; None where one is to go. Raises `Refusal`."""
    found: dict[Side, bytes | None] = {}
    for side in Side:
        upload = request.files.get(f"{side}-picture")
        if upload is not None and upload.filename:
            found[side] = checked_picture(upload.stream.read(), design.width, design.height)
        elif f"{side}-picture-remove" in request.form:
            found[side] = None
    return found


def kept_pictures(design: Design) -> dict[Side, int | None]:
    """The same, put into the archive."""
    kept: dict[Side, int | None] = {}
    for side, content in sent_pictures(design).items():
        kept[side] = None
        if content is not None:
            sha256 = archive.keep(current_settings().data_path / "files", content)
            kept[side] = files.note_file(
                current_edition(), sha256=sha256, name=file_name(design.name, side, content),
                media_type=media_type_of(content), size=len(content), now=clock.now(),
            )  # fmt: skip
    return kept


def preview_design(design_id: int) -> ResponseReturnValue:
    """What the form would print: a picture of one side with its faults, or the PDF of all samples."""
    edition = current_edition()
    row = badges.get_design(edition, design_id)
    design, faults = typed_design(request.form)
    faults += design_faults(design)
    if any(fault.severity is Severity.ERROR for fault in faults):
        if request.form.get("format") == "pdf":
            return page_of(Shown(row, design, faults)), 400
        return jsonify(picture=None, faults=[fault_data(fault) for fault in faults])
    try:
        press = press_of(row, design)
    except Refusal as refusal:
        return jsonify(picture=None, faults=[{"place": "", "text": words_of(refusal), "is_error": True}])
    samples = sample_badges(edition, open_wardrobe(edition))
    if request.form.get("format") == "pdf":
        printable, _faults = press.ready(samples, Missing.BLANK)
        return inline_pdf(press.write_pdf(printable), design.name)
    chosen = samples[request.form.get("sample", 0, type=int) % len(samples)]
    return picture_answer(press, chosen, faults)


def picture_answer(press: Press, badge: Any, faults: list[Fault]) -> Response:
    """The picture inside the answer, so that picture and faults belong together."""
    side = request.form.get("side", Side.FRONT.value)
    if side not in set(Side):
        abort(400)
    printable, found = press.ready([badge], Missing.BLANK)
    picture = press.write_png(printable[0], Side(side), pixels_per_mm=SCREEN)
    said = [fault_data(fault) for fault in [*faults, *found]]
    return jsonify(picture="data:image/png;base64," + b64encode(picture).decode(), faults=said)


def press_of(row: Any, design: Design) -> Press:
    """For the design as typed, with its pictures as kept or as they come along."""
    kept = fetched(find_pictures(current_edition(), [row]), current_settings())
    for side, content in sent_pictures(design).items():
        kept.pop((0, side), None)
        if content is not None:
            kept[0, side] = content
    sheet = own_sheet(design.width, design.height)
    return Press([design], sheet, current_settings().fonts_path, kept, title=design.name)


def fault_data(fault: Fault) -> dict[str, Any]:
    return {"place": fault.field, "text": words_of(fault), "is_error": fault.severity is Severity.ERROR}


def page_of(shown: Shown) -> str:
    """The designer with everything it offers."""
    edition = current_edition()
    wardrobe = open_wardrobe(edition)
    fields = [(code, gettext(name)) for code, name in FIELD_NAMES.items()]
    fields += [(OWN_FIELD + spec.code, label_of(spec, choose_language())) for spec in list_own_fields(edition)]
    return render_template(
        "badges/edit_design.html", shown=shown, design=shown.design, row=shown.row, fields=fields, sides=list(Side),
        side_names=SIDE_NAMES, kind_names=KIND_NAMES, align_names=ALIGN_NAMES, weight_names=WEIGHT_NAMES, fresh=FRESH,
        samples=[badge.label for badge in sample_badges(edition, wardrobe)],
        faults_at=lambda place: [words_of(fault) for fault in shown.faults if fault.field == place],
        pictures={Side.FRONT: shown.row.front_picture_id, Side.BACK: shown.row.back_picture_id},
    )  # fmt: skip
