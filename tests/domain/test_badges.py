"""Badges as rules: papers, designs, what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from eventapp.domain.badge_data import as_data, elements_from, typed_element
from eventapp.domain.badge_fields import joined_post, span_text
from eventapp.domain.badge_runs import crop_marks, trimmed
from eventapp.domain.badge_sheets import (
    SHEETS,
    Box,
    Duplex,
    Placed,
    SheetKind,
    behind,
    boxes_of,
    imposed,
    own_sheet,
    sheet_for,
    takes,
)
from eventapp.domain.badges import Design, Element, ElementKind, Side, contrasting, design_faults, luminance
from eventapp.domain.refusals import NotFound, Refusal, Severity
from eventapp.domain.shipped_badges import BADGE, LABEL, SHIPPED_CLASSES, SHIPPED_DESIGNS

COUNTS = {
    "a4-90x130": 4, "a4-a6": 4, "a4-a7": 8, "a4-90x54": 10, "a4-86x54": 10, "a4-54x86": 9, "labels-99x68": 8,
    "labels-64x38": 21, "labels-70x37": 24, "roll-100x70": 1, "roll-80x50": 1, "roll-60x40": 1, "roll-62x100": 1,
}  # fmt: skip
QR = Element(ElementKind.QR, 5, 5, 25, 25)
NAME = Element(ElementKind.FIELD, 5, 40, 40, 10, field="name")


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x + one.w > other.x + 0.001 and other.x + other.w > one.x + 0.001
        and one.y + one.h > other.y + 0.001 and other.y + other.h > one.y + 0.001
    )  # fmt: skip


def faults_of(*elements: Element, width: float = 90, height: float = 130) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in design_faults(Design("胸牌", width, height, elements))]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)
def test_boxes_lie_on_the_paper_and_not_on_each_other(sheet) -> None:
    boxes = boxes_of(sheet)
    width, height = sheet.paper

    assert len(boxes) == COUNTS[sheet.code]
    assert [box for box in boxes if box.x < 0 or box.y < 0 or box.x + box.w > width or box.y + box.h > height] == []
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("duplex", Duplex)
@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.has_back], ids=lambda sheet: sheet.code)
def test_backs_lie_behind_their_fronts_when_the_paper_is_turned(sheet, duplex: Duplex) -> None:
    """Turning is a reflection about the upright or the level middle; which, says the longer edge."""
    width, height = sheet.paper
    is_sideways = (width <= height) is (duplex is Duplex.LONG_EDGE)

    for box in boxes_of(sheet):
        back = behind(sheet, Placed(0, box), duplex)
        behind_x = width - back.box.x - back.box.w if is_sideways else back.box.x
        behind_y = back.box.y if is_sideways else height - back.box.y - back.box.h
        assert (behind_x, behind_y) == pytest.approx((box.x, box.y))
        assert back.is_turned is not is_sideways


def test_a_partly_used_sheet_begins_where_it_is_free_and_only_the_first_one() -> None:
    sheet = sheet_for("labels-70x37", 70, 37)

    pages = list(imposed(sheet, 30, start=23))

    assert [[placed.index for placed in page.placed] for page in pages] == [
        [0, 1],
        list(range(2, 26)),
        [26, 27, 28, 29],
    ]
    assert pages[0].placed[0].box == boxes_of(sheet)[22]
    assert pages[1].placed[0].box == boxes_of(sheet)[0]


def test_fronts_and_backs_take_turns_and_labels_have_no_backs() -> None:
    cards, rolls = own_sheet(90, 130), sheet_for("roll-80x50", 80, 50)

    assert [page.side for page in imposed(cards, 2, duplex=Duplex.LONG_EDGE)] == [Side.FRONT, Side.BACK] * 2
    assert [page.side for page in imposed(rolls, 2, duplex=Duplex.LONG_EDGE)] == [Side.FRONT] * 2


def test_paper_too_small_for_a_badge_is_refused() -> None:
    assert sheet_for("own", 90, 130).paper == (90, 130)
    assert takes(sheet_for("a4-a7", 74.25, 105), 74.25, 105)
    with pytest.raises(Refusal, match="80×50毫米，放不下90×130毫米"):
        sheet_for("roll-80x50", 90, 130)
    with pytest.raises(NotFound):
        sheet_for("a5", 10, 10)


def test_crop_marks_stand_in_the_margin_at_every_edge() -> None:
    sheet = sheet_for("a4-90x54", 90, 54)
    marks = list(crop_marks(sheet, [trimmed(box, 90, 54) for box in boxes_of(sheet)]))

    inside = [mark for mark in marks if 15 < mark.x < 195 and 13.5 < mark.y < 283.5 and 13.5 < mark.to_y < 283.5]
    assert inside == []
    assert len(marks) == 2 * 3 + 2 * 6  # three upright edges above and below, six level ones on both sides
    assert list(crop_marks(sheet_for("labels-64x38", 60, 30), [Box(9, 20, 60, 30)])) == []


def test_shipped_designs_and_colors_are_without_fault() -> None:
    assert [design_faults(design) for design in SHIPPED_DESIGNS] == [[], []]
    assert {look.code for look in SHIPPED_CLASSES} == {
        "presenter", "delegate", "attendee", "observer", "judge", "guest", "media", "staff",
    }  # fmt: skip
    assert all(1.05 / (luminance(look.color) + 0.05) >= 4.5 for look in SHIPPED_CLASSES)
    assert len({look.color for look in SHIPPED_CLASSES}) == 8
    assert (contrasting("#ffee88"), contrasting("#1f4a73")) == ("#000000", "#ffffff")
    assert {sheet.kind for sheet in SHEETS if takes(sheet, LABEL.width, LABEL.height)} >= {SheetKind.ROLL}


def test_faults_of_a_design_name_their_element() -> None:
    assert faults_of(QR, NAME) == []
    assert faults_of(replace(QR, w=19), replace(NAME, x=60)) == [("front:1", "qr_too_small"), ("front:2", "outside")]
    assert faults_of(NAME, replace(QR, y=30)) == [("front:1", "overlap")]
    assert faults_of(replace(NAME, smallest=20), replace(NAME, y=60, color="red")) == [
        ("front:1", "out_of_range"),
        ("front:2", "invalid_format"),
    ]
    assert faults_of(Element(ElementKind.TEXT, 5, 5, 20, 2, smallest=8, text=" ")) == [
        ("front:1", "too_low"),
        ("front:1", "missing_required"),
    ]
    assert faults_of(Element(ElementKind.BAND, -3, -3, 96, 10)) == []
    assert faults_of(width=10) == [("", "out_of_range")]
    assert design_faults(Design(" ", 90, 130, ()))[0].severity is Severity.ERROR


def test_elements_are_kept_and_read_back_as_they_were() -> None:
    assert elements_from(as_data(BADGE.front)) == BADGE.front
    assert elements_from([{**as_data([QR])[0], "of_a_later_version": 1}]) == (QR,)


def test_what_is_typed_is_a_number_or_a_fault() -> None:
    typed = {
        "kind": "field",
        "field": "name",
        "x": "5",
        "y": "1e",
        "w": "nan",
        "h": "12.345",
        "size": "20",
        "lines": "2",
    }

    element, faults = typed_element(typed, Side.BACK, 3)

    assert (element.x, element.h, element.size, element.lines) == (5.0, 12.35, 20.0, 2)
    assert [(fault.field, str(fault)) for fault in faults] == [("back:3", "上应填数字。"), ("back:3", "宽应填数字。")]


def test_dates_and_posts_say_nothing_twice() -> None:
    assert span_text(date(2024, 9, 11), date(2024, 9, 13)) == "2024年9月11日—13日"
    assert span_text(date(2024, 9, 30), date(2024, 10, 2)) == "2024年9月30日—10月2日"
    assert span_text(date(2024, 12, 31), date(2025, 1, 2)) == "2024年12月31日—2025年1月2日"
    assert (span_text(date(2024, 9, 11), None), span_text(None, None)) == ("2024年9月11日", "")
    assert joined_post(" 质量部", "") == "质量部"
