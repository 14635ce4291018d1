"""The badge classes and designs that a new edition starts with; organizers change them on their page."""

from __future__ import annotations

from eventapp.domain.badges import (
    BY_CLASS,
    ON_CLASS,
    Align,
    ClassLook,
    Design,
    Element,
    ElementKind,
    Weight,
)

FIELD, TEXT, QR, BAND = ElementKind.FIELD, ElementKind.TEXT, ElementKind.QR, ElementKind.BAND
INK, SOFT = "#1c1a17", "#4f4a42"

# Who has several roles wears the badge of the first class. All colors carry white type with a contrast above 4.5.
SHIPPED_CLASSES = (
    ClassLook("guest", "嘉宾", "Guest", "#8a5a00"),
    ClassLook("judge", "评委", "Judge", "#6a1b9a"),
    ClassLook("staff", "工作人员", "Staff", "#333a40"),
    ClassLook("media", "媒体", "Press", "#00696f"),
    ClassLook("presenter", "发表代表", "Presenter", "#b3261e"),
    ClassLook("delegate", "正式代表", "Delegate", "#1f4a73"),
    ClassLook("attendee", "参会代表", "Attendee", "#1b6b3c"),
    ClassLook("observer", "观摩代表", "Observer", "#6b5346"),
)


def field(name: str, x: float, y: float, w: float, h: float, size: float, smallest: float, **more: object) -> Element:
    return Element(FIELD, x, y, w, h, field=name, size=size, smallest=smallest, **more)  # type: ignore[arg-type]


BADGE = Design(
    name="胸牌 90×130",
    width=90.0,
    height=130.0,
    front=(
        Element(BAND, -3, -3, 96, 37, color=BY_CLASS),
        field("conference", 6, 6, 78, 15, 15, 8, weight=Weight.BOLD, color=ON_CLASS, lines=2),
        field("dates_and_place", 6, 23, 78, 6, 10, 6, color=ON_CLASS),
        field("name", 5, 39, 80, 20, 46, 16, weight=Weight.BOLD, color=INK, lines=2),
        field("unit_name", 6, 61, 78, 14, 14, 8, color=INK, lines=2),
        field("post", 6, 77, 78, 7, 11, 7, color=SOFT),
        Element(QR, 6, 92, 30, 30),
        field("class_name", 40, 92, 44, 13, 28, 12, weight=Weight.BOLD, align=Align.LEFT, color=BY_CLASS),
        field("class_name_en", 40, 105, 44, 6, 11, 7, align=Align.LEFT, color=SOFT),
        field("number", 40, 115, 44, 6, 11, 7, text="No. ", align=Align.LEFT, color=SOFT),
        Element(BAND, -3, 125, 96, 8, color=BY_CLASS),
    ),
)
LABEL = Design(
    name="标签 80×50",
    width=80.0,
    height=50.0,
    front=(
        field("name", 4, 4, 48, 14, 30, 12, weight=Weight.BOLD, align=Align.LEFT, color="#000000", lines=2),
        field("unit_name", 4, 20, 48, 12, 11, 7, align=Align.LEFT, color="#000000", lines=2),
        field("post", 4, 33, 48, 5, 9, 6, align=Align.LEFT, color="#000000"),
        field("class_name", 4, 40, 32, 6, 13, 8, weight=Weight.BOLD, align=Align.LEFT, color="#000000"),
        field("number", 54, 36, 24, 5, 9, 6, text="No. ", color="#000000"),
        Element(QR, 54, 6, 24, 24),
    ),
)
SHIPPED_DESIGNS = (BADGE, LABEL)
