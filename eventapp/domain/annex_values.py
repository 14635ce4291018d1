"""What is typed into a cell, as a value in normal form: one reader a field type, each a pure function.

The normal forms are those of the annex schema: postcodes of six digits, numbers without units, money in 万元,
mobile numbers of 11 digits, dates as YYYY-MM-DD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from eventapp.domain.annex_choices import read_choices, read_gender, read_kind
from eventapp.domain.annex_contacts import read_email, read_name, read_names, read_phone
from eventapp.domain.annex_dates import read_date
from eventapp.domain.annex_numbers import number_before, read_count, read_grade, read_money, read_number, read_percent
from eventapp.domain.annex_pieces import email_piece, mobile_piece, other_piece, person_piece, phone_piece
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType, Part
from eventapp.domain.text import chinese_number, is_nothing, one_line, paragraphs, plain_digits

BEHIND_SESSIONS = frozenset({"training_people"})  # 次数与人数: the people stand second
people_behind_sessions = number_before("人次?|名|位", "人数|人次", is_second=True)
LONGEST_SHORT_ANSWER = 600  # characters
BOOK_MARKS = re.compile(r"《([^《》]*)》")
POSTCODE_IN_TEXT = re.compile(
    r"(?:[,，;；、(（\s]*(?:邮政编码|邮编|P\.?C\.?)?\s*[:：]?\s*)(?<!\d)\d(?: ?\d){5}(?! ?\d)[)）\s]*", re.I
)


def read_value(spec: FieldSpec, typed: Typed) -> Reading:
    """The value of `typed` as an answer to `spec`; an impossible text is kept with a code that says why."""
    if is_nothing(typed.text):
        return Reading(None)
    if len(typed.text) > LONGEST_SHORT_ANSWER:
        return _read_endless(spec, typed)
    if spec.name in BEHIND_SESSIONS and spec.part == Part.PEOPLE:
        return people_behind_sessions(typed)
    if spec.part in PARTS:
        return PARTS[spec.part](typed)
    return READERS[spec.type](typed) if spec.type in READERS else read_choices(spec, typed.text)


def _read_endless(spec: FieldSpec, typed: Typed) -> Reading:
    """A text far too long for a number or a name: patterns would take minutes over it, so it is kept as typed."""
    if spec.type == FieldType.DATE:
        return read_value(spec, Typed(typed.text[-LONGEST_SHORT_ANSWER:]))  # the date stands at the end, under the text
    if spec.type == FieldType.LONG:
        return opinion_part(typed) if spec.part == Part.OPINION else read_long(typed)
    return read_text(typed) if spec.type == FieldType.TEXT else Reading(one_line(typed.text), "invalid_format")


def read_text(typed: Typed) -> Reading:
    text = one_line(typed.text)
    whole = BOOK_MARKS.fullmatch(text)
    return Reading((whole[1] if whole else text) or None)


def read_long(typed: Typed) -> Reading:
    return Reading(paragraphs(typed.text) or None)


def read_postcode(typed: Typed) -> Reading:
    """Six digits; a sheet that took the postcode for a number has eaten the leading zero of 05xxxx."""
    text = re.sub(r"^(?:邮政编码|邮编|P\.?C\.?)[:：]?", "", plain_digits(typed.text), flags=re.I).strip("()[]:.,。'’‘")
    text = text.removesuffix(".0").replace("-", "")
    if re.fullmatch("[〇零○一二三四五六七八九]{6}", text):
        text = str(chinese_number(text)).zfill(6)
    if re.fullmatch(r"\d{6}", text):
        return Reading(text)
    if re.fullmatch(r"\d{5}", text):
        return Reading(text.zfill(6), "repaired")
    found = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
    return Reading(found[0]) if len(found) == 1 else Reading(one_line(typed.text), "invalid_format")


def address_part(typed: Typed) -> Reading:
    return Reading(POSTCODE_IN_TEXT.sub("", one_line(typed.text)).strip(" ,，;；、/()（）") or None)


def postcode_part(typed: Typed) -> Reading:
    spaced = re.search(r"(?<!\d)\d(?: ?\d){5}(?!\s?\d)", one_line(typed.text))
    return read_postcode(Typed(spaced[0])) if spaced else Reading(None)


DATE_LINE = re.compile(r"(?:日期)?[:：]?\s*[\d〇零○０-９一二三四五六七八九十]{0,4}\s*[年./\-．－、][^\n]*$")


def opinion_part(typed: Typed) -> Reading:
    """The opinion without the date line under it."""
    lines = [
        line
        for line in paragraphs(typed.text).split("\n")
        if not DATE_LINE.match(line) and not re.fullmatch(r"\d{8}", line)
    ]
    return Reading("\n".join(lines) or None)


READERS: Mapping[FieldType, Callable[[Typed], Reading]] = {
    FieldType.TEXT: read_text,
    FieldType.LONG: read_long,
    FieldType.NAME: lambda typed: read_name(typed.text),
    FieldType.NAMES: lambda typed: read_names(typed.text),
    FieldType.PHONE: lambda typed: read_phone(typed.text),
    FieldType.POSTCODE: read_postcode,
    FieldType.INT: read_count,
    FieldType.NUMBER: read_number,
    FieldType.PERCENT: read_percent,
    FieldType.MONEY: read_money,
    FieldType.GRADE: read_grade,
    FieldType.DATE: read_date,
    FieldType.MONTH: read_date,
    FieldType.EMAIL: lambda typed: read_email(typed.text),
    FieldType.GENDER: read_gender,
    FieldType.KIND: read_kind,
}

PARTS: Mapping[Part, Callable[[Typed], Reading]] = {
    Part.ADDRESS: address_part,
    Part.POSTCODE: postcode_part,
    Part.PEOPLE: number_before("人次?|名|位", "人数|人次", is_second=False),
    Part.HOURS: number_before("小时|学时|课时|个?小时|h", "时长|学时|小时数?|课时", is_second=True),
    Part.SESSIONS: number_before("次|期|场|个|班次", "次数|场次|期数", is_second=False),
    Part.OPINION: opinion_part,
    Part.DATE: read_date,
    Part.PERSON: person_piece,
    Part.MOBILE: mobile_piece,
    Part.LANDLINE: phone_piece,
    Part.EMAIL: email_piece,
    Part.OTHER: other_piece,
}
