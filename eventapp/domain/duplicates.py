"""One submission sent twice, by the unit and by its region, spelled slightly differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from eventapp.domain.duplicate_likeness import Likeness, Reason, group_likeness, topic_likeness, unit_likeness
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.words import N_

# Scores are per cent. Nothing below HELD is ever called one submission; above SURE many may be merged at once.
DOUBTFUL, HELD, SURE = 60, 70, 88
MOST_OF_OTHERS = 40  # of two units or two groups, whatever else is equal


class PairState(StrEnum):
    """What somebody decided about two results that look alike."""

    MERGED = "merged"
    DIFFERENT = "different"


PAIR_STATE_NAMES = {
    PairState.MERGED: N_("已合并"),
    PairState.DIFFERENT: N_("不是同一项"),
}


class Sureness(StrEnum):
    """How sure the program is of two submissions being one."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


SURENESS_NAMES = {
    Sureness.SURE: N_("几乎可以肯定"),
    Sureness.LIKELY: N_("很可能"),
    Sureness.DOUBTFUL: N_("存疑"),
}


@dataclass(frozen=True)
class Submission:
    """What all papers of one submission say; `channels` are those who recommend it.

    Several spellings of a topic are kept: the list has it shortened, the group's own form in full.
    """

    kind: GroupKind
    unit: str
    group: str
    topics: frozenset[str] = frozenset()
    members: frozenset[int] = frozenset()
    contacts: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """How likely two submissions are one, in per cent, and the reasons in words."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_held(self) -> bool:
        """Whether the program holds them to be one submission sent twice; merging stays a person's decision."""
        return self.score >= HELD

    @property
    def sameness(self) -> int:
        """How much is the same to the letter: of two pairs with one score the more exact one."""
        return sum(reason.code.endswith("_same") for reason in self.reasons)

    @property
    def has_two_levels(self) -> bool:
        """Whether the two are recommended for different levels: awards wait for a person then."""
        return LEVELS_DIFFER in self.reasons

    @property
    def sureness(self) -> Sureness:
        if self.score >= SURE:
            return Sureness.SURE
        return Sureness.LIKELY if self.is_held else Sureness.DOUBTFUL


KINDS_DIFFER = Reason("kind_other", N_("一个是QC小组，一个是班组。"), is_for=False)
PHONE_SAME = Reason("phone_same", N_("联系电话相同。"))
CONTACT_SAME = Reason("contact_same", N_("联系人相同。"))
MEMBERS_SAME = Reason("members_same", N_("小组人数相同。"))
MEMBERS_NEAR = Reason("members_near", N_("小组人数只差一人。"))
MEMBERS_FAR = Reason("members_far", N_("小组人数相差很大。"), is_for=False)
LEVELS_DIFFER = Reason("level_conflict", N_("两方推荐的等级不同，合并后要由人确认。"), is_for=False)
SAME_CHANNEL = Reason("same_channel", N_("同一个推荐单位把它们分开列了两项。"), is_for=False)
NO_PROOF = Reason("no_proof", N_("名称不完全一致，又没有相同的联系电话和课题可以印证。"), is_for=False)


def judge(first: Submission, second: Submission) -> Judgement:
    """Weigh what two submissions say. Unit and group must both be alike; people and numbers only support."""
    if first.kind is not second.kind:
        return Judgement(0, (KINDS_DIFFER,))
    return Weighing(first, second).judgement()


class Weighing:
    """One comparison: points for unit, group, topic and what supports them, then the limits of doubt."""

    def __init__(self, first: Submission, second: Submission) -> None:
        self.first, self.second = first, second
        self.is_team = first.kind is GroupKind.TEAM
        self.unit = unit_likeness(first.unit, second.unit)
        self.group = group_likeness(first.group, second.group, first.unit, is_team=self.is_team)

    @cached_property
    def topic(self) -> Likeness | None:
        """The best likeness among the spellings of both."""
        pairs = (topic_likeness(one, other) for one in self.first.topics for other in self.second.topics)
        return max(filter(None, pairs), key=lambda each: each.degree, default=None)

    def judgement(self) -> Judgement:
        names = [self.unit.reason, self.group.reason]
        if not self.unit.degree or not self.group.degree:
            return Judgement(MOST_OF_OTHERS if self.unit.degree or self.group.degree else 0, tuple(names))
        support, supporting = self.support()
        score = min(round(self.points() + support), *(limit for limit, _ in self.limits()), 100)
        told = [*names, *([self.topic.reason] if self.topic else []), *supporting]
        told += [reason for _, reason in self.limits() if reason]
        if len(self.first.levels | self.second.levels) > 1:
            told.append(LEVELS_DIFFER)
        return Judgement(max(score, 0), tuple(told))

    def points(self) -> float:
        """Teams have no topic: unit and name weigh more then."""
        if self.topic is None:
            return 42 * self.unit.degree + 43 * self.group.degree
        return 35 * self.unit.degree + 35 * self.group.degree + 20 * self.topic.degree

    def support(self) -> tuple[float, list[Reason]]:
        """Points for the same telephone, contact, number of members and postcode; one contact serves many groups."""
        scale = 1.0 if self.topic else 1.5
        points, reasons = 0.0, []
        if self.first.phones & self.second.phones:
            points, reasons = 5, [PHONE_SAME]
        if self.first.contacts & self.second.contacts:
            points, reasons = points + 2, [*reasons, CONTACT_SAME]
        for reason, worth in self.member_reasons():
            points, reasons = points + worth, [*reasons, reason]
        return (points + bool(self.first.postcodes & self.second.postcodes)) * scale, reasons

    def member_reasons(self) -> Iterable[tuple[Reason, float]]:
        gaps = [abs(one - other) for one in self.first.members for other in self.second.members]
        if not gaps:
            return
        gap, most = min(gaps), max(self.first.members | self.second.members)
        if gap == 0:
            yield MEMBERS_SAME, 2
        elif gap == 1:
            yield MEMBERS_NEAR, 1
        elif gap > 3 and gap * 3 > most:
            yield MEMBERS_FAR, -5

    def limits(self) -> Iterable[tuple[int, Reason | None]]:
        """How far the score may go at most, and why not further."""
        yield 100, None
        if self.topic and self.topic.degree < self.least_of_topic():
            yield HELD - 4, None
        if (self.unit.needs_proof or self.group.needs_proof) and not self.is_proved():
            yield HELD - 2, NO_PROOF
        if self.first.channels & self.second.channels and not self.is_identical():
            yield HELD - 5, SAME_CHANNEL

    def least_of_topic(self) -> float:
        """How alike the topics must be: a group has one topic a year, and two groups of a unit may be named alike."""
        if self.group.degree < 1:
            return 0.7
        shared = (self.first.phones & self.second.phones) | (self.first.contacts & self.second.contacts)
        return 0.5 if shared else 0.7

    def is_proved(self) -> bool:
        """The same telephone, and the same topic; for teams, who have none, the same number of people."""
        if not self.first.phones & self.second.phones:
            return False
        if self.topic is None:
            return bool(self.first.members & self.second.members)
        return self.topic.degree > 0.9

    def is_identical(self) -> bool:
        """Whether only spelling differs: one list may name a group twice, or two of its groups alike."""
        is_named_alike = self.unit.degree > 0.9 and self.group.degree == 1
        return is_named_alike and (self.topic is None or self.topic.degree == 1)
