"""Awards: levels come from the recommendation summary and are confirmed by people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.refusals import Refusal
from eventapp.domain.text import unbroken
from eventapp.domain.words import N_


class AwardState(StrEnum):
    """Where an award stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


AWARD_STATE_NAMES = {
    AwardState.PROPOSED: N_("待确认"),
    AwardState.CONFIRMED: N_("已确认"),
    AwardState.WITHDRAWN: N_("已撤销"),
}


class AwardReason(StrEnum):
    """Why an award has the level it has, or none yet."""

    RECOMMENDED = "recommended"
    STORY = "story"
    CHANGED = "changed"
    CONFLICTING_LEVELS = "conflicting_levels"
    CONFLICTING_NAMES = "conflicting_names"
    NO_LEVEL = "no_level"
    NOT_RECOMMENDED = "not_recommended"

    @property
    def is_settled(self) -> bool:
        """Whether it may be confirmed; the others wait for a person to choose."""
        return self in (AwardReason.RECOMMENDED, AwardReason.STORY, AwardReason.CHANGED)


AWARD_REASON_SENTENCES = {
    AwardReason.RECOMMENDED: N_("按推荐汇总表的推荐等级。"),
    AwardReason.STORY: N_("品牌故事不分等级。"),
    AwardReason.CHANGED: N_("由秘书处人工确定。"),
    AwardReason.CONFLICTING_LEVELS: N_("几份推荐汇总表的推荐等级不一致，请人工确定。"),
    AwardReason.CONFLICTING_NAMES: N_("几份推荐汇总表的单位或小组（班组）名称写法不一致，请人工确定。"),
    AwardReason.NO_LEVEL: N_("推荐汇总表没有填写推荐等级，请人工确定。"),
    AwardReason.NOT_RECOMMENDED: N_("推荐汇总表里没有这个成果，请人工确定。"),
}


@dataclass(frozen=True)
class RecommendedRow:
    """What one row of a recommendation summary says of a result; the two names are printed on certificates."""

    id: int
    unit_name: str
    holder_name: str
    topic_name: str
    postcode: str
    level: int | None

    @property
    def printed_names(self) -> tuple[str, str]:
        """The two certificate fields; a line break in a cell is layout, every other character counts."""
        return unbroken(self.unit_name), unbroken(self.holder_name)


@dataclass(frozen=True)
class Proposal:
    """What an award should say; `row_id` is None where no row settles it."""

    unit_name: str
    holder_name: str
    topic_name: str
    postcode: str
    recommended_level: int | None
    level: int | None
    reason: AwardReason
    row_id: int | None = None


def propose(rows: Sequence[RecommendedRow], *, unit: str, group: str, topic: str, postcode: str) -> Proposal:
    """Take level and names from the summary rows of a result; what they leave open is for a person.

    `unit`, `group`, `topic` and `postcode` are those of the result itself, for a result that no summary lists.
    """
    if not rows:
        return Proposal(unit, group, topic, postcode, None, None, AwardReason.NOT_RECOMMENDED)
    reason = _reason(rows)
    first = rows[0]
    topics = {unbroken(row.topic_name) for row in rows}
    return Proposal(
        unit_name=unbroken(first.unit_name),
        holder_name=unbroken(first.holder_name),
        topic_name=unbroken(first.topic_name) if len(topics) == 1 else unbroken(topic),
        postcode=first.postcode or postcode,
        recommended_level=first.level if len({row.level for row in rows}) == 1 else None,
        level=first.level if reason.is_settled else None,
        reason=reason,
        row_id=first.id if reason.is_settled else None,
    )


def _reason(rows: Sequence[RecommendedRow]) -> AwardReason:
    if len({row.printed_names for row in rows}) > 1:
        return AwardReason.CONFLICTING_NAMES
    if len({row.level for row in rows}) > 1:
        return AwardReason.CONFLICTING_LEVELS
    return AwardReason.NO_LEVEL if rows[0].level is None else AwardReason.RECOMMENDED


def is_grounded(unit_name: str, holder_name: str, rows: Sequence[RecommendedRow]) -> bool:
    """Whether a person's earlier choice still stands in a summary; a summary sent again may have other names."""
    return not rows or (unit_name, holder_name) in {row.printed_names for row in rows}


def check_may_change(state: AwardState, *, has_certificate: bool) -> None:
    """Raise `Refusal` when the level of an award can no longer be changed."""
    if has_certificate:
        raise Refusal("这一项的证书已经颁发，请先撤销证书再修改等级。")
    if state is AwardState.WITHDRAWN:
        raise Refusal("这一项已经撤销，不能修改等级。")
