"""Many at once: exactly those who were shown, counted, and taken back where nobody has changed anything since."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import AttendeeState, Decision
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Message
from eventapp.services import attendee_bulk, role_decisions
from eventapp.services.attendee_bulk import Action, Done
from tests.factories import NOW, SECRETARY, a_story
from tests.factories_registration import LINKS, a_person, actions, all_attendees, an_edition_with_roles, count, register

pytestmark = pytest.mark.usefixtures("app")
BY = {"links": LINKS, "actor": SECRETARY, "now": NOW}


def do(edition: Edition, wanted: Wanted, action: Action, *, now: datetime = NOW) -> Done:
    shown = attendee_bulk.preview(edition, wanted, action)
    return attendee_bulk.do_to_many(edition, wanted, action, seal=shown.seal, **BY | {"now": now})


def states() -> dict[str, str]:
    return {one.name: one.state.value for one in all_attendees()}


def test_guests_are_approved_at_once_and_only_untouched_ones_go_back() -> None:
    edition = an_edition_with_roles()
    for number, name in enumerate(("甲一", "乙二", "丙三")):
        register(edition, a_person(name, mobile=f"1380000000{number}", email=f"{number}@example.com"), "guest")
    register(edition, a_person("丁四"))
    shown = attendee_bulk.preview(edition, Wanted(role="guest"), Action.APPROVE)
    assert (shown.count, [name for _number, name, _unit in shown.people]) == (3, ["丙三", "甲一", "乙二"])
    before = count(Message)
    done = do(edition, Wanted(role="guest"), Action.APPROVE)
    assert (done.changed, done.refused, count(Message) - before) == (3, 0, 3)
    assert set(states().values()) == {"confirmed"}
    [row] = db.session.scalars(select(AttendeeRole.id).join(Attendee).where(Attendee.name == "乙二"))
    role_decisions.decide_roles(edition, [row], Decision.CANCEL, **BY)
    undone = attendee_bulk.undo(edition, done.action_id, **BY)
    assert (undone.changed, undone.refused) == (2, 1)
    assert states() == {"甲一": "pending", "乙二": "cancelled", "丙三": "pending", "丁四": "confirmed"}
    with pytest.raises(Refusal, match="已经撤销过"):
        attendee_bulk.undo(edition, done.action_id, **BY)


def test_letters_that_have_not_left_yet_stay_when_the_action_is_taken_back() -> None:
    edition = an_edition_with_roles()
    register(edition, a_person("甲一", email="1@example.com"))
    done = do(edition, Wanted(), Action.CANCEL, now=NOW + timedelta(minutes=1))
    attendee_bulk.undo(edition, done.action_id, **BY)
    letters = db.session.execute(select(Message.template, Message.state).order_by(Message.id)).all()
    assert [tuple(one) for one in letters] == [("registration", "waiting"), ("cancelled", "dropped")]


def test_a_list_that_has_changed_since_is_not_acted_on() -> None:
    edition = an_edition_with_roles()
    register(edition, a_person("甲一"))
    shown = attendee_bulk.preview(edition, Wanted(), Action.CANCEL)
    register(edition, a_person("乙二", mobile="13800000002"))
    with pytest.raises(Refusal, match="名单在确认期间有变化，现在是2人"):
        attendee_bulk.do_to_many(edition, Wanted(), Action.CANCEL, seal=shown.seal, **BY)
    assert set(states().values()) == {"confirmed"}
    with pytest.raises(Refusal, match="没有可以这样处理的人"):
        attendee_bulk.preview(edition, Wanted(state=AttendeeState.REJECTED), Action.REJECT)


def test_a_speaker_who_is_brought_back_tells_the_story_again_with_a_new_ticket() -> None:
    edition = an_edition_with_roles()
    story = a_story(edition)
    register(edition, a_person("甲一"), "speaker", story_id=story.id)
    done = do(edition, Wanted(), Action.CANCEL)
    assert [held.story_id for one in all_attendees() for held in one.roles] == [None]
    attendee_bulk.undo(edition, done.action_id, **BY)
    [person] = all_attendees()
    assert (person.state, [held.story_id for held in person.roles]) == (AttendeeState.CONFIRMED, [story.id])
    assert [ticket.revoked_at is None for ticket in person.tickets] == [False, True]
    assert actions()[-1] == "attendee.restore"


def test_links_go_out_again_to_those_with_an_address_once_an_hour() -> None:
    edition = an_edition_with_roles()
    register(edition, a_person("甲一", email="a@example.com"))
    register(edition, a_person("乙二", mobile="13800000002"))
    assert attendee_bulk.preview(edition, Wanted(), Action.RESEND).count == 1
    before = count(Message)
    for _ in range(2):
        assert do(edition, Wanted(), Action.RESEND).changed == 1
    assert count(Message) == before + 1
