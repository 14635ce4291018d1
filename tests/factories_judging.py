"""Sessions, presentations and panels as the schedule leaves them, and awards ready for certificates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.sessions import PresentationState, SessionKind
from eventapp.extensions import db
from eventapp.models import (
    Judge,
    Panel,
    PanelSeat,
    Presentation,
    RecommendationSummary,
    Recommender,
    Result,
    Room,
    Session,
    Story,
    SummaryRow,
)
from eventapp.services import awards, certificates, judging
from tests.factories import NOW, SECRETARY, a_recommender, a_result, saved


def a_session(
    edition: Edition, *, room: str = "第一会议室", starts_at: datetime = NOW, judges: tuple[Judge, ...] = ()
) -> Session:
    """A session of four hours with a panel; the score sheets of the edition are there."""
    judging.ship_score_sheets(edition, actor=SECRETARY, now=NOW)
    place = db.session.scalar(select(Room).where(Room.event_id == edition.id, Room.name == room))
    place = place or saved(Room(event_id=edition.id, name=room, capacity=100))
    session = saved(
        Session(
            event_id=edition.id, room_id=place.id, kind=SessionKind.PARALLEL, title="", starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=4),
        )
    )  # fmt: skip
    panel = saved(Panel(event_id=edition.id, session_id=session.id))
    for place_in_panel, judge in enumerate(judges):
        saved(
            PanelSeat(
                event_id=edition.id, panel_id=panel.id, judge_id=judge.id, starts_at=starts_at,
                is_chair=place_in_panel == 0,
            )
        )  # fmt: skip
    return session


def a_presentation(
    session: Session, subject: Result | Story, *, after_minutes: int = 0, **overrides: Any
) -> Presentation:
    starts_at = session.starts_at + timedelta(minutes=after_minutes)
    values: dict[str, Any] = {
        "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=15), "state": PresentationState.SCHEDULED,
        "result_id": subject.id if isinstance(subject, Result) else None,
        "story_id": subject.id if isinstance(subject, Story) else None,
    } | overrides  # fmt: skip
    return saved(Presentation(event_id=session.event_id, session_id=session.id, **values))


def actor_of(judge: Judge) -> Actor:
    return Actor(name=judge.name, roles=frozenset({StaffRole.JUDGE}), judge_id=judge.id)


def a_summary(edition: Edition, recommender: str = "河北省") -> RecommendationSummary:
    body = db.session.scalar(
        select(Recommender).where(Recommender.event_id == edition.id, Recommender.name == recommender)
    )
    body = body or a_recommender(edition, recommender)
    return saved(
        RecommendationSummary(
            event_id=edition.id, recommender_id=body.id, judges=[], filled_by="", filled_by_phone="", imported_at=NOW
        )
    )


def a_row(summary: RecommendationSummary, result: Result, level: int | None = 1, **overrides: Any) -> SummaryRow:
    """One row of a summary about a result, spelled as the result is unless told otherwise."""
    taken = list(db.session.scalars(select(SummaryRow.position).where(SummaryRow.summary_id == summary.id)))
    values: dict[str, Any] = {
        "kind": result.group.kind, "postcode": "050000", "sort_unit_name": "", "topic_name": result.topic_name,
        "company_name": result.group.organization.name, "group_name": result.group.name, "member_count": 8,
        "contact_person": "", "contact_phone": "", "place": f"QC!C{len(taken) + 5}",
    } | overrides  # fmt: skip
    return saved(
        SummaryRow(
            event_id=summary.event_id, summary_id=summary.id, position=len(taken) + 1, recommended_level=level,
            result_id=result.id, **values,
        )
    )  # fmt: skip


def recommended(
    edition: Edition, *levels: int | None, recommender: str = "河北省", kind: GroupKind = GroupKind.QC
) -> list[Result]:
    """One summary with one result for each level."""
    summary = a_summary(edition, recommender)
    results = [a_result(edition, f"{recommender}{number}号QC小组", kind=kind) for number in range(len(levels))]
    for result, level in zip(results, levels, strict=True):
        a_row(summary, result, level)
    return results


def confirmed(edition: Edition) -> int:
    """Propose and confirm whatever is entered; returns how many are confirmed."""
    awards.propose_awards(edition, actor=SECRETARY, now=NOW)
    return awards.confirm_awards(edition, actor=SECRETARY, now=NOW).confirmed


def issued(edition: Edition) -> int:
    """Everything entered, with certificates; returns how many."""
    confirmed(edition)
    return certificates.issue_certificates(edition, actor=SECRETARY, now=NOW)
