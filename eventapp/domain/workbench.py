"""What a recommending body still has to do before its papers are complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind
from eventapp.domain.deadlines import Deadline, last_day_before
from eventapp.domain.events import Edition
from eventapp.domain.submissions import due_at
from eventapp.domain.words import N_


class Task(StrEnum):
    """One kind of thing to do, in the order in which it is done."""

    LIST = "list"  # no annex 3 yet
    FORM = "form"  # listed, no annex 1 or 2
    DRAFT = "draft"  # begun and not sent
    RETURNED = "returned"  # sent back for completion
    LACKING = "lacking"  # sent, required answers empty
    UNLISTED = "unlisted"  # annex 1 or 2 came, not on the list
    LEVEL = "level"  # listed without a level
    DIFFERENT = "different"  # annex 3 and annex 1 or 2 differ
    SHARE = "share"  # too many at level 1: told, never demanded
    SIGN = "sign"  # no stamped scan of the list
    SIGN_AGAIN = "sign_again"  # the scan is older than the list
    REPORT = "report"  # annex 5
    STATISTICS = "statistics"  # annex 6


@dataclass(frozen=True)
class Facts:
    """Counts of what is not as it should be; in the order of `Task`."""

    has_list: bool = True
    without_form: int = 0
    drafts: int = 0
    returned: int = 0
    lacking: int = 0
    unlisted: int = 0
    without_level: int = 0
    differences: int = 0
    excess: int = 0
    is_signed: bool = True
    is_signed_as_it_is: bool = True
    has_report: bool = True
    has_statistics: bool = True


def tasks_of(facts: Facts) -> list[tuple[Task, int]]:
    """What is to be done, and how often; nothing that waits for something else: no list, nothing to sign."""
    counted = (
        (Task.LIST, int(not facts.has_list)),
        (Task.FORM, facts.without_form),
        (Task.DRAFT, facts.drafts),
        (Task.RETURNED, facts.returned),
        (Task.LACKING, facts.lacking),
        (Task.UNLISTED, facts.unlisted),
        (Task.LEVEL, facts.without_level),
        (Task.DIFFERENT, facts.differences),
        (Task.SHARE, facts.excess),
        (Task.SIGN, int(facts.has_list and not facts.is_signed)),
        (Task.SIGN_AGAIN, int(facts.is_signed and not facts.is_signed_as_it_is)),
        (Task.REPORT, int(not facts.has_report)),
        (Task.STATISTICS, int(not facts.has_statistics)),
    )
    return [(task, number) for task, number in counted if number]


def deadline_of(edition: Edition, now: datetime, *extensions: datetime | None) -> Deadline | None:
    """The last day for the papers of a body, extensions included; None when the edition sets none."""
    due = due_at(edition, *extensions)
    if due is None:
        return None
    zone = ZoneInfo(edition.timezone)
    day = last_day_before(due, zone)
    return Deadline(N_("申报材料截止"), day, (day - now.astimezone(zone).date()).days)


def lacking(kind: FormKind, fields: Mapping[str, object]) -> tuple[str, ...]:
    """The labels of required questions that a form leaves empty."""
    return tuple(spec.label for spec in FORMS[kind].fields if spec.required and not fields.get(spec.name))
