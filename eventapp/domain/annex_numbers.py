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
MEN_AND_WOMEN = re.compile(
    r"男\D*(\d+)\D*女\D*(\d+)|女\D*(\d+)\D*男\D*(\d+)|(\d+)[人名位]?男\D*(\d+)[人名位]?女|(\d+)[人名位]?女\D*(\d+)[人名位]?男"
)
PART_OF_THEM = re.compile(r"(?<=\d)[人名位个]?[,，;；、]?(?:其中|含|包括|内含|包含).*$")
TOTAL = re.compile(r"(?:共计?|合计|总计|总数|计)[:为]?(\d+)")
WORDS_OF_NUMBER = re.compile(rf"[{CHINESE_NUMERALS}]+(?:点[{CHINESE_NUMERALS}]+)?")
FRACTION = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
# How many 万元 each unit of money is.
MONEY_UNITS = (("亿", 10_000.0), ("千万", 1_000.0), ("百万", 100.0), ("万", 1.0), ("千元", 0.1), ("元", 0.0001))
PEOPLE_UNITS, HOUR_UNITS = "人次?|名|位|people|persons?", "个?(?:小时|学时|课时)|h|时(?!长)"
SESSION_UNITS = "班次|批次?|场次?|次|期|届|轮|个(?!小时|学时|课时)"
UNITS_OF_PARTS = (PEOPLE_UNITS, HOUR_UNITS, SESSION_UNITS)
NONE_OCCURRED = re.compile(r"(?:无|未|没有|零)(?:发生|任何)?(?:质量|安全|顾客|客户|、|和|及)*(?:投诉|事故|发生)?")
YEAR_BEFORE = re.compile(r"(?:19|20)\d{2}年度?:?")
REMARK = re.compile(r"(?<=[\d%元万亿])\([^()]*\)")
BARE_PAIR = re.compile(r"(\d+(?:\.\d+)?)[/、,;|和及](\d+(?:\.\d+)?)")
OVER_HUNDRED_MILLION = re.compile(r"(\d+(?:\.\d+)?)亿(?:零)?(\d+(?:\.\d+)?)万")  # 2亿9658.5万元
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
    outside = PART_OF_THEM.sub("", re.sub(r"\([^()]*\)", "", text)) or text
    numbers = [float(number) for number in DIGITS.findall(outside)]
    if len(numbers) == 1:
        return Reading(integral(numbers[0]), "" if added is None or added == numbers[0] else "conflict")
    if len(numbers) > 1:
        is_sum = both is not None and len(numbers) == len([number for number in both.groups() if number])
        return Reading(added) if is_sum else Reading(integral(numbers[0]), "ambiguous")
    has_none = len(outside) > 1 and NONE_OCCURRED.fullmatch(outside)
    words = 0 if has_none else chinese_number("".join(char for char in outside if char in CHINESE_NUMERALS))
    return Reading(words) if words is not None else Reading(one_line(typed.text), "invalid_format")


def read_percent(typed: Typed) -> Reading:
    """A number of per cent; a sheet keeps 98.5 % as 0.985. Over 100 or below 0 cannot be true."""
    if typed.number is not None:
        return _percent(typed.number * 100 if 0 < typed.number <= 1 else typed.number)
    text = re.sub(r"(?<=\d)。(?=\d)", ".", _with_arabic_percent(digits_of(typed)))
    quotient = FRACTION.search(text)
    if quotient and "%" not in text.replace("100%", ""):
        below = float(quotient[2])
        return _percent(100 * float(quotient[1]) / below) if below else Reading(one_line(typed.text), "out_of_range")
    if quotient:
        text = text[quotient.end() :]
    text = REMARK.sub("", YEAR_BEFORE.sub("", text))
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
    text = re.sub(r"百分之(?=\d)", "", text.replace("百分百", "100%").replace("÷", "/"))
    return re.sub(rf"([{CHINESE_NUMERALS}])成", lambda tenths: f"{chinese_number(tenths[1])}成", text)


def read_money(typed: Typed) -> Reading:
    """A sum in 万元; 亿, 千元 and 元 are converted."""
    if typed.number is not None:
        return Reading(integral(typed.number), "" if typed.number >= 0 else "out_of_range")
    text = re.sub(r"(?<=\d)W", "万", REMARK.sub("", _with_arabic_money(digits_of(typed))), flags=re.I)
    if both := OVER_HUNDRED_MILLION.search(text):
        amount = float(both[1]) * 10_000 + float(both[2])
        return Reading(integral(round(amount, CERTAIN_DIGITS)))
    numbers = [float(number) for number in DIGITS.findall(text)]
    if len(numbers) > 1 and RANGE.search(text):
        return Reading(integral(numbers[0]), "ambiguous")
    if len(numbers) != 1:
        return Reading(one_line(typed.text), "invalid_format")
    amount = numbers[0] * next((factor for unit, factor in MONEY_UNITS if unit in text), 1.0)
    signed = -amount if NEGATIVE.search(text) else amount
    return Reading(integral(round(signed, CERTAIN_DIGITS)), "" if signed >= 0 else "out_of_range")


def _with_arabic_money(text: str) -> str:
    """二亿九千六百五十八万元 as 2亿9658万元; a unit behind a number in digits stays: 3千万."""
    return re.sub(
        rf"(?<!\d)[{CHINESE_NUMERALS}]+(?=[多余]?[万亿元]|$)",
        lambda found: found[0] if found[0][0] in "十百千拾佰仟" and len(found[0]) == 1 else _digits(found[0]),
        text,
    )


def _digits(words: str) -> str:
    value = chinese_number(words)
    return words if value is None else str(value)


def read_grade(typed: Typed) -> Reading:
    """Level 1 or 2 in any of its alphabets: 1, 一等, Ⅰ, ①, I, 壹等, 推荐二等."""
    text = plain_digits(typed.text).upper().removeprefix("推荐").replace("第", "").removesuffix(".0")
    core = re.sub(r"[等级奖档类()（）、.。:：]|推荐|^拟|GRADE|LEVEL", "", text)
    grade = {
        "1": 1,
        "2": 2,
        "一": 1,
        "二": 2,
        "壹": 1,
        "贰": 2,
        "I": 1,
        "II": 2,
        "甲": 1,
        "乙": 2,
        "❶": 1,
        "❷": 2,
        "➀": 1,
        "➁": 2,
        "➊": 1,
        "➋": 2,
    }.get(core)
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

    others = "|".join(other for other in UNITS_OF_PARTS if other != units)
    another = re.compile(rf"\d+(?:\.\d+)?(?:多|余|来)?\(?(?:{others})", re.I)

    def read(typed: Typed) -> Reading:
        text = _with_arabic_counts(digits_of(Typed(typed.text.replace("，", "、"), typed.number)))
        found = behind.search(text) or before.search(text)
        if found:
            return Reading(integral(float(found[1])))
        rest = DIGITS.findall(another.sub("", text, count=1)) if another.search(text) else []
        if len(rest) == 1:
            return Reading(integral(float(rest[0])))  # 72人、43: what has no unit is the other one
        pair = BARE_PAIR.fullmatch(text.replace("(", "/").rstrip(")"))
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
