"""The exchange conference, end to end. `create_app` loads Flask only when called, so the rulebook stays light."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from eventapp.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment."""
    from eventapp.app import build_app
    from eventapp.settings import Settings

    return build_app(settings or Settings.from_environment())
