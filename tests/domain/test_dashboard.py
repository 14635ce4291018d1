from __future__ import annotations

import pytest

from eventapp.domain.dashboard import Counts, Step, next_step

PATH = [
    (Counts(), False, Step.IMPORT),
    (Counts(stories=1), False, Step.INVITE),
    (Counts(results=1, attendees=1), False, Step.PLAN),
    (Counts(results=1, attendees=1, presentations=1), False, Step.PUBLISH),
    (Counts(results=1, attendees=1, presentations=1), True, Step.CHECK_IN),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1), True, Step.SCORE),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1, scores=1, open_names=1), True, Step.SETTLE),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1, scores=1), True, Step.PROPOSE),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1, scores=1, awards=2, confirmed_awards=1), True,
     Step.CONFIRM),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1, scores=1, awards=2, confirmed_awards=2), True,
     Step.ISSUE),
    (Counts(results=1, attendees=1, presentations=1, checked_in=1, scores=1, awards=2, confirmed_awards=2,
            certificates=2), True, Step.DONE),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "is_published", "step"), PATH)
def test_the_next_step_is_the_first_one_not_taken(counts: Counts, is_published: bool, step: Step) -> None:
    assert next_step(counts, schedule_is_published=is_published) is step
