"""A form on its way to its next version: it travels in the page, nothing is kept before it is saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from eventapp.domain import registration_editing as editing
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_fields import FieldKind, FieldSpec, Option, Section, as_data, fields_from
from eventapp.domain.registration_questions import HAVE_OPTIONS
from eventapp.domain.registration_shipped import NEVER_HIDDEN
from eventapp.domain.registration_values import tidy, tidy_lines
from eventapp.services.registration_forms import Form

Posted = MultiDict[str, str]


@dataclass(frozen=True)
class Draft:
    """What the page holds: made out of version `base`; the field `opened` shows its controls."""

    base: int
    fields: tuple[FieldSpec, ...]
    privacy: str
    privacy_en: str
    opened: str = ""
    preview: str = ""  # code of the role whose form is shown

    @property
    def carried(self) -> str:
        return json.dumps(as_data(self.fields), ensure_ascii=False)


def draft_of(form: Form) -> Draft:
    return Draft(form.number, form.fields, form.privacy_text, form.privacy_text_en)


def draft_from(posted: Posted) -> Draft:
    """The draft in a posted page, with what stands in the controls of the opened field."""
    try:
        fields = fields_from(json.loads(posted["draft"]))
        base = int(posted["base"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Refusal("表单内容不完整，没有保存，请刷新页面后重试。") from None
    opened = posted.get("opened", "")
    if opened:
        fields = editing.changed(fields, with_controls(editing.field_of(fields, opened), posted))
    privacy, privacy_en = (tidy_lines(posted.get(name, "")) for name in ("privacy", "privacy_en"))
    return Draft(base, fields, privacy, privacy_en, opened, posted.get("preview", ""))


def with_controls(spec: FieldSpec, posted: Posted) -> FieldSpec:
    """A field as the controls of the page say; what nobody may change of it is not taken from there."""
    words = {name: tidy(posted.get(name, "")) for name in ("label", "label_en", "help", "help_en")}
    if spec.kind in HAVE_OPTIONS:
        spec = replace(spec, options=tuple(option_with_controls(one, posted) for one in spec.options))
    if spec.code in NEVER_HIDDEN:
        return replace(spec, **words)
    return replace(
        spec,
        is_required="is_required" in posted,
        roles=tuple(posted.getlist("roles")),
        shown_if=editing.conditions_from(posted.getlist("conditions")),
        **words,
    )


def option_with_controls(option: Option, posted: Posted) -> Option:
    return Option(
        option.code,
        tidy(posted.get(f"{option.code}-label", "")),
        tidy(posted.get(f"{option.code}-label_en", "")),
        f"{option.code}-removed" in posted,
    )


def add_field(draft: Draft, posted: Posted) -> Draft:
    """A question of the organizers' own, opened at once."""
    try:
        section, kind = Section(posted.get("new_section", "")), FieldKind(posted.get("new_kind", ""))
    except ValueError:
        raise Refusal("请选择新问题放在哪一部分、是什么类型。") from None
    fields = editing.added(draft.fields, section, kind, tidy(posted.get("new_label", "")))
    new = next(spec.code for spec in fields if spec.code not in {one.code for one in draft.fields})
    return replace(draft, fields=fields, opened=new)


STEPS: dict[str, Callable[[Draft, str], Draft]] = {
    "open": lambda draft, code: replace(draft, opened=code),
    "close": lambda draft, _code: replace(draft, opened=""),
    "up": lambda draft, code: replace(draft, fields=editing.moved(draft.fields, code, -1)),
    "down": lambda draft, code: replace(draft, fields=editing.moved(draft.fields, code, 1)),
    "hide": lambda draft, code: replace(draft, fields=editing.hidden(draft.fields, code)),
    "restore": lambda draft, code: replace(draft, fields=editing.restored(draft.fields, code)),
    "option": lambda draft, code: replace(draft, fields=editing.with_option(draft.fields, code)),
    "option_up": lambda draft, code: replace(draft, fields=option_moved(draft, code, -1)),
    "option_down": lambda draft, code: replace(draft, fields=option_moved(draft, code, 1)),
}


def option_moved(draft: Draft, name: str, by: int) -> tuple[FieldSpec, ...]:
    """`name` is that of a field and its option: lodging/single."""
    code, _, option = name.partition("/")
    return editing.with_option_moved(draft.fields, code, option, by)


def step(draft: Draft, act: str, posted: Posted) -> Draft:
    """The draft after one button; unknown ones change nothing."""
    if act == "add":
        return add_field(draft, posted)
    name, _, code = act.partition(":")
    return STEPS[name](draft, code) if name in STEPS else draft
