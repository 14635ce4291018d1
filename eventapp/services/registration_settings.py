"""When and how an edition registers people: settings of the edition, changed with a trail."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
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
    """When people may register, and the last day on which their data is kept."""

    opens_at: datetime | None
    closes_at: datetime | None
    personal_data_until: date | None


@transactional
def save_registration_settings(
    edition: Edition, times: RegistrationTimes, settings: RegistrationSettings, *, actor: Actor, now: datetime
) -> None:
    """Write what changed; raises `Refusal` for times that contradict each other."""
    require_sense(edition, times, settings)
    event = db.session.scalars(select(Event).where(Event.id == edition.id).with_for_update()).one()
    before = facts_of(event)
    event.registration_opens_at, event.registration_closes_at = times.opens_at, times.closes_at
    event.personal_data_until = times.personal_data_until
    event.settings = {**event.settings, "registration": asdict(settings)}
    after = facts_of(event)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        record(
            edition.slug, "event.registration", edition.name, actor=actor, now=now,
            before={name: before.get(name) for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip


def require_sense(edition: Edition, times: RegistrationTimes, settings: RegistrationSettings) -> None:
    """Raises `Refusal` for what cannot be meant."""
    if times.opens_at is not None and times.closes_at is not None and times.closes_at <= times.opens_at:
        raise Refusal("报名截止时间应晚于开放时间。")
    if not 1 <= settings.offer_hours <= LONGEST_OFFER_HOURS:
        raise Refusal("候补确认时间应在1至%(most)s小时之间。", most=LONGEST_OFFER_HOURS)
    last = edition.ends_on or edition.starts_on
    if times.personal_data_until is not None and last is not None and times.personal_data_until < last:
        raise Refusal("个人信息保留期应不早于会议最后一天。")


def facts_of(event: Event) -> dict[str, Any]:
    """What an audit entry keeps of the settings."""
    moments = (event.registration_opens_at, event.registration_closes_at, event.personal_data_until)
    opens_at, closes_at, until = (None if value is None else value.isoformat() for value in moments)
    named = {"opens_at": opens_at, "closes_at": closes_at, "personal_data_until": until}
    return {**asdict(RegistrationSettings(**event.settings.get("registration", {}))), **named}
