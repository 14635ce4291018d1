"""The one door: an instance in, a checked plan out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eventapp.domain.schedule import Instance, Plan
from eventapp.domain.schedule_rules import violations
from eventapp.planning.engine import Engine, has_solver
from eventapp.planning.first import check_every_talk_has_a_place, first_draft
from eventapp.planning.greedy import greedy_draft
from eventapp.planning.improve import improve
from eventapp.planning.progress import CannotPlan, Progress, Stage
from eventapp.planning.scoring import score


def _ignore(progress: Progress) -> None:
    """Nobody watches."""


def plan(
    instance: Instance,
    *,
    seed: int = 0,
    seconds: float = 4.0,
    on_progress: Callable[[Progress], None] = _ignore,
    should_stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """Put every talk into a room and a slot and seat a panel in every session.

    `seconds` is a deterministic budget (each one to two seconds of a real machine), so the same seed and input
    give the same plan. Both callbacks run in the calling thread, between steps of at most a few seconds. A stop
    request after the first complete plan returns the best so far. Raises `CannotPlan` with the shortage, or
    `Stopped`.
    """
    if not instance.talks:
        return Plan((), (), score=0)
    check_every_talk_has_a_place(instance)
    engine = Engine(seed, seconds, on_progress, should_stop)
    solved = has_solver()
    draft = first_draft(instance, engine) if solved else greedy_draft(instance)
    found = (improve(instance, engine, draft) if solved else draft).to_plan(instance)
    _check(instance, found)
    found = replace(found, score=score(instance, found))
    on_progress(Progress(Stage.IMPROVE, 1.0, found.score))
    return found


def _check(instance: Instance, found: Plan) -> None:
    """No plan leaves unchecked, whatever made it."""
    faults = violations(instance, found)
    if faults:
        raise CannotPlan("排出的日程没有通过检查：%(fault)s。请放宽条件后重排。", fault=str(faults[0]))
