"""Judging: who may score what, what a filled sheet must look like, and how scores are combined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from eventapp.domain.recusal import RECUSAL_SENTENCES, RecusalReason
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.score_sheets import ScoreItem
from eventapp.domain.sessions import PresentationState
from eventapp.domain.text import plain_digits
from eventapp.domain.words import N_

POINTS = re.compile(r"\d{1,4}(?:\.\d{1,4})?")
CENT = Decimal("0.01")
LONGEST_REMARK = 2000


class ScoringState(StrEnum):
    """How far a judge is with one presentation."""

    OPEN = "open"
    SAVED = "saved"
    SUBMITTED = "submitted"
    RECUSED = "recused"
    CLOSED = "closed"


SCORING_STATE_NAMES = {
    ScoringState.OPEN: N_("未评分"),
    ScoringState.SAVED: N_("已保存，未提交"),
    ScoringState.SUBMITTED: N_("已提交"),
    ScoringState.RECUSED: N_("回避"),
    ScoringState.CLOSED: N_("不评分"),
}


class FaultyScore(Refusal):
    """A sheet with faults, all of them named in `faults`, each with the code of its item in `field`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("评分还有 %(count)d 处需要改正。", count=len(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Seat:
    """What stands between one judge and one presentation. `recused` is the weightiest ground, None for none."""

    recused: RecusalReason | None = None
    presentation: PresentationState = PresentationState.SCHEDULED
    is_saved: bool = False
    is_submitted: bool = False

    @property
    def state(self) -> ScoringState:
        """Where the judge stands; recusal comes before everything, for its field is closed, not ignored."""
        if self.recused:
            return ScoringState.RECUSED
        if self.is_submitted:
            return ScoringState.SUBMITTED
        if self.presentation in (PresentationState.ABSENT, PresentationState.WITHDRAWN):
            return ScoringState.CLOSED
        return ScoringState.SAVED if self.is_saved else ScoringState.OPEN


def check_may_score(seat: Seat) -> None:
    """Raise `Refusal` with the reason when this judge may not write on this sheet (any more)."""
    match seat.state:
        case ScoringState.RECUSED if seat.recused:
            raise Refusal(RECUSAL_SENTENCES[seat.recused])
        case ScoringState.SUBMITTED:
            raise Refusal("评分已经提交，不能再修改；确需更正请联系会务组织。")
        case ScoringState.CLOSED:
            raise Refusal("这个项目没有发表，不需要评分。")


def read_points(items: Sequence[ScoreItem], typed: Mapping[str, str], *, is_submitting: bool) -> dict[str, Decimal]:
    """Read what was typed by item code; raises `FaultyScore` naming every fault.

    A draft may leave items blank; a submitted sheet has points for every item.
    """
    points: dict[str, Decimal] = {}
    faults: list[Fault] = []
    for item in items:
        text = plain_digits(typed.get(item.code, ""))
        if not text:
            if is_submitting:
                faults.append(_fault(item, "missing_required", N_("“%(item_word)s”还没有评分。")))
        elif fault := _fault_of(item, text):
            faults.append(fault)
        else:
            points[item.code] = Decimal(text)
    if faults:
        raise FaultyScore(faults)
    return points


def _fault_of(item: ScoreItem, text: str) -> Fault | None:
    if not POINTS.fullmatch(text):
        return _fault(item, "invalid_format", N_("“%(item_word)s”请填数字，例如 %(step)s 或 %(maximum)s。"))
    if Decimal(text) > item.maximum:
        return _fault(item, "out_of_range", N_("“%(item_word)s”最多 %(maximum)s 分。"))
    if Decimal(text) % item.step:
        return _fault(item, "invalid_step", N_("“%(item_word)s”以 %(step)s 分为一档。"))
    return None


def _fault(item: ScoreItem, code: str, message: str) -> Fault:
    # the name of an item is a source sentence when it was shipped: pages translate params that end in _word
    places = {"item_word": item.name, "maximum": str(item.maximum), "step": str(item.step)}
    return Fault(
        code=code,
        message=message,
        field=item.code,
        severity=Severity.ERROR,
        params={name: value for name, value in places.items() if f"%({name})s" in message},
    )


def total_of(points: Mapping[str, Decimal]) -> Decimal:
    """The sum of the points, exact to the cent."""
    return sum(points.values(), Decimal(0)).quantize(CENT)


def mean_of(totals: Iterable[Decimal]) -> Decimal | None:
    """Plain mean of submitted totals, two decimals, half up; None without any."""
    counted = list(totals)
    if not counted:
        return None
    return (sum(counted, Decimal(0)) / len(counted)).quantize(CENT, rounding=ROUND_HALF_UP)
