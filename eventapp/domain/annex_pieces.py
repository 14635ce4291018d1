"""What belongs to which question when one cell answers two: 「张三 13800001234」 under 联系人及手机."""

from __future__ import annotations

import re

from eventapp.domain.annex_contacts import EMAIL, read_email, read_name, read_phone
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType, Part
from eventapp.domain.text import one_line, plain_digits

PIECES = {
    FieldType.PHONE: Part.LANDLINE,
    FieldType.NAME: Part.PERSON,
    FieldType.EMAIL: Part.EMAIL,
    FieldType.POSTCODE: Part.POSTCODE,
    FieldType.INT: Part.PEOPLE,
}
MOBILE_FIELDS = frozenset({"mobile", "speaker_mobile", "contact_phone_of_row"})
NUMBER = re.compile(r"[+(（]?\d[\d\s\-－—―()（）]{5,}\d(?:\s*(?:转|\*|#|ext\.?)\s*\d+)?")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
NAME = re.compile("[\u3400-\u9fff](?:[\u3400-\u9fff·•]| (?=[\u3400-\u9fff](?![\u3400-\u9fff])))*[\u3400-\u9fff]")
LABELS = re.compile("手机号?码?|联系电话|电话|邮箱|传真|联系人|姓名|座机")


def piece_of(spec: FieldSpec) -> Part:
    """Which piece of a shared cell answers the question."""
    if spec.name in MOBILE_FIELDS:
        return Part.MOBILE
    return spec.part or (Part.ADDRESS if spec.name == "address" else PIECES.get(spec.type, Part.OTHER))


def phone_piece(typed: Typed) -> Reading:
    """The telephone number that is no mobile one; the mobile one where there is no other."""
    numbers = _numbers(typed.text)
    fixed = [number for number in numbers if not MOBILE.search(plain_digits(number))] or numbers
    return read_phone("/".join(fixed)) if fixed else Reading(None)


def mobile_piece(typed: Typed) -> Reading:
    numbers = _numbers(typed.text)
    mobile = [number for number in numbers if MOBILE.search(plain_digits(number))] or numbers
    return read_phone("/".join(mobile)) if mobile else Reading(None)


def person_piece(typed: Typed) -> Reading:
    """The name beside a number or, after a department, the last word."""
    rest = LABELS.sub(" ", EMAIL.sub(" ", NUMBER.sub(" ", typed.text)))
    words = [found[0] for found in NAME.finditer(re.sub(r"[\u3000\s]+", " ", rest))]
    return read_name(words[-1]) if words else Reading(None)


def email_piece(typed: Typed) -> Reading:
    found = EMAIL.findall(plain_digits(typed.text).replace("/", " "))
    return read_email(found[0]) if found else Reading(None)


def other_piece(typed: Typed) -> Reading:
    """What stands before the last gap: the department of 「质量部 张三」."""
    words = [word for word in re.split(r"[\s\u3000、，,；;/／]+", NUMBER.sub(" ", typed.text).strip()) if word]
    return Reading(one_line(words[0]) if words else None, "" if len(words) == 2 else "ambiguous")  # noqa: PLR2004


def _numbers(text: str) -> list[str]:
    return [found[0] for found in NUMBER.finditer(re.sub("[/、，,；;]", " / ", text))]
