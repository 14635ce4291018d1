"""Accounts: roles, the throttle, one-time codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.people import StaffRole
from eventapp.domain.signin import FAILURES_BY_ADDRESS, FAILURES_BY_LOGIN, WINDOW
from eventapp.services import accounts
from eventapp.services.accounts import AccountFacts
from tests.factories import NOW, SECRETARY, a_membership, a_recommender, an_account, an_edition
from tests.services.threads import all_at_once


@pytest.fixture
def account(app: Flask) -> AccountFacts:
    return facts(an_account("Desk"))


def facts(number: int) -> AccountFacts:
    found = accounts.find_account_by_id(number)
    assert found is not None
    return found


def test_a_name_is_found_whatever_its_case_and_width(account: AccountFacts) -> None:
    assert accounts.find_account("  ＤESK ") == account
    assert accounts.find_account("desk2") is None


def test_roles_hold_in_their_edition_only(app: Flask) -> None:
    first, second = an_edition(), an_edition(slug="44", year=2025, is_default=False)
    recommender = a_recommender(first)
    number = an_account("liaison", StaffRole.LIAISON, edition=first, recommender_id=recommender.id)

    here, there = accounts.actor_for(facts(number), first.id), accounts.actor_for(facts(number), second.id)

    assert (here.roles, here.recommender_ids) == (frozenset({StaffRole.LIAISON}), frozenset({recommender.id}))
    assert (there.roles, there.recommender_ids) == (frozenset(), frozenset())


def test_an_administrator_is_one_everywhere(app: Flask) -> None:
    edition = an_edition()
    number = an_account("root", is_administrator=True)

    assert accounts.actor_for(facts(number), edition.id).roles == frozenset({StaffRole.ADMINISTRATOR})
    assert accounts.actor_for(facts(number), None).roles == frozenset({StaffRole.ADMINISTRATOR})


def test_roles_are_listed_newest_edition_first(app: Flask) -> None:
    older, newer = an_edition(), an_edition(slug="44", short_name="第44次", year=2025, is_default=False)
    number = an_account("desk", StaffRole.VOLUNTEER, edition=older)
    a_membership(number, newer, StaffRole.ORGANIZER)

    assert accounts.list_roles(facts(number)) == [
        ("第44次", StaffRole.ORGANIZER),
        (older.short_name, StaffRole.VOLUNTEER),
    ]


def test_the_throttle_closes_for_a_name_and_opens_again(account: AccountFacts) -> None:
    for turn in range(FAILURES_BY_LOGIN):
        assert not accounts.throttle_for("desk", "10.0.0.1", now=NOW).is_closed, turn
        accounts.note_failed_sign_in("ＤESK", f"10.0.1.{turn}", now=NOW)

    assert accounts.throttle_for("desk", "10.0.0.1", now=NOW).is_closed
    assert not accounts.throttle_for("somebody else", "10.0.0.1", now=NOW).is_closed
    assert not accounts.throttle_for("desk", "10.0.0.1", now=NOW + WINDOW).is_closed


def test_the_throttle_closes_for_an_address_that_tries_many_names(app: Flask) -> None:
    for turn in range(FAILURES_BY_ADDRESS):
        accounts.note_failed_sign_in(f"name{turn}", "10.0.0.1", now=NOW)

    assert accounts.throttle_for("fresh", "10.0.0.1", now=NOW).is_closed
    assert not accounts.throttle_for("fresh", "10.0.0.2", now=NOW).is_closed


def test_signing_in_forgives_the_failures(account: AccountFacts) -> None:
    for _turn in range(FAILURES_BY_LOGIN):
        accounts.note_failed_sign_in("desk", "10.0.0.1", now=NOW)

    accounts.note_sign_in(account.id, totp_step=None, now=NOW)

    assert not accounts.throttle_for("desk", "10.0.0.9", now=NOW).is_closed


def test_a_code_lets_in_one_of_many(app: Flask, account: AccountFacts) -> None:
    answers = all_at_once(app, 6, lambda _worker: accounts.note_sign_in(account.id, totp_step=77, now=NOW))

    assert sorted(answers) == [False] * 5 + [True]


def test_an_older_code_is_refused_after_a_newer_one(account: AccountFacts) -> None:
    assert accounts.note_sign_in(account.id, totp_step=77, now=NOW)
    assert not accounts.note_sign_in(account.id, totp_step=76, now=NOW)
    assert accounts.note_sign_in(account.id, totp_step=78, now=NOW)


def test_a_new_password_ends_every_session(account: AccountFacts) -> None:
    stamp = accounts.change_password(account.id, "new hash", actor=SECRETARY, now=NOW + timedelta(days=1))

    changed = facts(account.id)
    assert (changed.session_stamp, changed.password_hash) == (stamp, "new hash")
    assert stamp != account.session_stamp
