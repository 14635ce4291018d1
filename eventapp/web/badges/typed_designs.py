"""A design as the designer's form types it: rows of elements by side, in the order of the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from eventapp.domain.badge_data import number_in, typed_element
from eventapp.domain.badge_fields import FIELD_NAMES, OWN_FIELD
from eventapp.domain.badges import Design, Element, ElementKind, Side, error
from eventapp.domain.refusals import Fault
from eventapp.domain.words import N_

CELL = re.compile(r"(front|back)-(\d{1,4})-(\w{1,12})")
MOST_ROWS = 200
# what a new element begins as, by kind
FRESH = {
    ElementKind.TEXT: Element(ElementKind.TEXT, 5, 5, 40, 8, text="文字"),
    ElementKind.FIELD: Element(ElementKind.FIELD, 5, 5, 40, 8, field="name"),
    ElementKind.QR: Element(ElementKind.QR, 5, 5, 25, 25),
    ElementKind.BAND: Element(ElementKind.BAND, 0, 0, 40, 8, color="class"),
}


def typed_design(form: Mapping[str, str]) -> tuple[Design, list[Fault]]:
    """What the form says, and what in it is no number; `domain.badges` judges the rest."""
    faults: list[Fault] = []
    sides = {side: side_typed(form, side, faults) for side in Side}
    width, height = (number_in(form.get(name, "")) for name in ("width", "height"))
    if width is None or height is None:
        faults.append(error("invalid_format", N_("胸牌的宽和高应填毫米数。"), ""))
    design = Design(form.get("name", "").strip(), width or 0.0, height or 0.0, sides[Side.FRONT], sides[Side.BACK])
    return design, faults


def side_typed(form: Mapping[str, str], side: Side, faults: list[Fault]) -> tuple[Element, ...]:
    """The rows of one side that are not struck out, and a new one where the list of additions asks for it."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for name, value in form.items():
        if (cell := CELL.fullmatch(name)) and cell.group(1) == side and len(rows) <= MOST_ROWS:
            rows[cell.group(2)][cell.group(3)] = value
    elements = []
    for texts in rows.values():
        if "remove" not in texts and "kind" in texts:
            element, found = typed_element(texts, side, len(elements) + 1)
            elements.append(element)
            faults += found
    return (*elements, *added(form.get(f"{side}-add", "")))


def added(what: str) -> tuple[Element, ...]:
    """A fresh element: `field:name` and the like, or a kind alone."""
    kind, _, field = what.partition(":")
    if kind not in set(ElementKind):
        return ()
    fresh = FRESH[ElementKind(kind)]
    is_known = field in FIELD_NAMES or field.startswith(OWN_FIELD)
    return (Element(fresh.kind, fresh.x, fresh.y, fresh.w, fresh.h, field=field) if is_known else fresh,)
