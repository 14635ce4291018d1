"""Moments typed into a page: in the edition's zone there, aware everywhere else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from eventapp.web.language import choose_timezone

LOCAL_TIME = "%Y-%m-%dT%H:%M"  # as browsers send it, and the only way in which all of them show it again


def local_time(moment: datetime | None) -> datetime | None:
    """The moment as an input of the page shows it."""
    return moment.astimezone(ZoneInfo(choose_timezone())).replace(tzinfo=None) if moment else None


def moment_typed(typed: datetime | None) -> datetime | None:
    """The moment that was typed in the edition's zone."""
    return typed.replace(tzinfo=ZoneInfo(choose_timezone())) if typed else None
