"""One person comes in another's place: everything passes on once, and the trail stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.checkin import Verdict
from eventapp.domain.delegations import RowRefused
from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState, Decision, Origin, RoleState
from eventapp.extensions import db
from eventapp.models import AttendeeRole, Judge, Message, Role, Scan, Ticket
from eventapp.services import role_decisions, swaps
from eventapp.services.transactions import transactional
from tests.factories import NOW, SECRETARY, a_judge, a_story, saved
from tests.factories_checkin import a_checkpoint
from tests.factories_delegations import CONTACT, UNIT, a_delegation, people, typed
from tests.factories_delegations import register as register_rows
from tests.factories_registration import LINKS, SELF, a_person, actions, an_edition_with_roles, register, the_attendee

pytestmark = pytest.mark.usefixtures("app")
NEW = {"name": "石知岑", "mobile": "13800009999", "unit_name": UNIT, "lodging": "own", "email": "shi@example.com"}

OFFICE: dict[str, Any] = {"links": LINKS, "actor": SECRETARY, "now": NOW}


def role_rows() -> list[tuple[str, RoleState, int | None, int | None]]:
    """Whose, in which state, at which place, for which story."""
    db.session.rollback()
    rows = db.session.scalars(select(AttendeeRole).order_by(AttendeeRole.attendee_id))
    return [(row.attendee.name, row.state, row.place, row.story_id) for row in rows]


def tickets() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.attendee.name, one.revoked_for) for one in db.session.scalars(select(Ticket).order_by(Ticket.id))]


def let_in(edition: Edition, attendee_id: int) -> None:
    saved(
        Scan(
            event_id=edition.id, checkpoint_id=a_checkpoint(edition), attendee_id=attendee_id, device="d", key="k",
            verdict=Verdict.OK, scanned_at=NOW, received_at=NOW,
        )
    )  # fmt: skip


def test_role_story_place_and_seat_pass_on_with_a_new_ticket() -> None:
    edition = an_edition_with_roles()
    db.session.query(Role).filter_by(code="speaker").update({"capacity": 1})
    db.session.commit()
    story = a_story(edition, unit=UNIT).id
    key = register(edition, a_person(unit_name=UNIT, email="tan@example.com"), "speaker", story_id=story)
    old = the_attendee()
    old.seat = "3排5座"
    db.session.commit()

    done = swaps.swap_own(edition, key, NEW, links=LINKS, actor=SELF, now=NOW)

    new = the_attendee("石知岑")
    assert (new.id, new.replaces_id, new.seat, new.origin) == (done.attendee_id, old.id, "3排5座", Origin.ALONE)
    assert role_rows() == [
        ("谭志序", RoleState.CANCELLED, None, None), ("石知岑", RoleState.CONFIRMED, 1, story),
    ]  # fmt: skip
    assert people("state") == [AttendeeState.CANCELLED, AttendeeState.CONFIRMED]
    assert tickets() == [("谭志序", "replaced"), ("石知岑", "")]
    assert actions()[-2:] == ["attendee.swap_out", "attendee.swap_in"]
    mails = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert [(one.template, one.recipient) for one in mails[-2:]] == [
        ("swapped_in", "shi@example.com"), ("swapped_out", "tan@example.com"),
    ]  # fmt: skip
    assert done.key in mails[-2].body
    with pytest.raises(Refusal, match="已取消"):
        swaps.swap_own(edition, key, NEW | {"mobile": "13800008888"}, links=LINKS, actor=SELF, now=NOW)


def test_a_waiting_place_stays_in_its_queue() -> None:
    edition = an_edition_with_roles()
    db.session.query(Role).filter_by(code="observer").update({"capacity": 1})
    db.session.commit()
    register(edition)
    key = register(edition, a_person("郭子衡", mobile="13800004666"))

    swaps.swap_own(edition, key, NEW, links=LINKS, actor=SELF, now=NOW + timedelta(hours=1))

    row = db.session.scalars(select(AttendeeRole).where(AttendeeRole.attendee_id == the_attendee("石知岑").id)).one()
    assert (row.state, row.waiting_since) == (RoleState.WAITING, NOW)


def test_who_cannot_be_swapped_and_for_whom() -> None:
    edition = an_edition_with_roles(registration_closes_at=NOW + timedelta(days=1))
    unit, other = a_delegation(edition), a_delegation(edition, "别的单位")
    register_rows(edition, unit, typed(1), typed(2))
    one, two = people("id")
    at_unit = {"links": LINKS, "actor": CONTACT, "now": NOW}

    with pytest.raises(NotFound):
        swaps.swap_colleague(edition, other, one, NEW, **at_unit)
    with pytest.raises(RowRefused) as refused:
        swaps.swap_colleague(edition, unit, one, NEW | {"mobile": "1", "name": ""}, **at_unit)
    assert [fault.field for fault in refused.value.faults] == ["name", "mobile"]
    for same in (typed(1), typed(2)):
        with pytest.raises(Refusal):
            swaps.swap_colleague(edition, unit, one, NEW | same, **at_unit)
    with pytest.raises(Refusal, match="截止"):
        swaps.swap_colleague(edition, unit, one, NEW, links=LINKS, actor=CONTACT, now=NOW + timedelta(days=2))
    done = swaps.swap_attendee(edition, one, NEW, links=LINKS, actor=SECRETARY, now=NOW + timedelta(days=2))
    let_in(edition, two)
    with pytest.raises(Refusal, match="已经签到"):
        swaps.swap_attendee(edition, two, NEW | {"name": "何人"}, links=LINKS, actor=SECRETARY, now=NOW)
    assert the_attendee("石知岑").delegation_id == the_attendee("谭景2").delegation_id
    assert people("id", "state")[-1] == (done.attendee_id, AttendeeState.CONFIRMED)


def test_who_comes_for_a_judge_is_another_judge_and_only_organizers_send_one() -> None:
    edition = an_edition_with_roles()
    first = a_judge(edition, "谭志序", mobile="13800006026", unit=UNIT)
    second = a_judge(edition, "石知岑", mobile=NEW["mobile"], unit=UNIT)
    key = register(edition, a_person(), "judge")

    with pytest.raises(Refusal, match="会务组同意"):
        swaps.swap_own(edition, key, NEW, links=LINKS, actor=SELF, now=NOW)
    done = swaps.swap_attendee(edition, the_attendee().id, NEW, links=LINKS, actor=SECRETARY, now=NOW)

    db.session.rollback()
    assert dict(db.session.execute(select(Judge.id, Judge.attendee_id)).all()) == {
        first.id: None, second.id: done.attendee_id
    }  # fmt: skip
    role_decisions.decide_roles(edition, [the_attendee("石知岑").roles[0].id], Decision.CANCEL, **OFFICE)
    assert db.session.scalars(select(Judge.attendee_id)).all() == [None, None]
    row = the_attendee("石知岑").roles[0]
    bring_back(edition, row.id)
    assert db.session.scalar(select(Judge.attendee_id).where(Judge.id == second.id)) == done.attendee_id


@transactional
def bring_back(edition: Edition, row_id: int) -> None:
    role_decisions.restore(edition, [(row_id, RoleState.CONFIRMED, RoleState.CANCELLED)], **OFFICE)
