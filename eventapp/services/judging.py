"""Judging: score sheets, what a judge has to do, filled sheets, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.judging import (
    LONGEST_REMARK,
    ScoringState,
    check_may_score,
    mean_of,
    read_points,
    total_of,
)
from eventapp.domain.pages import page_count, page_within
from eventapp.domain.people import Actor
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.score_sheets import (
    PRESENTATION_PHASE,
    SHIPPED_SHEETS,
    ScoreItem,
    item_from,
    maximum_of,
)
from eventapp.extensions import db
from eventapp.models.judging import Score, ScoreSheet, ScoreSheetVersion
from eventapp.models.schedule import Presentation, Recusal, Session
from eventapp.services.audit import record
from eventapp.services.judging_seats import (
    IN_ORDER,
    PANELS,
    ScoreTask,
    all_of,
    declared_recusals,
    get_judge,
    kind_of,
    of_panels,
    scores_of,
    task_of,
    with_subjects,
)
from eventapp.services.transactions import lost_race, transactional

PAGE_SIZE = 50
lost_race(
    ("uq_score_presentation_id_judge_id", "score.presentation_id, score.judge_id"),
    "这份评分刚刚在另一个页面保存过，请刷新后再改。",
)


@dataclass(frozen=True)
class Sheet:
    """The sheet version that a presentation is judged by."""

    version_id: int
    name: str
    source: str
    items: tuple[ScoreItem, ...]

    @property
    def maximum(self) -> Decimal:
        return maximum_of(self.items)


@transactional
def ship_score_sheets(edition: Edition, *, actor: Actor, now: datetime) -> int:
    """Give the edition the default sheets that it does not have yet; returns how many were added."""
    known = set(db.session.scalars(select(ScoreSheet.kind).where(ScoreSheet.event_id == edition.id)))
    missing = [shipped for shipped in SHIPPED_SHEETS if shipped.kind.value not in known]
    for shipped in missing:
        version = ScoreSheetVersion(
            number=1, source=shipped.source, items=[item.as_data() for item in shipped.items], created_at=now
        )
        db.session.add(
            ScoreSheet(
                event_id=edition.id, kind=shipped.kind.value, phase=PRESENTATION_PHASE, name=shipped.name,
                versions=[version],
            )
        )  # fmt: skip
        record(edition.slug, "score_sheet.ship", shipped.kind.value, actor=actor, now=now, after={"version": 1})
    return len(missing)


def list_for_judge(edition: Edition, judge_id: int) -> list[ScoreTask]:
    """All presentations of the judge's panels, in the order of the days. Four statements, however many."""
    judge = get_judge(edition, judge_id)
    presentations = list(db.session.scalars(of_panels(edition, judge_id).order_by(*IN_ORDER)))
    scores = {score.presentation_id: score for score in db.session.scalars(scores_of(edition, judge_id))}
    declared = declared_recusals(edition, judge_id)
    return [task_of(edition, judge, each, scores.get(each.id), declared.get(each.id)) for each in presentations]


def get_task(edition: Edition, judge_id: int, presentation_id: int, *, is_writing: bool = False) -> ScoreTask:
    """One presentation of the judge's panels; to anybody else it does not exist (`NotFound`).

    A use case that writes holds the score against other writers.
    """
    presentation = db.session.scalar(of_panels(edition, judge_id).where(Presentation.id == presentation_id))
    if presentation is None:
        raise NotFound("您不在这个项目的评审组里，或者项目已不在日程中。")
    mine = scores_of(edition, judge_id).where(Score.presentation_id == presentation_id)
    score = db.session.scalar(mine.with_for_update() if is_writing else mine)
    declared = declared_recusals(edition, judge_id).get(presentation_id)
    return task_of(edition, get_judge(edition, judge_id), presentation, score, declared)


def get_sheet(edition: Edition, task: ScoreTask) -> Sheet:
    """The sheet that was begun, else the newest version of its kind."""
    query = select(ScoreSheetVersion).join(ScoreSheet).options(joinedload(ScoreSheetVersion.sheet))
    if task.score:
        query = query.where(ScoreSheetVersion.id == task.score.sheet_version_id)
    else:
        kind = kind_of(task.presentation).value
        query = query.where(ScoreSheet.kind == kind, ScoreSheet.phase == PRESENTATION_PHASE)
    query = query.where(ScoreSheet.event_id == edition.id).order_by(ScoreSheetVersion.number.desc())
    version = db.session.scalar(query.limit(1))
    if version is None:
        raise Refusal("本届会议还没有这一类的评分表，请联系会务组织。")
    return Sheet(version.id, version.sheet.name, version.source, tuple(item_from(each) for each in version.items))


@transactional
def score_presentation(
    edition: Edition, presentation_id: int, typed: Mapping[str, str], *, remark: str, is_submitting: bool,
    actor: Actor, now: datetime,
) -> Score:  # fmt: skip
    """Keep a judge's points; submitting locks them.

    `typed` is text by item code. Raises `NotFound` off the panel, `Refusal` for a recused judge or a locked
    score, `FaultyScore` for points that the sheet does not allow.
    """
    if actor.judge_id is None:
        raise NotFound("这个账号没有对应的评委。")
    task = get_task(edition, actor.judge_id, presentation_id, is_writing=True)
    check_may_score(task.seat)
    sheet = get_sheet(edition, task)
    points = read_points(sheet.items, typed, is_submitting=is_submitting)
    before = facts_of(task.score) if task.score else None
    score = task.score or Score(
        event_id=edition.id, presentation_id=presentation_id, judge_id=actor.judge_id, sheet_version_id=sheet.version_id
    )
    score.points = {code: str(value) for code, value in points.items()}
    score.total, score.remark = total_of(points), remark.strip()[:LONGEST_REMARK]
    score.saved_at, score.submitted_at = now, now if is_submitting else None
    db.session.add(score)
    action = "score.submit" if is_submitting else "score.save"
    subject = f"presentation {presentation_id} judge {actor.judge_id}"
    record(edition.slug, action, subject, actor=actor, now=now, before=before, after=facts_of(score))
    return score


@dataclass(frozen=True)
class JudgeScore:
    """One seat of a panel and what came from it."""

    name: str
    state: ScoringState
    total: Decimal | None


@dataclass(frozen=True)
class PresentationScores:
    """One presentation with what its judges gave; the mean counts submitted scores only."""

    presentation: Presentation
    judges: tuple[JudgeScore, ...]

    @property
    def mean(self) -> Decimal | None:
        return mean_of(judge.total for judge in self.judges if judge.total is not None)

    @property
    def missing(self) -> list[str]:
        """Names of judges whose score is still awaited."""
        return [judge.name for judge in self.judges if judge.state in (ScoringState.OPEN, ScoringState.SAVED)]


@dataclass(frozen=True)
class ScorePage:
    """One page of what was scored."""

    rows: list[PresentationScores]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return page_count(self.count, PAGE_SIZE)


def list_scores(edition: Edition, session_id: int | None = None, *, page: int = 1) -> ScorePage:
    """A page of presentations with the scores of their panels, in the order of days and rooms."""
    query = select(Presentation).where(Presentation.event_id == edition.id)
    if session_id is not None:
        query = query.where(Presentation.session_id == session_id)
    count = db.session.scalar(query.with_only_columns(func.count())) or 0
    page = page_within(page, count, PAGE_SIZE)
    query = query.join(Presentation.session).order_by(Session.starts_at, Session.room_id, Presentation.starts_at)
    shown = with_subjects(query).options(*PANELS).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    presentations = list(db.session.scalars(shown))
    wanted = [each.id for each in presentations]
    scores = {(score.presentation_id, score.judge_id): score for score in all_of(edition, Score, wanted)}
    declared = {
        (row.presentation_id, row.judge_id): row.reason for row in all_of(edition, Recusal, wanted) if not row.lifted_at
    }
    return ScorePage([scores_for(edition, each, scores, declared) for each in presentations], count, page)


def list_sessions(edition: Edition) -> list[Session]:
    """The sessions that have presentations, for choosing one."""
    query = select(Session).where(Session.event_id == edition.id, Session.presentations.any())
    return list(
        db.session.scalars(query.options(joinedload(Session.room)).order_by(Session.starts_at, Session.room_id))
    )


def scores_for(
    edition: Edition, presentation: Presentation, scores: Mapping[tuple[int, int], Score],
    declared: Mapping[tuple[int, int], RecusalReason],
) -> PresentationScores:  # fmt: skip
    """What each judge of the panel gave to one presentation."""
    panel = presentation.session.panel
    judges = []
    for seat in sorted(panel.seats if panel else (), key=lambda each: (not each.is_chair, each.judge.name)):
        place = (presentation.id, seat.judge_id)
        task = task_of(edition, seat.judge, presentation, scores.get(place), declared.get(place))
        total = task.score.total if task.score and task.state is ScoringState.SUBMITTED else None
        judges.append(JudgeScore(seat.judge.name, task.state, total))
    return PresentationScores(presentation, tuple(judges))


def facts_of(score: Score) -> dict[str, object]:
    """What an audit entry keeps of a score."""
    return {
        "points": dict(score.points),
        "total": str(score.total),
        "remark": score.remark,
        "submitted": score.submitted_at is not None,
    }
