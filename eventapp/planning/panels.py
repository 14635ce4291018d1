"""Stage 3: which judges sit in which session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from eventapp.domain.schedule import Block, Instance, PlanJudge
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Members, Seats, Session, may_judge
from eventapp.planning.engine import WORKERS, Engine, Verdict, new_model

FIRST_EFFORTS = (0.2, 5.0)
PANEL_SHORT, LOAD_OVER, LOAD_SPREAD, MOVE = 4, 2, 3, 1


@dataclass
class _Panels:
    instance: Instance
    sessions: Sequence[Session]
    members: Members
    model: Any = field(default_factory=new_model)
    seat: dict[tuple[str, int], Any] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)

    def of_judge(self, judge_id: str) -> list[tuple[Session, Any]]:
        keys = ((session, (judge_id, session.number)) for session in self.sessions)
        return [(session, self.seat[key]) for session, key in keys if key in self.seat]


def free_judges(instance: Instance, sessions: Sequence[Session], members: Members, session: Session) -> list[PlanJudge]:
    """Judges who may sit there: qualified, present, without conflict, and not presenting meanwhile."""
    meanwhile = {
        person
        for other in sessions
        if other.block == session.block
        for talk in members.get(other.number, [])
        for person in talk.persons
    }
    track, talks = instance.track[session.track], members.get(session.number, [])
    return [
        judge
        for judge in instance.judges
        if can_sit(instance, judge, track, session.block)
        and may_judge(instance, judge.id, talks)
        and judge.person not in meanwhile
    ]


def seat(
    instance: Instance, engine: Engine, sessions: Sequence[Session], members: Members, effort: float | None = None
) -> Seats | None:
    """A panel for every session that needs one, the chair first; None if recusals leave too few judges.

    Without `effort` a legal answer is wanted, good or not.
    """
    needing = [s for s in sessions if members.get(s.number) and instance.track[s.track].panel_min]
    panels = _Panels(instance, needing, members)
    for session in needing:
        _add_session(panels, session, free_judges(instance, sessions, members, session))
    highest = panels.model.new_int_var(0, len(needing), "")
    for judge in instance.judges:
        _add_judge(panels, judge, highest)
    panels.cost.append(LOAD_SPREAD * highest)
    panels.model.minimize(sum(panels.cost))
    verdict, solver = (
        engine.solve(panels.model, effort, workers=WORKERS) if effort else engine.search(panels.model, *FIRST_EFFORTS)
    )
    if verdict is not Verdict.FOUND:
        return None
    seated = {s.number: [j for (j, n), v in panels.seat.items() if n == s.number and solver.value(v)] for s in needing}
    return {number: chair_first(instance, judges) for number, judges in seated.items()}


def chair_first(instance: Instance, judges: Sequence[str]) -> tuple[str, ...]:
    """The same judges, one who may chair in front."""
    return tuple(sorted(judges, key=lambda judge: not instance.judge[judge].chair_ok))


def _add_session(panels: _Panels, session: Session, judges: list[PlanJudge]) -> None:
    model, track = panels.model, panels.instance.track[session.track]
    seats = {judge.id: model.new_bool_var("") for judge in judges}
    panels.seat.update({(judge, session.number): var for judge, var in seats.items()})
    total = sum(seats.values())
    model.add_linear_constraint(total, track.panel_min, track.panel_max)
    model.add(sum(var for judge, var in seats.items() if panels.instance.judge[judge].chair_ok)
              >= panels.instance.rules.min_chair_ok)  # fmt: skip
    short = model.new_int_var(0, track.panel_target, "")
    over = model.new_int_var(0, track.panel_max, "")
    model.add(total + short - over == track.panel_target)
    # A seat beyond the target tires a judge for nothing.
    panels.cost += [PANEL_SHORT * short, over]


def _add_judge(panels: _Panels, judge: PlanJudge, highest: Any) -> None:
    instance, model, own = panels.instance, panels.model, panels.of_judge(judge.id)
    if not own:
        return
    for block in instance.blocks:
        model.add_at_most_one([var for session, var in own if session.block == block.id])
    load = sum(var for _, var in own)
    if judge.max_sessions is not None:
        model.add(load <= judge.max_sessions)
    model.add(highest >= load)
    over = model.new_int_var(0, len(own), "")
    model.add(over >= load - instance.rules.judge_load_target)
    panels.cost.append(LOAD_OVER * over)
    for earlier, later in pairwise(sorted(instance.blocks, key=lambda block: block.starts)):
        if earlier.day == later.day:
            _reward_staying(panels, own, earlier, later)


def _reward_staying(panels: _Panels, own: list[tuple[Session, Any]], earlier: Block, later: Block) -> None:
    before = {session.room: var for session, var in own if session.block == earlier.id}
    after = {session.room: var for session, var in own if session.block == later.id}
    if not before or not after:
        return
    stays = [panels.model.new_bool_var("") for room in before if room in after]
    for stay, room in zip(stays, [room for room in before if room in after], strict=True):
        panels.model.add_implication(stay, before[room])
        panels.model.add_implication(stay, after[room])
    moved = panels.model.new_bool_var("")
    panels.model.add(moved >= sum(before.values()) + sum(after.values()) - 1 - sum(stays))
    panels.cost.append(MOVE * moved)
