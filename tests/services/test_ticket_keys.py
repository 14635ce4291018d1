"""Signing keys: a new one honors old tickets, a distrusted one is refused and its people get new tickets."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.documents.sealing import seal
from eventapp.documents.tickets import new_key
from eventapp.domain.checkin import Verdict
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Message, Ticket
from eventapp.services import attendee_lists, events, registration, ticket_keys
from eventapp.services.ticket_keys import FreshPair
from eventapp.settings import Settings
from eventapp.web.checkin.codes import read_code
from eventapp.web.tickets.codes import code_of, valid_ticket
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_registration import LINKS, SELF, a_person, an_edition_with_roles, register
from tests.services.threads import all_at_once


def a_pair() -> FreshPair:
    pair = new_key()
    return FreshPair(pair.public, seal(pair.private, secret_key=Settings.secret_key))


def code_of_key(edition, key: str) -> str:
    return code_of(edition, valid_ticket(attendee_lists.get_registration(edition, key)))


def distrust(edition, key_id: int, links=LINKS, reason: str = "备份被人拿走") -> int:
    return ticket_keys.distrust_key(edition, key_id, a_pair(), reason=reason, links=links, actor=SECRETARY, now=NOW)


def test_after_a_new_key_old_tickets_are_honored_and_new_ones_signed_with_it(app: Flask) -> None:
    edition = an_edition_with_roles()
    old_code = code_of_key(edition, register(edition))
    key_id = ticket_keys.make_key(edition, a_pair(), actor=SECRETARY, now=NOW)
    new_code = code_of_key(edition, register(edition, a_person("崔亦峤", mobile="13800000002")))
    assert [read_code(edition, code).refused for code in (old_code, new_code)] == [None, None]
    assert events.get_current_key(edition).id == key_id
    cards = ticket_keys.list_keys(edition)
    assert [(card.tickets, card.key.retired_at is None) for card in cards] == [(1, True), (1, False)]


def test_tickets_of_a_distrusted_key_are_refused_and_those_who_come_have_new_ones(app: Flask) -> None:
    edition = an_edition_with_roles()
    coming = register(edition, a_person(email="t@example.com"))
    gone = register(edition, a_person("崔亦峤", mobile="13800000002"))
    registration.cancel_registration(edition, gone, links=LINKS, actor=SELF, now=NOW)
    old_code, first = code_of_key(edition, coming), events.get_current_key(edition).id
    old_number = attendee_lists.get_registration(edition, coming).tickets[0].serial

    assert distrust(edition, first) == 1

    new_code = code_of_key(edition, coming)
    assert [read_code(edition, code).refused for code in (old_code, new_code)] == [Verdict.REVOKED, None]
    old, new = db.session.scalars(
        select(Ticket).where(Ticket.attendee_id == attendee_lists.get_registration(edition, coming).id).order_by(Ticket.id)
    )  # fmt: skip
    assert (old.serial, old.revoked_for, new.revoked_at) == (old_number, "reissued", None)
    assert attendee_lists.get_registration(edition, gone).state is AttendeeState.CANCELLED
    letters = select(Message.recipient).where(Message.template == "ticket_reissued")
    assert db.session.scalars(letters).all() == ["t@example.com"]


def test_an_older_key_can_be_distrusted_while_the_current_one_goes_on(app: Flask) -> None:
    edition = an_edition_with_roles()
    register(edition)
    first = events.get_current_key(edition).id
    second = ticket_keys.make_key(edition, a_pair(), actor=SECRETARY, now=NOW)
    assert (distrust(edition, first, links=None), events.get_current_key(edition).id) == (1, second)
    with pytest.raises(Refusal, match="已经停止信任"):
        distrust(edition, first)
    with pytest.raises(Refusal, match="请写明"):
        distrust(edition, second, reason=" ")
    with pytest.raises(NotFound):
        distrust(an_edition(slug="44", is_default=False), second)


def test_distrusting_takes_the_same_statements_for_one_and_for_many(app: Flask, statements: Statements) -> None:
    counts = []
    for slug, size in (("43", 1), ("44", 12)):
        edition = an_edition_with_roles(slug=slug, is_default=slug == "43")
        for number in range(size):
            mobile = f"138000001{number:02}"
            register(edition, a_person(f"客人{number}", mobile=mobile, email=f"g{number}@example.com"))
        key_id = events.get_current_key(edition).id
        db.session.rollback()
        statements.clear()
        assert distrust(edition, key_id) == size
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 16


def test_a_scanner_hears_of_revoked_tickets_and_of_people_who_are_not_confirmed(app: Flask) -> None:
    edition = an_edition_with_roles()
    serials = {}
    for number, (name, role) in enumerate((("可来", "observer"), ("取消", "observer"), ("待审", "guest"))):
        key = register(edition, a_person(name, mobile=f"1380000010{number}"), role)
        serials[name] = attendee_lists.get_registration(edition, key).tickets[0].serial
        if name == "取消":
            registration.cancel_registration(edition, key, links=LINKS, actor=SELF, now=NOW)
    found = ticket_keys.list_revocations(edition)
    assert (found.revoked, found.unconfirmed) == ([serials["取消"]], [serials["待审"]])


def test_no_ticket_is_signed_with_a_key_that_is_distrusted_at_the_same_instant(app: Flask) -> None:
    edition = an_edition_with_roles()
    first = events.get_current_key(edition).id

    def work(number: int) -> object:
        if number == 3:
            return distrust(edition, first, links=None)
        return register(edition, a_person(f"客人{number}", mobile=f"1380000600{number}"))

    assert not [answer for answer in all_at_once(app, 7, work) if isinstance(answer, Refusal)]
    db.session.rollback()
    valid = list(db.session.scalars(select(Ticket).where(Ticket.revoked_at.is_(None))))
    assert (len(valid), {ticket.key_id for ticket in valid}) == (6, {events.get_current_key(edition).id})
