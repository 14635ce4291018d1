"""What a registration form asks: one question, when it is shown, and how a version of the form keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eventapp.domain.words import N_


class Section(StrEnum):
    """The headings of the form, in their order."""

    PERSON = "person"
    UNIT = "unit"
    CONTACT = "contact"
    LODGING = "lodging"
    TRAVEL = "travel"
    MEALS = "meals"
    VISIT = "visit"
    INVOICE = "invoice"
    OTHER = "other"


SECTION_NAMES = {
    Section.PERSON: N_("本人"),
    Section.UNIT: N_("单位"),
    Section.CONTACT: N_("联系方式"),
    Section.LODGING: N_("住宿"),
    Section.TRAVEL: N_("行程"),
    Section.MEALS: N_("用餐"),
    Section.VISIT: N_("参观"),
    Section.INVOICE: N_("发票"),
    Section.OTHER: N_("其他"),
}


class FieldKind(StrEnum):
    """How an answer is given. Organizers add fields of the kinds in `OWN_KINDS`."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    MOBILE = "mobile"
    EMAIL = "email"
    UNIT = "unit"
    TAX_ID = "tax_id"


OWN_KINDS = {
    FieldKind.TEXT: N_("一行文字"),
    FieldKind.LONG_TEXT: N_("多行文字"),
    FieldKind.NUMBER: N_("数字"),
    FieldKind.DATE: N_("日期"),
    FieldKind.CHOICE: N_("单选"),
    FieldKind.CHOICES: N_("多选"),
    FieldKind.YES_NO: N_("是或否"),
}
HAVE_OPTIONS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


@dataclass(frozen=True)
class Option:
    """One answer to choose. A removed one is offered no more, but stays readable where it was chosen."""

    code: str
    label: str
    label_en: str = ""
    is_removed: bool = False


YES, NO = "yes", "no"
YES_OR_NO = (Option(YES, "是", "Yes"), Option(NO, "否", "No"))


@dataclass(frozen=True)
class Condition:
    """True when the field `code`, which stands further up, is answered with one of `values`."""

    code: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class FieldSpec:
    """One question. It is asked of `roles` (of all when there are none) and when one of `shown_if` is true.

    Options of a choice are codes with labels; `is_removed` fields are asked no more, their old answers stay readable.
    """

    code: str
    section: Section
    kind: FieldKind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    roles: tuple[str, ...] = ()
    shown_if: tuple[Condition, ...] = ()
    is_removed: bool = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be answered to a choice or a yes-or-no question, removed options too."""
        return YES_OR_NO if self.kind is FieldKind.YES_NO else self.options

    def is_for(self, role_codes: Collection[str]) -> bool:
        """Whether people of these roles are asked at all."""
        return not self.is_removed and (not self.roles or any(code in self.roles for code in role_codes))

    def is_shown(self, values: Mapping[str, str]) -> bool:
        """Whether the answers given so far make this question matter."""
        return not self.shown_if or any(
            wanted in values.get(one.code, "").split("\n") for one in self.shown_if for wanted in one.values
        )


def label_of(spec: FieldSpec | Option, language: str) -> str:
    """The label in the reader's language, Chinese where there is no English."""
    return spec.label_en if language[:2] == "en" and spec.label_en else spec.label


def said_value(spec: FieldSpec, value: str, language: str = "zh") -> str:
    """A kept answer as people read it: labels instead of codes; what fits no option is shown as it is."""
    if not spec.choices:
        return value
    labels = {option.code: label_of(option, language) for option in spec.choices}
    return "、".join(labels.get(code, code) for code in value.split("\n")) if value else ""


def as_data(fields: Iterable[FieldSpec]) -> list[dict[str, Any]]:
    """Plain lists and texts for the database; what is empty is left out."""
    return [_field_data(spec) for spec in fields]


def _field_data(spec: FieldSpec) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": spec.code, "section": spec.section.value, "kind": spec.kind.value, "label": spec.label,
        "label_en": spec.label_en, "help": spec.help, "help_en": spec.help_en,
        "options": [[one.code, one.label, one.label_en, one.is_removed] for one in spec.options],
        "is_required": spec.is_required, "roles": list(spec.roles),
        "shown_if": [[one.code, list(one.values)] for one in spec.shown_if], "is_removed": spec.is_removed,
    }  # fmt: skip
    return {name: value for name, value in data.items() if value}


def fields_from(kept: Iterable[Mapping[str, Any]]) -> tuple[FieldSpec, ...]:
    """The fields that `as_data` wrote down."""
    return tuple(_field_from(one) for one in kept)


def _field_from(kept: Mapping[str, Any]) -> FieldSpec:
    plain = {name: kept[name] for name in ("label_en", "help", "help_en", "is_required", "is_removed") if name in kept}
    return FieldSpec(
        kept["code"], Section(kept["section"]), FieldKind(kept["kind"]), kept["label"],
        options=tuple(Option(*one) for one in kept.get("options", ())), roles=tuple(kept.get("roles", ())),
        shown_if=tuple(Condition(code, tuple(values)) for code, values in kept.get("shown_if", ())), **plain,
    )  # fmt: skip
