"""A unit's contact registers many: nobody lost, nobody doubled, nobody else told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.attendee_columns import NUMBER
from eventapp.domain.attendee_plans import (
    NOT_HERE,
    NOT_THE_SAME,
    NUMBER_TWICE,
    SAME_UNIT,
    TWICE,
    UNKNOWN_NUMBER,
    RowKind,
)
from eventapp.domain.delegations import RowRefused, StaleList, draft_rows
from eventapp.domain.entry_codes import entry_code, shown_code
from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models import Message, Role
from eventapp.services import delegations
from tests.conftest import Statements
from tests.factories import NOW, a_result
from tests.factories_delegations import (
    CONTACT,
    UNIT,
    a_delegation,
    people,
    register,
    the_delegation,
    typed,
    upload,
)
from tests.factories_registration import LINKS, a_person, an_edition_with_roles
from tests.factories_registration import register as register_alone

pytestmark = pytest.mark.usefixtures("app")


def waiting(edition: Edition, key: str) -> list[tuple[str, list[str]]]:
    """Name and sentences of every row that waits to be mended."""
    rows = draft_rows(the_delegation(edition, key).draft)
    return [(row.texts.get("name", ""), [fault.message for fault in row.faults]) for row in rows]


def test_the_contact_gets_a_link_by_mail() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)

    mail = db.session.scalars(select(Message)).one()
    delegations.post_links_again(edition, "SHI@example.com", links=LINKS, now=NOW)
    delegations.post_links_again(edition, "nobody@example.com", links=LINKS, now=NOW)

    assert (mail.recipient, mail.template) == ("shi@example.com", "delegation")
    assert f"/e/43/registration/unit/{key}" in mail.body
    assert len(db.session.scalars(select(Message)).all()) == 2
    with pytest.raises(NotFound):
        delegations.get_delegation(edition, key[:-1])


def test_good_rows_are_registered_and_the_others_wait_as_typed_with_every_fault() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    bad = typed(3, mobile="1380000", roles="观摩、飞行员", arrives_on="九月四十日")

    done = register(edition, key, typed(1), typed(2, name="=SUM(A1)", roles="观摩人员、成果发表人"), bad, {})

    assert (done.counts[RowKind.NEW], done.counts[RowKind.FAULTY]) == (1, 2)
    assert people("name", "unit_name", "origin") == [("谭景1", UNIT, Origin.DELEGATION)]
    rows = draft_rows(the_delegation(edition, key).draft)
    assert [dict(row.texts) for row in rows] == [typed(2, name="=SUM(A1)", roles="观摩人员、成果发表人"), bad]
    assert [fault.field for fault in rows[0].faults] == ["subject"]
    assert [fault.field for fault in rows[1].faults] == ["mobile", "arrives_on", "roles"]

    mended = register(edition, key, typed(3), *[row.texts for row in rows[:1]])

    assert (mended.counts[RowKind.NEW], mended.counts[RowKind.FAULTY]) == (1, 1)
    assert people("name") == ["谭景1", "谭景3"]


def test_a_presenter_takes_a_result_of_the_own_unit_by_its_name() -> None:
    edition = an_edition_with_roles()
    a_result(edition, "铁砧QC小组", unit=UNIT)
    a_result(edition, "飞梭QC小组", unit="别的单位")
    key = a_delegation(edition)

    register(
        edition, key,
        typed(1, roles="成果发表人", subject="“铁砧”QC小组"), typed(2, roles="发表人"),
        typed(3, roles="成果发表人", subject="飞梭QC小组"),
    )  # fmt: skip

    assert people("name") == ["谭景1", "谭景2"]  # the unit has only one result: the second need not name it
    assert [name for name, _faults in waiting(edition, key)] == ["谭景3"]


def test_a_list_that_comes_again_updates_and_doubles_nobody() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    upload(edition, key, [typed(1), typed(2), typed(3), typed(4, mobile="138")])
    numbers = people("id")
    again = [
        typed(1, job_title="班长"),
        typed(2, name="谭景二"),  # known by the mobile
        typed(3) | {NUMBER: str(numbers[2])} | {"mobile": "13811112222"},  # known by the number
        typed(4),  # mended
    ]

    done = upload(edition, key, again)

    assert (done.counts[RowKind.NEW], done.counts[RowKind.CHANGED]) == (1, 3)
    assert people("name", "mobile", "job_title") == [
        ("谭景1", "13800000001", "班长"), ("谭景二", "13800000002", ""), ("谭景3", "13811112222", ""),
        ("谭景4", "13800000004", ""),
    ]  # fmt: skip
    assert waiting(edition, key) == []
    assert upload(edition, key, again).counts[RowKind.UNCHANGED] == 4


def test_an_empty_cell_keeps_what_is_known_unless_the_row_has_a_number() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    register(edition, key, typed(1, job_title="班长", email="a@example.com"))
    [number] = people("id")

    upload(edition, key, [typed(1) | {"job_title": "", "email": "b@example.com"}])
    kept = people("job_title", "email")
    upload(
        edition, key, [typed(1) | {"job_title": "", "email": "b@example.com", "unit_name": UNIT, NUMBER: str(number)}]
    )

    assert kept == [("班长", "b@example.com")]
    assert people("job_title", "email") == [("", "b@example.com")]


def test_nobody_learns_of_strangers_and_nobody_changes_them() -> None:
    edition = an_edition_with_roles()
    register_alone(edition, a_person("谭景1", mobile="13800000001", unit_name="别的单位"))
    register_alone(edition, a_person("谭景2", mobile="13800000002", unit_name=UNIT))
    key, other = a_delegation(edition), a_delegation(edition, "别的单位")
    stranger = str(people("id")[0])

    register(edition, key, typed(1), typed(2), typed(3) | {NUMBER: stranger}, typed(4), typed(4))
    register(edition, other, typed(4))

    assert waiting(edition, key) == [
        ("谭景1", [NOT_HERE]), ("谭景2", [SAME_UNIT]), ("谭景3", [UNKNOWN_NUMBER]), ("谭景4", [TWICE]),
    ]  # fmt: skip
    assert waiting(edition, other) == [("谭景4", [NOT_HERE])]
    assert people("name") == ["谭景1", "谭景2", "谭景4"]
    with pytest.raises(NotFound):
        delegations.save_person(edition, other, people("id")[2], typed(4), links=LINKS, actor=CONTACT, now=NOW)


def test_two_windows_lose_nothing() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    first = delegations.save_draft(edition, key, [typed(1)], revision=0, now=NOW)

    with pytest.raises(StaleList) as stale:
        delegations.save_draft(edition, key, [typed(2)], revision=0, now=NOW)
    with pytest.raises(StaleList):
        register(edition, key, typed(2), revision=0)

    assert (first, stale.value.revision) == (1, 1)
    assert waiting(edition, key) == [("谭景1", [])]


def test_what_the_office_refuses_stays_in_the_row() -> None:
    edition = an_edition_with_roles()
    db.session.query(Role).filter_by(code="observer").update({"capacity": 1, "has_waiting_list": False})
    db.session.commit()
    key = a_delegation(edition)

    done = register(edition, key, typed(1), typed(2))

    assert (done.counts[RowKind.NEW], done.counts[RowKind.FAULTY]) == (1, 1)
    assert [(name, len(faults)) for name, faults in waiting(edition, key)] == [("谭景2", 1)]


def test_one_person_is_changed_and_withdrawn_until_registration_closes() -> None:
    edition = an_edition_with_roles(registration_closes_at=NOW + timedelta(days=1))
    key = a_delegation(edition)
    register(edition, key, typed(1), typed(2))
    one, two = people("id")

    delegations.save_person(edition, key, one, typed(1, job_title="班长"), links=LINKS, actor=CONTACT, now=NOW)
    with pytest.raises(RowRefused) as refused:
        delegations.save_person(edition, key, one, typed(1, mobile="1"), links=LINKS, actor=CONTACT, now=NOW)
    delegations.withdraw_person(edition, key, two, links=LINKS, actor=CONTACT, now=NOW)
    opened = delegations.open_person_link(edition, key, one, links=LINKS, actor=CONTACT, now=NOW)

    assert [fault.field for fault in refused.value.faults] == ["mobile"]
    assert people("job_title", "state") == [("班长", AttendeeState.CONFIRMED), ("", AttendeeState.CANCELLED)]
    assert opened.startswith("http://localhost/e/43/registration/")
    with pytest.raises(Refusal, match="截止"):
        delegations.register_rows(
            edition, key, [typed(3)], revision=9, links=LINKS, actor=CONTACT, now=NOW + timedelta(days=2)
        )


def test_a_list_costs_the_same_number_of_statements_however_long(statements: Statements) -> None:
    edition = an_edition_with_roles()
    costs = []
    for many in (2, 60):
        key = a_delegation(edition)
        rows = [typed(many * 100 + number, email=f"p{number}@example.com") for number in range(many)]
        statements.clear()
        register(edition, key, *rows)
        costs.append(len(statements))

    assert costs[1] <= costs[0] <= 35  # the first one ships the form and writes the unit down


def test_a_number_that_is_copied_or_typed_over_makes_nobody_into_another() -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    register(edition, key, typed(1), typed(2), typed(3))
    one, two, three = map(str, people("id"))
    copied = typed(4) | {NUMBER: one}  # a row copied down, its number along
    typed_over = typed(5) | {NUMBER: two}
    mended = typed(3, name="谭景三") | {NUMBER: three}

    done = upload(edition, key, [copied, typed(1) | {NUMBER: one}, typed_over, mended])

    assert (done.counts[RowKind.FAULTY], done.counts[RowKind.UNCHANGED], done.counts[RowKind.CHANGED]) == (2, 1, 1)
    assert people("name") == ["谭景1", "谭景2", "谭景三"]
    assert waiting(edition, key) == [("谭景4", [NUMBER_TWICE]), ("谭景5", [NOT_THE_SAME])]


def test_the_code_of_a_list_binds_each_result_and_story_and_is_told_with_the_other_faults() -> None:
    edition = an_edition_with_roles(settings={"registration": {"needs_entry_code": True}})
    mine, other = (a_result(edition, name, unit=UNIT).id for name in ("铁砧QC小组", "飞梭QC小组"))
    key = a_delegation(edition)
    codes = [shown_code(entry_code(LINKS.secret_key, RoleNeed.RESULT, number)) for number in (mine, other)]
    rows = [
        typed(1, roles="成果发表人", subject="铁砧QC小组", entry_code=codes[0].lower()),
        typed(2, roles="成果发表人", subject="铁砧QC小组", entry_code=codes[1], arrives_on="九月四十日"),
        typed(3, roles="成果发表人", subject="飞梭QC小组"),
        typed(4, roles="成果发表人", subject="铁砧QC小组、飞梭QC小组", entry_code="、".join(codes)),
    ]

    upload(edition, key, rows)

    assert people("name") == ["谭景1", "谭景4"]
    faults = [[fault.field for fault in row.faults] for row in draft_rows(the_delegation(edition, key).draft)]
    assert faults == [["arrives_on", "entry_code"], ["entry_code"]]
    assert register(edition, key, typed(1, roles="成果发表人", job_title="班长")).counts[RowKind.CHANGED] == 1
