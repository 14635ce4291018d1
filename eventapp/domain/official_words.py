"""The words that the notice prints on its forms and that change from year to year: due day, addresses, period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from eventapp.domain.deadlines import last_day_before
from eventapp.domain.events import Edition

PERIOD_BEGINS, PERIOD_ENDS = 7, 6  # months; annex 6 counts from July of the year before to June


@dataclass(frozen=True)
class OfficialWords:
    """What the forms print of one edition; the defaults are those of the notice 中机质协[2024]6号.

    `period` is the first and the last month that annex 6 counts, as YYYY-MM.
    """

    due_day: str = "7月30日"
    email: str = "zjzx4950@sina.com"
    story_email: str = "3532360176@qq.com"
    phone: str = "010-68570536"
    period: tuple[str, str] = ("2023-07", "2024-06")
    first_level: str = "一等"
    first_share: Decimal = Decimal("0.5")


def words_of(edition: Edition) -> OfficialWords:
    """The words of an edition; what it does not settle stays as the notice of 2024 has it."""
    notice = OfficialWords()
    contact, levels = edition.contact, edition.levels
    return OfficialWords(
        due_day=_due_day(edition) or notice.due_day,
        email=contact.email or notice.email,
        story_email=contact.story_email or contact.email or notice.story_email,
        phone=contact.phone or notice.phone,
        period=(f"{edition.year - 1}-{PERIOD_BEGINS:02d}", f"{edition.year}-{PERIOD_ENDS:02d}"),
        first_level=levels.names.get(1) or notice.first_level,
        first_share=levels.first_share,
    )


def _due_day(edition: Edition) -> str:
    if edition.materials_due_at is None:
        return ""
    day = last_day_before(edition.materials_due_at, ZoneInfo(edition.timezone))
    return f"{day.month}月{day.day}日"
