"""The life of a submission, every step from every state, and when it is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule
from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import (
    Step,
    SubmissionState,
    due_at,
    is_late,
    last_moment,
    may_take,
    next_state,
    require_in_time,
)

S = SubmissionState
DUE = datetime(2024, 7, 30, 16, tzinfo=UTC)
EDITION = Edition(
    1, "43", 43, 2024, "第43次", "第43次", "43rd", "", (), "", "Asia/Shanghai", None, None, DUE, None, None,
    Contact(), LevelRule(), CertificateSettings(),
)  # fmt: skip
LEADS = {
    (Step.SUBMIT, S.DRAFT): S.SUBMITTED,
    (Step.SUBMIT, S.SUBMITTED): S.SUBMITTED,
    (Step.SUBMIT, S.RETURNED): S.SUBMITTED,
    (Step.SUBMIT, S.WITHDRAWN): S.SUBMITTED,
    (Step.RETURN, S.SUBMITTED): S.RETURNED,
    (Step.RETURN, S.ACCEPTED): S.RETURNED,
    (Step.ACCEPT, S.SUBMITTED): S.ACCEPTED,
    (Step.WITHDRAW, S.DRAFT): S.WITHDRAWN,
    (Step.WITHDRAW, S.SUBMITTED): S.WITHDRAWN,
    (Step.WITHDRAW, S.RETURNED): S.WITHDRAWN,
    (Step.WITHDRAW, S.ACCEPTED): S.WITHDRAWN,
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", S)
def test_every_step_from_every_state(step: Step, state: S) -> None:
    if (step, state) in LEADS:
        assert next_state(step, state) is LEADS[step, state]
    else:
        with pytest.raises(Refusal, match="不能"):
            next_state(step, state)
    assert may_take(step, state) == ((step, state) in LEADS)


def test_until_the_deadline_everybody_is_in_time() -> None:
    require_in_time(EDITION, DUE - timedelta(seconds=1))
    require_in_time(replace(EDITION, materials_due_at=None), DUE + timedelta(days=900))


def test_after_the_deadline_only_an_extension_helps() -> None:
    with pytest.raises(Refusal) as refused:
        require_in_time(EDITION, DUE, None, DUE - timedelta(days=3))

    assert refused.value.params == {"day": "2024-07-30"}
    require_in_time(EDITION, DUE, None, DUE + timedelta(days=1))


def test_an_extension_that_has_passed_names_its_own_day() -> None:
    with pytest.raises(Refusal) as refused:
        require_in_time(EDITION, DUE + timedelta(days=9), DUE + timedelta(days=2), None)

    assert refused.value.params == {"day": "2024-08-01"}


def test_an_extension_never_shortens_the_time() -> None:
    assert due_at(EDITION, DUE - timedelta(days=10)) == DUE


def test_a_deadline_at_midnight_belongs_to_the_day_that_it_ends() -> None:
    assert [last_moment(EDITION, DUE), last_moment(EDITION, DUE - timedelta(minutes=30))] == [
        "2024-07-30 24:00", "2024-07-30 23:30"
    ]  # fmt: skip


def test_late_is_late_even_with_an_extension() -> None:
    assert [is_late(EDITION, DUE - timedelta(seconds=1)), is_late(EDITION, DUE)] == [False, True]
