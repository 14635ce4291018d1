"""A person's own page: every state in plain words, where to go, what is for this person alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from eventapp import clock
from eventapp.domain.registration_states import AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models import Message, Ticket
from eventapp.models.event import Event
from eventapp.models.schedule import Presentation, Room, Session
from eventapp.services import attendee_lists
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SETTINGS, a_result, saved
from tests.factories_registration import a_person, an_edition_with_roles, register, the_attendee

pytestmark = pytest.mark.usefixtures("still_clock")
ODD = "{链接}<b>'\"=1%s"
ODD_ESCAPED = "{链接}&lt;b&gt;&#39;&#34;=1%s"


def set_role(state: RoleState, name: str = "谭志序", **values: object) -> None:
    """Where the one role of this person stands, and the person with it."""
    attendee = the_attendee(name)
    attendee.state = AttendeeState(state.value)
    for column, value in {"state": state, **values}.items():
        setattr(attendee.roles[0], column, value)
    db.session.commit()


def page_of(client: Client, key: str) -> str:
    return client.get("registration.show_registration", edition="43", key=key).text


def is_shown(page: str) -> bool:
    """Whether the page shows a code."""
    return "ticket.png" in page


STATES = (
    (RoleState.CONFIRMED, "现在去哪里"),
    (RoleState.PENDING, "等待审核"),
    (RoleState.REJECTED, "报名未通过审核"),
    (RoleState.CANCELLED, "报名已取消"),
    (RoleState.WAITING, "您排在第一位"),
    (RoleState.OFFERED, "还有5小时"),
)


def test_each_state_says_what_it_means_and_only_who_may_come_in_has_a_code(client: Client) -> None:
    edition = an_edition_with_roles()
    for number, (state, words) in enumerate(STATES):
        name = f"{number}{ODD}"
        key = register(edition, a_person(name, mobile=f"1380000400{number}"))
        set_role(state, name, waiting_since=NOW, offer_expires_at=NOW + timedelta(hours=5))
        page, may_come = page_of(client, key), state is RoleState.CONFIRMED
        assert (words in page, is_shown(page), ODD_ESCAPED in page) == (True, may_come, True), state
        status = 200 if may_come else 404
        client.get("registration.show_ticket_image", edition="43", key=key, kind="png", status=status)


def test_who_waits_sees_how_many_are_before_them_and_may_leave(client: Client) -> None:
    edition = an_edition_with_roles()
    for number in range(3):
        key = register(edition, a_person(f"客人{number}", mobile=f"1380000200{number}"))
        set_role(RoleState.WAITING, f"客人{number}", waiting_since=NOW + timedelta(minutes=number))
    assert "前面还有 2 人" in page_of(client, key)
    held = the_attendee("客人2").roles[0].id
    client.post("tickets.decline_place", edition="43", key=key, held_id=held)
    assert "报名已取消" in page_of(client, key)


def test_an_offered_place_is_taken_with_one_press(client: Client) -> None:
    key = register(an_edition_with_roles())
    set_role(RoleState.OFFERED, offer_expires_at=NOW + timedelta(hours=5))
    client.post("tickets.accept_place", edition="43", key=key, held_id=the_attendee().roles[0].id)
    assert is_shown(page_of(client, key))


def test_who_was_replaced_is_told_so(client: Client) -> None:
    key = register(an_edition_with_roles())
    set_role(RoleState.CANCELLED)
    for ticket in db.session.scalars(select(Ticket)):
        ticket.revoked_at, ticket.revoked_for = NOW, "replaced"
    db.session.commit()
    assert "您的名额已由单位转给同事" in page_of(client, key)


def a_presenter() -> str:
    """Somebody on stage from 10:00 to 10:15 of the first day, in a published schedule."""
    edition = an_edition_with_roles()
    result = a_result(edition)
    key = register(edition, code="presenter", result_id=result.id)
    room = saved(Room(event_id=edition.id, name="第三会议室", capacity=80))
    times = {"starts_at": NOW + timedelta(hours=1), "ends_at": NOW + timedelta(hours=1, minutes=15)}
    session = saved(Session(event_id=edition.id, room_id=room.id, kind="parallel", title="QC", **times))
    saved(Presentation(event_id=edition.id, session_id=session.id, result_id=result.id, state="scheduled", **times))
    db.session.scalars(select(Event)).one().schedule_published_at = NOW
    db.session.commit()
    return key


MOMENTS = (
    (NOW - timedelta(days=3), "还有 3 天"),
    (NOW, "09-11 10:00 下一项：降低轴承座表面划伤率"),
    (NOW + timedelta(minutes=45), "10:00 开始：降低轴承座表面划伤率"),
    (NOW + timedelta(hours=2), "请到报到处报到"),
    (NOW + timedelta(days=9), "会议已结束"),
)


def test_the_page_says_where_to_go_by_the_clock_of_the_edition(
    client: Client, monkeypatch: pytest.MonkeyPatch, statements: Statements
) -> None:
    key = a_presenter()
    for moment, words in MOMENTS:
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        db.session.rollback()
        statements.clear()
        assert words in page_of(client, key), moment
        assert len(statements) <= 15
    entries = Calendar.from_ical(client.get("tickets.download_calendar", edition="43", key=key).data).walk("VEVENT")
    assert [str(entry["location"]) for entry in entries] == ["汤谷市", "汤谷市 第三会议室"]


def test_what_keeps_the_page_reaches_no_further_than_the_page(client: Client) -> None:
    key = register(an_edition_with_roles())
    answer = client.get("tickets.show_worker", edition="43", key=key)
    assert (answer.mimetype, answer.headers["Service-Worker-Allowed"]) == (
        "text/javascript", f"/e/43/registration/{key}",
    )  # fmt: skip
    assert client.get("tickets.show_moment", edition="43", key=key).json == {"now": NOW.timestamp() * 1000}
    for endpoint in ("tickets.show_worker", "tickets.show_moment", "tickets.download_calendar"):
        client.get(endpoint, edition="43", key=key[:-1], status=404)


def test_where_codes_change_the_page_holds_the_secret_of_this_ticket_and_of_no_other(client: Client) -> None:
    settings = SETTINGS | {"registration": {"rotating_codes": True}}
    edition = an_edition_with_roles(settings=settings)
    keys = [register(edition, a_person(name, mobile=f"1380000300{n}")) for n, name in enumerate(("甲", "乙"))]
    secrets = [re.findall(r'data-secret="([\w-]{43})"', page_of(client, key)) for key in keys]
    assert [len(found) for found in secrets] == [1, 1]
    assert secrets[0] != secrets[1]


def test_a_lost_link_goes_to_the_stored_address_once_an_hour_and_the_answer_tells_nothing(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition, a_person(email="t@example.com"))
    before = recipients()
    for name in ("谭志序", "谭志序", "查无此人"):
        typed = {"name": name, "mobile": "+86 138-0000-6026", "email": "stranger@example.com"}
        answer = client.post("tickets.ask_link", edition="43", data=typed)
        assert answer.location == "/e/43/registration/lost?asked=1"
    assert "已受理" in client.open(answer.location).text
    assert recipients() == [*before, "t@example.com"]


def recipients() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.recipient).order_by(Message.id)))


def test_a_lost_link_asks_for_a_mobile_in_words(client: Client) -> None:
    an_edition_with_roles()
    page = client.post("tickets.ask_link", edition="43", data={"name": "甲", "mobile": "12"}, status=400).text
    assert "手机号应为11位数字" in page


def test_the_serial_in_the_own_page_is_the_one_that_an_opened_code_asks_for(client: Client) -> None:
    edition = an_edition_with_roles()
    key = register(edition)
    serial = attendee_lists.get_registration(edition, key).tickets[0].serial
    assert f'data-serial="{serial}"' in page_of(client, key)
