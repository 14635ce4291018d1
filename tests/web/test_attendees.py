"""The pages on which organizers look after attendees."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.registration import NewAttendee, RoleChoice
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Message
from eventapp.services import bulk_registration
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, an_account
from tests.factories_registration import (
    LINKS,
    SELF,
    a_person,
    all_attendees,
    an_edition_with_roles,
    code_in,
    key_in,
    posted,
    register,
    the_attendee,
)

pytestmark = pytest.mark.usefixtures("still_clock")


def an_organizer(client: Client, edition: Edition) -> None:
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")


def test_the_list_masks_mobiles_and_keeps_its_filters_in_the_address(client: Client) -> None:
    edition = an_edition_with_roles()
    people = [
        NewAttendee(
            a_person(f"人{number:03}", mobile=f"138{number:08}"), (RoleChoice("guest" if number % 2 else "observer"),)
        )
        for number in range(120)
    ]
    bulk_registration.register_many(edition, people, links=LINKS, actor=SELF, now=NOW)
    an_organizer(client, edition)
    page = client.get("registration.list_attendees", edition="43", role="guest", state="confirmed", page=2).text
    assert "138****0101" in page
    assert "13800000101" not in page
    assert "共60人" in page
    links = [unescape(link) for link in re.findall(r'href="(/e/43/attendees\?page[^"]+)"', page)]
    assert links == ["/e/43/attendees?page=1&role=guest&state=confirmed"]
    assert len(re.findall(r"/attendees/\d+", page)) == 10
    assert client.open("/e/43/attendees?page=99999999999999999999&state=x&role=%01&q=%01").status_code == 200


def test_the_list_costs_the_same_for_one_person_and_for_fifty(client: Client, statements: Statements) -> None:
    edition = an_edition_with_roles()
    an_organizer(client, edition)
    costs = []
    for size in (1, 3, 50):
        for number in range(len(all_attendees()), size):
            register(edition, a_person(f"人{number}"))
        statements.clear()
        client.get("registration.list_attendees", edition="43", q="人")
        costs.append(len(statements))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 10


def test_organizers_decide_and_strangers_do_not(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition, a_person(email="g@example.com"), "guest")
    number = the_attendee().id
    client.post("registration.decide_attendee", edition="43", attendee_id=number, status=403)
    client.get("registration.show_attendee", edition="43", attendee_id=number, status=302)
    an_organizer(client, edition)
    assert (
        "这份报名须审核后才能签到。" in client.get("registration.show_attendee", edition="43", attendee_id=number).text
    )
    decision = {"decision": "reject"}
    client.post("registration.decide_attendee", edition="43", attendee_id=number, data=decision)
    assert the_attendee().state is AttendeeState.REJECTED
    client.post("registration.decide_attendee", edition="43", attendee_id=number, data={"decision": "approve"})
    assert the_attendee().state is AttendeeState.CONFIRMED
    page = client.get("registration.show_attendee", edition="43", attendee_id=number).text
    assert re.findall(r'<td role="cell" data-label="操作">([^<]+)', page) == ["通过审核", "不予通过", "报名"]
    assert re.findall(r'<td role="cell" data-label="操作人">([^<]+)', page) == ["organizer", "organizer", "本人"]


def test_a_new_link_replaces_the_old_one_and_keeps_the_ticket(client: Client) -> None:
    edition = an_edition_with_roles()
    old = posted(client)
    before, number = code_in(client, edition, old), the_attendee().id
    client.post("registration.renew_link", edition="43", attendee_id=number, status=403)
    an_organizer(client, edition)
    new = key_in(client.post("registration.renew_link", edition="43", attendee_id=number).location)
    client.get("registration.show_registration", edition="43", key=old, status=404)
    assert "谭志序" in client.get("registration.show_registration", edition="43", key=new).text
    assert code_in(client, edition, new) == before
    bodies = list(db.session.scalars(select(Message.body).order_by(Message.id)))
    assert [[key in body for key in (old, new)] for body in bodies] == [[True, False], [False, True]]


def test_an_attendee_of_another_edition_is_not_found(client: Client) -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    register(other, code="guest")
    number = the_attendee().id
    an_organizer(client, edition)
    client.get("registration.show_attendee", edition="43", attendee_id=number, status=404)
    client.post("registration.decide_attendee", edition="43", attendee_id=number, status=404)
    client.post("registration.renew_link", edition="43", attendee_id=number, status=404)
    client.get("registration.show_attendee", edition="44", attendee_id=number, status=403)
    client.open("/e/43/attendees/99999999999999999999", status=404)
