from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from eventapp.domain.deadlines import Deadline, deadlines_of, registration_is_open
from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule

END_OF_30_JULY = datetime(2024, 7, 30, 16, tzinfo=UTC)  # midnight in Shanghai


def edition(**moments: datetime | None) -> Edition:
    times = {"materials_due_at": None, "registration_opens_at": None, "registration_closes_at": None} | moments
    return Edition(
        id=1, slug="43", number=43, year=2024, name="", short_name="", name_en="", document_number="", issuers=(),
        place="", timezone="Asia/Shanghai", starts_on=None, ends_on=None, contact=Contact(), levels=LevelRule(),
        certificates=CertificateSettings(), **times,
    )  # fmt: skip


def test_midnight_belongs_to_the_day_before() -> None:
    found = deadlines_of(edition(materials_due_at=END_OF_30_JULY), END_OF_30_JULY - timedelta(hours=1))

    assert found == [Deadline("申报材料截止", date(2024, 7, 30), 0)]


@pytest.mark.parametrize(
    ("before", "days_left", "is_over"), [(timedelta(days=1, hours=1), 1, False), (timedelta(0), -1, True)]
)
def test_days_left_are_days_of_the_edition(before: timedelta, days_left: int, is_over: bool) -> None:
    deadline = deadlines_of(edition(materials_due_at=END_OF_30_JULY), END_OF_30_JULY - before)[0]

    assert (deadline.days_left, deadline.is_over) == (days_left, is_over)


def test_deadlines_come_in_their_order_and_unset_ones_are_left_out() -> None:
    earlier = END_OF_30_JULY - timedelta(days=20)

    both = deadlines_of(edition(materials_due_at=END_OF_30_JULY, registration_closes_at=earlier), earlier)

    assert [deadline.name for deadline in both] == ["报名截止", "申报材料截止"]
    assert deadlines_of(edition(), earlier) == []


@pytest.mark.parametrize(("minutes", "is_open"), [(-1, False), (0, True), (59, True), (60, False)])
def test_registration_is_open_from_its_opening_until_its_end(minutes: int, is_open: bool) -> None:
    opens = END_OF_30_JULY
    between = edition(registration_opens_at=opens, registration_closes_at=opens + timedelta(hours=1))

    assert registration_is_open(between, opens + timedelta(minutes=minutes)) is is_open
    assert registration_is_open(edition(), opens)
