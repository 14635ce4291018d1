"""Days, months and periods in every style that people write them in."""

from __future__ import annotations

import re
from datetime import date, timedelta

from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.text import chinese_number, one_line, plain_digits

CHINESE_NUMERALS = "〇零○一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾两廿卅"
NUMERALS_OF_DATE = re.compile(rf"[{CHINESE_NUMERALS}0-9]+(?=[年月日号])")
DAY = re.compile(r"(?<!\d)(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})[日号]?)?(?!\d)|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?=\d{1,2}月)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](20\d{2})(?!\d)")
UNFINISHED = re.compile(r"\d+[年月日]|[年./\-]\d+")
MONTH = r"(\d{4})(?:年|[./\-])(\d{1,2})月?(?:[./\-]?\d{1,2}日?)?"
PERIOD = re.compile(rf"(?<!\d){MONTH}(?:至|到|[~～—–\-一])+{MONTH}")
TIME_BEHIND = re.compile(r"(?<=\d)[\sT]+\d{1,2}[:：]\d{2}\S*")
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_DAY = re.compile(
    r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})|"
    r"(?P<day2>\d{1,2})(?:st|nd|rd|th)? (?P<month2>[a-z]{3,9})\.?,? (?P<year2>\d{4})",
    re.I,
)
SPACED_DAY = re.compile(r"(?<!\d)(\d{4})\s+(\d{1,2})\s+(\d{1,2})(?!\d)")
SERIAL_DAYS = range(36_526, 55_000)  # Excel's numbers of the days from 2000 to 2050
SERIAL_START = date(1899, 12, 30)
MONTHS = range(1, 13)


def read_date(typed: Typed) -> Reading:
    """A day, or a month where no day is given; printed 年 月 日 without numbers is an empty place."""
    if typed.number is not None and int(typed.number) in SERIAL_DAYS:
        # A sheet lost the date format of the cell: the number is the count of days since 1900.
        return Reading((SERIAL_START + timedelta(days=int(typed.number))).isoformat(), "ambiguous")
    text = with_digits(typed.text)
    if turned := DAY_FIRST.search(text):
        return _day_first(*turned.groups())
    found = DAY.search(text)
    if not found:
        half = re.sub(r"[^\d年月日./\-]", "", text)
        return Reading(one_line(typed.text), "invalid_format") if UNFINISHED.search(half) else Reading(None)
    year, month, day = (number for number in (found.groups()[:3] if found[1] else found.groups()[3:]))
    if day is None:
        return Reading(f"{year}-{int(month):02d}", "" if int(month) in MONTHS else "out_of_range")
    return _day(int(year), int(month), int(day)) or Reading(found[0], "out_of_range")


def read_period(text: str) -> tuple[str, str] | None:
    """The months from and to of 2023年7月~2024年6月 in any style, or None."""
    found = PERIOD.search(with_digits(text))
    return (f"{found[1]}-{int(found[2]):02d}", f"{found[3]}-{int(found[4]):02d}") if found else None


def with_digits(text: str) -> str:
    """二〇二四, 二0二四 (with a full-width zero), 十二 and 24年 as 2024, 2024, 12 and 2024年."""
    without_time = SPACED_DAY.sub(r"\1-\2-\3", ENGLISH_DAY.sub(_with_number, TIME_BEHIND.sub("", text)))
    return SHORT_YEAR.sub(r"20\1年", NUMERALS_OF_DATE.sub(_arabic, plain_digits(without_time)))


def _with_number(found: re.Match[str]) -> str:
    """July 25, 2024 and 25 July 2024 as 2024-7-25; other words stay."""
    month = (found["month"] or found["month2"]).lower()[:3]
    if month not in ENGLISH_MONTHS:
        return found[0]
    return f"{found['year'] or found['year2']}-{ENGLISH_MONTHS.index(month) + 1}-{found['day'] or found['day2']}"


def _arabic(found: re.Match[str]) -> str:
    words = found[0].replace("0", "〇").replace("廿", "二十").replace("卅", "三十")
    return found[0] if found[0].isdigit() and found[0].isascii() else str(chinese_number(words))


def _day_first(first: str, second: str, year: str) -> Reading:
    """5/7/2024: nobody can tell day from month unless one of them is over 12."""
    both = _day(int(year), int(first), int(second)), _day(int(year), int(second), int(first))
    possible = [reading for reading in both if reading]
    if not possible:
        return Reading(f"{first}/{second}/{year}", "out_of_range")
    return possible[0] if len(possible) == 1 or first == second else Reading(possible[0].value, "ambiguous")


def _day(year: int, month: int, day: int) -> Reading | None:
    try:
        return Reading(date(year, month, day).isoformat())
    except ValueError:
        return None
