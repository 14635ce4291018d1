"""Pages of annexes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("annexes", __name__)
