"""The one place that talks to CP-SAT: repeatable parameters, a deterministic budget, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from eventapp.planning.progress import Progress, Stage, Stopped

WORKERS = 2
# Building a model takes time that the solver does not count; without it tiny models would cost nothing.
LEAST_COST = 0.02


class Verdict(Enum):
    """What a solve came to."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


def has_solver() -> bool:
    """Whether OR-Tools is installed; without it plans are greedy."""
    try:
        import ortools.sat.python.cp_model  # noqa: F401
    except ImportError:
        return False
    return True


def new_model() -> Any:
    """An empty CP-SAT model."""
    from ortools.sat.python import cp_model

    return cp_model.CpModel()


class Engine:
    """Solves small models one after another and counts the work done.

    Wall-clock limits would make two runs differ, so budgets are CP-SAT's deterministic seconds (each one to two
    seconds of a real machine), and parallel search is interleaved: the same seed and input give the same plan.
    """

    def __init__(
        self,
        seed: int,
        seconds: float,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self.seed = seed
        self.seconds = seconds
        self.spent = 0.0
        self.score: int | None = None
        self._on_progress = on_progress
        self._should_stop = should_stop

    def say(self, stage: Stage, share: float) -> None:
        """Report progress, and leave if somebody asked to stop while nothing is complete yet."""
        if self.score is None and self._should_stop():
            raise Stopped("已按要求停止排程，此时还没有完整的日程。")
        self._on_progress(Progress(stage, min(1.0, share), self.score))

    def may_go_on(self) -> bool:
        """Whether budget is left and nobody asked to stop."""
        return self.spent < self.seconds and not self._should_stop()

    def solve(self, model: Any, effort: float, *, workers: int = 1) -> tuple[Verdict, Any]:
        """Solve `model` with about `effort` deterministic seconds; the second value answers `.value(variable)`.

        One worker suits the small models of the improvement, a portfolio the search for a first answer.
        """
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.interleave_search = workers > 1
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = effort
        solver.parameters.catch_sigint_signal = False  # it would take Ctrl-C away from the server for good
        status = solver.solve(model)
        self.spent += max(LEAST_COST, solver.response_proto.deterministic_time)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Verdict.FOUND, solver
        return (Verdict.IMPOSSIBLE if status == cp_model.INFEASIBLE else Verdict.UNKNOWN), solver

    def search(self, model: Any, *efforts: float) -> tuple[Verdict, Any]:
        """Solve with the first effort; while that leaves the question open, with the next.

        To stop at the first answer would be quicker, but which of two workers is first depends on the machine.
        """
        for effort in efforts:
            verdict, solver = self.solve(model, effort, workers=WORKERS)
            if verdict is not Verdict.UNKNOWN:
                break
        return verdict, solver
