"""Pages of roles, registration settings and invitations."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, Event
from eventapp.models.attendee import Role
from eventapp.models.registration import Invitation
from eventapp.services import events, roles
from tests.client import Client
from tests.factories import a_result, an_account
from tests.factories_registration import an_edition_with_roles, count, filled, key_in, the_attendee

pytestmark = pytest.mark.usefixtures("still_clock")
ROLE = {
    "name": "观摩人员", "name_en": "Observer", "section": "我来观摩学习", "hint": "没有成果，来听、来学习。", "hint_en": "",
    "need": "nothing", "admission": "open", "badge_class": "observer", "is_offered": "y", "has_waiting_list": "y",
}  # fmt: skip


def as_secretary(client: Client, **overrides: object) -> None:
    edition = an_edition_with_roles(**overrides)
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")


def the_role(code: str = "observer") -> Role:
    db.session.rollback()
    return db.session.scalars(select(Role).where(Role.code == code).execution_options(populate_existing=True)).one()


def test_every_setting_of_a_role_is_changed_on_its_page_and_times_are_local(client: Client) -> None:
    as_secretary(client)
    number = the_role().id
    form = client.get("roles.edit_role", edition="43", role_id=number).text
    assert 'value="观摩人员"' in form
    data = {**ROLE, "capacity": "30", "opens_at": "2024-09-01T08:00", "closes_at": "2024-09-10T18:00"}
    client.post("roles.edit_role", edition="43", role_id=number, data=data)
    role = the_role()
    assert (role.capacity, role.hint, role.opens_at) == (30, ROLE["hint"], datetime(2024, 9, 1, tzinfo=UTC))
    assert 'value="2024-09-10T18:00"' in client.get("roles.edit_role", edition="43", role_id=number).text
    assert "0 / 30" in client.get("roles.list_roles", edition="43").text
    for wrong in ({"capacity": "-1"}, {"name": ""}, {"closes_at": "2024-08-01T00:00"}, {"badge_class": "none"}):
        page = client.post("roles.edit_role", edition="43", role_id=number, status=400, data={**data, **wrong}).text
        assert 'id="error-summary"' in page
    client.post("roles.edit_role", edition="43", role_id=999, status=404, data=data)


def test_roles_are_added_switched_off_and_put_in_order(client: Client) -> None:
    as_secretary(client)
    client.get("roles.add_role", edition="43")
    client.post("roles.add_role", edition="43", data={**ROLE, "name": "翻译", "badge_class": "staff"})
    added = the_role("role_20")
    client.post("roles.move_role", edition="43", role_id=added.id, data={"way": "up"})
    off = {name: value for name, value in ROLE.items() if name != "is_offered"} | {"name": "翻译"}
    client.post("roles.edit_role", edition="43", role_id=added.id, data=off)
    assert the_role("role_20").is_offered is False
    listed = roles.list_roles(events.list_editions()[0])
    assert [role.name for role in listed][-2:] == ["翻译", "会务工作人员"]
    assert "翻译" not in client.get("registration.choose_role", edition="43").text


def test_registration_settings_are_saved_with_a_trail_and_kept_from_nonsense(client: Client) -> None:
    as_secretary(client)
    page = client.get("roles.edit_settings", edition="43").text
    assert re.search(r'name="offer_hours"[^>]*value="24"', page)
    data = {
        "opens_at": "2024-08-01T00:00", "closes_at": "2024-09-30T00:00", "offer_hours": "6", "needs_entry_code": "y",
        "travel": "高铁汤谷南站\r\n乘2号线", "hotel": "",
    }  # fmt: skip
    client.post("roles.edit_settings", edition="43", data=data)
    edition = events.list_editions()[0]
    assert (edition.registration.offer_hours, edition.registration.needs_entry_code) == (6, True)
    assert (edition.registration.travel, edition.registration_closes_at) == (
        "高铁汤谷南站\n乘2号线", datetime(2024, 9, 29, 16, tzinfo=UTC)
    )  # fmt: skip
    assert "修改报名设置" in client.get("audit.list_entries", edition="43").text
    for wrong in ({"offer_hours": "0"}, {"closes_at": "2024-07-01T00:00"}):
        client.post("roles.edit_settings", edition="43", status=400, data={**data, **wrong})
    assert db.session.scalars(select(Event.registration_opens_at)).one() == datetime(2024, 7, 31, 16, tzinfo=UTC)


def test_an_invited_guest_opens_the_link_and_is_in_without_approval(client: Client) -> None:
    as_secretary(client)
    lines = "崔亦峤\t天津市机械质协\tc@example.com\n聂知微，毛民帝江模具有限责任公司"
    data = {"role": "guest", "guests": lines, "expires_at": "", "remark": "恭候光临"}
    page = client.post("invitations.invite_people", edition="43", data={**data, "guests": "a@b"}, status=400).text
    assert "第1行" in page
    client.post("invitations.invite_people", edition="43", data=data)
    page = client.get("invitations.list_invitations", edition="43", role="guest").text
    links = re.findall(r'href="[^"]*(/registration/invitation/[^"]+)"', page)
    assert (len(links), count(Invitation)) == (2, 2)
    visitor = Client(client.app)
    form = visitor.get("invitations.take_invitation", edition="43", key=key_in(links[1])).text
    assert ('value="崔亦峤"' in form, 'value="c@example.com"' in form) == (True, True)
    faulty = filled(name="崔亦峤", mobile="1")
    visitor.post("invitations.take_invitation", edition="43", key=key_in(links[1]), data=faulty, status=400)
    answer = visitor.post("invitations.take_invitation", edition="43", key=key_in(links[1]), data=filled(name="崔亦峤"))
    assert "/registration/" in answer.location
    assert the_attendee("崔亦峤").state is AttendeeState.CONFIRMED
    closed = visitor.get("invitations.take_invitation", edition="43", key=key_in(links[1]), status=410).text
    assert "已经使用过" in closed
    first = db.session.scalars(select(Invitation.id).where(Invitation.name == "聂知微")).one()
    client.post("invitations.revoke_invitation", edition="43", invitation_id=first)
    visitor.get("invitations.take_invitation", edition="43", key=key_in(links[0]), status=410)
    client.post("invitations.renew_invitation", edition="43", invitation_id=first)
    visitor.get("invitations.take_invitation", edition="43", key=key_in(links[0]), status=404)
    assert ("已报名" in client.get("invitations.list_invitations", edition="43").text, count(Attendee)) == (True, 1)


def test_a_result_shows_the_code_of_its_presenter(client: Client) -> None:
    edition = an_edition_with_roles()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    result = a_result(edition)
    client.sign_in("secretary")
    page = client.get("recommendations.show_result", edition="43", result_id=result.id).text
    assert re.search(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", page)
