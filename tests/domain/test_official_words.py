from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule
from eventapp.domain.official_words import OfficialWords, words_of

BARE = Edition(
    id=1, slug="43", number=43, year=2024, name="", short_name="", name_en="", document_number="", issuers=(),
    place="", timezone="Asia/Shanghai", starts_on=None, ends_on=None, materials_due_at=None,
    registration_opens_at=None, registration_closes_at=None, contact=Contact(), levels=LevelRule(),
    certificates=CertificateSettings(),
)  # fmt: skip


def test_an_edition_that_settles_nothing_speaks_as_the_notice() -> None:
    assert words_of(BARE) == OfficialWords()


def test_an_edition_prints_its_own_words() -> None:
    edition = replace(
        BARE,
        year=2025,
        materials_due_at=datetime(2025, 8, 15, 16, tzinfo=UTC),  # midnight in Shanghai
        contact=Contact(email="a@example.com", story_email="b@example.com", phone="010-55501234"),
        levels=LevelRule(names={1: "甲等"}, first_share=Decimal("0.4")),
    )

    assert words_of(edition) == OfficialWords(
        due_day="8月15日",
        email="a@example.com",
        story_email="b@example.com",
        phone="010-55501234",
        period=("2024-07", "2025-06"),
        first_level="甲等",
        first_share=Decimal("0.4"),
    )


def test_without_a_mailbox_of_their_own_stories_go_to_the_common_one() -> None:
    assert words_of(replace(BARE, contact=Contact(email="a@example.com"))).story_email == "a@example.com"
