"""Awards: proposed from the recommendation summaries, settled and confirmed by people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.awards import (
    AwardReason,
    AwardState,
    Proposal,
    RecommendedRow,
    check_may_change,
    is_grounded,
    propose,
)
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState
from eventapp.domain.reconciliation import NamesOpen
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.text import unbroken
from eventapp.extensions import db
from eventapp.models.award import Award, Certificate
from eventapp.models.recommendation import Group, RecommendationSummary, Result, Story, SummaryRow
from eventapp.services.audit import record
from eventapp.services.reconciliation import count_open_names
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

lost_race(
    ("uq_award_result_id", "uq_award_story_id", "award.result_id", "award.story_id"),
    "等级刚刚由另一个人生成，请刷新后查看。",
)
# columns of an award that a proposal settles
PROPOSED_COLUMNS = (
    "unit_name", "holder_name", "topic_name", "postcode", "recommended_level", "level", "reason", "row_id",
)  # fmt: skip


@dataclass(frozen=True)
class ProposeOutcome:
    """What a run of proposing came to; `unsettled` wait for a person, `kept` were settled before."""

    added: int
    changed: int
    withdrawn: int
    kept: int
    unsettled: int


@dataclass(frozen=True)
class ConfirmOutcome:
    """How many were confirmed, and how many remain because somebody must choose first."""

    confirmed: int
    unsettled: int


@transactional
def propose_awards(edition: Edition, *, actor: Actor, now: datetime) -> ProposeOutcome:
    """Propose a level for every entered result, and an award without level for every entered story.

    Run again, it brings proposals up to date. What a person has settled or confirmed stays. Raises `NamesOpen` while
    a name that certificates print differs between annex 3 and the group's own form.
    """
    take_turn(edition)
    check_names(edition)
    held = select(Award).where(Award.event_id == edition.id).order_by(Award.id).with_for_update()
    awards = list(db.session.scalars(held))  # what a person settles at the same moment is not overwritten
    books = Books(edition, actor, now, awards)
    for result in list_results(edition):
        books.settle(("result_id", result.id), result.state, proposal_for(result), rows_of(result))
    for story in list_stories(edition):
        books.settle(("story_id", story.id), story.state, proposal_for_story(story), [])
    db.session.flush()
    return books.outcome()


def check_names(edition: Edition) -> None:
    """Raise `NamesOpen` while a name that certificates print is not settled."""
    if count := count_open_names(edition):
        raise NamesOpen(count)


class Books:
    """One run of proposing: compares what is kept with what the summaries say, and notes every difference."""

    def __init__(self, edition: Edition, actor: Actor, now: datetime, awards: Iterable[Award]) -> None:
        self.edition, self.actor, self.now = edition, actor, now
        self.known = {
            ("result_id", award.result_id) if award.result_id else ("story_id", award.story_id): award
            for award in awards
        }
        self.added = self.changed = self.withdrawn = self.kept = self.unsettled = 0

    def settle(
        self, subject: tuple[str, int], entry: EntryState, proposal: Proposal, rows: Sequence[RecommendedRow]
    ) -> None:
        """Bring the award of one result or story up to date."""
        award = self.known.get(subject)
        if entry is not EntryState.ENTERED:
            self.withdraw(award)
        elif award is not None and is_kept(award, rows):
            self.kept += 1
        else:
            self.write(award or self.open(subject), proposal)
            self.unsettled += not proposal.reason.is_settled

    def open(self, subject: tuple[str, int]) -> Award:
        column, number = subject
        award = Award(event_id=self.edition.id, note="", **{column: number})
        db.session.add(award)
        return award

    def withdraw(self, award: Award | None) -> None:
        """An entry that left the conference has no award; a confirmed one needs a person."""
        if award is not None and award.state is AwardState.PROPOSED:
            award.state = AwardState.WITHDRAWN
            self.withdrawn += 1
            self.note("award.withdraw", award, {"state": "proposed"}, {"state": "withdrawn"})

    def write(self, award: Award, proposal: Proposal) -> None:
        is_new = award.state is None
        before = {} if is_new else facts_of(award)
        for column in PROPOSED_COLUMNS:
            setattr(award, column, getattr(proposal, column))
        award.state = AwardState.PROPOSED
        if (after := facts_of(award)) == before:
            return
        self.added += is_new
        self.changed += not is_new
        self.note("award.propose", award, before, after)

    def note(self, action: str, award: Award, before: dict[str, object], after: dict[str, object]) -> None:
        subject = subject_of(award)
        record(self.edition.slug, action, subject, actor=self.actor, now=self.now, before=before, after=after)

    def outcome(self) -> ProposeOutcome:
        return ProposeOutcome(self.added, self.changed, self.withdrawn, self.kept, self.unsettled)


@transactional
def change_level(
    edition: Edition, award_id: int, *, level: int | None, row_id: int | None = None, reason: str, actor: Actor,
    now: datetime,
) -> Award:  # fmt: skip
    """Let a person choose the level, and the spelling of one summary row where summaries differ.

    A confirmed award needs confirming again. Raises `Refusal` without a reason, for a level that the event does
    not have, and once a certificate is out; `NotFound` for an award or row that is not there.
    """
    award = get_award(edition, award_id, is_writing=True)
    check_may_change(award.state, has_certificate=has_certificate(award))
    if not reason.strip():
        raise Refusal("请写明修改等级的理由。")
    if award.story_id is None and level not in edition.levels.names:
        raise Refusal("请选择一个等级。")
    before = facts_of(award)
    if row_id is not None:
        take_names(award, row_id)
    elif award.reason is AwardReason.CONFLICTING_NAMES:
        raise Refusal("几份推荐汇总表的名称写法不一致，请选择证书采用哪一种。")
    award.level = None if award.story_id else level
    award.reason, award.note, award.state = AwardReason.CHANGED, reason.strip()[:400], AwardState.PROPOSED
    award.confirmed_at = award.confirmed_by = None
    subject, after = subject_of(award), facts_of(award)
    record(edition.slug, "award.change_level", subject, actor=actor, now=now, before=before, after=after)
    return award


@transactional
def confirm_awards(
    edition: Edition, award_ids: Sequence[int] | None = None, *, actor: Actor, now: datetime
) -> ConfirmOutcome:
    """Confirm all proposed awards, or the given ones; those that somebody must settle first remain.

    Raises `NamesOpen` as `propose_awards` does.
    """
    check_names(edition)
    query = select(Award).where(Award.event_id == edition.id, Award.state == AwardState.PROPOSED)
    if award_ids is not None:
        query = query.where(Award.id.in_(award_ids))
    confirmed = unsettled = 0
    for award in db.session.scalars(query.order_by(Award.id).with_for_update()):
        if not award.reason.is_settled:
            unsettled += 1
            continue
        confirmed += 1
        award.state, award.confirmed_at, award.confirmed_by = AwardState.CONFIRMED, now, actor.account_id
        before, after = {"state": "proposed"}, {"state": "confirmed", "level": award.level}
        record(edition.slug, "award.confirm", subject_of(award), actor=actor, now=now, before=before, after=after)
    return ConfirmOutcome(confirmed, unsettled)


def get_award(edition: Edition, award_id: int, *, is_writing: bool = False) -> Award:
    """One award with its entry and the summary rows that speak of it."""
    query = select(Award).where(Award.event_id == edition.id, Award.id == award_id)
    if is_writing:
        query = query.with_for_update()
    award = db.session.scalar(query.options(selectinload(Award.result).selectinload(Result.group)))
    if award is None:
        raise NotFound("找不到这一项。")
    return award


def list_rows(award: Award) -> list[SummaryRow]:
    """What the recommendation summaries say of the award's result, with the recommenders."""
    if award.result_id is None:
        return []
    query = select(SummaryRow).where(SummaryRow.result_id == award.result_id).order_by(SummaryRow.id)
    return list(
        db.session.scalars(query.options(joinedload(SummaryRow.summary).joinedload(RecommendationSummary.recommender)))
    )


def has_certificate(award: Award) -> bool:
    """Whether a certificate of this award is out and valid."""
    query = select(Certificate.id).where(Certificate.award_id == award.id, Certificate.withdrawn_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def is_kept(award: Award, rows: Sequence[RecommendedRow]) -> bool:
    """Whether proposing leaves the award alone: confirmed, or settled by a person on names that still stand."""
    if award.state is AwardState.CONFIRMED:
        return True
    if award.state is AwardState.WITHDRAWN or award.reason is not AwardReason.CHANGED:
        return False
    return is_grounded(award.unit_name, award.holder_name, rows)


def take_names(award: Award, row_id: int) -> None:
    """Print what this row of a summary says."""
    row = db.session.scalar(select(SummaryRow).where(SummaryRow.id == row_id, SummaryRow.result_id == award.result_id))
    if row is None:
        raise NotFound("推荐汇总表里没有这一行。")
    award.unit_name, award.holder_name = unbroken(row.company_name), unbroken(row.group_name)
    award.topic_name, award.postcode = unbroken(row.topic_name), row.postcode or award.postcode
    award.row_id, award.recommended_level = row.id, row.recommended_level


def list_results(edition: Edition) -> list[Result]:
    query = select(Result).where(Result.event_id == edition.id).order_by(Result.id)
    group = joinedload(Result.group).joinedload(Group.organization)
    return list(db.session.scalars(query.options(group, selectinload(Result.rows))))


def list_stories(edition: Edition) -> list[Story]:
    query = select(Story).where(Story.event_id == edition.id).order_by(Story.id)
    return list(db.session.scalars(query.options(joinedload(Story.organization))))


def rows_of(result: Result) -> list[RecommendedRow]:
    """The rows that recommend a result, in the order in which they came."""
    rows = sorted(result.rows, key=lambda row: row.id)
    return [
        RecommendedRow(row.id, row.company_name, row.group_name, row.topic_name, row.postcode, row.recommended_level)
        for row in rows
    ]


def proposal_for(result: Result) -> Proposal:
    group = result.group
    unit = group.organization
    return propose(rows_of(result), unit=unit.name, group=group.name, topic=result.topic_name, postcode=unit.postcode)


def proposal_for_story(story: Story) -> Proposal:
    unit = story.organization
    return Proposal(unit.name, "", unbroken(story.name), unit.postcode, None, None, AwardReason.STORY)


def subject_of(award: Award) -> str:
    return f"result {award.result_id}" if award.result_id else f"story {award.story_id}"


def facts_of(award: Award) -> dict[str, object]:
    """What an audit entry keeps of an award."""
    names = ("unit_name", "holder_name", "topic_name", "postcode", "level", "row_id", "note")
    return {**{name: getattr(award, name) for name in names}, "reason": award.reason.value, "state": award.state.value}
