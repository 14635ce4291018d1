"""How alike two units, groups or topics are: a degree from 0 (two) to 1 (one), and why, in words.

False merges are worse than missed ones: what differs in a number, a letter or a shift is another one, whatever else
is equal; a name that differs in other characters counts as alike only with proof from elsewhere (`needs_proof`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from eventapp.domain.duplicate_names import GroupName, Topic, group_name, plain, topic_of, unit_name
from eventapp.domain.words import N_

TRADE_WORDS = re.compile(r"(?:制造|科技|技术|工业|实业|设备|装备|机械|控股|发展|工程|产品|系统|动力|中国|国际|厂|所)+")
DEPARTMENT = re.compile(r".*(?:分|分厂|工厂|厂|事业部|部|车间|中心|基地|分院)$")
OPPOSITES = frozenset(
    map(
        frozenset,
        (
            "大小",
            "上下",
            "左右",
            "前后",
            "东西",
            "南北",
            "内外",
            "新老",
            "早晚",
            "冷热",
            "高低",
            "粗精",
            "白夜",
            "轻重",
        ),
    )
)
SHORTEST_TO_SLIP = 6  # characters of a unit's name in which one wrong character is a slip and not another unit
SHORTEST_SHORT_TOPIC = 5
CLOSE_TOPIC = 0.85  # share of equal characters


@dataclass(frozen=True)
class Reason:
    """One sentence for or against two submissions being one; `params` fill its places."""

    code: str
    message: str
    is_for: bool = True
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, why, and whether that is worth something only with the same telephone beside it."""

    degree: float
    reason: Reason
    needs_proof: bool = False


def alike(degree: float, code: str, sentence: str, *, needs_proof: bool = False, **params: object) -> Likeness:
    return Likeness(degree, Reason(code, sentence, degree >= 0.5, params), needs_proof)


@lru_cache(maxsize=50_000)
def unit_likeness(first: str, second: str) -> Likeness:
    """Compare two names of units; legal form, brackets and blanks do not count."""
    one, other = unit_name(first), unit_name(second)
    if first == second:
        return alike(1, "unit_same", N_("单位名称相同。"))
    if one.whole == other.whole:
        return alike(1, "unit_spelling", N_("单位名称只是写法不同（公司形式、括号、空格）。"))
    if not (one.regions <= other.regions or other.regions <= one.regions):
        return alike(0, "unit_region", N_("两个单位的地区不同。"))
    if one.markers != other.markers:
        return alike(0, "unit_number", N_("两个单位名称里的数字或字母不同。"))
    if one.core == other.core:
        degree = 0.95 if len(one.core) > 3 else 0.6
        return alike(degree, "unit_region_missing", N_("单位名称一方多写了地区，其余相同。"))
    return part_of_unit(*sorted((one.core, other.core), key=len))


def part_of_unit(short: str, long: str) -> Likeness:
    """Two different cores: one with words added, one slip of the pen, an abbreviation, or two units."""
    added = inserted(short, long)
    if added and TRADE_WORDS.fullmatch(added):
        return alike(0.8, "unit_trade", N_("单位名称一方多写了“%(added)s”。"), added=added)
    if added and long.startswith(short) and DEPARTMENT.fullmatch(added):
        return alike(
            0.75, "unit_department", N_("单位名称一方多写了下属部门“%(added)s”。"), needs_proof=True, added=added
        )
    slipped = swapped(short, long)
    if len(short) >= SHORTEST_TO_SLIP and (len(added) == 1 or (slipped and slipped not in OPPOSITES)):
        return alike(0.6, "unit_slip", N_("单位名称只差一个字。"), needs_proof=True)
    if 2 <= len(short) <= 5 and len(long) >= len(short) + 2 and short[0] in long[:4] and is_within(short, long):
        return alike(0.5, "unit_short", N_("一方像是另一方单位名称的简称。"), needs_proof=True)
    return alike(0, "unit_other", N_("单位不同。"))


@lru_cache(maxsize=50_000)
def group_likeness(first: str, second: str, unit: str = "", *, is_team: bool = False) -> Likeness:
    """Compare two names of groups or teams of one unit; QC小组, quotes and blanks do not count."""
    one, other = group_name(first), group_name(second)
    if first == second:
        return alike(1, "group_same", N_("小组（班组）名称相同。"))
    if one.core == other.core:
        return alike(1, "group_spelling", N_("小组（班组）名称只是写法不同（引号、空格、“QC小组”的写法、数字）。"))
    short, long = sorted((one, other), key=lambda name: len(name.core))
    if is_led(short, long, unit):
        degree = 0.6 if is_team else 0.9  # 维修班 alone may be that of any workshop
        added = long.core[: -len(short.core)]
        return alike(
            degree, "group_workshop", N_("小组（班组）名称一方多写了“%(added)s”。"), needs_proof=is_team, added=added
        )
    if one.markers != other.markers:
        return alike(0, "group_number", N_("小组（班组）名称里的数字、字母或班次不同。"))
    return part_of_group(short, long, is_team=is_team)


def is_led(short: GroupName, long: GroupName, unit: str) -> bool:
    """Whether the longer name only has the workshop or the unit in front of the shorter one."""
    if not long.core.endswith(short.core) or len(short.core) < 2:
        return False
    lead = long.core[: -len(short.core)]
    return lead == long.workshop or (len(lead) > 1 and lead in unit_name(unit).whole)


def part_of_group(short: GroupName, long: GroupName, *, is_team: bool) -> Likeness:
    """Two different cores with the same numbers: a word added, one slip of the pen, or two groups."""
    other = alike(0, "group_other", N_("小组（班组）名称不同。"))
    if is_team or (short.workshop and long.workshop and short.workshop != long.workshop):
        return other
    added, slipped = inserted(short.core, long.core), swapped(short.core, long.core)
    if added and len(short.core) > 1:
        degree = 0.7 if long.core.endswith(short.core) and len(added) > 1 else 0.5
        return alike(degree, "group_added", N_("小组名称一方多写了“%(added)s”。"), needs_proof=True, added=added)
    if slipped and slipped not in OPPOSITES and len(short.core) > 1:
        degree = 0.5 if len(short.core) > 2 else 0.3
        return alike(degree, "group_slip", N_("小组名称只差一个字。"), needs_proof=True)
    return other


def topic_likeness(first: str, second: str) -> Likeness | None:
    """Compare two topics; None when one of them is not told."""
    if not plain(first) or not plain(second):
        return None
    one, other = topic_of(first), topic_of(second)
    if first == second:
        return alike(1, "topic_same", N_("课题相同。"))
    if one.core == other.core:
        return alike(1, "topic_spelling", N_("课题只是写法不同（书名号、近义的动词、“率”“的”）。"))
    if not (one.designations <= other.designations or other.designations <= one.designations):
        return alike(0.2, "topic_model", N_("两个课题的型号或编号不同。"))
    if one.stem == other.stem:
        return alike(0.9, "topic_model_missing", N_("课题一方多写了型号，其余相同。"))
    return part_of_topic(*sorted((one, other), key=lambda topic: len(topic.core)))


def part_of_topic(short: Topic, long: Topic) -> Likeness:
    """Two different topics: one shortened, one word different, or two topics."""
    is_long_enough = len(short.stem) >= SHORTEST_SHORT_TOPIC and len(short.stem) * 2 >= len(long.stem)
    if is_long_enough and is_within(short.stem, long.stem):
        return alike(0.75, "topic_short", N_("一方像是另一方课题的简写。"))
    if SequenceMatcher(None, short.core, long.core, autojunk=False).ratio() >= CLOSE_TOPIC:
        return alike(0.5, "topic_close", N_("课题只差个别字。"))
    return alike(0, "topic_other", N_("课题不同。"))


def inserted(short: str, long: str) -> str:
    """What the longer text has more, when that is one run of characters; else nothing."""
    start = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    added = long[start : start + len(long) - len(short)]
    return added if short[:start] + added + short[start:] == long else ""


def swapped(one: str, other: str) -> frozenset[str]:
    """The two characters in which texts of equal length differ, when it is one place; else nothing."""
    if len(one) != len(other):
        return frozenset()
    pairs = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return frozenset(pairs[0]) if len(pairs) == 1 else frozenset()


def is_within(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(char in rest for char in short)
