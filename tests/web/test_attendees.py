"""The pages on which organizers look after attendees."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from benchmarks.many_people import FIRST_DAY, fill
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_workbook import columns_of
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, AuditEntry, Message, Role
from eventapp.services import attendee_plans, registration_forms
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, a_judge, a_result, an_account, an_edition
from tests.factories_registration import (
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
MOST_STATEMENTS = 10  # of a list page (issue: Registration)


def an_organizer(client: Client, edition: Edition) -> None:
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")


def cells(page: str, label: str) -> list[str]:
    return [unescape(text) for text in re.findall(rf'<td role="cell" data-label="{label}"[^>]*>([^<]*)', page)]


def test_the_list_masks_mobiles_and_keeps_its_filters_in_the_address(client: Client) -> None:
    edition = an_edition()
    fill(edition, 130)
    an_organizer(client, edition)
    page = client.get("attendees.list_attendees", edition="43", visit="yes", lodging="shared").text
    people = db.session.query(Attendee).filter_by(visit="yes", lodging="shared").count()
    assert f"共{people}人" in page
    assert len(re.findall(r"138\*{4}\d{4}", page)) == min(people, 50)
    assert "1380000" not in page
    page = client.get("attendees.list_attendees", edition="43", visit="yes").text
    [following] = [unescape(link) for link in re.findall(r'href="(/e/43/attendees\?after[^"]+)"', page)]
    assert following.endswith("&visit=yes")
    assert 'rel="prev"' in client.open(following).text
    nonsense = "/e/43/attendees?after=99999999999999999999&state=x&role=%01&q=%01&ids=a&recommender=1e9"
    assert client.open(nonsense).status_code == 200
    assert client.open("/e/43/attendees?after=123456", status=302).location == "/e/43/attendees"


PAGES = (
    ("attendees.list_attendees", {}), ("attendees.list_attendees", {"q": "wang", "role": "observer", "visit": "yes"}),
    ("attendees.list_attendees", {"q": "王"}), ("attendees.list_attendees", {"before": 0, "mark": "no_mail"}),
    ("attendees.list_pending", {}), ("attendees.list_waiting", {"role": "observer"}),
    ("attendees.list_rooms", {"lodging": "shared"}), ("attendees.list_travelers", {"day": FIRST_DAY.isoformat(), "all": "yes"}),
    ("attendees.list_absent", {}), ("attendees.show_figures", {}),
)  # fmt: skip


def test_no_list_page_needs_more_than_ten_statements(client: Client, statements: Statements) -> None:
    edition = an_edition(starts_on=FIRST_DAY)
    an_organizer(client, edition)
    fill(edition, 90)
    registration_forms.current_form(edition)
    for endpoint, values in PAGES:
        db.session.remove()
        statements.clear()
        client.get(endpoint, edition="43", **values)
        assert len(statements) <= MOST_STATEMENTS, (endpoint, values, list(statements))


def test_every_page_stands_with_nobody_in_it(client: Client) -> None:
    edition = an_edition_with_roles()
    an_organizer(client, edition)
    for endpoint, values in PAGES:
        asked = {name: value for name, value in values.items() if name != "before"}
        client.get(endpoint, edition="43", **asked)
        client.get(endpoint, edition="43", language="en", **asked)


def test_a_filter_is_kept_under_a_name_for_everybody_in_the_office(client: Client) -> None:
    edition = an_edition_with_roles()
    an_organizer(client, edition)
    wanted = {"q": "张&a=b", "state": "pending", "name": "待审核的张家人"}
    client.post("attendees.save_view", edition="43", data=wanted)
    assert "已有同名的常用筛选" in client.post("attendees.save_view", edition="43", data=wanted, status=400).text
    page = client.get("attendees.list_attendees", edition="43").text
    [link] = re.findall(r'href="([^"]+)">待审核的张家人</a>', page)
    assert 'value="张&amp;a=b"' in client.open(unescape(link)).text
    [number] = re.findall(r"/views/(\d+)/removal", page)
    client.post("attendees.remove_view", edition="43", view_id=number)
    client.post("attendees.remove_view", edition="43", view_id=number, status=404)
    assert "/removal" not in client.get("attendees.list_attendees", edition="43").text


def test_chosen_people_are_shown_counted_changed_and_brought_back(client: Client) -> None:
    edition = an_edition_with_roles()
    for number, name in enumerate(("甲一", "乙二", "丙三")):
        register(edition, a_person(name, mobile=f"1380000000{number}"), "guest")
    an_organizer(client, edition)
    one, other, _third = all_attendees()
    asked = {"edition": "43", "action": "approve", "whom": "chosen"}
    assert client.get("attendees.confirm_action", status=302, **asked).location == "/e/43/attendees"
    page = client.get("attendees.confirm_action", ids=[one.id, other.id], **asked).text
    assert "通过审核：2人" in page
    assert cells(page, "单位") == ["毛民帝江模具有限责任公司"] * 2
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    client.post("attendees.do_action", edition="43", data=form)
    assert [person.state.value for person in all_attendees()] == ["confirmed", "confirmed", "pending"]
    [action] = re.findall(r"/attendees/actions/(\d+)/undo", client.get("attendees.list_actions", edition="43").text)
    client.post("attendees.undo_action", edition="43", action_id=action)
    assert [person.state.value for person in all_attendees()] == ["pending"] * 3
    client.post("attendees.do_action", edition="43", data=form | {"action": "export"}, status=404)
    stale = client.post("attendees.do_action", edition="43", data=form | {"seal": "0"}).location
    assert "请核对后重新确认" in client.open(unescape(stale)).text


def test_what_is_exported_is_a_valid_import_and_is_noted(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition, a_person("=1+1", email="a@example.com"))
    register(edition, a_person("乙二", mobile="13800000002"), "guest")
    an_organizer(client, edition)
    answer = client.post("attendees.export_attendees", edition="43", data={"role": "observer"}, status=200)
    rules = attendee_plans.rules_of(edition, attendee_plans.EVERYBODY, now=NOW)
    sheet = find_people("名单.xlsx", answer.data, columns_of(rules, with_state=True))
    planned = attendee_plans.plan_rows(edition, rules, attendee_plans.EVERYBODY, sheet.rows)
    assert [(row.kind.value, texts.texts["name"]) for row, texts in zip(planned, sheet.rows, strict=True)] == [
        ("unchanged", "=1+1")
    ]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "attendee.export"))
    assert (entry.detail["after"]["count"], entry.detail["after"]["query"]) == (1, {"role": "observer"})


def test_organizers_decide_and_strangers_do_not(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition, a_person(email="g@example.com"), "guest")
    person = the_attendee()
    where = {"edition": "43", "attendee_id": person.id, "held_id": person.roles[0].id}
    client.post("attendees.decide_role", status=403, **where)
    client.get("attendees.show_attendee", edition="43", attendee_id=person.id, status=302)
    an_organizer(client, edition)
    assert "谭志序" in client.get("attendees.list_pending", edition="43").text
    back = {"back": "attendees.list_pending", "role": ""}
    answer = client.post("attendees.decide_role", data={"decision": "reject"} | back, **where)
    assert (answer.location, the_attendee().state) == ("/e/43/approvals", AttendeeState.REJECTED)
    client.post("attendees.decide_role", data={"decision": "approve"}, **where)
    assert the_attendee().state is AttendeeState.CONFIRMED
    client.post("attendees.decide_role", data={"decision": "expire"}, status=404, **where)
    client.post("attendees.cancel_attendee", edition="43", attendee_id=person.id)
    page = client.get("attendees.show_attendee", edition="43", attendee_id=person.id).text
    assert cells(page, "操作") == ["取消报名", "同意报名", "不同意报名", "报名"]
    assert cells(page, "操作人") == ["organizer"] * 3 + ["本人"]
    assert "状态：未通过 → 已确认" in page


def test_the_waiting_list_stands_in_its_order_and_is_moved_by_hand(client: Client) -> None:
    edition = an_edition_with_roles()
    db.session.execute(update(Role).where(Role.code == "observer").values(capacity=1))
    db.session.commit()
    for number, name in enumerate(("甲一", "乙二", "丙三")):
        register(edition, a_person(name, mobile=f"1380000000{number}"))
    an_organizer(client, edition)
    third = the_attendee("丙三").roles[0].id
    client.post("attendees.move_to_front", edition="43", held_id=third, data={"role": "observer"})
    page = client.get("attendees.list_waiting", edition="43", role="observer").text
    assert re.findall(r'/attendees/\d+">([^<]+)</a></th>', page) == ["丙三", "乙二"]
    client.get("attendees.list_waiting", edition="43", role="nobody", status=404)


def test_a_new_link_replaces_the_old_one_and_keeps_the_ticket(client: Client) -> None:
    edition = an_edition_with_roles()
    old = posted(client)
    before, number = code_in(client, edition, old), the_attendee().id
    client.post("attendees.renew_link", edition="43", attendee_id=number, status=403)
    an_organizer(client, edition)
    new = key_in(client.post("attendees.renew_link", edition="43", attendee_id=number).location)
    client.get("registration.show_registration", edition="43", key=old, status=404)
    assert "谭志序" in client.get("registration.show_registration", edition="43", key=new).text
    assert code_in(client, edition, new) == before
    bodies = list(db.session.scalars(select(Message.body).order_by(Message.id)))
    assert [[key in body for key in (old, new)] for body in bodies] == [[True, False], [False, True]]


def test_an_organizer_mends_everything_and_is_told_all_faults_at_once(client: Client) -> None:
    edition = an_edition_with_roles()
    register(edition)
    an_organizer(client, edition)
    number = the_attendee().id
    known = {
        "name": "谭志序", "unit_name": "毛民帝江模具有限责任公司", "mobile": "13800006026", "lodging": "own",
        "office-role": ["observer", "guest"], "office-subject": "", "office-hotel_room": "801", "office-seat": "A3",
    }  # fmt: skip
    wrong = {**known, "mobile": "1", "office-role": [], "name": "{谭}"}
    page = client.post("attendees.edit_attendee", edition="43", attendee_id=number, data=wrong, status=400).text
    assert "请至少选择一种参会身份" in page
    assert "手机号应为11位数字" in page
    assert 'value="{谭}"' in page
    client.post("attendees.edit_attendee", edition="43", attendee_id=number, data=known | {"name": "{谭}志序"})
    page = client.get("attendees.show_attendee", edition="43", attendee_id=number).text
    assert (the_attendee("{谭}志序").hotel_room, the_attendee("{谭}志序").seat) == ("801", "A3")
    assert sorted(held.role.code for held in the_attendee("{谭}志序").roles) == ["guest", "observer"]
    assert "姓名：谭志序 → {谭}志序" in page
    assert "房间：801" in page


def test_rooms_are_given_to_pairs_and_to_nobody_who_was_not_touched(client: Client) -> None:
    edition = an_edition_with_roles()
    for number, (name, mate) in enumerate((("甲一", "乙二"), ("乙二", "甲一"), ("丙三", "甲一"))):
        register(edition, a_person(name, mobile=f"1380000000{number}"))
        values = {"lodging": "shared", "roommate": mate, "hotel_room": "" if number else "801"}
        db.session.execute(update(Attendee).where(Attendee.name == name).values(**values))
        db.session.commit()
    db.session.execute(update(Attendee).where(Attendee.name == "乙二").values(hotel_room="801"))
    db.session.commit()
    an_organizer(client, edition)
    one, other, third = all_attendees()
    page = client.get("attendees.list_rooms", edition="43", lodging="shared").text
    assert ("双方互选" in page, "对方没有选此人" in page) == (True, True)
    pair = f"{one.id},{other.id}"
    assert f'name="room-{pair}" value="801"' in page or f'name="room-{other.id},{one.id}" value="801"' in page
    rooms = {
        f"was-{pair}": "801",
        f"room-{pair}": " 902 ",
        f"was-{third.id}": "",
        f"room-{third.id}": "",
        "room-x": "1",
    }
    client.post("attendees.assign_rooms", edition="43", data=rooms)
    assert [person.hotel_room for person in all_attendees()] == ["902", "902", ""]
    file = client.post("attendees.download_rooms", edition="43", status=200)
    book = load_workbook(BytesIO(file.data))
    assert book.sheetnames == ["单间", "合住"]
    assert [row[2].value for row in book["合住"].iter_rows(min_row=3)] == ["丙三", "甲一", "乙二"]


def test_the_list_for_the_driver_has_whole_mobiles_and_only_those_who_want_to_be_fetched(client: Client) -> None:
    edition = an_edition_with_roles()
    for number, wish in enumerate(("yes", "no")):
        register(edition, a_person(f"客人{wish}", mobile=f"1380000000{number}"))
        values = {"arrives_on": NOW.date(), "arrives_time": "14:05", "arrives_by": "G1", "answers": {"pick_up": wish}}
        db.session.execute(update(Attendee).where(Attendee.name == f"客人{wish}").values(**values))
        db.session.commit()
    an_organizer(client, edition)
    day = NOW.date().isoformat()
    page = client.get("attendees.print_travelers", edition="43", day=day).text
    assert ("13800000000" in page, "13800000001" in page, "14:05　G1" in page) == (True, False, True)
    assert "客人no" in client.get("attendees.list_travelers", edition="43", day=day, all="yes").text
    file = client.post("attendees.download_travelers", edition="43", status=200)
    assert [row[3].value for row in load_workbook(BytesIO(file.data)).active.iter_rows(min_row=3)] == ["客人yes"]


def test_who_is_expected_and_has_not_registered_is_listed_with_the_contact(client: Client) -> None:
    edition = an_edition_with_roles()
    result = a_result(edition)
    a_judge(edition)
    an_organizer(client, edition)
    page = client.get("attendees.list_absent", edition="43").text
    assert result.topic_name in page
    assert "崔亦峤" in client.get("attendees.list_absent", edition="43", who="judge").text
    register(edition, code="presenter", result_id=result.id)
    assert result.topic_name not in client.get("attendees.list_absent", edition="43").text
    file = client.post("attendees.download_absent", edition="43", status=200)
    assert load_workbook(BytesIO(file.data)).sheetnames == ["成果发表人", "故事演讲人", "评委"]


def test_an_attendee_of_another_edition_is_not_found(client: Client) -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    register(other, code="guest")
    person = the_attendee()
    an_organizer(client, edition)
    where = {"edition": "43", "attendee_id": person.id, "status": 404}
    client.get("attendees.show_attendee", **where)
    client.get("attendees.edit_attendee", **where)
    client.post("attendees.decide_role", held_id=person.roles[0].id, data={"decision": "approve"}, **where)
    client.post("attendees.cancel_attendee", **where)
    client.post("attendees.renew_link", **where)
    client.post("attendees.move_to_front", edition="43", held_id=person.roles[0].id, status=404)
    client.post("attendees.assign_rooms", edition="43", data={f"room-{person.id}": "1"})
    assert the_attendee().hotel_room == ""
    client.get("attendees.show_attendee", edition="44", attendee_id=person.id, status=403)
    client.open("/e/43/attendees/99999999999999999999", status=404)
