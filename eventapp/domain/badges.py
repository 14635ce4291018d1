"""How a badge looks: millimeters, and on each side elements from the lowest to the topmost; and what may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_

SMALLEST_BADGE, LARGEST_BADGE = 25.0, 300.0  # millimeters
BLEED = 3.0  # millimeters that bands may stand out, so that no white edge is left where the knife slips
SMALLEST_QR = 20.0  # millimeters with quiet zone: 57 modules of 0.35 mm, which phones read from 15 cm
SMALLEST_TYPE, LARGEST_TYPE = 4.0, 200.0  # points
MOST_ELEMENTS = 60
MOST_LINES = 12
LONGEST_TEXT = 400
POINT = 25.4 / 72  # millimeters
LINE_GAP = 0.22  # between two lines, of the type size
COLOR = re.compile(r"#[0-9a-f]{6}")
BY_CLASS, ON_CLASS = "class", "on_class"


class ElementKind(StrEnum):
    """What one element shows."""

    TEXT = "text"
    FIELD = "field"
    QR = "qr"
    BAND = "band"


class Align(StrEnum):
    """Where lines begin or end."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Weight(StrEnum):
    """Thickness of type."""

    REGULAR = "regular"
    BOLD = "bold"


class Side(StrEnum):
    """The two sides of a badge."""

    FRONT = "front"
    BACK = "back"


KIND_NAMES = {
    ElementKind.TEXT: N_("固定文字"),
    ElementKind.FIELD: N_("字段"),
    ElementKind.QR: N_("二维码"),
    ElementKind.BAND: N_("色块"),
}
ALIGN_NAMES = {Align.LEFT: N_("左"), Align.CENTER: N_("中"), Align.RIGHT: N_("右")}
WEIGHT_NAMES = {Weight.REGULAR: N_("常规"), Weight.BOLD: N_("加粗")}
SIDE_NAMES = {Side.FRONT: N_("正面"), Side.BACK: N_("背面")}


@dataclass(frozen=True)
class Element:
    """A box from the upper left corner of the badge, in millimeters; type sizes in points.

    Type shrinks from `size` to `smallest` until the text fits into `lines` lines. `text` is the fixed text, or
    stands before the value of a field that is not empty. `color` is #rrggbb, `class` (the color of the badge
    class) or `on_class` (black or white, whichever reads better on that color).
    """

    kind: ElementKind
    x: float
    y: float
    w: float
    h: float
    field: str = ""
    text: str = ""
    size: float = 12.0
    smallest: float = 8.0
    weight: Weight = Weight.REGULAR
    align: Align = Align.CENTER
    color: str = "#000000"
    lines: int = 1


@dataclass(frozen=True)
class Design:
    """A badge of `width` × `height` millimeters; an empty back is not printed unless it has a picture."""

    name: str
    width: float
    height: float
    front: tuple[Element, ...]
    back: tuple[Element, ...] = ()

    def side(self, side: Side) -> tuple[Element, ...]:
        return self.front if side is Side.FRONT else self.back


@dataclass(frozen=True)
class ClassLook:
    """What a badge shows of its class; the name is printed too, since colors alone tell some people nothing."""

    code: str
    name: str
    name_en: str
    color: str


def design_faults(design: Design) -> list[Fault]:
    """All that is wrong with a design, errors and warnings; `field` is the side and the number: `front:3`."""
    found = list(size_faults(design))
    for side in Side:
        elements = design.side(side)
        if len(elements) > MOST_ELEMENTS:
            found.append(error("too_many", N_("一面最多%(most)s个元素。"), side, most=MOST_ELEMENTS))
        for number, element in enumerate(elements, start=1):
            place = f"{side}:{number}"
            found += [*box_faults(design, element, place), *look_faults(element, place)]
        found += overlap_faults(side, elements)
    return found


def size_faults(design: Design) -> Iterator[Fault]:
    if not design.name.strip():
        yield error("missing_required", N_("请给设计起个名字。"), "")
    if not all(SMALLEST_BADGE <= side <= LARGEST_BADGE for side in (design.width, design.height)):
        yield error(
            "out_of_range",
            N_("胸牌的宽和高应在%(least)g到%(most)g毫米之间。"),
            "",
            least=SMALLEST_BADGE,
            most=LARGEST_BADGE,
        )


def box_faults(design: Design, element: Element, place: str) -> Iterator[Fault]:
    """Boxes that leave the badge, vanish, or hold a code that no phone reads."""
    if element.w <= 0 or element.h <= 0:
        yield error("out_of_range", N_("宽和高应大于0。"), place)
        return
    beyond = BLEED if element.kind is ElementKind.BAND else 0.0
    is_within = (
        element.x >= -beyond - 0.01 and element.x + element.w <= design.width + beyond + 0.01
        and element.y >= -beyond - 0.01 and element.y + element.h <= design.height + beyond + 0.01
    )  # fmt: skip
    if not is_within:
        yield error(
            "outside", N_("超出胸牌范围（%(width)g×%(height)g毫米）。"), place, width=design.width, height=design.height
        )
    if element.kind is ElementKind.QR and min(element.w, element.h) < SMALLEST_QR:
        yield error("qr_too_small", N_("二维码至少%(least)g毫米见方，再小手机扫不出来。"), place, least=SMALLEST_QR)


def look_faults(element: Element, place: str) -> Iterator[Fault]:
    """Type and color that cannot be printed."""
    if element.color not in (BY_CLASS, ON_CLASS) and not COLOR.fullmatch(element.color):
        yield error("invalid_format", N_("颜色应像 #1f4a73 这样，或按证件类别。"), place)
    if element.kind not in (ElementKind.TEXT, ElementKind.FIELD):
        return
    if not SMALLEST_TYPE <= element.smallest <= element.size <= LARGEST_TYPE:
        yield error(
            "out_of_range", N_("字号应在%(least)g到%(most)g之间，最小字号不大于字号。"), place,
            least=SMALLEST_TYPE, most=LARGEST_TYPE,
        )  # fmt: skip
    elif element.smallest * POINT > element.h:
        yield error("too_low", N_("框太矮，最小的字号也放不下。"), place)
    if not 1 <= element.lines <= MOST_LINES:
        yield error("out_of_range", N_("行数应在1到%(most)s之间。"), place, most=MOST_LINES)
    if len(element.text) > LONGEST_TEXT:
        yield error("too_long", N_("文字最多%(most)s个字。"), place, most=LONGEST_TEXT)
    if element.kind is ElementKind.TEXT and not element.text.strip():
        yield error("missing_required", N_("请填写文字，或删除这个元素。"), place)


def overlap_faults(side: Side, elements: Sequence[Element]) -> Iterator[Fault]:
    """Texts and codes that cover each other; bands lie below on purpose."""
    shown = [(number, each) for number, each in enumerate(elements, 1) if each.kind is not ElementKind.BAND]
    for (number, one), (other, another) in combinations(shown, 2):
        if overlap(one, another):
            yield Fault("overlap", N_("与第%(other)s个元素重叠。"), field=f"{side}:{number}", params={"other": other})


def overlap(one: Element, other: Element, slack: float = 0.2) -> bool:
    """Whether two boxes share more than a hair's breadth of paper."""
    across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return across > slack and down > slack


def error(code: str, message: str, place: str, **params: object) -> Fault:
    return Fault(code, message, field=place, severity=Severity.ERROR, params=params)


def color_of(element: Element, look: ClassLook) -> str:
    """The color in which an element is printed for this class."""
    if element.color == BY_CLASS:
        return look.color
    return contrasting(look.color) if element.color == ON_CLASS else element.color


def contrasting(color: str) -> str:
    """Black or white, whichever stands out more (WCAG 2, relative luminance)."""
    light = luminance(color)
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"


def luminance(color: str) -> float:
    shares = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
