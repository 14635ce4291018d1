"""What a badge can say of a person and of the conference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eventapp.domain.badges import ClassLook, Element, ElementKind
from eventapp.domain.events import Edition
from eventapp.domain.words import N_

FIELD_NAMES = {
    "name": N_("姓名"),
    "unit_name": N_("单位"),
    "post": N_("部门和职务"),
    "department": N_("部门"),
    "job_title": N_("职务"),
    "class_name": N_("证件类别"),
    "class_name_en": N_("证件类别（英文）"),
    "role_names": N_("参会身份"),
    "subject": N_("成果或故事"),
    "number": N_("编号"),
    "seat": N_("座位"),
    "hotel_room": N_("房间"),
    "conference": N_("会议全称"),
    "conference_short": N_("会议简称"),
    "conference_en": N_("会议名称（英文）"),
    "dates": N_("日期"),
    "place": N_("地点"),
    "dates_and_place": N_("日期和地点"),
}
OWN_FIELD = "answer:"  # in front of the code of a field of the registration form


@dataclass(frozen=True)
class Badge:
    """One badge to print: values by field, the class, the address in its QR code (may be empty), the print number."""

    attendee_id: int
    label: str  # how lists of misfits name the person
    values: Mapping[str, str]
    look: ClassLook
    qr: str = ""
    print_number: int = 1
    design: int = 0  # which of the designs of the run
    own: Mapping[str, str] = field(default_factory=dict)  # answers to the organizers' own fields, by code


def text_of(element: Element, badge: Badge) -> str:
    """What an element of text says on this badge; a field without value says nothing, its lead included."""
    if element.kind is ElementKind.TEXT:
        return element.text
    if element.field.startswith(OWN_FIELD):
        value = badge.own.get(element.field.removeprefix(OWN_FIELD), "")
    else:
        value = badge.values.get(element.field, "")
    return f"{element.text}{value}" if value else ""


def number_text(attendee_id: int) -> str:
    """The number of a person as badges show it."""
    return f"{attendee_id:04d}"


def joined_post(department: str, job_title: str) -> str:
    """Department and post on one line."""
    return " ".join(part for part in (department.strip(), job_title.strip()) if part)


def conference_values(edition: Edition) -> dict[str, str]:
    """The values that are the same on every badge of the edition."""
    dates = span_text(edition.starts_on, edition.ends_on)
    return {
        "conference": edition.name,
        "conference_short": edition.short_name,
        "conference_en": edition.name_en,
        "dates": dates,
        "place": edition.place,
        "dates_and_place": " · ".join(part for part in (dates, edition.place) if part),
    }


def span_text(first: date | None, last: date | None) -> str:
    """2024年9月11日—13日; months and years are repeated only where they change."""
    if first is None:
        return ""
    begin = f"{first.year}年{first.month}月{first.day}日"
    if last is None or last <= first:
        return begin
    if last.year != first.year:
        return f"{begin}—{last.year}年{last.month}月{last.day}日"
    return f"{begin}—{last.day}日" if last.month == first.month else f"{begin}—{last.month}月{last.day}日"
