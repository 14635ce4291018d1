"""Elements of badges as they are kept and as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from eventapp.domain.badges import Align, Element, ElementKind, Side, Weight, error
from eventapp.domain.refusals import Fault
from eventapp.domain.words import N_

NUMBERS = ("x", "y", "w", "h", "size", "smallest")
NUMBER_NAMES = {
    "x": N_("左"),
    "y": N_("上"),
    "w": N_("宽"),
    "h": N_("高"),
    "size": N_("字号"),
    "smallest": N_("最小字号"),
    "lines": N_("行数"),
}
WORDS = {"kind": ElementKind, "weight": Weight, "align": Align}
PLAIN = {one.name: one.default for one in fields(Element)}
FARTHEST = 10_000.0


def as_data(elements: Iterable[Element]) -> list[dict[str, Any]]:
    """What the table keeps."""
    return [asdict(element) for element in elements]


def elements_from(data: Iterable[Mapping[str, Any]]) -> tuple[Element, ...]:
    """Read back what `as_data` wrote; names that no version here knows are left."""
    return tuple(element_from(one) for one in data)


def element_from(data: Mapping[str, Any]) -> Element:
    values = {name: value for name, value in data.items() if name in PLAIN}
    words: dict[str, Any] = {name: word(values[name]) for name, word in WORDS.items() if name in values}
    return Element(**{**values, **words})


def typed_element(texts: Mapping[str, str], side: Side, number: int) -> tuple[Element, list[Fault]]:
    """One row of the table of elements; what is no number is named and stands as 0 (or the usual) meanwhile."""
    place, faults = f"{side}:{number}", []
    values: dict[str, Any] = {
        "kind": ElementKind(texts["kind"]) if texts.get("kind") in set(ElementKind) else ElementKind.TEXT,
        "weight": Weight(texts["weight"]) if texts.get("weight") in set(Weight) else Weight.REGULAR,
        "align": Align(texts["align"]) if texts.get("align") in set(Align) else Align.CENTER,
        "field": texts.get("field", "")[:80],
        "text": texts.get("text", "").replace("\r\n", "\n"),
        "color": texts.get("color", "").strip().lower() or "#000000",
    }
    for name in (*NUMBERS, "lines"):
        typed = texts.get(name, "").strip()
        values[name] = number_in(typed)
        if values[name] is None:
            values[name] = PLAIN[name] if isinstance(PLAIN[name], int | float) else 0.0
            if typed or name in ("x", "y", "w", "h"):
                faults.append(
                    error("invalid_format", N_("%(name_word)s应填数字。"), place, name_word=NUMBER_NAMES[name])
                )
    values["lines"] = int(values["lines"])
    return Element(**values), faults


def number_in(typed: str) -> float | None:
    """A number of millimeters or points with at most two places; None for any other text."""
    try:
        number = round(float(typed), 2)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= FARTHEST else None  # false for nan, too
