"""Wordings of messages, written by organizers: text with named places such as {姓名}, filled with typed values.

A value is never read as a wording: a person called {链接} stays a person. `{{` and `}}` stand for the braces. A line
whose places are all empty is left out, so that a wording fits people with and without a room, a story, a contact.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import category
from zoneinfo import ZoneInfo

from eventapp.domain.patterns import TOKEN
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_

CHINESE, ENGLISH = "zh_Hans_CN", "en"
WIDE_BLANK = "\u3000"
UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})  # categories of Unicode
LANGUAGE_NAMES = {CHINESE: N_("中文"), ENGLISH: N_("英文")}
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FULL_WIDTH = re.compile(r"｛([^｛｝]*)｝")
Value = str | date | datetime | Sequence[str] | None


class Kind(StrEnum):
    """What may be put into a place, and so how it is written."""

    TEXT = "text"
    LINES = "lines"  # the only text that may hold line breaks: written by organizers
    DAY = "day"
    MOMENT = "moment"
    LINK = "link"
    LIST = "list"


KIND_NAMES = {
    Kind.TEXT: N_("文字"),
    Kind.LINES: N_("多行文字"),
    Kind.DAY: N_("日期"),
    Kind.MOMENT: N_("时间"),
    Kind.LINK: N_("链接"),
    Kind.LIST: N_("列表"),
}


@dataclass(frozen=True)
class Place:
    """A place to be filled: what programs, Chinese and English writers call it, and what it takes."""

    code: str
    name: str
    name_en: str
    kind: Kind = Kind.TEXT

    @property
    def is_secret(self) -> bool:
        """Whether whoever knows the value can act as the person."""
        return self.code == "link"


PLACES = {
    place.code: place
    for place in (
        Place("name", "姓名", "name"),
        Place("unit", "单位", "unit"),
        Place("roles", "身份", "roles", Kind.LIST),
        Place("role", "本次身份", "this role", Kind.LIST),
        Place("subjects", "发表内容", "subjects", Kind.LIST),
        Place("state", "状态", "state"),
        Place("link", "链接", "link", Kind.LINK),
        Place("event", "会议名称", "event"),
        Place("short_name", "会议简称", "short name"),
        Place("days", "会议时间", "days"),
        Place("starts_on", "报到日期", "first day", Kind.DAY),
        Place("place", "地点", "place"),
        Place("closes_at", "报名截止", "registration ends", Kind.MOMENT),
        Place("confirm_by", "确认截止", "confirm by", Kind.MOMENT),
        Place("valid_until", "有效期至", "valid until", Kind.MOMENT),
        Place("other", "替换人员", "other person"),
        Place("count", "人数", "number of people"),
        Place("remark", "说明", "remark", Kind.LINES),
        Place("travel", "交通", "travel", Kind.LINES),
        Place("hotel", "住宿", "hotel", Kind.LINES),
        Place("organization", "会务组", "office"),
        Place("contact", "联系方式", "contact"),
    )
}
Piece = str | Place
Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Wording:
    """Subject and body as an organizer typed them."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    """A message in words."""

    subject: str
    body: str


@dataclass(frozen=True)
class Template:
    """A wording taken apart once, to be filled for many."""

    subject: Line
    lines: tuple[Line, ...]

    @property
    def places(self) -> set[str]:
        """Codes of all places in it."""
        return {piece.code for line in (self.subject, *self.lines) for piece in line if isinstance(piece, Place)}


def parse_wording(wording: Wording, allowed: Collection[str], required: Collection[str] = ()) -> Template:
    """Take a wording apart. `allowed` and `required` are codes of places.

    Raises `Refusal` for an empty or overlong part, a lone brace, an unknown place, and a missing required one.
    """
    subject, body = " ".join(wording.subject.split()), wording.body.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not subject or not body:
        raise Refusal("主题和正文都不能空着。")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise Refusal(
            "太长了：主题最多 %(subject)s 字，正文最多 %(body)s 字。", subject=LONGEST_SUBJECT, body=LONGEST_BODY
        )
    lines = tuple(parse_line(line, allowed) for line in body.split("\n"))
    template = Template(parse_line(subject, set(allowed) - {"link", "remark", "travel", "hotel"}), lines)
    for code in required:
        if code not in template.places:
            raise Refusal("正文里必须有 %(place)s，否则收件人打不开自己的页面。", place=f"{{{PLACES[code].name}}}")
    return template


def parse_line(text: str, allowed: Collection[str]) -> Line:
    """One line as literal text and places."""
    if (wide := FULL_WIDTH.search(text)) and place_named(wide.group(1)):
        raise Refusal("占位符的花括号要用半角：%(right)s，不是 %(wrong)s。", right=f"{{{wide[1]}}}", wrong=wide[0])
    return tuple(piece_of(token, text, allowed) for token in TOKEN.finditer(text))


def piece_of(token: re.Match[str], text: str, allowed: Collection[str]) -> Piece:
    word = token.group()
    if word in ("{{", "}}"):
        return word[0]
    if word in ("{", "}"):
        raise Refusal("“%(line)s”里的花括号不成对；花括号本身请写成两个。", line=text[:40])
    if token.group(1) is None:
        return word
    place = place_named(token.group(1))
    if place is None or place.code not in allowed:
        names = "、".join(f"{{{PLACES[code].name}}}" for code in PLACES if code in allowed)
        raise Refusal("不认识占位符 %(text)s，这里可以用：%(names)s。", text=word, names=names)
    return place


def place_named(name: str) -> Place | None:
    """The place with this Chinese or English name, however it is spaced; None when there is none."""
    plain = " ".join(name.split()).casefold()
    return next((place for place in PLACES.values() if plain in (place.name, place.name_en)), None)


def fill(template: Template, values: Mapping[str, Value], *, language: str, timezone: str) -> Letter:
    """The message for one person, in words. Values missing are empty; a line with nothing but empty ones is left out."""
    words = {code: in_words(PLACES[code].kind, values.get(code), language, timezone) for code in template.places}
    subject = " ".join(filled(template.subject, words).split())
    lines = [filled(line, words) for line in template.lines if not is_left_out(line, words)]
    return Letter(subject, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def filled(line: Line, words: Mapping[str, str]) -> str:
    return "".join(words[piece.code] if isinstance(piece, Place) else piece for piece in line)


def is_left_out(line: Line, words: Mapping[str, str]) -> bool:
    """Whether it has places, and none of them has a value."""
    places = [piece.code for piece in line if isinstance(piece, Place)]
    return bool(places) and not any(words[code] for code in places)


def in_words(kind: Kind, value: Value, language: str, timezone: str) -> str:
    """A value as it is written in this language. Only `LINES` keep their line breaks."""
    match value:
        case None:
            return ""
        case datetime():
            return moment_in_words(value, language, timezone)
        case date():
            return day_in_words(value, language)
        case str() if kind is Kind.LINES:
            return "\n".join(one_line(line) for line in value.splitlines()).strip()
        case str():
            return one_line(value)
    return ("、" if language == CHINESE else ", ").join(dict.fromkeys(one_line(item) for item in value if item.strip()))


def one_line(text: str) -> str:
    """Text that cannot begin another line or header, and hides nothing; wide blanks within a name stay.

    So do characters younger than this program, or of a private area: names are written with them.
    """
    plain = "".join(" " if sign != WIDE_BLANK and category(sign) in UNSHOWN else sign for sign in text)
    return " ".join(filter(None, plain.split(" "))).strip()


def day_in_words(day: date, language: str) -> str:
    if language == CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime, language: str, timezone: str) -> str:
    """Day and minute in the edition's zone; midnight is 24:00 of the day before, as people read deadlines."""
    local = moment.astimezone(ZoneInfo(timezone))
    is_midnight = (local.hour, local.minute) == (0, 0)
    day = (local - timedelta(days=1)).date() if is_midnight else local.date()
    parting = " " if language == CHINESE else ", "
    return day_in_words(day, language) + parting + ("24:00" if is_midnight else f"{local:%H:%M}")


def period_in_words(first: date | None, last: date | None, language: str) -> str:
    """The days of the conference; empty when they are not set."""
    if first is None:
        return ""
    if last is None or last == first:
        return day_in_words(first, language)
    return f"{day_in_words(first, language)}{'至' if language == CHINESE else ' to '}{day_in_words(last, language)}"
