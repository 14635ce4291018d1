"""Opening an edition from its description: settings, tracks, keys, rooms, and what is shipped with every edition."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from eventapp.documents.sealing import seal
from eventapp.documents.tickets import new_key
from eventapp.domain.certificates import check_number_pattern, check_text_pattern
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.services import badges, checkin, events, judging, registration_forms, roles, schedule
from eventapp.settings import Settings

MOMENTS = ("materials_due_at", "registration_opens_at", "registration_closes_at")
DAYS = ("starts_on", "ends_on")


def open_edition(described: dict[str, Any], settings: Settings, *, actor: Actor, now: datetime) -> Edition:
    """Open the described edition; `described` looks like `demo/event.json`.

    Raises KeyError or ValueError for what is missing or impossible and `BadPattern` for wordings, before anything is
    kept.
    """
    check_description(described)
    values = dict(described["event"])
    values |= {name: datetime.fromisoformat(values[name]) for name in MOMENTS if values.get(name)}
    values |= {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    values.setdefault("is_default", events.find_default_edition() is None)
    key = new_key()
    edition = events.create_event(
        values=values,
        tracks=described["tracks"],
        public_key=key.public,
        sealed_private_key=seal(key.private, secret_key=settings.secret_key),
        actor=actor,
        now=now,
    )
    furnish_edition(edition, described, actor=actor, now=now)
    return edition


def check_description(described: dict[str, Any]) -> None:
    """Everything that would fail later on: wordings when certificates are issued, places after the edition is there."""
    certificates = described["event"]["settings"]["certificates"]
    check_number_pattern(certificates["number_pattern"])
    for body in certificates["bodies"].values():
        check_text_pattern(body)
    for room in described["rooms"]:
        if missing := {"name", "capacity"} - set(room):
            raise ValueError(f"room {room}: {', '.join(sorted(missing))} missing")
    for block in described["blocks"]:
        if datetime.fromisoformat(block["starts_at"]) >= datetime.fromisoformat(block["ends_at"]):
            raise ValueError(f"block {block['name']}: ends_at must be later than starts_at")


def furnish_edition(edition: Edition, described: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """Give an edition what every one starts with; what it has already stays, so an interrupted opening is resumed."""
    roles.ship_roles(edition, actor=actor, now=now)
    registration_forms.current_form(edition)  # version 1 of the questions
    badges.ship_badges(edition, actor=actor, now=now)
    judging.ship_score_sheets(edition, actor=actor, now=now)
    checkin.ship_checkpoints(edition, actor=actor, now=now)
    if not schedule.has_places(edition):
        schedule.add_places(edition, rooms=described["rooms"], blocks=described["blocks"], actor=actor, now=now)
