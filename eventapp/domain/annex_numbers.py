"""Counts, per cents, sums of money, levels and dates in their normal forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from eventapp.domain.annex_reading import Reading, Typed, integral
from eventapp.domain.text import chinese_number, one_line, plain_digits

CHINESE_NUMERALS = "〇零○一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾两"
DIGITS = re.compile(r"\d+(?:\.\d+)?")
WAN_IN_YI = 10_000
YUAN_IN_WAN = 10_000
NUMERALS_OF_DATE = re.compile(rf"[{CHINESE_NUMERALS}0-9]+(?=[年月日号])")
DAY = re.compile(r"(?<!\d)(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})[日号]?)?(?!\d)|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")


def read_count(typed: Typed) -> Reading:
    """A number of people or things: 10人, 共12人, 男8人，女4人, 三十五, 11（含组长1人）."""
    if typed.number is not None:
        return Reading(integral(typed.number))
    text = plain_digits(typed.text)
    total = re.search(r"(?:共计?|合计|总计|计)(\d+)", text)
    if total:
        return Reading(int(total[1]))
    outside = re.sub(r"\([^()]*\)", "", text).replace(",", "")
    numbers = [float(number) for number in DIGITS.findall(outside)]
    if len(numbers) == 1:
        return Reading(integral(numbers[0]))
    if len(numbers) > 1:
        both = re.fullmatch(r"男\D*(\d+)\D+女\D*(\d+)\D*", outside.replace(".", ""))
        return Reading(int(both[1]) + int(both[2])) if both else Reading(integral(numbers[0]), "ambiguous")
    words = chinese_number("".join(char for char in outside if char in CHINESE_NUMERALS))
    return Reading(words) if words is not None else Reading(one_line(typed.text), "invalid_format")


def read_percent(typed: Typed) -> Reading:
    """A number of per cent; a sheet keeps 98.5 % as 0.985. Over 100 or below 0 cannot be true."""
    if typed.number is not None:
        value = round(typed.number * 100, 6) if 0 < typed.number <= 1 else typed.number
    else:
        numbers = DIGITS.findall(plain_digits(typed.text).replace(",", ""))
        if len(numbers) != 1:
            return Reading(one_line(typed.text), "invalid_format")
        value = float(numbers[0])
    return Reading(integral(value), "" if 0 <= value <= 100 else "out_of_range")


def read_money(typed: Typed) -> Reading:
    """A sum in 万元; 亿 and 元 are converted."""
    if typed.number is not None:
        return Reading(integral(typed.number))
    text = re.sub(r"(?<=\d)[,，](?=\d{3})", "", plain_digits(typed.text))
    numbers = DIGITS.findall(text)
    if len(numbers) != 1:
        return Reading(one_line(typed.text), "invalid_format")
    value = float(numbers[0])
    if "亿" in text:
        value *= WAN_IN_YI
    elif "元" in text and "万" not in text:
        value /= YUAN_IN_WAN
    return Reading(integral(round(value, 6)))


def read_grade(typed: Typed) -> Reading:
    """Level 1 or 2 in any of its alphabets: 1, 一等, Ⅰ, ①, I, 壹等, 推荐二等."""
    text = plain_digits(typed.text).upper().removeprefix("推荐").replace("第", "").removesuffix(".0")
    core = re.sub(r"[等级奖档类]", "", text)
    grade = {"1": 1, "2": 2, "一": 1, "二": 2, "壹": 1, "贰": 2, "I": 1, "II": 2, "甲": 1, "乙": 2}.get(core)
    if grade:
        return Reading(grade)
    if {"1", "2"} == set(re.findall(r"\d+", core)) or "一" in core and "二" in core:
        return Reading(one_line(typed.text), "ambiguous")
    beyond = core.isdigit() or chinese_number(core) is not None or core == "III"
    return Reading(one_line(typed.text), "out_of_range" if beyond else "invalid_format")


def number_before(units: str) -> Callable[[Typed], Reading]:
    """A reader of the number that stands before one of `units`, or after it with a colon: 15人/96h, 人数：15."""

    def read(typed: Typed) -> Reading:
        text = plain_digits(typed.text)
        found = re.search(rf"(\d+(?:\.\d+)?)(?:多|余)?(?:{units})", text, re.I)
        return Reading(integral(float(found[1]))) if found else Reading(None)

    return read


def read_date(typed: Typed) -> Reading:
    """A day, or a month where no day is given; printed 年 月 日 without numbers is an empty place."""
    text = NUMERALS_OF_DATE.sub(_arabic, plain_digits(typed.text))
    found = DAY.search(text)
    if not found:
        return Reading(None)
    year, month, day = (number for number in (found.groups()[:3] if found[1] else found.groups()[3:]))
    if day is None:
        return Reading(f"{year}-{int(month):02d}", "" if 1 <= int(month) <= 12 else "out_of_range")
    try:
        return Reading(date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return Reading(found[0], "out_of_range")


def _arabic(found: re.Match[str]) -> str:
    """二〇二四, 二0二四 (with a full-width zero) or 十二 in digits."""
    return found[0] if found[0].isdigit() and found[0].isascii() else str(chinese_number(found[0].replace("0", "〇")))
