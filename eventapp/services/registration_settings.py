"""When and how an edition registers people: settings of the edition, changed with a trail."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventapp.domain.events import Edition, RegistrationSettings
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models.event import Event
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

LONGEST_OFFER_HOURS = 24 * 14


@dataclass(frozen=True)
class RegistrationTimes:
    """When people may register; how long their data is kept is set by `services.retention`."""

    opens_at: datetime | None
    closes_at: datetime | None


@transactional
def save_registration_settings(
    edition: Edition, times: RegistrationTimes, settings: RegistrationSettings, *, actor: Actor, now: datetime
) -> None:
    """Write what changed; raises `Refusal` for times that contradict each other."""
    require_sense(times, settings)
    event = db.session.scalars(select(Event).where(Event.id == edition.id).with_for_update()).one()
    before = facts_of(event)
    event.registration_opens_at, event.registration_closes_at = times.opens_at, times.closes_at
    event.settings = {**event.settings, "registration": asdict(settings)}
    after = facts_of(event)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        record(
            edition.slug, "event.registration", edition.name, actor=actor, now=now,
            before={name: before.get(name) for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip


def require_sense(times: RegistrationTimes, settings: RegistrationSettings) -> None:
    """Raises `Refusal` for what cannot be meant."""
    if times.opens_at is not None and times.closes_at is not None and times.closes_at <= times.opens_at:
        raise Refusal("报名截止时间应晚于开放时间。")
    if not 1 <= settings.offer_hours <= LONGEST_OFFER_HOURS:
        raise Refusal("候补确认时间应在1至%(most)s小时之间。", most=LONGEST_OFFER_HOURS)


def facts_of(event: Event) -> dict[str, Any]:
    """What an audit entry keeps of the settings."""
    moments = (event.registration_opens_at, event.registration_closes_at)
    opens_at, closes_at = (None if value is None else value.isoformat() for value in moments)
    kept = RegistrationSettings(**event.settings.get("registration", {}))
    return {**asdict(kept), "opens_at": opens_at, "closes_at": closes_at}
