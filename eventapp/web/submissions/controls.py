"""The questions of a form as controls, and what was typed into them as a draft."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, Form, RadioField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.domain.annex_choices import read_choices
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.pasted_rows import rows_pasted
from eventapp.domain.typed_forms import TICK, Draft
from eventapp.domain.words import N_
from eventapp.web.language import gettext

T = FieldType
ROW_NAME = re.compile(r"rows-(\d{1,4})-([a-z_]+)")
NUMBERS = {T.INT: "numeric", T.NUMBER: "decimal", T.PERCENT: "decimal", T.MONEY: "decimal", T.POSTCODE: "numeric"}
HINTS: Mapping[FieldType, str] = {
    T.DATE: N_("年月日，怎么写都可以，如 2024年7月15日"),
    T.MONTH: N_("年月，如 2023年7月"),
    T.NAMES: N_("几个人用顿号分开"),
    T.MONEY: N_("万元；写“1.2亿”或“50000元”会自动换算"),
}
AUTOCOMPLETE = {"postcode": "postal-code", "email": "email", "mobile": "tel", "company_name": "organization"}


class Ticks(SelectMultipleField):
    """Several options, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def page_form(kind: FormKind, draft: Draft) -> Form:
    """The questions as a form that shows a draft; labels in the reader's language."""
    specs = page_specs(kind)
    made = type("PageForm", (Form,), {name: control_for(spec) for name, spec in specs.items()})
    form: Form = made(data={name: data_for(spec, draft.texts.get(name, "")) for name, spec in specs.items()})
    for name, spec in specs.items():
        form[name].flags.required = spec.required
    return form


def control_for(spec: FieldSpec) -> Field:
    label = gettext(spec.label)
    if spec.type is T.CHOICES:
        return Ticks(label, choices=[SelectChoice(one, gettext(one)) for one in spec.options])
    if spec.type is T.GENDER:
        options = [SelectChoice(one, gettext(one)) for one in spec.options]
        return RadioField(label, choices=[*options, SelectChoice("", gettext("不填"))])
    if spec.type is T.LONG:
        return TextAreaField(label, render_kw={"rows": "7"})
    made: Callable[..., Field] = StringField
    if spec.type is T.PHONE:
        made = TelField
    elif spec.name.endswith("email"):
        made = EmailField
    return made(label, description=gettext(HINTS[spec.type]) if spec.type in HINTS else "", render_kw=manners(spec))


def manners(spec: FieldSpec) -> dict[str, str]:
    """Which keyboard a phone shows, and what a browser may fill in by itself."""
    found = {"inputmode": NUMBERS[spec.type]} if spec.type in NUMBERS else {}
    if spec.name in AUTOCOMPLETE:
        found["autocomplete"] = AUTOCOMPLETE[spec.name]
    return found


def data_for(spec: FieldSpec, text: str) -> Any:
    if spec.type is T.CHOICES:
        return read_choices(spec, text).value or []
    return text


def draft_in(kind: FormKind, sent: MultiDict[str, str]) -> Draft:
    """What was typed; rows by their numbers, and rows pasted from a sheet after them."""
    texts = {name: text_in(spec, sent, name) for name, spec in page_specs(kind).items()}
    columns = row_specs(kind)
    rows: dict[int, dict[str, str]] = {}
    for name, text in sent.items():
        if (found := ROW_NAME.fullmatch(name)) and found[2] in columns:
            rows.setdefault(int(found[1]), {})[found[2]] = text
    typed = [rows[number] for number in sorted(rows)]
    return Draft(texts, (*typed, *(rows_pasted(sent.get("pasted", "")) if columns else ())))


def text_in(spec: FieldSpec, sent: MultiDict[str, str], name: str) -> str:
    if spec.type is T.CHOICES:
        return " ".join(TICK + one for one in sent.getlist(name) if one in spec.options)
    return sent.get(name, "").replace("\r\n", "\n")
