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
from tests.factories import NOW, a_result, a_story, an_account
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
            "checkpoint": str(self.checkpoint_id), "consents": "y",
        } | typed  # fmt: skip
        return self.client.post("desk.register_walk_in", edition="43", data=values, status=status)

    def sign_in_as_organizer(self) -> None:
        an_account("organizer", StaffRole.ORGANIZER, edition=self.edition)
        self.client = Client(self.client.app)
        self.client.sign_in("organizer")

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
    assert (person.consented_at, person.consent_form_id) == (NOW, person.form_id)
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


def test_nobody_is_registered_who_has_not_agreed(desk: Desk) -> None:
    page = desk.post(consents="", status=400).text
    assert ("请先问过本人：同意才能登记。" in page, all_attendees()) == (True, [])


def test_a_full_role_offers_the_waiting_list_and_organizers_may_exceed_it(desk: Desk) -> None:
    db.session.execute(update(Role).where(Role.code == "observer").values(capacity=1))
    db.session.commit()
    desk.post()
    second = {"name": "第二人", "mobile": "13800008888"}
    for typed in (second, second | {"if_full": "exceed"}):  # a volunteer may not
        page = desk.post(**typed, status=400).text
        assert "“观摩人员”的名额已满，还没有登记" in page
        assert ("登记到候补名单" in page, "超出名额登记" in page, 'value="第二人"' in page) == (True, False, True)
    assert [person.name for person in all_attendees()] == ["崔亦峤"]
    page = desk.client.open(desk.post(**second, if_full="wait").location).text
    assert ("已登记到候补名单" in page, "签到二维码" in page) == (True, False)
    desk.sign_in_as_organizer()
    third = {"name": "第三人", "mobile": "13800009999"}
    assert "超出名额登记" in desk.post(**third, status=400).text
    desk.post(**third, if_full="exceed")
    states = {person.name: person.state for person in all_attendees()}
    assert states == {
        "崔亦峤": AttendeeState.CONFIRMED, "第二人": AttendeeState.WAITING, "第三人": AttendeeState.CONFIRMED,
    }  # fmt: skip


def test_a_full_role_without_waiting_list_sends_a_volunteer_to_the_organizers(desk: Desk) -> None:
    db.session.execute(update(Role).where(Role.code == "observer").values(capacity=0, has_waiting_list=False))
    db.session.commit()
    page = desk.post(status=400).text
    assert ("请改选其他身份，或请会务组登记。" in page, "候补名单" in page) == (True, False)


@pytest.mark.parametrize("role", ["presenter", "speaker"])
def test_presenters_and_speakers_choose_what_they_come_with(desk: Desk, role: str) -> None:
    subject = a_result(desk.edition) if role == "presenter" else a_story(desk.edition, speaker_name="某人")
    number, title = subject.id, subject.topic_name if role == "presenter" else subject.name
    page = desk.post(role=role, unit_name="没有成果的单位", status=200).text
    assert ("没有找到，请换成果、小组或故事的名称再查。" in page, all_attendees()) == (True, [])
    page = desk.post(role=role, unit_name="没有成果的单位", subject_text=title, subject="7" * 30, status=200).text
    assert (title in page, f'value="{number}" checked' in page) == (True, True)
    listed = {"subject": str(number), "listed": f"{role}:{title}", "subject_text": title}
    assert title in desk.post(**listed | {"listed": ""}, role=role, status=200).text  # chosen from another list
    desk.post(**listed, role=role)
    [held] = the_attendee("崔亦峤").roles
    assert (held.result_id, held.story_id) == ((number, None) if role == "presenter" else (None, number))


def test_a_volunteer_gives_no_role_that_somebody_must_approve(desk: Desk) -> None:
    desk.post(role="judge", status=400)
    desk.sign_in_as_organizer()
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
    desk.find("谭一")  # the first page of all writes the shipped form
    few = cost("谭一")
    for number in range(6):
        register(desk.edition, a_person(f"谭二{number}", mobile=f"1380000500{number}"))
    assert cost("谭二") == few <= 12
