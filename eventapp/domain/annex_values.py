"""What is typed into a cell, as a value in normal form: one reader a field type, each a pure function.

The normal forms are those of the annex schema: postcodes of six digits, numbers without units, money in 万元,
mobile numbers of 11 digits, dates as YYYY-MM-DD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from eventapp.domain.annex_choices import read_choices, read_gender, read_kind
from eventapp.domain.annex_contacts import read_email, read_name, read_names, read_phone
from eventapp.domain.annex_dates import read_date
from eventapp.domain.annex_numbers import (
    HOUR_UNITS,
    PEOPLE_UNITS,
    SESSION_UNITS,
    number_before,
    read_count,
    read_grade,
    read_money,
    read_number,
    read_percent,
)
from eventapp.domain.annex_pieces import email_piece, mobile_piece, other_piece, person_piece, phone_piece
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType, Part
from eventapp.domain.text import chinese_number, is_nothing, one_line, paragraphs, plain_digits

BEHIND_SESSIONS = frozenset({"training_people"})  # 次数与人数: the people stand second
people_behind_sessions = number_before(PEOPLE_UNITS, "人数|人次", is_second=True)
LOST_ZERO = r"[1-7]\d{4}"  # postcodes with a leading zero go from 010000 (内蒙古) to 07xxxx (河北)
LONGEST_SHORT_ANSWER = 600  # characters
BOOK_MARKS = re.compile(r"《([^《》]*)》")
POSTCODE_WORD = r"(?:邮\s*政\s*编\s*码|邮\s*编(?:号码)?|P\.?C\.?)\s*(?:[:：]|是|为)?\s*"
POSTCODE_IN_TEXT = re.compile(
    rf"[,，;；、(（\[【|—–\-\s]*(?:{POSTCODE_WORD})?[(（\[【]?\s*(?<!\d)\d(?: ?\d){{5}}(?! ?\d)[)）\]】。\s]*", re.I
)
POSTCODE_UNFILLED = re.compile(rf"[,，;；、(（\s]*{POSTCODE_WORD}[)）]?$", re.I)
WRONG_POSTCODE = re.compile(rf"{POSTCODE_WORD}(\d{{3,8}})(?!\d)|[,，;；、(（\s](\d{{5}}|\d{{7}})[)）。]?$", re.I)
ADDRESS_LABEL = re.compile(r"^(?:详细|通讯|通信|联系|单位)*地\s*址\s*[:：]\s*")
ADDRESS_EDGES = " ,，;；、/|()（）[]【】—–-"


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
    if spec.type == FieldType.TEXT:
        typed = Typed(_own_label(spec).sub("", typed.text, count=1))
    return READERS[spec.type](typed) if spec.type in READERS else read_choices(spec, typed.text)


def _read_endless(spec: FieldSpec, typed: Typed) -> Reading:
    """A text far too long for a number or a name: patterns would take minutes over it, so it is kept as typed."""
    if spec.type == FieldType.DATE:
        return read_value(spec, Typed(typed.text[-LONGEST_SHORT_ANSWER:]))  # the date stands at the end, under the text
    if spec.type == FieldType.LONG:
        return opinion_part(typed) if spec.part == Part.OPINION else read_long(typed)
    return read_text(typed) if spec.type == FieldType.TEXT else Reading(one_line(typed.text), "invalid_format")


@cache
def _own_label(spec: FieldSpec) -> re.Pattern[str]:
    """The label of a question, written into its answer once more: 课题名称：降低能耗."""
    wordings = "|".join(map(re.escape, (spec.label, *spec.synonyms)))
    return re.compile(rf"^\s*(?:{wordings})\s*[:：]\s*(?=\S)")


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
    if re.fullmatch(LOST_ZERO, text):
        return Reading(text.zfill(6), "repaired")
    found = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
    if len(found) == 1:
        return Reading(found[0])
    return Reading(one_line(typed.text), "multiple_values" if found else "invalid_format")


def address_part(typed: Typed) -> Reading:
    """The address without the postcode that shares its cell."""
    whole = POSTCODE_IN_TEXT.sub("", one_line(typed.text))
    bare = POSTCODE_UNFILLED.sub("", ADDRESS_LABEL.sub("", whole.strip(ADDRESS_EDGES)))
    balanced = bare.count("（") + bare.count("(") == bare.count("）") + bare.count(")")
    return Reading(ADDRESS_LABEL.sub("", bare).strip(ADDRESS_EDGES if not balanced else " ,，;；、/|—–-") or None)


def postcode_part(typed: Typed) -> Reading:
    """The postcode that shares a cell with the address; five or seven digits in its place are told of."""
    text = one_line(typed.text)
    spaced = re.search(r"(?<!\d)\d(?: ?\d){5}(?!\s?\d)", text)
    wrong = WRONG_POSTCODE.search(plain_digits(text)) if not spaced else None
    if wrong:
        return read_postcode(Typed(wrong[1] or wrong[2]))
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
    Part.PEOPLE: number_before(PEOPLE_UNITS, "人数|人次", is_second=False),
    Part.HOURS: number_before(HOUR_UNITS, "时长|学时|小时数?|课时", is_second=True),
    Part.SESSIONS: number_before(SESSION_UNITS, "次数|场次|期数", is_second=False),
    Part.OPINION: opinion_part,
    Part.DATE: read_date,
    Part.PERSON: person_piece,
    Part.MOBILE: mobile_piece,
    Part.LANDLINE: phone_piece,
    Part.EMAIL: email_piece,
    Part.OTHER: other_piece,
}
