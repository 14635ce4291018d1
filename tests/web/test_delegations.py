"""Pages of a unit's contact, and the doors by which people are swapped."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Message
from tests.client import Client
from tests.factories import an_account
from tests.factories_delegations import UNIT, a_delegation, a_workbook, people, register, the_delegation, typed
from tests.factories_registration import a_person, an_edition_with_roles, key_in, the_attendee
from tests.factories_registration import register as register_alone

pytestmark = pytest.mark.usefixtures("app", "still_clock")
CONTACT = {
    "unit_name": UNIT, "contact_name": "石知岑", "contact_mobile": "138 0000 7777", "contact_email": "shi@example.com",
    "consent": "y",
}  # fmt: skip
NEW = {"name": "郭子衡", "mobile": "13800004666", "unit_name": UNIT, "lodging": "own"}


def grid(*rows: Mapping[str, str], revision: int = 0, **others: str) -> dict[str, str]:
    """The grid as a browser sends it."""
    cells = {f"rows-{at}-{code}": text for at, row in enumerate(rows) for code, text in row.items()}
    return {"revision": str(revision), **cells, **others}


def a_file(content: bytes, name: str = "名单.xlsx") -> dict[str, object]:
    return {"file": (io.BytesIO(content), name)}


def test_a_contact_starts_and_comes_back_by_the_link(client: Client) -> None:
    an_edition_with_roles()
    refused = client.post("delegations.start", edition="43", data={"unit_name": UNIT}, status=400)
    key = key_in(client.post("delegations.start", edition="43", data=CONTACT).location)

    assert "请先告知本单位参会人员" in refused.text
    assert UNIT in client.get("delegations.show_delegation", edition="43", key=key).text
    client.get("delegations.show_delegation", edition="43", key=key[:-1] + "_", status=404)
    client.post("delegations.post_links_again", edition="43", data={"email": "shi@example.com"})
    assert len(db.session.scalars(select(Message)).all()) == 2


def test_faults_are_marked_at_their_cells_and_pasted_rows_come_along(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    pasted = '姓名\t联系电话\t身份\t住宿\t职务\r\n谭景3\t13800000003\t观摩\t自理\t"部长\n""党委书记"""\r\n'
    bad = typed(2, mobile="138", name='"><script>')
    client.post("delegations.register_rows", edition="43", key=key, data=grid(typed(1), bad, pasted=pasted))

    page = client.get("delegations.show_delegation", edition="43", key=key).text
    assert people("name", "job_title") == [("谭景1", ""), ("谭景3", '部长 "党委书记"')]
    assert 'href="#rows-0-mobile"' in page and 'id="fault-0-mobile"' in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_three_hundred_faulty_rows_make_a_page_of_bounded_size_and_none_is_lost(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    lines = [f"谭景{number}\t{'138' if number else '13800009999'}" for number in range(301)]
    pasted = "\n".join(["姓名\t手机号\t身份\t住宿", *(f"{line}\t观摩人员\t自理" for line in lines)])
    client.post("delegations.register_rows", edition="43", key=key, data=grid(pasted=pasted))
    page = client.get("delegations.show_delegation", edition="43", key=key).text
    assert (len(page.encode()) < 700_000, "另有 250 行没有显示" in page, "共 300 处需要改正" in page) == (
        True,
        True,
        True,
    )

    rest = unescape(re.findall(r'name="rest" value="([^"]*)"', page)[0])
    good = typed(1, mobile="13800000001")
    client.post("delegations.register_rows", edition="43", key=key, data=grid(good, revision=1, rest=rest))
    assert (people("name"), len(the_delegation(edition, key).draft)) == (["谭景0", "谭景1"], 250)


def test_what_is_typed_is_saved_and_two_windows_are_put_together(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    ask = {"headers": {"Accept": "application/json"}}
    address = client.address("delegations.save_draft", {"edition": "43", "key": key})
    token = client.csrf_token()
    saved = client.http.post(address, data={**grid(typed(1)), "csrf_token": token}, **ask)
    stale = client.http.post(address, data={**grid(typed(2)), "csrf_token": token}, **ask)
    both = client.post("delegations.register_rows", edition="43", key=key, data=grid(typed(2)), status=409)

    assert (saved.status_code, saved.json["revision"], stale.status_code, stale.json["revision"]) == (200, 1, 409, 1)
    assert all(f'value="谭景{number}"' in both.text for number in (1, 2))
    assert 'name="revision" value="1"' in both.text
    assert people("name") == []
    client.post("delegations.register_rows", edition="43", key=key, data=grid(typed(2), typed(1), revision=1))
    assert people("name") == ["谭景1", "谭景2"]


def test_an_upload_is_shown_before_it_is_done(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    register(edition, key, typed(1))
    book = a_workbook(edition, [typed(1, job_title="班长"), typed(2), typed(3, mobile="138")])
    broken = client.post("delegations.upload_list", edition="43", key=key, data=a_file(b"%PDF-1.4"))
    none = client.post("delegations.upload_list", edition="43", key=key)
    client.post("delegations.upload_list", edition="43", key=key, data=a_file(book))
    shown = client.get("delegations.show_upload", edition="43", key=key).text

    assert broken.location.endswith(key) and none.location.endswith(key)
    assert people("name") == ["谭景1"]
    assert "<ins>班长</ins>" in shown and "G5" in shown
    client.post("delegations.take_upload", edition="43", key=key)
    assert people("name", "job_title") == [("谭景1", "班长"), ("谭景2", "")]
    assert [row["texts"]["mobile"] for row in the_delegation(edition, key).draft] == ["138"]
    client.post("delegations.upload_list", edition="43", key=key, data=a_file(book))
    client.post("delegations.drop_upload", edition="43", key=key)
    assert client.get("delegations.show_upload", edition="43", key=key, status=302).location.endswith(key)


def test_what_a_list_leaves_empty_is_said_once_for_everybody(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    rows = [typed(1, lodging=""), typed(2, lodging=""), typed(3, lodging="自理")]
    client.post("delegations.upload_list", edition="43", key=key, data=a_file(a_workbook(edition, rows)))
    lacking = client.get("delegations.show_upload", edition="43", key=key).text
    client.post("delegations.fill_upload", edition="43", key=key, data={"fill-lodging": "单间", "fill-nothing": "x"})
    asked_next = client.get("delegations.show_upload", edition="43", key=key).text
    client.post("delegations.fill_upload", edition="43", key=key, data={"fill-arrives_on": "9月10日"})
    client.post("delegations.take_upload", edition="43", key=key)

    assert 'name="fill-lodging"' in lacking and 'name="fill-arrives_on"' in asked_next
    assert people("lodging") == ["single", "single", "own"]


def test_the_workbook_holds_the_unit_s_own_people_only(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    register(edition, key, typed(1))
    register_alone(edition, a_person())

    answer = client.get("delegations.download_workbook", edition="43", key=key)

    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("名单").to_python()
    assert [row[:2] for row in rows[2:]] == [[str(people("id")[0]), "谭景1"]]


def test_one_person_is_looked_at_changed_withdrawn_and_swapped(client: Client) -> None:
    edition = an_edition_with_roles()
    key, other = a_delegation(edition), a_delegation(edition, "别的单位")
    register(edition, key, typed(1), typed(2))
    one, two = people("id")
    at = {"edition": "43", "key": key, "attendee_id": one}
    client.get("delegations.show_person", edition="43", key=other, attendee_id=one, status=404)
    client.get("delegations.show_person", **at)
    told = {"name": "谭景一", "mobile": "13800000001", "unit_name": UNIT, "lodging": "own", "roles": "观摩人员"}
    refused = client.post("delegations.show_person", **at, data=told | {"mobile": "1", "roles": "飞行员"}, status=400)
    client.post("delegations.show_person", **at, data=told)
    assert "飞行员" in refused.text and 'href="#mobile"' in refused.text
    assert people("name") == ["谭景一", "谭景2"]
    assert "/e/43/registration/" in client.post("delegations.show_person_link", **at, status=200).text
    client.get("delegations.swap_person", **at)
    assert 'href="#mobile"' in client.post("delegations.swap_person", **at, data=NEW | {"mobile": "1"}, status=400).text
    client.post("delegations.swap_person", **at, data=NEW)
    client.post("delegations.withdraw_person", edition="43", key=key, attendee_id=two)
    page = client.get("delegations.show_delegation", edition="43", key=key).text
    assert "接替谭景一" in page
    assert people("state") == [AttendeeState.CANCELLED, AttendeeState.CANCELLED, AttendeeState.CONFIRMED]


def test_a_person_and_the_organizers_swap_by_their_own_pages(client: Client) -> None:
    edition = an_edition_with_roles()
    key = register_alone(edition, a_person(unit_name=UNIT))
    client.get("swaps.swap_own", edition="43", key=key)
    done = client.post("swaps.swap_own", edition="43", key=key, data=NEW)
    assert "郭子衡" in client.get("registration.show_registration", edition="43", key=key_in(done.location)).text

    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    number = the_attendee("郭子衡").id
    client.get("swaps.swap_attendee", edition="43", attendee_id=number, status=302)  # nobody is signed in
    client.sign_in("organizer")
    client.get("swaps.swap_attendee", edition="43", attendee_id=number)
    same = client.post("swaps.swap_attendee", edition="43", attendee_id=number, data=NEW, status=400)
    client.post("swaps.swap_attendee", edition="43", attendee_id=number, data=NEW | {"name": "石知岑"})
    assert "没有变化" in same.text
    assert the_attendee("石知岑").replaces_id == number


def test_organizers_look_through_a_list_before_they_import_it(client: Client) -> None:
    edition = an_edition_with_roles()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")
    assert len(client.get("attendee_imports.download_workbook", edition="43").data) > 5000
    client.post("attendee_imports.import_list", edition="43", data={"pasted": ""}, status=400)
    kept = client.post(
        "attendee_imports.import_list", edition="43", data={"pasted": "姓名\t手机\t单位\t身份\n甲\t138\t乙\t观摩"}
    )
    assert "需要改正" in client.get("attendee_imports.show_list", edition="43", file_id=int(key_in(kept.location))).text
    book = a_workbook(edition, [typed(1, unit_name=UNIT), typed(2, unit_name=UNIT, mobile="138", name="=1")])
    file_id = int(key_in(client.post("attendee_imports.import_list", edition="43", data=a_file(book)).location))
    page = client.get("attendee_imports.show_list", edition="43", file_id=file_id).text
    assert people("name") == []
    job_id = int(key_in(client.post("attendee_imports.start_import", edition="43", file_id=file_id).location))

    assert "导入 1 人" in page
    assert people("name") == ["谭景1"]
    faulty = client.get("jobs.download_result", edition="43", job_id=job_id).data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(faulty)).get_sheet_by_name("名单").to_python()
    assert (rows[2][1], rows[2][-1].startswith("手机号：")) == ("=1", True)


def test_organizers_see_the_units_and_give_a_new_link(client: Client) -> None:
    edition = an_edition_with_roles()
    key = a_delegation(edition)
    register(edition, key, typed(1), typed(2, mobile="138"))
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")

    page = client.get("delegations.list_units", edition="43").text
    opened = client.post("delegations.renew_link", edition="43", delegation_id=the_delegation(edition, key).id)

    assert UNIT in page and "石知岑 13800007777" in page
    assert "谭景1" in client.get("delegations.show_delegation", edition="43", key=key_in(opened.location)).text
    client.get("delegations.show_delegation", edition="43", key=key, status=404)
