"""Paper for badges: where each badge lies on cards, A4 sheets, sheets of labels and rolls. All in millimeters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.badges import Side
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_

A4 = (210.0, 297.0)
OWN = "own"
SLACK = 0.5  # a badge may be this much larger than its box: 74.25 mm is called 74
CUT_ROOM = 5.0  # crop marks need this much paper


class Duplex(StrEnum):
    """How the printer turns the paper, as its driver calls it."""

    LONG_EDGE = "long_edge"
    SHORT_EDGE = "short_edge"


DUPLEX_NAMES = {Duplex.LONG_EDGE: N_("双面，长边翻转"), Duplex.SHORT_EDGE: N_("双面，短边翻转")}


class SheetKind(StrEnum):
    """What the paper is."""

    CARD = "card"
    PAGE = "page"
    LABELS = "labels"
    ROLL = "roll"


KIND_NAMES = {
    SheetKind.CARD: N_("一张一证"),
    SheetKind.PAGE: N_("A4 拼版（裁切）"),
    SheetKind.LABELS: N_("A4 不干胶标签"),
    SheetKind.ROLL: N_("标签打印机"),
}


@dataclass(frozen=True)
class Box:
    """A place for one badge on the paper, from the upper left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Sheet:
    """A grid of equal boxes on a paper; `left` and `top` lead to the first box."""

    code: str
    name: str
    kind: SheetKind
    paper: tuple[float, float]
    box: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def count(self) -> int:
        """How many badges a sheet takes."""
        return self.columns * self.rows

    @property
    def has_back(self) -> bool:
        """Labels stick to something: their backs are not printed."""
        return self.kind in (SheetKind.CARD, SheetKind.PAGE)


def centered(
    code: str, name: str, paper: tuple[float, float], box: tuple[float, float], columns: int, rows: int, gap: float = 0.0
) -> Sheet:  # fmt: skip
    """A page to be cut, with the boxes in its middle."""
    left = (paper[0] - columns * box[0] - (columns - 1) * gap) / 2
    top = (paper[1] - rows * box[1] - (rows - 1) * gap) / 2
    return Sheet(code, name, SheetKind.PAGE, paper, box, columns, rows, left, top, gap, gap)


def labels(
    code: str, name: str, box: tuple[float, float], columns: int, rows: int, left: float, top: float, gap: float
) -> Sheet:
    """A4 labels as sold: gaps between columns only."""
    return Sheet(code, name, SheetKind.LABELS, A4, box, columns, rows, left, top, gap)


def roll(code: str, name: str, width: float, height: float) -> Sheet:
    """One label a page."""
    return Sheet(code, name, SheetKind.ROLL, (width, height), (width, height))


SHEETS = (
    centered("a4-90x130", N_("A4 拼 4 张 90×130"), A4, (90.0, 130.0), 2, 2, 5.0),
    centered("a4-a6", N_("A4 拼 4 张 A6（105×148）"), A4, (105.0, 148.0), 2, 2),
    centered("a4-a7", N_("A4 拼 8 张 A7（74×105）"), (297.0, 210.0), (74.0, 105.0), 4, 2),
    centered("a4-90x54", N_("A4 拼 10 张名片 90×54"), A4, (90.0, 54.0), 2, 5),
    centered("a4-86x54", N_("A4 拼 10 张卡片 86×54"), A4, (86.0, 54.0), 2, 5),
    centered("a4-54x86", N_("A4 拼 9 张竖卡 54×86"), A4, (54.0, 86.0), 3, 3),
    labels("labels-99x68", N_("A4 标签 8 枚 99.1×67.7"), (99.1, 67.7), 2, 4, 4.65, 13.1, 2.5),
    labels("labels-64x38", N_("A4 标签 21 枚 63.5×38.1"), (63.5, 38.1), 3, 7, 7.25, 15.15, 2.5),
    labels("labels-70x37", N_("A4 标签 24 枚 70×37"), (70.0, 37.0), 3, 8, 0.0, 0.5, 0.0),
    roll("roll-100x70", N_("标签 100×70"), 100.0, 70.0),
    roll("roll-80x50", N_("标签 80×50"), 80.0, 50.0),
    roll("roll-60x40", N_("标签 60×40"), 60.0, 40.0),
    roll("roll-62x100", N_("标签 62×100（62毫米连续纸）"), 62.0, 100.0),
)
OWN_NAME = N_("一张一证（纸张即胸牌大小）")


def own_sheet(width: float, height: float) -> Sheet:
    """Paper as large as the badge."""
    return Sheet(OWN, OWN_NAME, SheetKind.CARD, (width, height), (width, height))


def sheet_for(code: str, width: float, height: float) -> Sheet:
    """The sheet of this code; its boxes must take a badge of this size. Raises `NotFound` and `Refusal`."""
    if code == OWN:
        return own_sheet(width, height)
    for sheet in SHEETS:
        if sheet.code == code:
            if not takes(sheet, width, height):
                raise Refusal(
                    "这种纸每格%(w)g×%(h)g毫米，放不下%(width)g×%(height)g毫米的胸牌，请换一种纸或换一个设计。",
                    w=sheet.box[0], h=sheet.box[1], width=width, height=height,
                )  # fmt: skip
            return sheet
    raise NotFound("没有这种纸张，请重新选择。")


def takes(sheet: Sheet, width: float, height: float) -> bool:
    """Whether a badge of this size fits into a box of the sheet."""
    return width <= sheet.box[0] + SLACK and height <= sheet.box[1] + SLACK


def boxes_of(sheet: Sheet) -> tuple[Box, ...]:
    """All places of a sheet in reading order."""
    width, height = sheet.box
    return tuple(
        Box(sheet.left + column * (width + sheet.gap_x), sheet.top + row * (height + sheet.gap_y), width, height)
        for row in range(sheet.rows)
        for column in range(sheet.columns)
    )


@dataclass(frozen=True)
class Placed:
    """Badge number `index` of the run on a page; `is_turned`: upside down, as a short-edge back must be."""

    index: int
    box: Box
    is_turned: bool = False


@dataclass(frozen=True)
class Page:
    """One side of one sheet of paper."""

    side: Side
    placed: tuple[Placed, ...]


def imposed(sheet: Sheet, count: int, *, start: int = 1, duplex: Duplex | None = None) -> Iterator[Page]:
    """Every page of a run of `count` badges, fronts and backs alternating when `duplex` says how paper turns.

    `start` is the first free place of a sheet that is partly used, counted from 1; later sheets are whole.
    """
    boxes = boxes_of(sheet)
    first = min(max(start, 1), sheet.count) - 1
    done = 0
    while done < count:
        free = boxes[first:]
        placed = tuple(Placed(done + offset, box) for offset, box in enumerate(free[: count - done]))
        yield Page(Side.FRONT, placed)
        if duplex is not None and sheet.has_back:
            yield Page(Side.BACK, tuple(behind(sheet, each, duplex) for each in placed))
        done, first = done + len(placed), 0


def behind(sheet: Sheet, front: Placed, duplex: Duplex) -> Placed:
    """Where the back of a badge lies when the other side of the paper is looked at.

    Turned over its upright edge, the paper is mirrored left to right; over its other edge, top to bottom, and
    the badge stands on its head. Which edge is the long one depends on the format of the paper.
    """
    box, (width, height) = front.box, sheet.paper
    is_upright = width <= height
    if is_upright is (duplex is Duplex.LONG_EDGE):
        return Placed(front.index, Box(width - box.x - box.w, box.y, box.w, box.h))
    return Placed(front.index, Box(box.x, height - box.y - box.h, box.w, box.h), is_turned=True)
