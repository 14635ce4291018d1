"""Roles as lists of people name them: by name, by the words that units use, several in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventapp.domain.registration import RoleNeed
from eventapp.domain.text import key

BETWEEN = re.compile(r"[、,，;；/|\n+＋&]")
BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
SHORTEST_PART = 2  # characters of a name that may stand for the whole
# What lists call the shipped roles; the edition's own names go before.
WORDS: Mapping[str, str] = {
    "presenter": "成果发表人 发表人 成果发布人 发布人 成果发表 发表 发表代表",
    "speaker": "故事演讲人 演讲人 演讲者 故事演讲 品牌故事演讲人",
    "group_delegate": "QC小组代表 小组代表 小组成员 小组组长",
    "team_delegate": "信得过班组代表 班组代表",
    "story_author": "故事作者 作者",
    "front_line": "班组长 工段长 一线员工 一线职工",
    "site_manager": "现场管理人员 现场管理者 车间主任",
    "quality_manager": "企业质量管理人员 质量管理人员 质量管理者",
    "enterprise_leader": "企业领导 公司领导 单位领导",
    "association_leader": "地区领队 领队 行业质协领导 质协领导 协会领导",
    "observer": "观摩人员 观摩 观摩代表 观摩学习",
    "judge": "评委 评审 评审专家 专家",
    "staff": "会务 会务人员 会务组 工作人员 会务工作人员",
    "guest": "嘉宾 特邀嘉宾",
    "media": "媒体 记者 媒体记者",
}


@dataclass(frozen=True)
class KnownRole:
    """A role of the edition, as far as a list needs it."""

    code: str
    name: str
    need: RoleNeed = RoleNeed.NOTHING
    name_en: str = ""
    is_offered: bool = True


def compared(text: str) -> str:
    """A role's name without blanks, marks, case and what stands in brackets."""
    return BETWEEN.sub("", key(BRACKETS.sub("", text))).casefold()


def role_words(roles: Sequence[KnownRole]) -> dict[str, KnownRole]:
    """Every word that means one of these roles; a name of the edition goes before a word of units."""
    known = {compared(word): role for role in roles for word in WORDS.get(role.code, "").split()}
    for role in roles:
        known |= {compared(name): role for name in (role.code, role.name_en, role.name) if name}
    return known


def roles_in(text: str, known: Mapping[str, KnownRole]) -> tuple[list[KnownRole], list[str]]:
    """The roles that a cell names, each once, and the words that mean none."""
    parts = [part.strip() for part in BETWEEN.split(BRACKETS.sub("", text)) if part.strip()]
    found: list[KnownRole] = []
    unknown: list[str] = []
    at = 0
    while at < len(parts):
        role, taken = longest(parts, at, known)
        if role is None:
            unknown.append(parts[at])
        elif role not in found:
            found.append(role)
        at += taken
    return found, unknown


def longest(parts: Sequence[str], at: int, known: Mapping[str, KnownRole]) -> tuple[KnownRole | None, int]:
    """The role that begins here, and how many parts its name takes: names may hold the marks that part them."""
    for end in range(len(parts), at, -1):
        if role := known.get(compared("".join(parts[at:end]))):
            return role, end - at
    return part_of_name(compared(parts[at]), known), 1


def part_of_name(word: str, known: Mapping[str, KnownRole]) -> KnownRole | None:
    """The only role whose name holds this word."""
    if len(word) < SHORTEST_PART:
        return None
    found = {role.code: role for name, role in known.items() if word in name}
    return next(iter(found.values())) if len(found) == 1 else None
