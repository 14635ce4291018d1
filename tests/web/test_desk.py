"""The desk: four fields and Enter, nobody twice, nothing more seen than it takes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models import Role
from eventapp.models.checkin import Scan
from tests.client import Client
from tests.conftest import Statements
from tests.factories import an_account
from tests.factories_checkin import a_checkpoint
from tests.factories_registration import a_person, all_attendees, an_edition_with_roles, count, register, the_attendee

pytestmark = pytest.mark.usefixtures("still_clock")
ODD = "{x} %s =1 <b>'\""


class Desk:
    """A volunteer at the desk of one edition."""

    def __init__(self, app: Flask) -> None:
        self.edition = an_edition_with_roles()
        self.checkpoint_id = a_checkpoint(self.edition)
        an_account("volunteer", StaffRole.VOLUNTEER, edition=self.edition)
        self.client = Client(app)
        self.client.sign_in("volunteer")

    def post(self, status: int = 302, **typed: Any) -> Any:
        values = {
            "name": "崔亦峤", "unit_name": "汤谷鹿蜀机床有限公司", "mobile": "138-0000-7777", "role": "observer",
            "checkpoint": str(self.checkpoint_id),
        } | typed  # fmt: skip
        return self.client.post("desk.register_walk_in", edition="43", data=values, status=status)

    def find(self, text: str) -> str:
        return self.client.get("desk.register_walk_in", edition="43", q=text).text


def verdicts() -> list[str]:
    db.session.rollback()
    return [scan.verdict.value for scan in db.session.scalars(select(Scan).order_by(Scan.id))]


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_four_fields_register_confirm_and_check_in(desk: Desk) -> None:
    page = desk.client.open(desk.post().location).text
    person = the_attendee("崔亦峤")
    assert (person.state, person.origin, person.mobile) == (AttendeeState.CONFIRMED, Origin.WALK_IN, "13800007777")
    assert verdicts() == ["ok"]
    for shown in ("签到成功", "签到二维码", "本人的页面", "138****7777", "下一位"):
        assert shown in page
    assert "13800007777" not in page


def test_without_a_checkpoint_nobody_is_checked_in_until_the_desk_does_it(desk: Desk) -> None:
    page = desk.client.open(desk.post(checkpoint="0").location).text
    assert (count(Scan), "在报到处签到" in page) == (0, True)
    number = the_attendee("崔亦峤").id
    desk.client.post("desk.check_in_person", edition="43", attendee_id=number, checkpoint_id=desk.checkpoint_id)
    assert verdicts() == ["ok"]


def test_the_same_person_is_shown_instead_of_doubled(desk: Desk) -> None:
    register(desk.edition, a_person())
    answer = desk.post(name="谭志序", unit_name="别的单位", mobile="13800006026")
    assert "此人已经报名，没有重复登记。" in desk.client.open(answer.location).text
    assert len(all_attendees()) == 1


def test_who_looks_like_somebody_registered_is_asked_about_first(desk: Desk) -> None:
    register(desk.edition, a_person())
    similar = desk.post(name="谭知序", mobile="13800006026", status=200).text
    assert ("可能已经报名，请核对" in similar, "毛民帝江模具有限责任公司" in similar) == (True, True)
    typed = {"name": "谭志序", "unit_name": "毛民帝江模具有限责任公司", "mobile": "13800009999"}
    assert "138****6026" in desk.post(**typed, status=200).text
    desk.post(**typed, is_other="1")
    assert len(all_attendees()) == 2


def test_a_full_role_says_so_and_leaves_nothing_behind(desk: Desk) -> None:
    db.session.execute(update(Role).where(Role.code == "observer").values(capacity=1))
    db.session.commit()
    desk.post()
    page = desk.post(name="第二人", mobile="13800008888", status=400).text
    assert "的名额已满，请改选其他身份，或请会务组增加名额。" in page
    assert ([person.name for person in all_attendees()], 'value="第二人"' in page) == (["崔亦峤"], True)


def test_a_volunteer_gives_no_role_that_somebody_must_approve(desk: Desk, app: Flask) -> None:
    desk.post(role="judge", status=400)
    an_account("organizer", StaffRole.ORGANIZER, edition=desk.edition)
    desk.client = Client(app)
    desk.client.sign_in("organizer")
    desk.post(role="media")
    assert [person.state for person in all_attendees()] == [AttendeeState.CONFIRMED]


def test_people_are_found_by_name_initials_or_mobile_with_masked_mobiles(desk: Desk) -> None:
    register(desk.edition, a_person())
    for text in ("谭志", "tzx", "6026"):
        page = desk.find(text)
        assert ("138****6026" in page, "13800006026" in page) == (True, False), text
    assert "没有找到" in desk.find("谭")


def test_who_may_not_come_has_no_code_at_the_desk_and_cannot_be_checked_in(desk: Desk) -> None:
    register(desk.edition, a_person(ODD))
    for state in AttendeeState:
        person = the_attendee(ODD)
        if state is AttendeeState.CONFIRMED:
            continue
        person.state = state
        db.session.commit()
        place = {"edition": "43", "attendee_id": person.id}
        page = desk.client.get("desk.show_person", **place).text
        said = ("不能签到、不能打印胸牌" in page, "签到二维码" in page, "{x} %s =1 &lt;b&gt;" in page)
        assert said == (True, False, True), state
        desk.client.post("desk.check_in_person", **place, checkpoint_id=desk.checkpoint_id)
    assert set(verdicts()) == {"not_approved", "withdrawn"}


def test_faults_are_said_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = desk.post(name=ODD, mobile="12", unit_name="", status=400).text
    for words in ("手机号应为11位数字", "请填写单位名称", "{x} %s =1 &lt;b&gt;&#39;&#34;"):
        assert words in page


def test_a_person_of_another_edition_is_not_found(desk: Desk) -> None:
    register(an_edition_with_roles(slug="44", is_default=False), a_person("外人"))
    desk.client.get("desk.show_person", edition="43", attendee_id=the_attendee("外人").id, status=404)
    assert "没有找到" in desk.find("外人")


def test_a_search_takes_as_many_statements_among_many_people_as_among_few(desk: Desk, statements: Statements) -> None:
    def cost(text: str) -> int:
        db.session.rollback()
        statements.clear()
        desk.find(text)
        return len(statements)

    register(desk.edition, a_person("谭一"))
    few = cost("谭一")
    for number in range(6):
        register(desk.edition, a_person(f"谭二{number}", mobile=f"1380000500{number}"))
    assert cost("谭二") == few <= 12
