"""One run of the printer: which paper, in which order, and what to do about characters that no font has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.badge_sheets import OWN, Box, Duplex, Sheet
from eventapp.domain.words import N_

MARK_LENGTH, MARK_DISTANCE = 4.0, 1.0  # of crop marks, millimeters
SHORTEST_MARK = 1.0


class Order(StrEnum):
    """In which order badges lie on the pile."""

    UNIT = "unit"
    PINYIN = "pinyin"
    NUMBER = "number"


class Missing(StrEnum):
    """What to do where no font has a character."""

    BLANK = "blank"
    MARK = "mark"
    SKIP = "skip"


ORDER_NAMES = {Order.UNIT: N_("按单位"), Order.PINYIN: N_("按姓名拼音"), Order.NUMBER: N_("按编号")}
MISSING_NAMES = {
    Missing.BLANK: N_("留空，打印后手写"),
    Missing.MARK: N_("打印成〓"),
    Missing.SKIP: N_("先不打印这些人"),
}
STAND_INS = {Missing.BLANK: "\u3000", Missing.MARK: "〓"}


@dataclass(frozen=True)
class PrintOptions:
    """How a run is printed; without a design everybody gets that of their class."""

    sheet: str = OWN
    order: Order = Order.UNIT
    missing: Missing = Missing.BLANK
    design_id: int | None = None
    start: int = 1
    duplex: Duplex = Duplex.LONG_EDGE
    has_crop_marks: bool = True


@dataclass(frozen=True)
class Line:
    """A thin line on the paper."""

    x: float
    y: float
    to_x: float
    to_y: float


def trimmed(box: Box, width: float, height: float) -> Box:
    """A badge in the middle of its box."""
    return Box(box.x + (box.w - width) / 2, box.y + (box.h - height) / 2, width, height)


def crop_marks(sheet: Sheet, badges: Iterable[Box]) -> Iterator[Line]:
    """Short lines in the margins of the paper where the knife goes, from edge to edge of the badges on it."""
    badges = tuple(badges)
    if not badges or not sheet.has_back:
        return
    width, height = sheet.paper
    top, bottom = min(box.y for box in badges), max(box.y + box.h for box in badges)
    left, right = min(box.x for box in badges), max(box.x + box.w for box in badges)
    for x in sorted({round(edge, 3) for box in badges for edge in (box.x, box.x + box.w)}):
        for begin, end in margins(top, bottom, height):
            yield Line(x, begin, x, end)
    for y in sorted({round(edge, 3) for box in badges for edge in (box.y, box.y + box.h)}):
        for begin, end in margins(left, right, width):
            yield Line(begin, y, end, y)


def margins(first: float, last: float, paper: float) -> Iterator[tuple[float, float]]:
    """Where a mark fits before the first badge and behind the last one."""
    before = max(0.0, first - MARK_DISTANCE - MARK_LENGTH), first - MARK_DISTANCE
    behind = last + MARK_DISTANCE, min(paper, last + MARK_DISTANCE + MARK_LENGTH)
    for begin, end in (before, behind):
        if end - begin >= SHORTEST_MARK:
            yield begin, end
