"""Who sits where, how much each judge has to do, and who stands aside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.recusal import RecusalReason
from eventapp.extensions import db
from eventapp.models.schedule import Judge, Panel, PanelSeat, Presentation, Recusal
from eventapp.services.planning_facts import list_judges
from eventapp.services.timetable import SUBJECT, Sitting, list_timetable, with_subjects


@dataclass(frozen=True)
class Bench:
    """The panel of one session, the chair first."""

    sitting: Sitting
    judges: tuple[Judge, ...]


@dataclass(frozen=True)
class Aside:
    """One presentation that a judge does not judge."""

    reason: RecusalReason
    unit: str
    name: str


@dataclass(frozen=True)
class JudgeLoad:
    """What one judge has to do, and where they stand aside."""

    judge: Judge
    sessions: int
    presentations: int
    asides: tuple[Aside, ...]


def list_panels(edition: Edition) -> tuple[list[Bench], list[JudgeLoad]]:
    """Every session with its panel, and every judge with their load. Five statements."""
    judges = list_judges(edition)
    seats, asides = seats_by_session(edition), asides_by_judge(edition)
    by_id = {judge.id: judge for judge in judges}
    benches = [
        Bench(sitting, tuple(by_id[number] for number in seats[sitting.id])) for sitting in list_timetable(edition)
    ]
    return benches, [load_of(judge, benches, asides[judge.id]) for judge in judges]


def load_of(judge: Judge, benches: list[Bench], asides: list[Aside]) -> JudgeLoad:
    own = [bench.sitting for bench in benches if judge in bench.judges]
    return JudgeLoad(judge, len(own), sum(len(sitting.talks) for sitting in own), tuple(asides))


def seats_by_session(edition: Edition) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    query = select(Panel.session_id, PanelSeat.judge_id).join(PanelSeat.panel).where(PanelSeat.event_id == edition.id)
    for session_id, judge_id in db.session.execute(query.order_by(PanelSeat.is_chair.desc(), PanelSeat.id)):
        found[session_id].append(judge_id)
    return found


def asides_by_judge(edition: Edition) -> dict[int, list[Aside]]:
    found: dict[int, list[Aside]] = defaultdict(list)
    columns = select(Recusal.judge_id, Recusal.reason, *SUBJECT).join(
        Presentation, Presentation.id == Recusal.presentation_id
    )
    query = with_subjects(columns).where(Recusal.event_id == edition.id, Recusal.lifted_at.is_(None))
    for judge_id, reason, name, _topic, unit, _speaker in db.session.execute(query.order_by(Recusal.id)):
        found[judge_id].append(Aside(reason, unit, name))
    return found
