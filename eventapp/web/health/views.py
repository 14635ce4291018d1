"""Whether the program lives, and whether it can work."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from eventapp.services import health

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show_health() -> ResponseReturnValue:
    """Alive; asks nobody else."""
    return jsonify(status="ok")


@bp.get("/readyz")
def show_readiness() -> ResponseReturnValue:
    """Ready: the database answers and carries the newest tables."""
    problem = health.find_problem()
    return (jsonify(status="ok"), 200) if problem is None else (jsonify(status="unavailable", problem=problem), 503)
