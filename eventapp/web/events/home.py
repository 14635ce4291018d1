"""What the public home offers: dates in words, and what a visitor can do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_interval
from flask import url_for
from flask_babel import get_locale

from eventapp.domain.deadlines import registration_is_open
from eventapp.domain.events import Edition
from eventapp.web.language import gettext
from eventapp.web.navigation import is_open


@dataclass(frozen=True)
class Action:
    title: str
    url: str
    icon: str


def dates_of(edition: Edition) -> str:
    """First and last day in one phrase; empty while they are not set."""
    if edition.starts_on is None:
        return ""
    ends_on = edition.ends_on or edition.starts_on
    return str(format_interval(edition.starts_on, ends_on, "yMMMd", locale=get_locale()))


def actions_of(edition: Edition, now: datetime) -> list[Action]:
    """What a visitor can do now, the most wanted first."""
    offered = (
        (registration_is_open(edition, now), gettext("报名参会"), "registration.choose_role", "edit"),
        (edition.schedule_published_at is not None, gettext("会议日程"), "schedule.show_schedule", "calendar"),
        (True, gettext("申报表格"), "submissions.list_forms", "download"),
        (True, gettext("查验证书"), "certificates.find_certificate", "certificate"),
    )
    return [
        Action(title, url_for(endpoint), icon)
        for is_offered, title, endpoint, icon in offered
        if is_offered and is_open(endpoint)
    ]
