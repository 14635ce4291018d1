"""One door for one person and for thousands: statements, places under pressure, invitations; on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.entry_codes import entry_code, shown_code
from eventapp.domain.events import Edition
from eventapp.domain.invitations import Guest, InvitationState, read_guests
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, RoleChoice, RoleNeed
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Message, Organization, Ticket
from eventapp.services import invitations, registration, role_choices
from eventapp.services.audit import verify_chains
from eventapp.services.enrollment import Changed, Enrolled, Entry, change, enroll, give_back
from eventapp.services.transactions import transactional
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_story
from tests.factories_registration import (
    LINKS,
    SELF,
    a_person,
    an_edition_with_roles,
    count,
    filled,
    posted,
)
from tests.services.test_waiting_list import BY_OFFICE, letters, set_role
from tests.services.threads import all_at_once

pytestmark = pytest.mark.usefixtures("app")


@transactional
def let_in(edition: Edition, people: list[NewAttendee], **more: Any) -> list[Enrolled]:
    entries = [Entry(new, registration.new_nonce(), is_trusted=more.pop("is_trusted", False)) for new in people]
    return enroll(edition, entries, origin=Origin.DELEGATION, consented_at=NOW, **BY_OFFICE, **more)


@transactional
def mend(edition: Edition, changes: list[tuple[int, NewAttendee]]) -> list[Changed]:
    return change(edition, changes, form_id=None, **BY_OFFICE)


@transactional
def let_go(edition: Edition, numbers: list[int]) -> list[int]:
    return give_back(edition, numbers, **BY_OFFICE)


def crowd(size: int, code: str = "observer", begin: int = 0) -> list[NewAttendee]:
    return [
        NewAttendee(
            a_person(f"人{number}", unit_name=f"单位{number % 7}", mobile=f"138{number:08}", email=f"p{number}@example.com"),
            (RoleChoice(code),),
        )
        for number in range(begin, begin + size)
    ]  # fmt: skip


def test_statements_do_not_grow_with_the_people(statements: Statements) -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1000)
    let_in(edition, crowd(8))
    costs = []
    for begin, size in ((100, 2), (200, 200)):
        statements.clear()
        done = let_in(edition, crowd(size, begin=begin))
        entered = len(statements)
        numbers = [one.attendee_id or 0 for one in done]
        mended = [
            (number, replace(new, person=replace(new.person, job_title="部长")))
            for number, new in zip(numbers, crowd(size, begin=begin), strict=True)
        ]
        statements.clear()
        assert {one.facts for one in mend(edition, mended)} == {frozenset({"job_title"})}
        changed = len(statements)
        statements.clear()
        assert let_go(edition, numbers) == numbers
        costs.append((entered, changed, len(statements)))
    assert costs[0] == costs[1]


def test_one_person_who_fills_in_the_form_costs_few_statements(client: Client, statements: Statements) -> None:
    an_edition_with_roles()
    posted(client)
    token = client.csrf_token()
    statements.clear()
    second = filled(name="第二人", mobile="13800000002", csrf_token=token)
    assert client.http.post("/e/43/registration/form?role=observer", data=second).status_code == 302
    assert len(statements) <= 15


def test_a_place_that_fifty_post_for_at_once_is_taken_once(client: Client) -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=1)
    set_role(edition, "guest", capacity=1, has_waiting_list=False, admission="open")
    db.session.remove()
    for code, rest in (("observer", "waiting"), ("guest", "refused")):
        answers = Counter(post_at_once(client, code, 50))
        assert answers == {302: 50} if rest == "waiting" else answers == {302: 1, 400: 49}
    query = select(AttendeeRole.state, AttendeeRole.place).join(AttendeeRole.role)
    found = {
        code: Counter(
            (state.value, place) for state, place in db.session.execute(query.where(AttendeeRole.role.has(code=code)))
        )
        for code in ("observer", "guest")
    }
    assert found == {
        "observer": {("confirmed", 1): 1, ("waiting", None): 49},
        "guest": {("confirmed", 1): 1},
    }
    assert (count(Attendee), count(Ticket), verify_chains()[1]) == (51, 51, [])


def post_at_once(client: Client, code: str, size: int) -> list[int]:
    """So many forms over HTTP in one browser session, each by a thread of its own, started together."""
    token, start = client.csrf_token(), Barrier(size)
    cookie = client.http.get_cookie("session")
    assert cookie is not None

    def post(number: int) -> int:
        data = filled(name=f"{code}{number}", mobile=f"1380000{number:04}", email="", csrf_token=token)
        browser = client.app.test_client()
        browser.set_cookie("session", cookie.value)
        start.wait(timeout=60)
        return browser.post(f"/e/43/registration/form?role={code}", data=data).status_code

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(post, range(size)))


def test_an_invitation_lets_one_person_in_without_approval_and_only_once(app: Flask) -> None:
    edition = an_edition_with_roles()
    set_role(edition, "guest", admission="invitation")
    guests = [Guest("崔亦峤", "天津市机械质协", "c@example.com"), Guest("聂知微")]
    assert invitations.invite(edition, "guest", guests, expires_at=NOW + timedelta(days=1), **BY_OFFICE) == 2
    assert invitations.invite(edition, "guest", guests, expires_at=None, **BY_OFFICE) == 0
    rows, total = invitations.list_invitations(edition, links=LINKS, now=NOW)
    assert (total, [row.name for row in rows], letters()) == (2, ["聂知微", "崔亦峤"], [("c", "invitation")])
    keys = [row.address.rpartition("/")[2] for row in rows]
    door = invitations.open_door(edition, keys[1], now=NOW)
    assert (door.role.code, door.name, door.unit_name) == ("guest", "崔亦峤", "天津市机械质协")

    def take(number: int) -> bool:
        new = NewAttendee(a_person(f"客{number}", mobile=f"1380000{number:04}"), (RoleChoice("guest"),))
        done = invitations.accept_invitation(edition, keys[1], new, links=LINKS, form_id=None, actor=SELF, now=NOW)
        return done.is_new and done.state is AttendeeState.CONFIRMED

    answers = all_at_once(app, 8, take)
    assert (answers.count(True), count(Attendee)) == (1, 1)
    invitations.revoke_invitation(edition, rows[0].id, actor=SECRETARY, now=NOW)
    with pytest.raises(Refusal):
        invitations.open_door(edition, keys[0], now=NOW)
    invitations.renew_invitation(edition, rows[0].id, expires_at=NOW + timedelta(days=2), **BY_OFFICE)
    with pytest.raises(NotFound):
        invitations.open_door(edition, keys[0], now=NOW)
    states = [row.state for row in invitations.list_invitations(edition, links=LINKS, now=NOW + timedelta(days=3))[0]]
    assert states == [InvitationState.EXPIRED, InvitationState.USED]


def test_a_pasted_list_of_guests_is_read_line_by_line_with_all_faults_at_once() -> None:
    guests, faults = read_guests(
        "崔亦峤\t天津市机械质协\tc@example.com\n\n聂知微，d＠example.com\n崔亦峤\t天津市机械质协\tc@example.com\n甲,乙,丙,丁\nx@y\n"
    )
    assert guests == [Guest("崔亦峤", "天津市机械质协", "c@example.com"), Guest("聂知微", "", "d@example.com")]
    assert [fault.where for fault in faults] == ["5", "6"]


def test_in_a_batch_each_entry_stands_for_itself_and_nobody_is_doubled() -> None:
    edition = an_edition_with_roles()
    set_role(edition, capacity=2, has_waiting_list=False)
    story = a_story(edition)
    speak = RoleChoice("speaker", story_id=story.id)
    people = [
        NewAttendee(a_person("甲", mobile="13800000001"), (RoleChoice("observer"),)),
        NewAttendee(a_person("乙", mobile="13800000002"), (RoleChoice("observer"), speak)),
        NewAttendee(a_person("丙", mobile="13800000003"), (speak,)),
        NewAttendee(a_person("甲 ", mobile="13800000001"), (RoleChoice("front_line"),)),
        NewAttendee(a_person("丁", mobile="13800000004"), (RoleChoice("guest"), RoleChoice("observer"))),
        NewAttendee(a_person("戊", mobile="13800000005"), (RoleChoice("nobody"),)),
        NewAttendee(a_person("己", mobile="13800000006"), (RoleChoice("guest"),)),
    ]
    done = let_in(edition, people)
    assert [(one.is_new, one.state, str(one.refusal or "")[:9]) for one in done] == [
        (True, AttendeeState.CONFIRMED, ""), (True, AttendeeState.CONFIRMED, ""), (False, None, "这个故事已经有演讲"),
        (False, AttendeeState.CONFIRMED, ""), (False, None, "“观摩人员”的名额"), (False, None, "没有这种参会身份："),
        (True, AttendeeState.PENDING, ""),
    ]  # fmt: skip
    assert done[3].attendee_id == done[0].attendee_id
    assert (count(Attendee), count(AttendeeRole), count(Ticket), count(Organization)) == (3, 5, 3, 2)
    again = let_in(edition, people)
    assert [one.attendee_id for one in again] == [one.attendee_id for one in done]
    assert (count(Attendee), count(AttendeeRole), count(Message)) == (3, 5, 0)


def test_who_presents_must_know_the_code_where_the_edition_asks_for_it() -> None:
    edition = an_edition_with_roles(settings={"registration": {"needs_entry_code": True}})
    story = a_story(edition)
    right = entry_code(LINKS.secret_key, RoleNeed.STORY, story.id)
    assert role_choices.find_by_code(edition, shown_code(right).lower(), RoleNeed.STORY, links=LINKS) is story
    for wrong in ("", right[:-1], right[::-1]):
        assert role_choices.find_by_code(edition, wrong, RoleNeed.STORY, links=LINKS) is None
        with pytest.raises(Refusal):
            new = NewAttendee(a_person(), (RoleChoice("speaker", story_id=story.id, entry_code=wrong),))
            registration.register(edition, new, links=LINKS, actor=SELF, now=NOW)
    new = NewAttendee(a_person(), (RoleChoice("speaker", story_id=story.id, entry_code=right),))
    assert registration.register(edition, new, links=LINKS, actor=SELF, now=NOW).is_new
