"""The page on which a secretary gives people their way in."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.services import accounts, member_lists
from tests.client import PASSWORD, Client
from tests.conftest import Statements
from tests.factories import a_judge, a_membership, a_recommender, an_account, an_edition

SHOWN = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    return edition


def member_id(edition: Edition, login: str) -> int:
    return next(member.id for member in member_lists.list_members(edition)[0] if member.login == login)


def add(client: Client, *, status: int = 302, **data: str) -> str:
    answer = client.post("members.add_member", edition="43", data=data, status=status)
    return answer.headers.get("Location", "") + answer.text


def buttons(client: Client, number: int) -> list[str]:
    """What is offered on the page of one member."""
    page = client.get("members.show_member", edition="43", member_id=number).text.split("<main")[1]
    return re.findall(r"<button class=\"btn[^>]*type=\"submit\">([^<]+)</button>", page)


def test_the_list_names_everybody_and_what_they_are(client: Client, edition: Edition) -> None:
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=a_recommender(edition).id)
    an_account("judge", StaffRole.JUDGE, edition=edition, judge_id=a_judge(edition).id)

    page = client.get("members.list_members", edition="43").text

    told = [
        re.sub(r"<[^>]+>", "", cell).strip()
        for cell in re.findall(r"<t[hd] role=\"(?:rowheader|cell)\".*?</t[hd]>", page, re.S)
    ]
    assert [told[start : start + 4] for start in range(0, len(told), 6)] == [
        ["secretary", "secretary", "秘书", "—"],
        ["liaison", "liaison", "推荐单位联络员", "河北省"],
        ["judge", "judge", "评委", "崔亦峤"],
    ]


def test_the_list_costs_the_same_for_one_and_for_many(client: Client, edition: Edition, statements: Statements) -> None:
    statements.clear()
    client.get("members.list_members", edition="43")
    few = len(statements)
    for number in range(4):
        an_account(f"v{number}", StaffRole.VOLUNTEER, edition=edition)
    statements.clear()
    client.get("members.list_members", edition="43")

    assert (few, len(statements)) == (few, few)
    assert few <= 10


def test_a_new_password_is_shown_once_and_lets_in(app: Flask, client: Client, edition: Edition) -> None:
    went = add(client, login="wang", name="王小虎", role="volunteer")
    first = client.get("members.show_password", edition="43").text
    client.get("members.show_password", edition="43", status=302)

    password = SHOWN.findall(first)[0]
    assert password not in went
    assert password not in client.get("members.list_members", edition="43").text
    other = Client(app)
    other.sign_in("wang", password)
    other.get("checkin.list_checkpoints", edition="43")


def test_a_known_sign_in_name_gets_the_role_and_no_password(client: Client, edition: Edition) -> None:
    an_account("wang", StaffRole.VOLUNTEER, edition=edition)

    add(client, login="wang", name="", role="organizer")

    assert "登录名和密码不变" in client.get("members.list_members", edition="43").text
    client.get("members.show_password", edition="43", status=302)


def test_what_was_typed_stays_beside_the_sentence(client: Client, edition: Edition) -> None:
    page = add(client, status=400, login="wang", name="{王}<b>", role="liaison")

    assert "请选择推荐单位" in page
    assert 'value="{王}&lt;b&gt;"' in page


@pytest.mark.parametrize(
    "data", [{"role": "administrator"}, {"role": ""}, {"role": "judge", "judge": "x"}, {"login": ""}]
)
def test_nonsense_is_refused(client: Client, edition: Edition, data: dict[str, str]) -> None:
    add(client, status=400, **({"login": "wang", "name": "王", "role": "volunteer"} | data))

    assert accounts.find_account("wang") is None


def test_a_judge_of_another_edition_is_not_found(client: Client, edition: Edition) -> None:
    stranger = a_judge(an_edition(slug="44", year=2025, is_default=False))

    add(client, status=404, login="wang", name="王", role="judge", judge=str(stranger.id))


def test_a_reset_throws_out_and_shows_the_new_password(app: Flask, client: Client, edition: Edition) -> None:
    an_account("wang", StaffRole.VOLUNTEER, edition=edition)
    other = Client(app)
    other.sign_in("wang")

    client.post("members.reset_password", edition="43", member_id=member_id(edition, "wang"))

    password = SHOWN.findall(client.get("members.show_password", edition="43").text)[0]
    other.get("checkin.list_checkpoints", edition="43", status=302)
    other = Client(app)
    other.post("accounts.sign_in", data={"login": "wang", "password": PASSWORD}, status=400)
    other.sign_in("wang", password)


def test_a_secretary_is_not_offered_and_not_given_a_foreign_account(client: Client, edition: Edition) -> None:
    elsewhere = an_edition(slug="44", year=2025, is_default=False)
    account_id = an_account("wang", StaffRole.VOLUNTEER, edition=edition)
    a_membership(account_id, elsewhere, StaffRole.SECRETARY)

    number = member_id(edition, "wang")

    assert buttons(client, number) == ["移除角色"]
    answer = client.post("members.reset_password", edition="43", member_id=number, status=400)

    assert "其他届" in answer.text
    client.get("members.show_password", edition="43", status=302)


def test_what_would_be_refused_is_not_offered(client: Client, edition: Edition) -> None:
    an_account("wang", StaffRole.VOLUNTEER, edition=edition)
    there = an_edition(slug="44", year=2025, is_default=False)
    an_account("li", StaffRole.VOLUNTEER, edition=there)

    assert buttons(client, member_id(edition, "secretary")) == []
    assert buttons(client, member_id(edition, "wang")) == ["重置密码", "移除角色"]
    client.get("members.show_member", edition="43", member_id=member_id(there, "li"), status=404)


def test_a_removed_role_is_gone(app: Flask, client: Client, edition: Edition) -> None:
    an_account("wang", StaffRole.VOLUNTEER, edition=edition)
    other = Client(app)
    other.sign_in("wang")

    client.post("members.remove_member", edition="43", member_id=member_id(edition, "wang"))

    other.get("checkin.list_checkpoints", edition="43", status=403)


def test_a_closed_account_is_out_until_it_is_reopened(app: Flask, client: Client, edition: Edition) -> None:
    an_account("wang", StaffRole.VOLUNTEER, edition=edition)
    number = member_id(edition, "wang")
    client.post("members.close_account", edition="43", member_id=number, status=403)
    an_account("root", is_administrator=True)
    administrator, other = Client(app), Client(app)
    administrator.sign_in("root")

    administrator.post("members.close_account", edition="43", member_id=number)
    other.post("accounts.sign_in", data={"login": "wang", "password": PASSWORD}, status=400)
    assert buttons(administrator, number) == ["重置密码", "移除角色", "恢复账号"]
    administrator.post("members.reopen_account", edition="43", member_id=number)

    other.sign_in("wang")


def test_the_trail_tells_it_in_words_and_without_passwords(client: Client, edition: Edition) -> None:
    add(client, login="wang", name="王小虎", role="volunteer")
    password = SHOWN.findall(client.get("members.show_password", edition="43").text)[0]

    page = client.get("audit.list_entries", edition="43").text

    assert "添加角色" in page
    assert password not in page
