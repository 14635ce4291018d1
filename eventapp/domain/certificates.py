"""What stands on a certificate. Numbers and wording follow settings of the event, never words in the code."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from urllib.parse import quote, urlencode

from eventapp.domain.patterns import BadPattern, Piece, Placeholder, parse_pattern

NUMBER_PLACEHOLDERS = frozenset({"year", "edition", "kind", "level", "sequence"})
NUMBER_WIDTHS = frozenset({"year", "edition", "sequence"})
TEXT_PLACEHOLDERS = frozenset({"unit", "group", "topic", "level", "edition", "year"})
# A name with one of these endings is not given the suffix again: no 「领航QC小组QC小组」.
ENDINGS_OF_SUFFIX = {"QC小组": ("QC小组", "小组"), "小组": ("小组",), "班组": ("班组", "班", "组")}
Values = Mapping[str, str | int]
CHINESE_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class CertificatePrint:
    """One certificate as the print room gets it: every text final, in the order of the page.

    `unit_name` and `group_name` are the columns of annex 3 that the notice calls the basis of certificates;
    they are printed with every character they have. An empty text leaves its line out. `body` may hold line
    breaks: each line is a paragraph. `verify_url` goes into the QR code.
    """

    number: str
    heading: str
    unit_name: str
    group_name: str
    body: str
    issuers: tuple[str, ...]
    date_text: str
    verify_url: str
    subheading: str = ""
    level_name: str = ""
    closing: str = ""
    reprint_note: str = ""

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the certificate grants and to whom; what the signature covers beside the number.

        Looks (heading, closing words, reprint note) and the address of the public page do not change it.
        """
        granted = [self.unit_name, self.group_name, self.level_name, self.body, self.issuers, self.date_text]
        return sha256(json.dumps(granted, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def check_number_pattern(pattern: str) -> None:
    """Raise `BadPattern` unless the pattern makes a different number for every sequence."""
    pieces = parse_pattern(pattern, NUMBER_PLACEHOLDERS, NUMBER_WIDTHS)
    if not any(isinstance(piece, Placeholder) and piece.name == "sequence" for piece in pieces):
        raise BadPattern("编号规则里没有流水号 {sequence}，编号会重复。")


def certificate_number(pattern: str, *, year: int, edition: int, kind: str, level: str, sequence: int) -> str:
    """Make a number such as 「2024机质协证字第43-QC0007号」; `kind` and `level` are codes the event sets.

    Raises `BadPattern`. The sequence must count within whatever the pattern does not tell apart; that two
    certificates never share a number is a constraint of the database.
    """
    check_number_pattern(pattern)
    pieces = parse_pattern(pattern, NUMBER_PLACEHOLDERS, NUMBER_WIDTHS)
    values: Values = {"year": year, "edition": edition, "kind": kind, "level": level, "sequence": sequence}
    return "".join(_filled(piece, values) for piece in pieces)


def check_text_pattern(pattern: str) -> None:
    """Raise `BadPattern` unless the wording holds known placeholders only."""
    parse_pattern(pattern, TEXT_PLACEHOLDERS)


def certificate_text(pattern: str, *, unit: str, group: str, topic: str, level: str, edition: int, year: int) -> str:
    """Fill the wording of the event, e.g. 「授予{unit}{group}QC小组……」; values are text, whatever they hold.

    A suffix written behind `{group}` is left out when the name already ends that way. Raises `BadPattern`.
    """
    values: Values = {
        "unit": unit,
        "group": group,
        "topic": topic,
        "level": level,
        "edition": edition,
        "year": year,
    }
    pieces = parse_pattern(pattern, TEXT_PLACEHOLDERS)
    text = ""
    for before, piece in pairwise(("", *pieces)):
        follows_group = isinstance(before, Placeholder) and before.name == "group" and isinstance(piece, str)
        text += _after_group(str(piece), group) if follows_group else _filled(piece, values)
    return text


def chinese_date(day: date) -> str:
    """Write a date as official documents do: 二〇二四年九月十二日."""
    year = "".join(CHINESE_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_chinese_number(day.month)}月{_chinese_number(day.day)}日"


def signed_url(page_url: str, signature: str) -> str:
    """Return the address that goes into the QR code: the public page of a certificate with its signature."""
    joint = "&" if "?" in page_url else "?"
    return f"{quote(page_url, safe=':/?&=%#@+,;~')}{joint}{urlencode({'s': signature})}"


def _filled(piece: Piece, values: Values) -> str:
    return piece.fill(values[piece.name]) if isinstance(piece, Placeholder) else piece


def _after_group(text: str, group: str) -> str:
    """Return the text that follows the name of a group, without a suffix that the name already has."""
    # 「ＱＣ 小组」 is the same ending as 「QC小组」, however it was typed
    name = "".join(unicodedata.normalize("NFKC", group).split()).upper()
    for suffix, endings in ENDINGS_OF_SUFFIX.items():
        if text.startswith(suffix):
            return text.removeprefix(suffix) if name.endswith(endings) else text
    return text


def _chinese_number(number: int) -> str:
    """Write 1 to 99 in words: 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    words = ("" if tens == 1 else CHINESE_DIGITS[tens]) + "十" if tens else ""
    return words + (CHINESE_DIGITS[ones] if ones else "")
