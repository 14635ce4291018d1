from datetime import UTC, date, datetime

from icalendar import Calendar

from eventapp.documents.calendars import write_calendar
from eventapp.domain.attendee_days import Appearance, Duty
from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule

AN_EDITION = Edition(
    id=1, slug="43", number=43, year=2024, name="第43次交流活动", short_name="第43次", name_en="", document_number="",
    issuers=(), place="汤谷市", timezone="Asia/Shanghai", starts_on=date(2024, 9, 11), ends_on=date(2024, 9, 13),
    materials_due_at=None, registration_opens_at=None, registration_closes_at=None, contact=Contact(),
    levels=LevelRule(), certificates=CertificateSettings(),
)  # fmt: skip
NOW = datetime(2024, 9, 1, tzinfo=UTC)
TALK = Appearance(
    "result-7", Duty.PRESENTS, "降低{划伤}率, a; <b>\nEND:VCALENDAR",
    datetime(2024, 9, 11, 2, tzinfo=UTC), datetime(2024, 9, 11, 2, 15, tzinfo=UTC), "第一会议室",
)  # fmt: skip


def entries(*appearances: Appearance) -> list:
    content = write_calendar(
        AN_EDITION, appearances, name="第43次", public_url="https://meet.example:8443/x", link="https://x", now=NOW
    )
    return Calendar.from_ical(content).walk("VEVENT")


def test_the_days_are_whole_days_and_own_times_stand_in_the_zone_of_the_edition() -> None:
    days, talk = entries(TALK)
    assert (days["dtstart"].dt, days["dtend"].dt) == (date(2024, 9, 11), date(2024, 9, 14))
    assert (talk["dtstart"].dt.isoformat(), talk["dtstart"].params["TZID"]) == (
        "2024-09-11T10:00:00+08:00", "Asia/Shanghai",
    )  # fmt: skip
    assert (talk["location"], talk["url"]) == ("汤谷市 第一会议室", "https://x")


def test_text_stays_text() -> None:
    assert entries(TALK)[1]["summary"] == TALK.title


def test_the_same_entry_keeps_its_name_so_that_a_calendar_changes_it_instead_of_adding_another() -> None:
    moved = Appearance(TALK.key, TALK.duty, TALK.title, TALK.starts_at.replace(hour=5), TALK.ends_at, "别处")
    names = [[entry["uid"] for entry in entries(one)] for one in (TALK, moved)]
    assert names == [["event.43@meet.example", "result-7.43@meet.example"]] * 2
