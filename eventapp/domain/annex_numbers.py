"""Counts, per cents, sums of money and levels in their normal forms."""

from __future__ import annotations

import re
from collections.abc import Callable

from eventapp.domain.annex_reading import Reading, Typed, integral
from eventapp.domain.text import chinese_number, one_line, plain_digits

CHINESE_NUMERALS = "〇零○一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟两"
DIGITS = re.compile(r"\d+(?:\.\d+)?")
THOUSANDS = re.compile(r"(?<=\d)[,，'](?=\d{3}(?!\d))")
THOUSANDS_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
NEGATIVE = re.compile(r"^[^\d一-龥]*[-−－]\d")
RANGE = re.compile(r"\d(?:%|万|元)*\s*(?:[-~～—–至到])+\s*\d")
MEN_AND_WOMEN = re.compile(r"男\D*(\d+)\D*女\D*(\d+)\D*|女\D*(\d+)\D*男\D*(\d+)\D*")
TOTAL = re.compile(r"(?:共计?|合计|总计|总数|计)[:为]?(\d+)")
WORDS_OF_NUMBER = re.compile(rf"[{CHINESE_NUMERALS}]+(?:点[{CHINESE_NUMERALS}]+)?")
FRACTION = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
# How many 万元 each unit of money is.
MONEY_UNITS = (("亿", 10_000.0), ("千万", 1_000.0), ("百万", 100.0), ("万", 1.0), ("千元", 0.1), ("元", 0.0001))
UNITS_OF_PARTS = ("人次?|名|位", "小时|学时|课时|个?小时|h", "次|期|场|个|班次")
BARE_PAIR = re.compile(r"(\d+(?:\.\d+)?)[/、,;|和及](\d+(?:\.\d+)?)")
CERTAIN_DIGITS = 6  # behind the point; binary fractions of a sheet go further


def digits_of(typed: Typed) -> str:
    """The text in NFKC without the commas and spaces that part thousands."""
    return THOUSANDS.sub("", plain_digits(THOUSANDS_SPACED.sub("", typed.text)))


def read_count(typed: Typed) -> Reading:
    """A whole number of people or things: 10人, 共12人, 男8人，女4人, 三十五, 11（含组长1人）."""
    reading = read_number(typed)
    if isinstance(reading.value, float) and not reading.code:
        return Reading(reading.value, "invalid_format")
    return reading


def read_number(typed: Typed) -> Reading:
    """A number, whole or not."""
    if typed.number is not None:
        return Reading(integral(typed.number), "" if typed.number >= 0 else "out_of_range")
    text = digits_of(typed)
    if NEGATIVE.search(text):
        return Reading(integral(-float(DIGITS.findall(text)[0])), "out_of_range")
    total, both = TOTAL.search(text), MEN_AND_WOMEN.search(text)
    added = sum(int(number) for number in both.groups() if number) if both else None
    if total:
        return Reading(int(total[1]), "" if added in (None, int(total[1])) else "conflict")
    outside = re.sub(r"\([^()]*\)", "", text)
    numbers = [float(number) for number in DIGITS.findall(outside)]
    if len(numbers) == 1:
        return Reading(integral(numbers[0]), "" if added is None or added == numbers[0] else "conflict")
    if len(numbers) > 1:
        return Reading(added) if both and len(numbers) == len(both.groups()) // 2 else Reading(numbers[0], "ambiguous")
    words = chinese_number("".join(char for char in outside if char in CHINESE_NUMERALS))
    return Reading(words) if words is not None else Reading(one_line(typed.text), "invalid_format")


def read_percent(typed: Typed) -> Reading:
    """A number of per cent; a sheet keeps 98.5 % as 0.985. Over 100 or below 0 cannot be true."""
    if typed.number is not None:
        return _percent(typed.number * 100 if 0 < typed.number <= 1 else typed.number)
    text = _with_arabic_percent(digits_of(typed))
    quotient = FRACTION.search(text)
    if quotient and "%" not in text.replace("100%", ""):
        below = float(quotient[2])
        return _percent(100 * float(quotient[1]) / below) if below else Reading(one_line(typed.text), "out_of_range")
    if quotient:
        text = text[quotient.end() :]
    numbers = [float(number) for number in DIGITS.findall(text)]
    if len(numbers) > 1:
        return Reading(integral(numbers[0]), "ambiguous")
    if len(numbers) != 1:
        return Reading(one_line(typed.text), "invalid_format")
    return _one_percent(text, numbers[0])


def _one_percent(text: str, number: float) -> Reading:
    """One number with its sign: 98.5%, 985‰, 0.985, 九成 and -5%."""
    if NEGATIVE.search(text):
        return _percent(-number)
    if "‰" in text:
        return _percent(number / 10)
    if "成" in text and number <= 10:  # noqa: PLR2004 tenths
        return _percent(number * 10)
    if 0 < number < 1 and "%" not in text:
        # 0.985 without a sign: a fraction, or truly less than one per cent?
        return Reading(integral(round(number * 100, CERTAIN_DIGITS)), "ambiguous")
    return _percent(number)


def _percent(value: float) -> Reading:
    return Reading(integral(round(value, CERTAIN_DIGITS)), "" if 0 <= value <= 100 else "out_of_range")  # noqa: PLR2004


def _with_arabic_percent(text: str) -> str:
    """百分之九十八点五 as 98.5%, 八成 as 8成; other texts stay."""
    found = re.search(rf"百分之([{CHINESE_NUMERALS}]+)(?:点([{CHINESE_NUMERALS}]+))?", text)
    if found:
        whole, rest = chinese_number(found[1]), "".join(str(chinese_number(char)) for char in found[2] or "")
        return f"{whole}.{rest}%" if rest else f"{whole}%"
    text = re.sub(r"百分之(?=\d)", "", text)
    return re.sub(rf"([{CHINESE_NUMERALS}])成", lambda tenths: f"{chinese_number(tenths[1])}成", text)


def read_money(typed: Typed) -> Reading:
    """A sum in 万元; 亿, 千元 and 元 are converted."""
    if typed.number is not None:
        return Reading(integral(typed.number), "" if typed.number >= 0 else "out_of_range")
    text = digits_of(typed)
    numbers = [float(number) for number in DIGITS.findall(text)]
    if not numbers and (words := WORDS_OF_NUMBER.search(text)) and (value := chinese_number(words[0])) is not None:
        numbers, text = [float(value)], text[words.end() :]
    if len(numbers) > 1 and RANGE.search(text):
        return Reading(integral(numbers[0]), "ambiguous")
    if len(numbers) != 1:
        return Reading(one_line(typed.text), "invalid_format")
    amount = numbers[0] * next((factor for unit, factor in MONEY_UNITS if unit in text), 1.0)
    signed = -amount if NEGATIVE.search(text) else amount
    return Reading(integral(round(signed, CERTAIN_DIGITS)), "" if signed >= 0 else "out_of_range")


def read_grade(typed: Typed) -> Reading:
    """Level 1 or 2 in any of its alphabets: 1, 一等, Ⅰ, ①, I, 壹等, 推荐二等."""
    text = plain_digits(typed.text).upper().removeprefix("推荐").replace("第", "").removesuffix(".0")
    core = re.sub(r"[等级奖档类()（）、.。:：]|推荐|^拟|GRADE|LEVEL", "", text)
    grade = {"1": 1, "2": 2, "一": 1, "二": 2, "壹": 1, "贰": 2, "I": 1, "II": 2, "甲": 1, "乙": 2}.get(core)
    if grade:
        return Reading(grade)
    if {"1", "2"} == set(re.findall(r"\d+", core)) or "一" in core and "二" in core:
        return Reading(one_line(typed.text), "ambiguous")
    beyond = core.isdigit() or chinese_number(core) is not None or core == "III"
    return Reading(one_line(typed.text), "out_of_range" if beyond else "invalid_format")


def number_before(units: str, words: str, *, is_second: bool) -> Callable[[Typed], Reading]:
    """A reader of the number beside one of `units`: 15人/96h, 15（人）, 人数：15.

    Two bare numbers answer in the printed order; of one bare number nobody knows what it counts.
    """
    before = re.compile(rf"(\d+(?:\.\d+)?)(?:多|余|来)?\(?(?:{units})", re.I)
    behind = re.compile(
        rf"(?:{words})\)?(?:\([^()]*\))?[:为是]?(\d+(?:\.\d+)?)(?![\d.]*(?:{'|'.join(UNITS_OF_PARTS)}))", re.I
    )

    def read(typed: Typed) -> Reading:
        text = _with_arabic_counts(digits_of(typed))
        found = behind.search(text) or before.search(text)
        if found:
            return Reading(integral(float(found[1])))
        pair = BARE_PAIR.fullmatch(text)
        if pair:
            return Reading(integral(float(pair[2 if is_second else 1])))
        bare = DIGITS.fullmatch(text)
        return Reading(integral(float(bare[0])), "ambiguous") if bare and not is_second else Reading(None)

    return read


def _with_arabic_counts(text: str) -> str:
    """Numbers in words before a unit in digits: 十二次 as 12次."""
    units = "|".join(UNITS_OF_PARTS)
    return re.sub(
        rf"[{CHINESE_NUMERALS}]+(?=余?(?:{units}))", lambda found: str(chinese_number(found[0]) or found[0]), text
    )
