"""Pages of style_guide."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("style_guide", __name__)
