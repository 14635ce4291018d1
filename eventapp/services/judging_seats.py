"""Seats: a judge, a presentation of one of their panels, and what stands between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from eventapp.domain.events import Edition
from eventapp.domain.judging import ScoringState, Seat
from eventapp.domain.recusal import JudgeTies, Person, RecusalReason, TalkTies, recusal_reasons
from eventapp.domain.refusals import NotFound
from eventapp.domain.score_sheets import SheetKind, sheet_kind
from eventapp.extensions import db
from eventapp.models.judging import Score
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Group, Result, Story
from eventapp.models.schedule import Judge, Panel, PanelSeat, Presentation, Recusal, Session

Row = TypeVar("Row", Score, Recusal)
IN_ORDER: tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[int]] = (
    Presentation.starts_at,
    Presentation.id,
)
PANELS = (
    joinedload(Presentation.session).options(
        joinedload(Session.room),
        joinedload(Session.panel)
        .selectinload(Panel.seats)
        .joinedload(PanelSeat.judge)
        .joinedload(Judge.organization)
        .joinedload(Organization.parent),
    ),
)


@dataclass(frozen=True)
class ScoreTask:
    """One presentation as one judge sees it; `score` is what they have filled in, if anything."""

    presentation: Presentation
    seat: Seat
    score: Score | None

    @property
    def state(self) -> ScoringState:
        return self.seat.state


def with_subjects(query: Select[Any]) -> Select[Any]:
    """Load what a presentation is about together with it: group, unit and parent, or story and unit."""
    group = joinedload(Presentation.result).joinedload(Result.group).joinedload(Group.organization)
    story = joinedload(Presentation.story).joinedload(Story.organization)
    return query.options(group.joinedload(Organization.parent), story.joinedload(Organization.parent))


def of_panels(edition: Edition, judge_id: int) -> Select[Any]:
    """The presentations of the sessions in whose panels the judge sits."""
    sits = select(Panel.session_id).join(PanelSeat).where(PanelSeat.judge_id == judge_id)
    query = with_subjects(select(Presentation)).options(joinedload(Presentation.session).joinedload(Session.room))
    return query.where(Presentation.event_id == edition.id, Presentation.session_id.in_(sits))


def scores_of(edition: Edition, judge_id: int) -> Select[Any]:
    return select(Score).where(Score.event_id == edition.id, Score.judge_id == judge_id)


def declared_recusals(edition: Edition, judge_id: int) -> dict[int, RecusalReason]:
    """By presentation, the recusals that stand in the books and were not lifted."""
    query = select(Recusal.presentation_id, Recusal.reason)
    query = query.where(Recusal.event_id == edition.id, Recusal.judge_id == judge_id, Recusal.lifted_at.is_(None))
    return {presentation_id: reason for presentation_id, reason in db.session.execute(query)}


def all_of(edition: Edition, table: type[Row], wanted: Sequence[int]) -> list[Row]:
    """Rows of the edition about the wanted presentations."""
    query = select(table).where(table.event_id == edition.id, table.presentation_id.in_(wanted))
    return list(db.session.scalars(query))


def get_judge(edition: Edition, judge_id: int) -> Judge:
    """The judge with unit and parent; `NotFound` for one of another edition."""
    query = select(Judge).where(Judge.event_id == edition.id, Judge.id == judge_id)
    judge = db.session.scalar(query.options(joinedload(Judge.organization).joinedload(Organization.parent)))
    if judge is None:
        raise NotFound("这个账号没有对应的评委。")
    return judge


def task_of(
    edition: Edition, judge: Judge, presentation: Presentation, score: Score | None, declared: RecusalReason | None
) -> ScoreTask:
    """Put the facts of one seat together: declared recusals, and those that the rules find by themselves."""
    found = recusal_reasons(ties_of(judge), talk_ties_of(presentation), by_region=edition.recusal_by_region)
    seat = Seat(
        recused=declared or next(iter(found), None),
        presentation=presentation.state,
        is_saved=score is not None,
        is_submitted=score is not None and score.submitted_at is not None,
    )
    return ScoreTask(presentation, seat, score)


def ties_of(judge: Judge) -> JudgeTies:
    unit = judge.organization
    parent = unit.parent.name if unit and unit.parent else ""
    return JudgeTies(Person(judge.name), unit.name if unit else judge.unit_name, parent, judge.region)


def talk_ties_of(presentation: Presentation) -> TalkTies:
    unit = organization_of(presentation)
    result, story = presentation.result, presentation.story
    return TalkTies(
        unit=unit.name,
        company=unit.parent.name if unit.parent else "",
        region=unit.region,
        members=(Person(story.speaker_name),) if story and story.speaker_name else (),
        advisers=(Person(result.advisor),) if result and result.advisor else (),
    )


def organization_of(presentation: Presentation) -> Organization:
    """The unit that a presentation comes from."""
    if presentation.result:
        return presentation.result.group.organization
    assert presentation.story  # one subject: the database says so
    return presentation.story.organization


def kind_of(presentation: Presentation) -> SheetKind:
    """Which sheet judges this presentation."""
    result = presentation.result
    return sheet_kind(result.group.kind, result.result_type) if result else sheet_kind(None, "")
