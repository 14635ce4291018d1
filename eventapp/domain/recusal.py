"""Why a judge may not judge a presentation (回避)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.words import N_


class RecusalReason(StrEnum):
    """One ground on which a judge stands aside."""

    SAME_UNIT = "same_unit"
    SAME_COMPANY = "same_company"
    SAME_REGION = "same_region"
    MEMBER = "member"
    ADVISER = "adviser"
    DECLARED = "declared"


RECUSAL_SENTENCES = {
    RecusalReason.SAME_UNIT: N_("评委与发表项目属于同一单位，应当回避。"),
    RecusalReason.SAME_COMPANY: N_("评委与发表项目属于同一集团公司，应当回避。"),
    RecusalReason.SAME_REGION: N_("评委与发表项目来自同一地区，按本届规定应当回避。"),
    RecusalReason.MEMBER: N_("评委是该小组成员或发表人，应当回避。"),
    RecusalReason.ADVISER: N_("评委指导过该小组，应当回避。"),
    RecusalReason.DECLARED: N_("评委本人或会务组织申明回避。"),
}


@dataclass(frozen=True)
class Person:
    """Somebody known by id, by name, or both; paper forms often carry only the name."""

    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class JudgeTies:
    """Where a judge belongs; blank means not known."""

    person: Person
    unit: str = ""
    company: str = ""
    region: str = ""


@dataclass(frozen=True)
class TalkTies:
    """Whom a presentation belongs to; `company` is the parent of the unit."""

    unit: str = ""
    company: str = ""
    region: str = ""
    members: tuple[Person, ...] = ()
    advisers: tuple[Person, ...] = ()


def recusal_reasons(judge: JudgeTies, talk: TalkTies, *, by_region: bool = False) -> tuple[RecusalReason, ...]:
    """All grounds, the weightiest first; empty when the judge may judge."""
    own_unit = _same(judge.unit, talk.unit)
    own_company = bool(_houses(judge.unit, judge.company) & _houses(talk.unit, talk.company)) and not own_unit
    grounds = {
        RecusalReason.SAME_UNIT: own_unit,
        RecusalReason.SAME_COMPANY: own_company,
        RecusalReason.MEMBER: any(is_same_person(judge.person, each) for each in talk.members),
        RecusalReason.ADVISER: any(is_same_person(judge.person, each) for each in talk.advisers),
        RecusalReason.SAME_REGION: by_region and _same(judge.region, talk.region),
    }
    return tuple(reason for reason, holds in grounds.items() if holds)


def is_same_person(a: Person, b: Person) -> bool:
    """Ids decide where both are known; otherwise the same name counts, for in doubt a judge stands aside."""
    return a.id == b.id if a.id and b.id else _same(a.name, b.name)


def _houses(unit: str, company: str) -> set[str]:
    # A group company may take part under its own name, so it counts as its own parent.
    return {_plain(each) for each in (unit, company) if _plain(each)}


def _same(a: str, b: str) -> bool:
    return bool(_plain(a)) and _plain(a) == _plain(b)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())
