"""The score under the names that the pages know; it is counted in `domain.schedule_score`."""

from __future__ import annotations

from dataclasses import asdict

from eventapp.domain.schedule import Instance, Plan, Weights
from eventapp.domain.schedule_score import count_terms, score

UNSHOWN = ("expertise", "stab_session", "stab_start", "stab_judge")  # an edition has neither experts nor a baseline
WEIGHTS: dict[str, int] = {name: weight for name, weight in asdict(Weights()).items() if name not in UNSHOWN}

__all__ = ["WEIGHTS", "score", "terms"]


def terms(instance: Instance, plan: Plan) -> dict[str, int]:
    """Count of each soft fault that a page shows."""
    return {name: count for name, count in count_terms(instance, plan).items() if name in WEIGHTS}
