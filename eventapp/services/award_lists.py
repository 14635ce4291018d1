"""Lists of awards: filtered pages, counts, and summaries with too many at level 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.awards import AwardReason, AwardState
from eventapp.domain.certificate_issue import AwardKind
from eventapp.domain.events import Edition
from eventapp.domain.pages import page_count, page_within
from eventapp.domain.recommendations import EntryState, GroupKind, LevelShare, level_share
from eventapp.extensions import db
from eventapp.models.award import Award
from eventapp.models.organization import Recommender
from eventapp.models.recommendation import Group, RecommendationSummary, Result, SummaryRow

PAGE_SIZE = 50
UNSETTLED = tuple(reason for reason in AwardReason if not reason.is_settled)


@dataclass(frozen=True)
class AwardFilter:
    """What a list is narrowed to; empty texts and None narrow nothing. `state` may also be `unsettled`."""

    kind: str = ""
    level: int | None = None
    state: str = ""
    recommender_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class AwardPage:
    """One page of a list in print order."""

    awards: list[Award]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return page_count(self.count, PAGE_SIZE)


@dataclass(frozen=True)
class OverShare:
    """A summary with more results of one kind at level 1 than the edition allows."""

    recommender_id: int
    recommender: str
    kind: GroupKind
    share: LevelShare


def kind_of(award: Award) -> AwardKind:
    """Group, team or story."""
    return AwardKind(award.result.group.kind.value) if award.result else AwardKind.STORY


def list_awards(edition: Edition, wanted: AwardFilter, page: int = 1) -> AwardPage:
    """One page; a page that is not there becomes the last one. Two statements."""
    query = narrowed(edition, wanted)
    count = db.session.scalar(query.with_only_columns(func.count(Award.id), maintain_column_froms=True)) or 0
    page = page_within(page, count, PAGE_SIZE)
    shown = query.order_by(*print_order()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    loaded = shown.options(joinedload(Award.result).joinedload(Result.group), joinedload(Award.story))
    return AwardPage(list(db.session.scalars(loaded)), count, page)


def count_awards(edition: Edition) -> Mapping[str, int]:
    """How many awards stand in each state, and how many proposed ones wait for a person (`unsettled`)."""
    is_waiting = and_(Award.state == AwardState.PROPOSED, Award.reason.in_(UNSETTLED))
    query = select(Award.state, func.count(), func.sum(case((is_waiting, 1), else_=0)))
    rows = db.session.execute(query.where(Award.event_id == edition.id).group_by(Award.state)).all()
    counts = {state.value: 0 for state in AwardState} | {state.value: count for state, count, _ in rows}
    return counts | {"unsettled": sum(waiting for _, _, waiting in rows)}


def list_over_shares(edition: Edition) -> list[OverShare]:
    """Summaries and kinds over the limit of level 1, as levels stand now: awarded ones before recommended ones."""
    level = case((Award.id.is_(None), SummaryRow.recommended_level), else_=Award.level)
    query = (
        select(Recommender.id, Recommender.name, SummaryRow.kind, level)
        .join(RecommendationSummary, RecommendationSummary.recommender_id == Recommender.id)
        .join(SummaryRow, SummaryRow.summary_id == RecommendationSummary.id)
        .join(Result, Result.id == SummaryRow.result_id)
        .outerjoin(Award, Award.result_id == Result.id)
        .where(SummaryRow.event_id == edition.id, Result.state == EntryState.ENTERED)
        .order_by(Recommender.name, Recommender.id, SummaryRow.kind)
    )
    levels: dict[tuple[int, str, GroupKind], list[int | None]] = {}
    for recommender_id, name, kind, standing in db.session.execute(query):
        levels.setdefault((recommender_id, name, kind), []).append(standing)
    shares = [OverShare(*place, level_share(listed, edition.levels)) for place, listed in levels.items()]
    return [over for over in shares if over.share.is_over]


def narrowed(edition: Edition, wanted: AwardFilter) -> Select[Any]:
    query = select(Award).outerjoin(Award.result).outerjoin(Result.group).where(Award.event_id == edition.id)
    return query.where(*conditions(wanted))


def conditions(wanted: AwardFilter) -> list[ColumnElement[bool]]:
    """The filter in the words of the database."""
    found: list[ColumnElement[bool]] = []
    if wanted.kind == AwardKind.STORY:
        found.append(Award.story_id.is_not(None))
    elif wanted.kind:
        found.append(Group.kind == GroupKind(wanted.kind))
    if wanted.level is not None:
        found.append(Award.level == wanted.level)
    if wanted.state == "unsettled":
        found.append(and_(Award.state == AwardState.PROPOSED, Award.reason.in_(UNSETTLED)))
    elif wanted.state:
        found.append(Award.state == AwardState(wanted.state))
    if wanted.recommender_id is not None:
        found.append(Award.result_id.in_(results_of(wanted.recommender_id)))
    if wanted.text:
        names = (Award.unit_name, Award.holder_name, Award.topic_name)
        found.append(or_(*(name.icontains(wanted.text, autoescape=True) for name in names)))
    return found


def results_of(recommender_id: int) -> Select[Any]:
    query = select(SummaryRow.result_id).join(SummaryRow.summary)
    return query.where(RecommendationSummary.recommender_id == recommender_id)


def print_order() -> tuple[Any, ...]:
    """QC groups, teams, stories; by level, postcode, unit and name, as the certificates are printed."""
    kind = case((Group.kind == GroupKind.QC, 0), (Group.kind == GroupKind.TEAM, 1), else_=2)
    postcode = case((Award.postcode == "", "~"), else_=Award.postcode)
    return kind, func.coalesce(Award.level, 99), postcode, Award.unit_name, Award.holder_name, Award.id
