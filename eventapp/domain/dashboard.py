"""How far an edition is, and what its people do next: the path from notice to certificate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Counts:
    """How far one edition is, in the order of the work."""

    readings: int = 0
    summaries: int = 0
    open_names: int = 0  # differences in the two certificate fields that nobody has settled
    duplicates: int = 0  # pairs of results that look alike and wait for a person
    results: int = 0
    stories: int = 0
    attendees: int = 0
    pending: int = 0  # roles that wait for an organizer
    waiting: int = 0  # roles that wait for a place
    presentations: int = 0
    checked_in: int = 0  # people let in at least once, at any checkpoint
    scores: int = 0  # submitted ones
    awards: int = 0
    confirmed_awards: int = 0
    certificates: int = 0  # valid ones


class Step(StrEnum):
    """What stands first among what is still to be done."""

    IMPORT = "import"
    INVITE = "invite"
    PLAN = "plan"
    PUBLISH = "publish"
    CHECK_IN = "check_in"
    SCORE = "score"
    SETTLE = "settle"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    ISSUE = "issue"
    DONE = "done"


def next_step(counts: Counts, *, schedule_is_published: bool) -> Step:
    """The first step of the conference that has not been taken."""
    path = (
        (Step.IMPORT, counts.results + counts.stories > 0),
        (Step.INVITE, counts.attendees > 0),
        (Step.PLAN, counts.presentations > 0),
        (Step.PUBLISH, schedule_is_published),
        (Step.CHECK_IN, counts.checked_in > 0),
        (Step.SCORE, counts.scores > 0),
        (Step.SETTLE, counts.open_names == 0),
        (Step.PROPOSE, counts.awards > 0),
        (Step.CONFIRM, counts.confirmed_awards >= counts.awards),
        (Step.ISSUE, counts.certificates >= counts.confirmed_awards),
    )
    return next((step for step, is_taken in path if not is_taken), Step.DONE)
