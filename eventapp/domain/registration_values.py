"""One answer as people type it, choose it or paste it from a sheet, brought to the value that is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from eventapp.domain.annex_dates import read_date, with_digits
from eventapp.domain.annex_reading import Typed
from eventapp.domain.organizations import name_key
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import normal_email, normal_mobile
from eventapp.domain.registration_questions import NO, YES, FieldKind, FieldSpec
from eventapp.domain.tax_ids import normal_tax_id
from eventapp.domain.text import is_nothing, plain_digits

LONGEST = {FieldKind.LONG_TEXT: 2000, FieldKind.UNIT: 400}  # characters; columns hold that much
LONGEST_LINE = 80
LONGEST_OWN_LINE = 400
NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
DAY_OF_YEAR = re.compile(r"(?<!\d)(?:(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})[/.\-](\d{1,2}))(?![\d/.\-])")
SERIAL_DAY = re.compile(r"(?:3[6-9]|[4-6]\d)\d{3}")  # days and times in cells that a sheet shows as plain numbers
SHEETS_BEGIN = date(1899, 12, 30)
PART_OF_DAY = re.compile(r"0\.\d+", re.ASCII)
CLOCK = re.compile(
    r"(?P<part>上午|中午|下午|晚上?|凌晨|早上?|am|pm)?(?P<hour>\d{1,2})(?:[:：时点.](?P<minute>\d{1,2}|半)?分?(?::\d{2})?)"
    r"(?P<tail>am|pm)?|(?P<digits>\d{4})",
    re.I,
)
PLAIN_NOTHING = frozenset({FieldKind.NUMBER, FieldKind.DATE, FieldKind.TIME, FieldKind.EMAIL, FieldKind.TAX_ID})
BY = frozenset({"arrives_by", "departs_by"})
TRAIN = re.compile(
    r"(?:高铁|动车|城际|火车|列车|航班|飞机)?(?P<code>[GDCZTKYLS]?\d{1,4}|(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4}[A-Z]?)(?:次|航班|号)?(?:列车|高铁|动车)?"
)
AFTERNOON = frozenset({"下午", "晚", "晚上", "pm"})
YES_WORDS = frozenset({"yes", "y", "true", "1", "on", "是", "要", "需要", "有", "参加", "√", "✓", "☑"})
NO_WORDS = frozenset({"no", "n", "false", "0", "否", "不", "不要", "不需要", "没有", "不参加", "×", "✗", "☐"})
BETWEEN = tuple(map(re.compile, (r"[\n;；]+", r"[、,，]+", r"[/|]+")))  # an option may hold what stands further right


@dataclass(frozen=True)
class Reader:
    """What reading depends on besides the text: the year to guess, and the option somebody holds from before."""

    year: int
    held: str = ""


def tidy(text: str) -> str:
    """One line without control characters and broken halves; every other character stays as it came."""
    visible = (" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return "".join(visible).strip()


def tidy_lines(text: str) -> str:
    """The same line by line, for long texts."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def read_value(spec: FieldSpec, text: str, reader: Reader) -> str:
    """What is kept of an answer, nothing for nothing; raises `Refusal` with the sentence for whoever gave it."""
    plain = tidy_lines(text) if spec.kind in (FieldKind.LONG_TEXT, FieldKind.CHOICES) else tidy(text)
    if spec.kind in PLAIN_NOTHING and not spec.is_required and is_nothing(plain):
        return ""
    return READERS[spec.kind](spec, plain, reader) if plain else ""


def _line(spec: FieldSpec, text: str, _reader: Reader) -> str:
    most = LONGEST.get(spec.kind, LONGEST_OWN_LINE if spec.code.startswith(("own_", "invoice_")) else LONGEST_LINE)
    if len(text) > most:
        raise Refusal("最多%(most)s个字，现在是%(count)s个字，请缩短。", most=most, count=len(text))
    return train(text) if spec.code in BY else text


def train(text: str) -> str:
    """The number of a train or flight in one spelling, so that its passengers stand together; else as typed."""
    found = TRAIN.fullmatch(plain_digits(text).upper().replace("-", ""))
    return found["code"] if found else text


def _number(_spec: FieldSpec, text: str, _reader: Reader) -> str:
    plain = plain_digits(text).replace(",", "")
    if not NUMBER.fullmatch(plain) or not plain.isascii():
        raise Refusal("请填写一个数字，例如 3 或 2.5。")
    return plain


def _date(_spec: FieldSpec, text: str, reader: Reader) -> str:
    said = with_digits(text)
    if SERIAL_DAY.fullmatch(said) and said.isascii():
        return (SHEETS_BEGIN + timedelta(int(said))).isoformat()
    found = DAY_OF_YEAR.fullmatch(said)
    if found:
        month, day = (number for number in found.groups() if number)
        said = f"{reader.year}-{month}-{day}"
    reading = read_date(Typed(said))
    try:
        return date.fromisoformat(str(reading.value)).isoformat()
    except ValueError:
        raise Refusal("日期看不懂，请像 2024-09-10 或 9月10日 这样填写。") from None


def _time(_spec: FieldSpec, text: str, _reader: Reader) -> str:
    if PART_OF_DAY.fullmatch(text):
        minutes = round(float(text) * 24 * 60) % (24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    found = CLOCK.fullmatch(plain_digits(text))
    if found:
        hour, minute = _hour_and_minute(found)
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise Refusal("时间看不懂，请按24小时制填写，例如 14:05。")


def _hour_and_minute(found: re.Match[str]) -> tuple[int, int]:
    if found["digits"]:
        return int(found["digits"][:2]), int(found["digits"][2:])
    hour, part = int(found["hour"]), (found["part"] or found["tail"] or "").lower()
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    return (hour + 12 if part in AFTERNOON and hour < 12 else hour), minute


def _choice(spec: FieldSpec, text: str, reader: Reader) -> str:
    code = _option(spec, text, reader)
    if code is None:
        raise Refusal("没有“%(typed)s”这个选项，请从给出的选项中选择。", typed=text[:40])
    return code


def _choices(spec: FieldSpec, text: str, reader: Reader) -> str:
    chosen = _chosen(spec, text, reader, BETWEEN)
    return "\n".join(option.code for option in spec.choices if option.code in chosen)


def _chosen(spec: FieldSpec, text: str, reader: Reader, between: tuple[re.Pattern[str], ...]) -> list[str]:
    """The codes of all options named in a text, which is parted no further than it must be."""
    code = _option(spec, text, reader)
    if code is not None or not between:
        return [code or _choice(spec, text, reader)]
    pieces = filter(None, map(str.strip, between[0].split(text)))
    return [code for piece in pieces for code in _chosen(spec, piece, reader, between[1:])]


def _option(spec: FieldSpec, text: str, reader: Reader) -> str | None:
    """The code of the option that is meant by code or by a label; a removed one only for who holds it already."""
    meant = name_key(text)
    for option in spec.choices:
        is_offered = not option.is_removed or option.code in reader.held.split("\n")
        if is_offered and meant in (name_key(option.code), name_key(option.label), name_key(option.label_en)):
            return option.code
    return None


def _yes_no(_spec: FieldSpec, text: str, _reader: Reader) -> str:
    word = name_key(text)
    if word in YES_WORDS:
        return YES
    if word in NO_WORDS or is_nothing(text):
        return NO
    raise Refusal("请填写“是”或“否”。")


READERS: dict[FieldKind, Callable[[FieldSpec, str, Reader], str]] = {
    FieldKind.TEXT: _line,
    FieldKind.LONG_TEXT: _line,
    FieldKind.UNIT: _line,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
    FieldKind.MOBILE: lambda _spec, text, _reader: normal_mobile(text),
    FieldKind.EMAIL: lambda _spec, text, _reader: normal_email(text),
    FieldKind.TAX_ID: lambda _spec, text, _reader: normal_tax_id(text),
}
