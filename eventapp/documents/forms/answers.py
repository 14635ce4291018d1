"""Values in normal form as the words that are written into a form, so that reading them gives the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from eventapp.documents.characters import NOT_IN_XML
from eventapp.documents.forms.layout import Piece
from eventapp.domain.annexes import Value
from eventapp.domain.official_words import OfficialWords

TICKED, UNTICKED = "☑", "□"
REMARK = "remark:"
NO_DAY = "年　　月　　日"


class Answers:
    """The values of one form, or of one row, by field name; whatever is missing is an empty place."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Piece:
        """The answer on one line or, for long texts, in paragraphs."""
        return Piece(shown(self._values.get(name)), (name,))

    def is_given(self, name: str) -> bool:
        """Whether the field was named at all, be it with None."""
        return name in self._values

    def date(self, name: str) -> Piece:
        """2024年7月5日; without a value the printed 年 月 日."""
        return Piece(day_in_words(self[name].text) or NO_DAY, (name,))

    def ticked(self, name: str, option: str) -> Piece:
        """The option with its box."""
        chosen = self._values.get(name)
        is_chosen = isinstance(chosen, list) and option in chosen
        return Piece(f"{TICKED if is_chosen else UNTICKED}{option}", (name,))

    def together(self, *named: tuple[str, str], between: str) -> Piece:
        """The values that share one cell, each with the unit behind it: 15人，96小时."""
        texts = ((self[name].text, unit) for name, unit in named)
        return Piece(between.join(text + unit for text, unit in texts if text), tuple(name for name, _unit in named))


@dataclass(frozen=True)
class Filling:
    """Everything that goes into one form; `remarks` of annex 6 stand in the column 备注, by the field of the line."""

    values: Answers
    rows: tuple[Answers, ...] = ()
    words: OfficialWords = OfficialWords()
    remarks: Mapping[str, str] = field(default_factory=dict)

    def remark(self, name: str) -> Piece:
        """What stands beside the line of a field; no field of the form itself."""
        return Piece(clean(self.remarks.get(name, "")), (f"{REMARK}{name}",))


def shown(value: Value) -> str:
    """A value as it is typed into a form: 12, 98.5, 甲、乙."""
    if value is None:
        return ""
    if isinstance(value, list):
        return clean("、".join(value))
    if isinstance(value, float):
        return plain_number(value)
    return clean(str(value))


def plain_number(value: float) -> str:
    """A number in digits, never in powers of ten: 12.0 as 12, 1e-07 as 0.0000001."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def clean(text: str) -> str:
    """The text without the characters that no Office file can hold."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def day_in_words(value: str) -> str:
    """2024-07-05 as 2024年7月5日, 2024-07 as 2024年7月; anything else, typed by somebody, as it is."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", value)
    if not found:
        return value
    return f"{found[1]}年{int(found[2])}月" + (f"{int(found[3])}日" if found[3] else "")
