"""The pages of registration, as people on phones and organizers at desks meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select, update

from eventapp.domain.entry_codes import entry_code
from eventapp.domain.people import StaffRole
from eventapp.domain.recommendations import GroupKind
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import Admission, AttendeeState
from eventapp.domain.roles import SHIPPED_ROLES
from eventapp.extensions import db
from eventapp.models import Message, Role
from eventapp.services import attendee_lists, registration_forms
from eventapp.settings import Settings
from tests.client import Client
from tests.factories import NOW, SETTINGS, a_result, a_story, an_account
from tests.factories_registration import (
    all_attendees,
    an_edition_with_roles,
    code_in,
    filled,
    key_in,
    posted,
    the_attendee,
)

HOSTILE = [
    "{name} {0.__class__} %(x)s %s",
    "=cmd|' /C calc'!A0",
    "<b>喆</b>&amp;\"'",
    "𠮷野·阿卜杜热合曼　镕",
    "{{ 7*7 }}{% raw %}",
]


pytestmark = pytest.mark.usefixtures("still_clock")


def test_every_role_is_offered_under_its_heading(client: Client) -> None:
    an_edition_with_roles()
    page = client.get("registration.choose_role", edition="43").text
    assert re.findall(r'name="role" value="(\w+)">\s*<span><span class="role-name">([^<]+)', page)[:3] == [
        ("presenter", "成果发表人"),
        ("speaker", "故事演讲人"),
        ("group_delegate", "优秀质量管理小组代表"),
    ]
    assert len(re.findall('name="role"', page)) == len(SHIPPED_ROLES)
    assert re.findall(r"<h2>([^<]+)", page)[0] == "我要上台发表或演讲"
    assert page.index('href="/e/43/registration/unit"') < page.index("<h2>")


def test_english_readers_see_english_roles(client: Client) -> None:
    an_edition_with_roles()
    page = client.get("registration.choose_role", edition="43", language="en").text
    assert ">Presenter of a result</span>" in page
    assert ">成果发表人</span>" not in page


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({"registration_closes_at": NOW}, "报名已经截止"),
        ({"registration_opens_at": NOW + timedelta(minutes=1)}, "报名尚未开始"),
    ],
)
def test_a_closed_registration_says_so_and_takes_nobody(client: Client, times: dict[str, Any], sentence: str) -> None:
    an_edition_with_roles(**times)
    page = client.get("registration.choose_role", edition="43").text
    assert sentence in page
    assert 'name="role"' not in page
    client.get("registration.register", edition="43", role="observer", status=302)
    refused = client.post("registration.register", edition="43", role="observer", data=filled(), status=400).text
    assert sentence in refused
    assert 'value="毛民帝江模具有限责任公司"' in refused
    assert all_attendees() == []


def test_a_registered_person_gets_a_page_with_their_code_and_a_mail_with_the_link(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    attendee = attendee_lists.get_registration(edition, key)
    assert (attendee.name, attendee.mobile, attendee.gender) == ("谭志序", "13800006026", "男")
    assert (attendee.consented_at, attendee.registered_at) == (NOW, NOW)
    page = client.get("registration.show_registration", edition="43", key=key).text
    address = f"http://127.0.0.1:8000/e/43/registration/{key}"
    assert f'value="{address}"' in page
    mail = db.session.scalars(select(Message)).one()
    assert (mail.recipient, mail.subject) == ("t@example.com", "报名已收到：第43次交流活动")
    assert mail.body.splitlines()[:4] == [
        "谭志序，您好！",
        "",
        "您的报名已收到：第43次全国机械工业质量管理小组交流活动。",
        "参会身份：观摩人员",
    ]
    assert address in mail.body.splitlines()


def test_all_faults_are_named_at_once_and_nothing_typed_is_lost(client: Client) -> None:
    an_edition_with_roles()
    typed = filled(name="", mobile="1380000602", email="t@", consent="")
    page = client.post("registration.register", edition="43", role="observer", data=typed, status=400).text
    faults = [unescape(fault) for fault in re.findall(r'<li><a href="#\w+">([^<]+)', page)]
    assert faults == [
        "姓名：请填写姓名。",
        "手机号：手机号应为11位数字，现在是10位，请检查后重新填写。",
        "邮箱：邮箱地址不完整，应像 name@example.com 这样；没有邮箱可以不填。",
        "我已阅读个人信息说明，同意会务组为办理本次会议使用以上信息：请阅读说明，同意后才能报名。",
    ]
    for value in ("1380000602", "t@", "毛民帝江模具有限责任公司", "总经理"):
        assert f'value="{value}"' in page
    assert 'name="gender" value="男" checked' in page
    assert all_attendees() == []


def test_a_presenter_goes_from_the_unit_to_its_results_without_any_script(client: Client) -> None:
    edition = an_edition_with_roles()
    result, other = a_result(edition), a_result(edition, "铁砧二班")
    a_result(edition, "精密加工班", kind=GroupKind.TEAM, unit="鹿鸣公司", topic_name="")
    address = {"edition": "43", "role": ["presenter", "front_line"]}
    first = client.get("registration.register", **address).text
    assert "radio" not in first
    for typed, is_found in {
        "鹿": False,
        "鹿蜀": True,
        "lu shu": True,
        "TGLS": True,
        "铁砧": True,
        "谭景": False,
    }.items():
        found = client.get("registration.find_units", **address, q=typed).text
        assert ("汤谷鹿蜀机床有限公司" in found, "<html" in found) == (is_found, False)
    both = client.get("registration.register", **address, q="lu").text
    links = re.findall(r'href="([^"]+unit=\d+[^"]*)"><span>([^<]+)', both)
    assert [name for _link, name in links] == ["汤谷鹿蜀机床有限公司", "鹿鸣公司"]
    found = client.open(unescape(links[0][0])).text
    assert re.findall(r'type="radio" name="role" value="presenter:(\d+)"', found) == [str(result.id), str(other.id)]
    assert '<input type="hidden" name="role" value="front_line">' in found
    assert "谭景" not in found
    assert "13800001234" not in found
    form = client.get("registration.register", edition="43", role=[f"presenter:{result.id}", "front_line"]).text
    assert 'value="汤谷鹿蜀机床有限公司"' in form
    answer = client.post(
        "registration.register", edition="43", role=[f"presenter:{result.id}", "front_line"], data=filled()
    )
    held = attendee_lists.get_registration(edition, key_in(answer.location)).roles
    assert [(one.role.code, one.result_id) for one in held] == [("presenter", result.id), ("front_line", None)]
    assert "降低轴承座表面划伤率" in client.open(answer.location).text


def test_the_recommenders_code_opens_the_form_and_can_be_asked_for(client: Client) -> None:
    edition = an_edition_with_roles(settings={**SETTINGS, "registration": {"needs_entry_code": True}})
    result = a_result(edition)
    code = entry_code(Settings.secret_key, RoleNeed.RESULT, result.id)
    wrong = client.get("registration.register", edition="43", role="presenter", code="2345-6789", status=400).text
    assert "选择码不正确" in wrong
    client.get("registration.register", edition="43", role=f"presenter:{result.id}", status=400)
    opened = client.get("registration.register", edition="43", role="presenter", code=code.lower(), status=302)
    assert "降低轴承座表面划伤率" in client.open(opened.location).text
    answer = client.http.post(opened.location, data={"csrf_token": client.csrf_token(), **filled()})
    assert answer.location.startswith("/e/43/registration/")
    assert [held.result_id for held in the_attendee().roles] == [result.id]


def test_fields_that_matter_are_asked_and_kept_with_the_version(client: Client) -> None:
    edition = an_edition_with_roles()
    page = client.get("registration.register", edition="43", role="observer").text
    assert re.findall(r"<h2>([^<]+)", page) == ["个人信息", "住宿、行程、用餐、参观", "发票", "个人信息说明"]
    assert page.count(">发票<") == 2  # the heading, and the same read aloud for its options
    assert """data-shown-if="[[&#34;lodging&#34;, [&#34;shared&#34;]]]\"""" in page
    typed = filled(lodging="shared", arrives_on="2024-09-10", invoice_kind="special", invoice_title="汤谷", roommate="")
    refused = client.post(
        "registration.register", edition="43", role="observer", data={**typed, "invoice_tax_id": "91350100M000100Y34"}, status=400
    ).text  # fmt: skip
    assert "校验位不对" in refused
    assert 'value="91350100M000100Y34"' in refused
    key = posted(client, **{**typed, "invoice_tax_id": "91350100m000100y43", "meal_note": "不该收下"})
    kept = attendee_lists.get_registration(edition, key)
    assert (kept.lodging, str(kept.arrives_on), kept.meal) == ("shared", "2024-09-10", "")
    assert kept.answers == {"invoice_kind": "special", "invoice_title": "汤谷", "invoice_tax_id": "91350100M000100Y43"}
    assert (kept.form_id, kept.consented_at) == (registration_forms.current_form(edition).id, NOW)


def test_a_form_sent_twice_is_one_registration_and_a_lost_session_loses_nothing(client: Client) -> None:
    an_edition_with_roles()
    nonce = "0123456789abcdef" * 2
    first, second = posted(client, nonce=nonce), posted(client, nonce=nonce)
    assert (first, len(all_attendees())) == (second, 1)
    colleague = posted(client, nonce=nonce, name="谭远", mobile="13800006027")  # by the button that goes back
    assert (colleague not in ("", first), len(all_attendees())) == (True, 2)
    late = client.http.post("/e/43/registration/form?role=observer", data=filled(name="谭望", csrf_token="stale"))
    assert late.status_code == 400
    assert "您填写的内容都还在，请再点一次提交" in late.text
    assert 'value="谭望"' in late.text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', late.text)[0]
    client.token = token
    assert posted(client, name="谭望") not in ("", first)
    edited = client.http.post(f"/e/43/registration/{first}/details", data=filled(job_title="厂长", csrf_token="stale"))
    assert (edited.status_code, 'value="厂长"' in edited.text) == (400, True)
    assert the_attendee().job_title == "总经理"


def test_roles_say_how_they_stand(client: Client) -> None:
    an_edition_with_roles()
    for code, values in {
        "observer": {"capacity": 1},
        "front_line": {"capacity": 0, "has_waiting_list": False},
        "guest": {"admission": Admission.INVITATION},
        "staff": {"opens_at": NOW + timedelta(days=1)},
    }.items():
        db.session.execute(update(Role).where(Role.code == code).values(**values))
    db.session.commit()
    posted(client)
    page = client.get("registration.choose_role", edition="43").text
    marks = {
        code: re.findall(rf'value="{code}"([^>]*)>.*?(?:</label>)', page, re.S)[0].strip()
        for code in ("observer", "front_line", "guest", "staff", "judge")
    }
    assert marks == {"observer": "", "front_line": "disabled", "guest": "disabled", "staff": "disabled", "judge": ""}
    for words in ("名额已满，可候补", "名额已满<", "凭邀请链接报名", "09-12 09:00 开放", "须审核"):
        assert words in page


def test_a_speaker_of_a_taken_story_gets_a_sentence_and_keeps_what_they_typed(client: Client) -> None:
    edition = an_edition_with_roles()
    story_id = a_story(edition).id
    posted(client, "speaker", story_id)
    late = filled(name="后来者", mobile="13900000000")
    page = client.post("registration.register", edition="43", role=f"speaker:{story_id}", data=late, status=400).text
    assert "这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。" in page
    assert 'value="后来者"' in page
    assert [one.name for one in all_attendees()] == ["谭志序"]


@pytest.mark.parametrize("subject", ["0", "-1", "99999999999999999999", "1e3", "x", "4711"])
def test_an_impossible_subject_registers_nobody(client: Client, subject: str) -> None:
    an_edition_with_roles()
    address = f"/e/43/registration/form?role=presenter:{subject}"
    client.open(address, status=404 if subject == "4711" else 200)
    client.http.post(address, data={"csrf_token": client.csrf_token(), **filled()})
    assert all_attendees() == []


def test_a_role_that_does_not_exist_is_not_found(client: Client) -> None:
    an_edition_with_roles()
    client.open("/e/43/registration/form?role=nobody", status=404)
    client.open("/e/43/registration/form", status=302)
    client.open("/e/43/registration/form?role=%00", status=400)  # NUL is refused before anything reads it


def test_a_stranger_learns_nothing_and_gets_no_link(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    answer = client.post(
        "registration.register", edition="43", role="front_line", data=filled(email="stranger@example.com")
    )
    assert answer.location == "/e/43/registration/received"
    page = client.open(answer.location).text
    for secret in (key, "谭志序", "t@example.com", "毛民帝江"):
        assert secret not in page
    assert list(db.session.scalars(select(Message.recipient))) == ["t@example.com"] * 2
    assert [held.role.code for held in attendee_lists.get_registration(edition, key).roles] == [
        "observer",
        "front_line",
    ]


def test_editing_shows_what_is_kept_and_keeps_the_code(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    before = attendee_lists.get_registration(edition, key).tickets[0].serial
    form = client.get("registration.edit_registration", edition="43", key=key).text
    assert 'value="13800006026"' in form
    client.post("registration.edit_registration", edition="43", key=key, data=filled(mobile="abc"), status=400)
    client.post("registration.edit_registration", edition="43", key=key, data=filled(job_title="质量部　部长"))
    db.session.rollback()
    attendee = the_attendee()
    assert (attendee.job_title, attendee.tickets[0].serial) == ("质量部　部长", before)


def test_cancelling_takes_the_code_away(client: Client) -> None:
    edition = an_edition_with_roles()
    key = posted(client)
    code = code_in(client, edition, key)
    client.post("registration.cancel_registration", edition="43", key=key)
    assert the_attendee().state is AttendeeState.CANCELLED
    page = client.get("registration.show_registration", edition="43", key=key).text
    assert "报名已取消" in page
    assert "ticket.png" not in page
    client.get("registration.show_ticket_image", edition="43", key=key, kind="png", status=404)
    client.post("registration.cancel_registration", edition="43", key=key, status=400)
    assert "这个二维码已作废" in client.get("registration.open_ticket", edition="43", code=code).text


def test_the_link_of_another_edition_is_not_found(client: Client) -> None:
    an_edition_with_roles()
    an_edition_with_roles(slug="44", is_default=False)
    key = posted(client)
    for page in ("", "/details", "/ticket.png"):
        client.open(f"/e/44/registration/{key}{page}", status=404)
    client.post("registration.edit_registration", edition="44", key=key, data=filled(), status=404)
    client.post("registration.cancel_registration", edition="44", key=key, status=404)
    assert the_attendee().state is AttendeeState.CONFIRMED


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_passes_through_every_page_and_mail_as_it_is(client: Client, name: str) -> None:
    edition = an_edition_with_roles()
    result = a_result(edition, f"组{name}", topic_name=name, unit=f"单位{name}")
    key = posted(client, "presenter", result.id, name=name, unit_name=f"单位{name}", job_title=name)
    number = the_attendee(name).id
    assert db.session.scalars(select(Message.body)).one().splitlines()[0] == f"{name}，您好！"
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    pages = [
        client.get("registration.find_units", edition="43", role="presenter", q=name).text,
        client.get("registration.register", edition="43", role=f"presenter:{result.id}").text,
        client.get("registration.show_registration", edition="43", key=key).text,
        client.get("registration.edit_registration", edition="43", key=key).text,
    ]
    client.sign_in("organizer")
    pages += [
        client.get("attendees.list_attendees", edition="43", q=name).text,
        client.get("attendees.show_attendee", edition="43", attendee_id=number).text,
    ]
    for page in pages:
        assert name in unescape(page)
        assert "<b>" not in page


def test_control_characters_are_dropped_before_they_reach_the_database(client: Client) -> None:
    an_edition_with_roles()
    posted(client, name="谭\x01志\n序", unit_name="单\x01位")
    assert [(one.name, one.unit_name) for one in all_attendees()] == [("谭 志 序", "单 位")]
    client.open("/e/43/registration/form?role=presenter&q=%01%01%0A")
    client.open("/e/43/registration/units?q=%01ab")


def test_units_are_suggested_from_two_characters_on(client: Client) -> None:
    edition = an_edition_with_roles()
    a_result(edition)
    for typed, names in {"鹿": [], "鹿蜀": 1, "tgls": 1, "LUSHU": 1, "tgl_": []}.items():
        found = client.get("registration.suggest_units", edition="43", q=typed).json
        assert found == {"names": ["汤谷鹿蜀机床有限公司"] if names else []}


def test_fixed_sentences_of_the_mail_never_become_a_template_of_the_edition(client: Client) -> None:
    an_edition_with_roles(name="会议{name}%s", short_name="短{0}")
    posted(client)
    mail = db.session.scalars(select(Message)).one()
    assert (mail.subject, mail.body.splitlines()[2]) == ("报名已收到：短{0}", "您的报名已收到：会议{name}%s。")
