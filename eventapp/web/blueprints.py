"""Which features the front desk has; each is a package with its `bp`."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

OUTSIDE_EDITIONS = ("front", "health", "style_guide", "accounts")
WITHIN_EDITIONS = (
    "events", "annexes", "mailboxes", "submissions", "recommendations", "workbench", "reconciliation", "duplicates", "activity", "roles", "invitations", "registration", "delegations", "swaps", "attendee_imports", "attendees", "registration_fields", "tickets", "schedule", "checkin", "desk", "judging", "awards",
    "certificates", "badges", "jobs", "messages", "mailings", "audit", "members", "privacy",
)  # fmt: skip


def attach_blueprints(app: Flask) -> None:
    """Register every feature; those within editions carry the edition in their addresses."""
    for name in OUTSIDE_EDITIONS:
        app.register_blueprint(import_module(f"eventapp.web.{name}.views").bp)
    for name in WITHIN_EDITIONS:
        blueprint = import_module(f"eventapp.web.{name}.views").bp
        app.register_blueprint(blueprint, url_prefix="/e/<edition>" + (blueprint.url_prefix or ""))
