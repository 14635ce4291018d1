"""How to print, as forms ask for it and browsers remember it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from eventapp.domain.badge_runs import MISSING_NAMES, ORDER_NAMES, Missing, Order, PrintOptions
from eventapp.domain.badge_sheets import (
    DUPLEX_NAMES,
    KIND_NAMES,
    OWN,
    OWN_NAME,
    SHEETS,
    Duplex,
    SheetKind,
    takes,
)
from eventapp.domain.badges import Design
from eventapp.web.language import gettext

SHEET_COOKIE, DESIGN_COOKIE = "badge_sheet", "badge_design"
A_YEAR = 365 * 24 * 3600
MOST_PLACES = 100


def typed_options(form: Mapping[str, str]) -> PrintOptions:
    """What the form says; nonsense is the usual way."""

    def one_of(words: Any, name: str, usual: Any) -> Any:
        return words(form[name]) if form.get(name) in set(words) else usual

    design, start = form.get("design", ""), form.get("start", "")
    return PrintOptions(
        sheet=form.get("sheet") or OWN,
        order=one_of(Order, "order", Order.UNIT),
        missing=one_of(Missing, "missing", Missing.BLANK),
        design_id=int(design) if design.isascii() and design.isdecimal() and len(design) < 10 else None,
        start=int(start) if start.isascii() and start.isdecimal() and 0 < int(start[:6]) <= MOST_PLACES else 1,
        duplex=one_of(Duplex, "duplex", Duplex.LONG_EDGE),
        has_crop_marks="crop_marks" in form or "asked" not in form,
    )


def remembered_options() -> PrintOptions:
    """What this browser printed with last; a label printer stands beside one computer and not beside the others."""
    known = {"sheet": request.cookies.get(SHEET_COOKIE, ""), "design": request.cookies.get(DESIGN_COOKIE, "")}
    return typed_options({**known, **{name: value for name, value in request.values.items() if value}})


def remember(answer: Response, options: PrintOptions) -> None:
    """Keep paper and design in this browser for a year."""
    for name, value in ((SHEET_COOKIE, options.sheet), (DESIGN_COOKIE, str(options.design_id or ""))):
        answer.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)


def offered(designs: Sequence[Any]) -> dict[str, Any]:
    """The choices of the form; paper on which no design fits is not among them."""
    groups: dict[SheetKind, list[tuple[str, str]]] = {SheetKind.CARD: [(OWN, gettext(OWN_NAME))]}
    for sheet in SHEETS:
        if any(takes(sheet, *size_of(design)) for design in designs):
            groups.setdefault(sheet.kind, []).append((sheet.code, gettext(sheet.name)))
    return {
        "sheets": [(gettext(KIND_NAMES[kind]), sheets) for kind, sheets in groups.items()],
        "orders": [(each.value, gettext(name)) for each, name in ORDER_NAMES.items()],
        "missing": [(each.value, gettext(name)) for each, name in MISSING_NAMES.items()],
        "duplex": [(each.value, gettext(name)) for each, name in DUPLEX_NAMES.items()],
    }


def size_of(design: Any) -> tuple[float, float]:
    return (design.width, design.height) if isinstance(design, Design) else (design.width_mm, design.height_mm)
