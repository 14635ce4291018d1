"""Names and topics taken apart, so that two spellings of one can be told from two that only look alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from eventapp.domain.text import INVISIBLE, chinese_number

# What parts words on paper and means nothing: blanks, quotes, brackets, stops and dashes.
MARKS = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>【】\[\](){}〔〕,，.。、·•・:：;；!！?？/\\|_\-‐-―~～*※]+")
LEGAL_FORMS = re.compile("有限责任|有限|股份|集团|总公司|公司")
ROMAN = {
    number: str(int(unicodedata.numeric(chr(number)))) for number in (*range(0x2160, 0x216C), *range(0x2170, 0x217C))
}
COUNTED = re.compile(r"第(?=\d)|(?<=\d)[#号]")
PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
REGION = re.compile(rf"^(?:中国)?({PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?(?:([一-龥]{{2,4}}?)市)?")
CITY = re.compile(r"^([一-龥]{2,3})市(?=[一-龥]{3})")
CIRCLE_WORDS = re.compile(
    r"^qcc?(?![a-z\d])|(?:(?:qcc?|品管|质量管理|质管|活动|攻关)+(?:小组|组|圈)|小组|圈|qcc?|品管|质量管理)$"
)
TRUSTWORTHY = re.compile(
    r"^(?:质量)?信得过班组(?=.{2})|(?<=[班组站室队])(?:质量)?信得过班组$|(?:质量)?信得过|(?<=班)组$"
)
WORKSHOP = re.compile(
    r"^(.*(?:车间|分厂|工厂|总厂|厂区|中心|事业部|项目部|部门|部|工段|工区|产线|生产线|[线科室站处厂所院队库])|[一-龥a-z0-9]{1,8}?公司)(.{2,})$"
)
CHINESE_NUMERAL = re.compile(r"[〇零一二三四五六七八九十两]+|\d+[十百]?")
MARKERS = re.compile(
    r"\d+|[a-z]+|[甲乙丙丁戊](?=[班组线值区])|[早中晚夜白](?=班)|[东西南北前后左右上下大小新老](?=[线区厂班部]|车间|分厂)"
)
DESIGNATION = re.compile(r"([a-zα-ω0-9#+]+)(?:系列|型号|型)?")
UNITS = (("千伏", "kv"), ("兆瓦", "mw"), ("千瓦", "kw"), ("吨", "t"), ("毫米", "mm"))
DECIMAL_POINT = re.compile(r"(?<=\d)[.．](?=\d)")
SAME_VERBS = (
    ("提升", "提高"),
    ("增强", "提高"),
    ("减低", "降低"),
    ("减小", "降低"),
    ("减少", "降低"),
    ("开发", "研制"),
    ("研发", "研制"),
)
EMPTY_WORDS = re.compile(r"[的之]|率$|数$|数量$|^关于")


def plain(text: str) -> str:
    """Width, case, blanks, quotes and brackets taken away; ＱＣ becomes qc, Ⅱ and ② 2."""
    return MARKS.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text).translate(ROMAN)).casefold())


def in_digits(text: str) -> str:
    """Numbers as digits: 装配二班 and 装配2班 are one, 十二 is 12, 第一 and 1# are 1."""

    def digits(found: re.Match[str]) -> str:
        value = chinese_number(found[0])
        return found[0] if value is None else str(value)

    return COUNTED.sub("", CHINESE_NUMERAL.sub(digits, text))


def markers_of(text: str) -> tuple[str, ...]:
    """What tells one of several alike: numbers, letters, 甲乙丙, shifts and sides, in their order."""
    return tuple(MARKERS.findall(text))


@dataclass(frozen=True)
class UnitName:
    """A unit: `core` is the name without legal form and region, `regions` those written in front of it."""

    core: str
    regions: frozenset[str]
    whole: str  # regions and core, without 省 and 市
    markers: tuple[str, ...]


@lru_cache(maxsize=20_000)
def unit_name(text: str) -> UnitName:
    """Take the name of a unit apart."""
    whole = in_digits(plain(text))
    bare = LEGAL_FORMS.sub("", whole) or whole
    regions: list[str] = []
    for pattern in (REGION, CITY):
        found = pattern.match(bare)
        if found and len(bare) - found.end() >= 2:
            regions += [region for region in found.groups() if region]
            bare = bare[found.end() :]
    return UnitName(bare, frozenset(regions), "".join(regions) + bare, markers_of(bare))


@dataclass(frozen=True)
class GroupName:
    """A group or team: `core` is the name without QC小组 and the like; `workshop` what stands before `proper`."""

    core: str
    markers: tuple[str, ...]

    @cached_property
    def parts(self) -> tuple[str, str]:
        """Workshop and proper name: 电装车间聚力 is 电装车间 and 聚力; without a workshop the first is empty."""
        found = WORKSHOP.match(self.core)
        return (found[1], found[2]) if found else ("", self.core)

    @property
    def workshop(self) -> str:
        return self.parts[0]

    @property
    def proper(self) -> str:
        return self.parts[1]


@lru_cache(maxsize=50_000)
def group_name(text: str) -> GroupName:
    """Take the name of a QC group or a team apart."""
    whole = in_digits(plain(text))
    core = TRUSTWORTHY.sub("", whole) or whole
    for _ in range(3):
        shorter = CIRCLE_WORDS.sub("", core)
        if shorter in (core, ""):
            break
        core = shorter
    return GroupName(core, markers_of(core))


@dataclass(frozen=True)
class Topic:
    """A topic: `core` in plain words, `stem` without designations of models, which are `designations`."""

    core: str
    stem: str
    designations: frozenset[str]


@lru_cache(maxsize=50_000)
def topic_of(text: str) -> Topic:
    """Take a topic apart: synonyms of its verb and words that mean nothing count as equal."""
    core = plain(DECIMAL_POINT.sub("p", text))
    for other, usual in (*UNITS, *SAME_VERBS):
        core = core.replace(other, usual)
    core = EMPTY_WORDS.sub("", core) or core
    return Topic(core, DESIGNATION.sub("", core) or core, frozenset(DESIGNATION.findall(core)))


def bigrams(text: str) -> set[str]:
    """The pairs of neighboring characters; a shorter text is its own."""
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}
