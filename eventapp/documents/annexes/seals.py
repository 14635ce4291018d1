"""The line under a long text where a unit puts its seal and the day."""

from __future__ import annotations

import re

from eventapp.domain.text import one_line

SEAL = re.compile(r"(?:盖\s*章|公\s*章|签\s*章|印\s*章)")
DAY = re.compile(
    r"^(?:(?:填表|填报|报送)?日期[:：]?)?[\s\d〇零○０-９一二三四五六七八九十]{0,8}年[\s\d〇零○０-９一二三四五六七八九十]{0,4}月"
    r"(?:[\s\d〇零○０-９一二三四五六七八九十]{0,4}[日号])?$|^\d{4}\s?[-./．－]\s?\d{1,2}\s?[-./．－]\s?\d{1,2}$"
)
DAY_ANYWHERE = re.compile(
    r"(?:(?:填表|填报|报送)?(?:日期|时间)[:：]?)?[\s\d〇零○０-９一二三四五六七八九十_]*年[\s\d〇零○０-９一二三四五六七八九十_]*月?"
    r"[\s\d〇零○０-９一二三四五六七八九十_]*[日号]?|\d{4}\s?[-./．－]\s?\d{1,2}\s?[-./．－]\s?\d{1,2}|\d{8}|"
    r"(?:填表|填报|报送)?(?:日期|时间)[:：]?"
)
UNIT = re.compile(r"(?:公司|集团|厂|研究院|研究所|中心|学院|分公司|事业部|部|院|所)$")
LONGEST_SEAL = 60  # characters of a seal line; a sentence about seals is longer
LINES = 4  # that a seal takes at most
STAMP_BEHIND = re.compile(r"\s*[（(【]?(?:加|请)?(?:单位|企业)?(?:盖|公|签)\s*(?:公)?章(?:处)?[)）】]?[:：]?\s*$")
DATE_BEHIND = re.compile(r"\s+(?:(?:填表|填报|报送)?(?:日期|时间))[:：].*$", re.S)


def without_stamp(name: str) -> str:
    """The name of a unit without the 「（盖章）」 or 「日期：…」 that the form has behind it."""
    return STAMP_BEHIND.sub("", DATE_BEHIND.sub("", name))


def part_seal(text: str) -> tuple[str, str]:
    """The text without its last lines of seal, unit and day, and those lines; a text without them stays whole."""
    lines = text.rstrip().split("\n")
    start = len(lines)
    while start > 1 and len(lines) - start < LINES and _belongs(lines[start - 1], is_below=start < len(lines)):
        start -= 1
    tail = "\n".join(lines[start:]).strip()
    return ("\n".join(lines[:start]), tail) if tail else (text, "")


def _belongs(line: str, *, is_below: bool) -> bool:
    """Whether a line belongs to the seal; a bare name of a unit or nothing at all only above other lines of it."""
    plain = one_line(line)
    if len(plain) > LONGEST_SEAL or any(mark in plain for mark in "。；！"):
        return False
    return _is_seal(plain) or bool(DAY.match(plain) or is_below and (not plain or UNIT.search(plain)))


def _is_seal(line: str) -> bool:
    """Whether a line is the place of a seal: nothing but a unit and a day may follow the word, as in 盖章：某某公司 7月5日."""
    *before, behind = SEAL.split(line)
    rest = DAY_ANYWHERE.sub("", behind).strip(" 　)）】]：:处")
    return bool(before) and (not rest or UNIT.search(rest) is not None)
