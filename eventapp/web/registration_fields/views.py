"""Organizers change what registration asks: fields, options, texts, conditions; saved as a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain import registration_editing as editing
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration_fields import OWN_KINDS, SECTION_NAMES, FieldSpec, Option, Section
from eventapp.domain.registration_questions import HAVE_OPTIONS, FieldKind
from eventapp.domain.words import N_
from eventapp.services import registration_forms, roles
from eventapp.services.registration_forms import FormChanged
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.registration.questions import headings
from eventapp.web.registration_fields.drafts import Draft, draft_from, draft_of, step

bp = Blueprint("registration_fields", __name__)

KIND_NAMES = {
    **OWN_KINDS,
    FieldKind.TIME: N_("时间"),
    FieldKind.MOBILE: N_("手机号"),
    FieldKind.EMAIL: N_("邮箱"),
    FieldKind.UNIT: N_("单位"),
    FieldKind.TAX_ID: N_("纳税人识别号"),
}


@bp.route("/registration-form", methods=["GET", "POST"])
def edit_fields() -> ResponseReturnValue:
    """One page that carries its own draft; every button sends it all, only one of them saves."""
    form = registration_forms.current_form(current_edition())
    if request.method == "GET":
        return show(draft_of(form), form.fields, [])
    draft, act = draft_of(form), request.form.get("act", "")
    try:
        draft = draft_from(request.form)
        if act == "save":
            return save(draft, form.fields)
        draft = step(draft, act, request.form)
    except Refusal as refusal:
        return show(draft, form.fields, [whole(refusal)]), 400
    return show(draft, form.fields, [])


def save(draft: Draft, before: Sequence[FieldSpec]) -> ResponseReturnValue:
    """Make the next version, or say everything that is in the way."""
    draft = replace(draft, fields=editing.without_blank_options(draft.fields))
    faults = [*editing.faults_of(draft.fields, before), *faults_of_privacy(draft)]
    if faults:
        return show(replace(draft, opened=faults[0].field), before, faults), 400
    try:
        saved = registration_forms.save_form(
            current_edition(), draft.fields, (draft.privacy, draft.privacy_en), base=draft.base,
            actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except FormChanged as refusal:
        return show(draft, before, [whole(refusal)], is_behind=True), 409
    older = registration_forms.count_older_answers(current_edition())
    flash(gettext("已保存为第%(number)s版，新的报名按这一版填写。", number=saved.number), "success")
    if older:
        flash(
            gettext("已有%(count)s份报名是按以前的版本填写的：仍按当时的问题显示，本人修改时才改用新版。", count=older),
            "info",
        )
    return redirect(url_for("registration_fields.edit_fields"))


def faults_of_privacy(draft: Draft) -> list[Fault]:
    if not draft.privacy:
        sentence = N_("请填写个人信息说明：没有说明就不能请人同意。")
        return [Fault("missing_required", sentence, severity=Severity.ERROR)]
    if max(len(draft.privacy), len(draft.privacy_en)) > editing.LONGEST_PRIVACY:
        sentence = N_("个人信息说明最多%(most)s个字。")
        return [Fault("too_long", sentence, severity=Severity.ERROR, params={"most": editing.LONGEST_PRIVACY})]
    return []


def whole(refusal: Refusal) -> Fault:
    """A refusal as a fault of the form as a whole."""
    return Fault("refused", refusal.message, severity=Severity.ERROR, params=refusal.params)


def show(draft: Draft, before: Sequence[FieldSpec], faults: list[Fault], *, is_behind: bool = False) -> str:
    """The page with this draft."""
    named = {role.code: role for role in roles.list_roles(current_edition())}
    preview = [draft.preview] if draft.preview in named else list(named)
    opened = next((spec for spec in draft.fields if spec.code == draft.opened), None)
    return render_template(
        "registration_fields/edit_fields.html",
        draft=draft,
        opened=opened,
        parts=[(section, gettext(title), asked(draft, section)) for section, title in SECTION_NAMES.items()],
        removed=[spec for spec in draft.fields if spec.is_removed],
        possible=editing.possible_conditions(draft.fields, opened.code) if opened else [],
        faults=[(fault.field, words_of(fault)) for fault in faults],
        roles=named,
        kinds=KIND_NAMES,
        own_kinds=OWN_KINDS,
        has_options=bool(opened and opened.kind in HAVE_OPTIONS),
        never_hidden=editing.NEVER_HIDDEN,
        said_conditions=said_conditions,
        is_changed=list(before) != list(draft.fields),
        is_behind=is_behind,
        preview=headings(draft.fields, preview, {}),
    )


def asked(draft: Draft, section: Section) -> list[FieldSpec]:
    return [spec for spec in draft.fields if spec.section is section and not spec.is_removed]


def said_conditions(draft: Draft, spec: FieldSpec) -> list[str]:
    """The conditions of a field in words: 住宿：单间、合住."""
    known = {one.code: one for one in draft.fields}
    said = []
    for condition in spec.shown_if:
        if above := known.get(condition.code):
            labels = [label_in(above.choices, value) for value in condition.values]
            said.append(f"{above.label}：{'、'.join(labels)}")
    return said


def label_in(options: Sequence[Option], code: str) -> str:
    return next((option.label for option in options if option.code == code), code)
