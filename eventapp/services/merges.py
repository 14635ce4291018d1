"""Deciding about results that look alike: merge them into one, undo that, or say that they are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.awards import AwardState
from eventapp.domain.duplicates import PairState, judge
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.event import Event
from eventapp.models.judging import Score
from eventapp.models.recommendation import DuplicatePair, Group, Result
from eventapp.models.schedule import Presentation
from eventapp.services.audit import record
from eventapp.services.duplicates import get_pair, submissions_of
from eventapp.services.merge_awards import check_award_is_open, kept_facts, put_back, renew_award
from eventapp.services.merge_moves import has_papers, move_back, move_to, rows_of, stand
from eventapp.services.result_book import result_name
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

lost_race(
    ("uq_duplicate_pair_first_id_second_id", "duplicate_pair.first_id, duplicate_pair.second_id"),
    "这一对刚刚由另一个人处理，请刷新后查看。",
)


@dataclass(frozen=True)
class MergeOutcome:
    """How many were merged at once, and why the others were not."""

    merged: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Decision:
    """Who decides about which edition, and when."""

    edition: Edition
    actor: Actor
    now: datetime

    def note(self, action: str, result: Result, before: dict[str, object] | None, after: dict[str, object]) -> None:
        subject = result_name(result)
        record(self.edition.slug, action, subject, actor=self.actor, now=self.now, before=before, after=after)


@transactional
def merge_results(
    edition: Edition, first_id: int, second_id: int, *, keep_id: int, actor: Actor, now: datetime
) -> Result:
    """Make two results one: `keep_id` takes part with the rows and presenters of both; returns it.

    Raises `NotFound` for results that are not there, `Refusal` when one of them was merged or withdrawn meanwhile, and
    when people already rely on the one that would vanish.
    """
    take_turn(edition)
    return merge(Decision(edition, actor, now), first_id, second_id, keep_id)


@transactional
def merge_many(edition: Edition, pairs: Sequence[tuple[int, int]], *, actor: Actor, now: datetime) -> MergeOutcome:
    """Merge several pairs, each into the one with more papers; those that cannot be are left and told."""
    take_turn(edition)
    decision, refusals = Decision(edition, actor, now), []
    for first_id, second_id in pairs:
        try:
            first, second = get_both(edition, first_id, second_id)
            merge(decision, first_id, second_id, better_kept(first, second).id)
        except Refusal as refusal:  # raised before anything is changed
            refusals.append(refusal)
    return MergeOutcome(len(pairs) - len(refusals), tuple(refusals))


def better_kept(first: Result, second: Result) -> Result:
    """The one with a form of its own, else with more rows, else the older one; a confirmed award stays where it is."""

    def worth(result: Result) -> tuple[bool, bool, int, int]:
        is_free = True
        try:
            check_may_go(result)
        except Refusal:
            is_free = False
        return not is_free, result.annex_id is not None, len(rows_of(result)), -result.id

    return max(first, second, key=worth)


def merge(decision: Decision, first_id: int, second_id: int, keep_id: int) -> Result:
    """The merge itself. Everything that may forbid it is asked before anything is changed."""
    edition = decision.edition
    first, second = get_both(edition, first_id, second_id)
    if keep_id not in (first.id, second.id):
        raise NotFound("要保留的不是这两项中的一项，请刷新后重试。")
    keep, gone = (first, second) if keep_id == first.id else (second, first)
    check_may_merge(keep, gone)
    told = submissions_of(edition, (keep.id, gone.id))
    awards = {"keep": kept_facts(keep), "gone": kept_facts(gone)}
    pair = open_pair(decision, first, second, PairState.MERGED)
    pair.kept_id, pair.score = keep.id, judge(told[keep.id], told[gone.id]).score
    with_papers = [result.id for result in (keep, gone) if has_papers(result)]
    moved = move_to(keep, gone)
    gone.state, gone.merged_into_id = EntryState.MERGED, keep.id
    db.session.flush()
    for result in (keep, gone):
        renew_award(edition, result, actor=decision.actor, now=decision.now)
    pair.moved = {**moved, "with_papers": with_papers, "awards": {**awards, "after": kept_facts(keep)}}
    after = {"merged_into": result_name(keep), "rows": len(moved["rows"]), "score_of_pair": pair.score}
    decision.note("result.merge", gone, {"state": EntryState.ENTERED.value}, after)
    return keep


@transactional
def undo_merge(edition: Edition, pair_id: int, *, actor: Actor, now: datetime) -> Result:
    """Part two merged results again, each with what it had; returns the one that takes part again.

    Raises `NotFound` when the merge is undone already, `Refusal` when the survivor was merged further or its level is
    confirmed.
    """
    take_turn(edition)
    pair = get_pair(edition, pair_id)
    if pair.state is not PairState.MERGED or pair.kept_id is None:
        raise Refusal("这一对没有合并，不需要撤销。")
    first, second = get_both(edition, pair.first_id, pair.second_id)
    keep, gone = (first, second) if pair.kept_id == first.id else (second, first)
    if keep.state is EntryState.MERGED:
        raise Refusal("“%(name)s”后来又合并到别的成果，请先撤销那一次合并。", name=result_name(keep))
    check_may_part(keep, pair)
    decision = Decision(edition, actor, now)
    part(decision, pair, keep, gone)
    decision.note("result.unmerge", gone, {"merged_into": result_name(keep)}, {"state": gone.state.value})
    db.session.delete(pair)
    return gone


def part(decision: Decision, pair: DuplicatePair, keep: Result, gone: Result) -> None:
    """Everything that moved goes back; awards stand as they did, unless somebody has touched them since."""
    moved, edition = pair.moved, decision.edition
    awards = moved["awards"]
    gone.state, gone.merged_into_id = EntryState.ENTERED, None
    db.session.flush()
    move_back(edition, keep, gone, moved)
    for result in (keep, gone):
        stand(result, had_papers=result.id in moved["with_papers"])
    db.session.flush()
    is_untouched = kept_facts(keep) == awards["after"]
    put_back(edition, gone, awards["gone"], actor=decision.actor, now=decision.now)
    if is_untouched:
        put_back(edition, keep, awards["keep"], actor=decision.actor, now=decision.now)
    else:
        renew_award(edition, keep, actor=decision.actor, now=decision.now)


@transactional
def declare_different(edition: Edition, first_id: int, second_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that two results are two: they are not offered again. Raises `Refusal` when they are merged."""
    take_turn(edition)
    decision = Decision(edition, actor, now)
    first, second = get_both(edition, first_id, second_id)
    if EntryState.MERGED in (first.state, second.state):
        raise Refusal("其中一项已经合并，请先撤销合并。")
    told = submissions_of(edition, (first.id, second.id))
    pair = open_pair(decision, first, second, PairState.DIFFERENT)
    pair.score = judge(told[first.id], told[second.id]).score if len(told) == 2 else 0
    decision.note("result.tell_apart", first, None, {"other": result_name(second), "score_of_pair": pair.score})


@transactional
def reopen_pair(edition: Edition, pair_id: int, *, actor: Actor, now: datetime) -> None:
    """Take back that two results are two. Raises `Refusal` for merged ones: those are parted by `undo_merge`."""
    take_turn(edition)
    pair = get_pair(edition, pair_id)
    if pair.state is not PairState.DIFFERENT:
        raise Refusal("这一对已经合并，请用“撤销合并”。")
    first, second = get_both(edition, pair.first_id, pair.second_id)
    decision = Decision(edition, actor, now)
    decision.note("result.reopen_pair", first, {"other": result_name(second)}, {})
    db.session.delete(pair)


def get_both(edition: Edition, first_id: int, second_id: int) -> tuple[Result, Result]:
    """Both results by number, held; raises `NotFound` unless both are there and different."""
    query = select(Result).where(Result.event_id == edition.id, Result.id.in_((first_id, second_id)))
    query = query.options(joinedload(Result.group).joinedload(Group.organization)).order_by(Result.id)
    found = list(db.session.scalars(query.with_for_update(of=Result)))
    if len(found) != 2:
        raise NotFound("找不到这两项成果，请刷新后查看。")
    return found[0], found[1]


def check_may_merge(keep: Result, gone: Result) -> None:
    """Raise `Refusal` when the two cannot become one."""
    if keep.group.kind is not gone.group.kind:
        raise Refusal("QC小组和班组的成果不能合并。")
    for result in (keep, gone):
        if result.state is EntryState.MERGED:
            raise Refusal("“%(name)s”已经合并到别的成果，请刷新后查看。", name=result_name(result))
        if result.state is EntryState.WITHDRAWN:
            raise Refusal("“%(name)s”已不再推荐，不需要合并。", name=result_name(result))
    check_may_go(gone)


def check_may_go(gone: Result) -> None:
    """Raise `Refusal` when people already rely on the result that would vanish."""
    talk = db.session.scalar(select(Presentation.id).where(Presentation.result_id == gone.id))
    name = result_name(gone)
    if talk is not None:
        if db.session.scalar(select(Score.id).where(Score.presentation_id == talk).limit(1)) is not None:
            raise Refusal("“%(name)s”已有评委评分，不能并入别的成果；请改为保留这一项。", name=name)
        if db.session.scalar(select(Event.schedule_published_at).where(Event.id == gone.event_id)) is not None:
            raise Refusal("“%(name)s”已排进公布的日程，请改为保留这一项，或先撤回日程。", name=name)
    check_award_is_open(gone)


def check_may_part(keep: Result, pair: DuplicatePair) -> None:
    """Raise `Refusal` when the level of the survivor was confirmed since on what both recommend."""
    before = pair.moved["awards"]["keep"]
    if before is None or before["state"] != AwardState.CONFIRMED:
        check_award_is_open(keep)


def open_pair(decision: Decision, first: Result, second: Result, state: PairState) -> DuplicatePair:
    """The decision about two results; one of before is overwritten: people may think again."""
    query = select(DuplicatePair).where(DuplicatePair.first_id == first.id, DuplicatePair.second_id == second.id)
    pair = db.session.scalar(query)
    if pair is None:
        pair = DuplicatePair(event_id=decision.edition.id, first_id=first.id, second_id=second.id, score=0)
        db.session.add(pair)
    pair.state, pair.kept_id, pair.moved = state, None, {}
    pair.decided_by, pair.decided_at = decision.actor.name[:80], decision.now
    return pair
