"""What is entered: summaries, results and stories; a liaison sees what their own bodies recommend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import (
    EntryState,
    GroupKind,
    LevelShare,
    level_share,
    over_share,
    shares_of,
)
from eventapp.domain.refusals import Fault, NotFound
from eventapp.extensions import db
from eventapp.models.annex import Annex
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import Group, RecommendationSummary, Result, Story, SummaryRow
from eventapp.services.annexes import units_of


@dataclass(frozen=True)
class SummaryCount:
    """One summary: level 1 by kind, which has the limit (annex 3, notes 2 and 3), and in the whole for information."""

    summary: RecommendationSummary
    kinds: dict[GroupKind, LevelShare]
    whole: LevelShare
    warnings: tuple[Fault, ...]


@dataclass(frozen=True)
class ResultQuery:
    """What to look for among results; blanks look for everything."""

    kind: str = ""
    text: str = ""
    recommender_id: int | None = None
    page: int = 1
    size: int = 50


def own_summaries(actor: Actor) -> ColumnElement[bool]:
    """Everything for staff; the summaries of their own bodies for a liaison."""
    return true() if actor.is_staff else RecommendationSummary.recommender_id.in_(actor.recommender_ids)


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """Results that a liaison's own summaries list; all of them for staff."""
    if actor.is_staff:
        return true()
    return exists().where(SummaryRow.result_id == Result.id, SummaryRow.summary_id.in_(summary_ids(actor)))


def summary_ids(actor: Actor) -> Select[int]:
    return select(RecommendationSummary.id).where(own_summaries(actor))


def list_own_recommenders(edition: Edition, *, actor: Actor) -> list[Recommender]:
    """The recommending bodies that the actor may know of, by name."""
    query = select(Recommender).where(Recommender.event_id == edition.id).order_by(Recommender.name)
    if not actor.is_staff:
        query = query.where(Recommender.id.in_(actor.recommender_ids))
    return list(db.session.scalars(query))


def list_summaries(edition: Edition, *, actor: Actor) -> list[SummaryCount]:
    """All summaries by recommender, each counted: two statements, however many there are."""
    query = select(RecommendationSummary).join(RecommendationSummary.recommender)
    query = query.where(RecommendationSummary.event_id == edition.id, own_summaries(actor))
    summaries = db.session.scalars(
        query.options(contains_eager(RecommendationSummary.recommender)).order_by(Recommender.name)
    ).all()
    counted = count_levels(edition, [summary.id for summary in summaries])
    return [count_of(edition, summary, counted) for summary in summaries]


Levels = dict[tuple[int, GroupKind], Counter[int | None]]


def count_levels(edition: Edition, numbers: Collection[int]) -> Levels:
    """How many rows of each summary and kind are recommended for each level."""
    columns = (SummaryRow.summary_id, SummaryRow.kind, SummaryRow.recommended_level)
    query = select(*columns, func.count()).where(SummaryRow.event_id == edition.id).group_by(*columns)
    if len(numbers) == 1:
        query = query.where(SummaryRow.summary_id.in_(numbers))
    counted: Levels = {}
    for summary_id, kind, level, number in db.session.execute(query):
        counted.setdefault((summary_id, kind), Counter())[level] = number
    return counted


def count_of(edition: Edition, summary: RecommendationSummary, counted: Levels) -> SummaryCount:
    rule = edition.levels
    levels = {kind: list(counted.get((summary.id, kind), Counter()).elements()) for kind in GroupKind}
    kinds, whole = shares_of(levels, rule), level_share(chain.from_iterable(levels.values()), rule)
    warnings = (over_share(kind, share, rule) for kind, share in kinds.items())
    return SummaryCount(summary, kinds, whole, tuple(warning for warning in warnings if warning))


def get_summary(edition: Edition, summary_id: int, *, actor: Actor) -> SummaryCount:
    """One summary, counted; raises `NotFound` for one that is not the actor's."""
    summary = db.session.scalar(
        select(RecommendationSummary)
        .where(RecommendationSummary.event_id == edition.id, RecommendationSummary.id == summary_id)
        .where(own_summaries(actor))
        .options(joinedload(RecommendationSummary.recommender))
    )
    if summary is None:
        raise NotFound("找不到这份推荐汇总表。")
    return count_of(edition, summary, count_levels(edition, [summary.id]))


def list_rows(edition: Edition, summary: RecommendationSummary) -> list[SummaryRow]:
    """The rows by postcode, as the notice asks (annex 3, note 2); a missing one is taken from the unit."""
    query = select(SummaryRow).where(SummaryRow.event_id == edition.id, SummaryRow.summary_id == summary.id)
    with_unit = joinedload(SummaryRow.result).joinedload(Result.group).joinedload(Group.organization)
    rows = db.session.scalars(query.options(with_unit)).all()
    return sorted(rows, key=lambda row: (postcode_of(row) or "~", row.company_name, row.position))


def postcode_of(row: SummaryRow) -> str:
    """The postcode of a row, else the one that other forms of the unit gave."""
    return row.postcode or row.result.group.organization.postcode


def list_results(edition: Edition, wanted: ResultQuery, *, actor: Actor) -> tuple[list[Result], int]:
    """A page of results by kind, unit and group; and how many there are. Rows of others stay out of `rows`."""
    query = matching(select(Result).join(Result.group).join(Group.organization), edition, wanted, actor)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    query = query.options(contains_eager(Result.group).contains_eager(Group.organization), own_rows(actor))
    query = query.order_by(Group.kind, Organization.postcode, Organization.name, Group.name, Result.id)
    query = query.offset((wanted.page - 1) * wanted.size).limit(wanted.size)
    return list(db.session.scalars(query.execution_options(populate_existing=True))), total


def matching(query: Select[Result], edition: Edition, wanted: ResultQuery, actor: Actor) -> Select[Result]:
    query = query.where(Result.event_id == edition.id, Result.state != EntryState.MERGED, listed_for(actor))
    if wanted.kind in tuple(GroupKind):
        query = query.where(Group.kind == GroupKind(wanted.kind))
    if key := name_key(wanted.text):
        topic = Result.topic_name.contains(wanted.text.strip(), autoescape=True)
        names = (column.contains(key, autoescape=True) for column in (Group.name_key, Organization.name_key))
        query = query.where(or_(topic, *names))
    if wanted.recommender_id:
        listing = select(SummaryRow.result_id).join(SummaryRow.summary)
        listing = listing.where(RecommendationSummary.recommender_id == wanted.recommender_id, own_summaries(actor))
        query = query.where(Result.id.in_(listing))
    return query


def own_rows(actor: Actor) -> ExecutableOption:
    """Load the rows that the actor may see, with the bodies that recommend."""
    rows = Result.rows if actor.is_staff else Result.rows.and_(SummaryRow.summary_id.in_(summary_ids(actor)))
    return selectinload(rows).joinedload(SummaryRow.summary).joinedload(RecommendationSummary.recommender)


def get_result(edition: Edition, result_id: int, *, actor: Actor) -> Result:
    """One result with the rows that the actor may see; raises `NotFound` when none of them may be."""
    query = select(Result).join(Result.group).join(Group.organization)
    query = query.where(Result.event_id == edition.id, Result.id == result_id, listed_for(actor))
    query = query.options(contains_eager(Result.group).contains_eager(Group.organization), own_rows(actor))
    result = db.session.scalar(query.execution_options(populate_existing=True))
    if result is None:
        raise NotFound("找不到这项成果。")
    return result


def own_stories(actor: Actor) -> ColumnElement[bool]:
    """Stories that a liaison's bodies sent, and those of the units that they recommend; all of them for staff."""
    return true() if actor.is_staff else stories_of(actor.recommender_ids)


def stories_of(bodies: Collection[int]) -> ColumnElement[bool]:
    """Stories that were sent through one of these bodies, or are of a unit that one of them recommends."""
    sent = aliased(Annex)
    through = exists(select(sent.id).where(sent.id == Story.annex_id, sent.recommender_id.in_(bodies)))
    return or_(through, Story.organization_id.in_(units_of(bodies)))


def list_stories(
    edition: Edition, *, actor: Actor, text: str = "", page: int = 1, size: int = 50
) -> tuple[list[Story], int]:
    """A page of stories by unit; and how many there are."""
    query = select(Story).join(Story.organization).where(Story.event_id == edition.id, own_stories(actor))
    if key := name_key(text):
        names = (column.contains(key, autoescape=True) for column in (Story.name_key, Organization.name_key))
        query = query.where(or_(*names))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.options(contains_eager(Story.organization)).order_by(Organization.name, Story.name, Story.id)
    return list(db.session.scalars(query.offset((page - 1) * size).limit(size))), total


def get_story(edition: Edition, story_id: int, *, actor: Actor) -> Story:
    """One story; raises `NotFound` for one that is not of the actor's units."""
    query = select(Story).join(Story.organization).where(Story.event_id == edition.id, Story.id == story_id)
    story = db.session.scalar(query.where(own_stories(actor)).options(contains_eager(Story.organization)))
    if story is None:
        raise NotFound("找不到这个品牌故事。")
    return story


def recommenders_of(rows: Iterable[SummaryRow]) -> list[Recommender]:
    """The bodies that recommend these rows, each once."""
    return list({row.summary.recommender.id: row.summary.recommender for row in rows}.values())
