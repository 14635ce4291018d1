"""Personal data: what stays when it is wiped, and when that is due (Personal Information Protection Law, 第十九条、第四十七条)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain.annexes import FieldType
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal

ERASED_NAME = "已删除"  # with a number behind it: two erased people are two
KEEP_DAYS = 180  # suggested: certificates are sent and asked about within half a year
WARN_DAYS = 30

# What stays of an official form: units, groups, topics and levels, which certificates rest on, and plain figures.
# Everything else goes, whatever it is called: names, telephones, and texts in which people are named.
KEPT_TEXTS = frozenset(
    {
        "group_name", "team_name", "topic_name", "company_name", "story_name", "region_or_group", "sort_unit_name",
        "result_type", "team_type", "seq",
    }
)  # fmt: skip
KEPT_TYPES = frozenset(
    {
        FieldType.INT, FieldType.NUMBER, FieldType.PERCENT, FieldType.MONEY, FieldType.GRADE, FieldType.MONTH,
        FieldType.CHOICES, FieldType.KIND, FieldType.POSTCODE,
    }
)  # fmt: skip


def without_people(values: Mapping[str, Any], types: Mapping[str, FieldType]) -> dict[str, Any]:
    """What may stay of a filled form; `types` are those of its fields, and what has none goes."""
    return {name: value for name, value in values.items() if name in KEPT_TEXTS or types.get(name) in KEPT_TYPES}


def without_words(value: Any, names: Collection[str], marks: Collection[str]) -> Any:
    """A value of JSON without these people: texts with one of the `marks`, or with a name that stands by itself.

    谭志 is not found in 谭志序, for that is somebody else.
    """
    if isinstance(value, str):
        if any(mark in value for mark in marks):
            return ERASED_NAME
        words = {word: ERASED_NAME for word in re.split(r"(\W+)", value) if word in names}
        if value in names:
            return ERASED_NAME
        return "".join(words.get(word, word) for word in re.split(r"(\W+)", value)) if words else value
    if isinstance(value, Mapping):
        return {name: without_words(one, names, marks) for name, one in value.items()}
    if isinstance(value, list):
        return [without_words(one, names, marks) for one in value]
    return value


def today_of(edition: Edition, now: datetime) -> date:
    """The day that it is where the edition takes place."""
    return now.astimezone(ZoneInfo(edition.timezone)).date()


def last_day_of(edition: Edition) -> date | None:
    return edition.ends_on or edition.starts_on


def suggested_day(edition: Edition) -> date | None:
    """Half a year after the last day; None while that is not set."""
    last = last_day_of(edition)
    return last + timedelta(days=KEEP_DAYS) if last else None


def require_day(edition: Edition, day: date, now: datetime) -> None:
    """Raises `Refusal` for a day before the edition is over, or one that is past: what is wiped does not come back."""
    last = last_day_of(edition)
    if last is not None and day <= last:
        raise Refusal("保存期限应在会议结束（%(last)s）之后。", last=last.isoformat())
    if day < today_of(edition, now):
        raise Refusal("保存期限不能早于今天。")


def days_left(edition: Edition, now: datetime) -> int | None:
    """Days until personal data is wiped, 0 on the last day; None when no day is set."""
    until = edition.personal_data_until
    return None if until is None else (until - today_of(edition, now)).days


def is_wipe_near(edition: Edition, now: datetime) -> bool:
    """Whether people should be told on their work page."""
    left = days_left(edition, now)
    return left is not None and 0 <= left <= WARN_DAYS


def is_wipe_due(edition: Edition, now: datetime) -> bool:
    """Whether the last day on which personal data may be kept is over."""
    left = days_left(edition, now)
    return left is not None and left < 0


def needs_giving_back(edition: Edition, now: datetime) -> bool:
    """Whether an erased person would still be expected: the edition is not over."""
    last = last_day_of(edition)
    return last is None or today_of(edition, now) <= last
