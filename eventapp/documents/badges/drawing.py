"""Badges as drawing orders for the painter, and all that will not come out as wished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eventapp.documents.badges.codes import printed_code
from eventapp.documents.badges.fitting import Fitted, fit
from eventapp.documents.badges.widths import Ruler
from eventapp.documents.fonts import font_files, missing_glyphs
from eventapp.domain.badge_fields import FIELD_NAMES, Badge, text_of
from eventapp.domain.badge_runs import STAND_INS, Missing
from eventapp.domain.badges import Align, ClassLook, Design, Element, ElementKind, Side, Weight, color_of
from eventapp.domain.refusals import Fault
from eventapp.domain.text import unbroken
from eventapp.domain.words import N_

Order = dict[str, Any]
TEXTS = (ElementKind.TEXT, ElementKind.FIELD)
NO_LOOK = ClassLook("", "", "", "#000000")
REPRINT = Element(ElementKind.TEXT, 0, 0, 14, 3, size=6.5, smallest=5, weight=Weight.BOLD, align=Align.CENTER)
REPRINT_MARGIN = 1.0


@dataclass(frozen=True)
class Look:
    """A design with its pictures, by side, as names of files that the painter finds."""

    design: Design
    pictures: Mapping[Side, str]

    @property
    def has_back(self) -> bool:
        return bool(self.design.back) or Side.BACK in self.pictures


class Drawer:
    """Draws badges of some designs with the fonts of one folder; remembers what it has set before."""

    def __init__(self, looks: Sequence[Look], fonts: Path) -> None:
        self.looks, self.files, self.ruler = looks, font_files(fonts), Ruler(fonts)
        self.fitted: dict[tuple[Element, str], Fitted] = {}

    def ready(self, badge: Badge, missing: Missing) -> tuple[Badge | None, list[Fault]]:
        """The badge as it can be printed, or None when it is to wait; and every fault a person should know."""
        badge = replace(badge, values={name: unbroken(value) for name, value in badge.values.items()})
        badge, faults = self.with_known_characters(badge, missing)
        if faults and missing is Missing.SKIP:
            return None, faults
        return badge, faults + list(self.misfits(badge))

    def with_known_characters(self, badge: Badge, missing: Missing) -> tuple[Badge, list[Fault]]:
        """Put the stand-in where no font has a character; what the badge does not show does not matter."""
        shown = "".join(text for _element, text in self.texts(badge))
        unknown = missing_glyphs(shown, self.files)
        if not unknown:
            return badge, []
        names = "、".join(f"{character}（U+{ord(character):04X}）" for character in unknown)
        fault = Fault("missing_glyph", N_("字库里没有这些字：%(names)s"), badge.label, params={"names": names})
        if missing is Missing.SKIP:
            return badge, [fault]
        table = str.maketrans(dict.fromkeys(unknown, STAND_INS[missing]))
        values = {name: value.translate(table) for name, value in badge.values.items()}
        own = {name: value.translate(table) for name, value in badge.own.items()}
        return replace(badge, values=values, own=own), [fault]

    def misfits(self, badge: Badge) -> Iterator[Fault]:
        """Every text that is cut at the smallest size."""
        for element, text in self.texts(badge):
            fitted = self.set(element, text)
            if not fitted.is_whole:
                yield Fault(
                    "too_long", N_("“%(text)s”放不下（%(field_word)s），最小字号只印出“%(shown)s”"), badge.label,
                    params={
                        "text": text, "shown": "".join(fitted.lines),
                        "field_word": FIELD_NAMES.get(element.field, N_("文字")),
                    },
                )  # fmt: skip

    def texts(self, badge: Badge) -> Iterator[tuple[Element, str]]:
        """All elements of both sides that say something, with what they say."""
        design = self.looks[badge.design].design
        for element in (*design.front, *design.back):
            if element.kind in TEXTS and (text := text_of(element, badge)):
                yield element, text

    def set(self, element: Element, text: str) -> Fitted:
        found = self.fitted.get((element, text))
        if found is None:
            found = self.fitted[element, text] = fit(
                text, element.w, element.h, size=element.size, smallest=element.smallest, lines=element.lines,
                measure=lambda piece: self.ruler.text(piece, element.weight),
            )  # fmt: skip
        return found

    def side(self, badge: Badge, side: Side) -> list[Order]:
        """What the painter does for one side, from the lowest to the topmost."""
        look = self.looks[badge.design]
        picture = self.picture(look, side)
        drawn = [order for element in look.design.side(side) if (order := self.element(element, badge))]
        mark = self.reprint_mark(look.design, badge) if side is Side.FRONT and badge.print_number > 1 else []
        return [*picture, *drawn, *mark]

    def picture(self, look: Look, side: Side) -> list[Order]:
        name, design = look.pictures.get(side), look.design
        return (
            [{"kind": "picture", "x": 0, "y": 0, "w": design.width, "h": design.height, "file": name}] if name else []
        )

    def element(self, element: Element, badge: Badge) -> Order | None:
        box = {"x": element.x, "y": element.y, "w": element.w, "h": element.h}
        if element.kind is ElementKind.BAND:
            return {"kind": "band", "color": color_of(element, badge.look), **box}
        if element.kind is ElementKind.QR:
            return {"kind": "qr", "svg": printed_code(badge.qr), **box} if badge.qr else None
        text = text_of(element, badge)
        return self.lines(element, text, color_of(element, badge.look)) if text else None

    def lines(self, element: Element, text: str, color: str) -> Order:
        fitted = self.set(element, text)
        return {
            "kind": "text", "x": element.x, "y": element.y, "w": element.w, "h": element.h, "lines": fitted.lines,
            "size": fitted.size, "weight": element.weight, "align": element.align, "color": color,
        }  # fmt: skip

    def reprint_mark(self, design: Design, badge: Badge) -> list[Order]:
        """Small in the lower right corner on white: everybody sees which of two badges is the later one."""
        x = design.width - REPRINT.w - REPRINT_MARGIN
        element = replace(REPRINT, x=x, y=design.height - REPRINT.h - REPRINT_MARGIN)
        box = {"x": element.x, "y": element.y, "w": element.w, "h": element.h}
        text = self.lines(element, f"补打 {badge.print_number - 1}", "#000000")
        return [{"kind": "band", "color": "#ffffff", **box}, text]
