"""Giving people their way in, and taking it away: what is refused, and what comes of two at once."""

from __future__ import annotations

import pytest
from flask import Flask

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models import AuditEntry
from eventapp.services import accounts, member_lists, members
from eventapp.services.accounts import AccountFacts
from eventapp.services.members import Added, Newcomer, Seat
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_judge, a_recommender, an_account, an_edition
from tests.services.threads import all_at_once

ADMINISTRATOR = Actor(name="管理员", roles=frozenset({StaffRole.ADMINISTRATOR}))
VOLUNTEER = Seat(StaffRole.VOLUNTEER)
WANG = Newcomer("王小虎", "hash")


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@pytest.fixture
def other(edition: Edition) -> Edition:
    return an_edition(slug="44", year=2025, is_default=False)


def add(edition: Edition, login: str, seat: Seat = VOLUNTEER, newcomer: Newcomer | None = WANG) -> Added:
    return members.add_member(edition, login, seat, newcomer, actor=SECRETARY, now=NOW)


def facts(login: str) -> AccountFacts:
    found = accounts.find_account(login)
    assert found
    return found


def roles(edition: Edition) -> list[tuple[str, StaffRole]]:
    return [(member.login, member.role) for member in member_lists.list_members(edition)[0]]


def actions() -> list[tuple[str, str, str]]:
    rows = db.session.query(AuditEntry).where(AuditEntry.action.like("member.%")).order_by(AuditEntry.id)
    return [(row.chain, row.action, row.subject) for row in rows]


def test_a_new_sign_in_name_gets_an_account_and_the_role(edition: Edition) -> None:
    added = add(edition, " wang ")

    assert (added.name, added.is_new_account) == ("王小虎", True)
    assert (facts("WANG").login, facts("wang").password_hash) == ("wang", "hash")
    assert roles(edition) == [("wang", StaffRole.VOLUNTEER)]
    assert actions() == [("43", "member.add", "wang")]


def test_a_known_sign_in_name_keeps_its_password(edition: Edition) -> None:
    add(edition, "wang")
    added = add(edition, "ＷANG", Seat(StaffRole.ORGANIZER), Newcomer("", "another hash"))

    assert (added.name, added.is_new_account, facts("wang").password_hash) == ("王小虎", False, "hash")
    assert roles(edition) == [("wang", StaffRole.ORGANIZER), ("wang", StaffRole.VOLUNTEER)]


@pytest.mark.parametrize(
    ("login", "seat", "newcomer", "sentence"),
    [
        ("wang", VOLUNTEER, Newcomer("", "hash"), "已经有这个角色"),
        ("wang", Seat(StaffRole.ORGANIZER), Newcomer("王大虎", "hash"), "已经是王小虎的账号"),
        ("closed", VOLUNTEER, None, "已停用"),
        ("nobody", VOLUNTEER, None, "请先建立账号"),
        ("nobody", VOLUNTEER, Newcomer("", "hash"), "请填写姓名"),
        ("no body", VOLUNTEER, WANG, "登录名只能用"),
        ("ﷺ" * 20, VOLUNTEER, WANG, "登录名只能用"),
        ("wang", Seat(StaffRole.ADMINISTRATOR), None, "管理员不能在这里设立"),
        ("wang", Seat(StaffRole.LIAISON), None, "请选择推荐单位"),
        ("wang", Seat(StaffRole.JUDGE), None, "请选择评委"),
    ],
)
def test_what_is_refused(edition: Edition, login: str, seat: Seat, newcomer: Newcomer | None, sentence: str) -> None:
    add(edition, "wang")
    closed = add(edition, "closed", Seat(StaffRole.SECRETARY))
    members.close_account(edition, closed.id, actor=ADMINISTRATOR, now=NOW)
    before = roles(edition)

    with pytest.raises(Refusal, match=sentence):
        add(edition, login, seat, newcomer)

    assert roles(edition) == before


def test_recommenders_and_judges_of_another_edition_do_not_exist(edition: Edition, other: Edition) -> None:
    recommender, judge = a_recommender(other), a_judge(other)

    with pytest.raises(NotFound):
        add(edition, "wang", Seat(StaffRole.LIAISON, recommender_id=recommender.id))
    with pytest.raises(NotFound):
        add(edition, "wang", Seat(StaffRole.JUDGE, judge_id=judge.id))


def test_a_liaison_may_act_for_two_recommenders_and_a_role_drops_what_it_has_no_use_for(edition: Edition) -> None:
    hebei, henan = a_recommender(edition), a_recommender(edition, "河南省")
    for recommender in (hebei, henan):
        add(edition, "wang", Seat(StaffRole.LIAISON, recommender_id=recommender.id))
    add(edition, "wang", Seat(StaffRole.VOLUNTEER, recommender_id=hebei.id))

    listed = [(member.role, member.recommender_name) for member in member_lists.list_members(edition)[0]]

    assert sorted(listed, key=str) == sorted(
        [(StaffRole.LIAISON, "河北省"), (StaffRole.LIAISON, "河南省"), (StaffRole.VOLUNTEER, None)], key=str
    )


def test_one_judge_has_one_account_also_when_two_are_given_at_once(app: Flask, edition: Edition) -> None:
    judge_id = a_judge(edition).id

    answers = all_at_once(
        app, 4, lambda worker: add(edition, f"judge{worker}", Seat(StaffRole.JUDGE, judge_id=judge_id))
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Added", "Refusal", "Refusal", "Refusal"]
    assert len(roles(edition)) == 1
    assert [login is not None for _judge, login in member_lists.list_judges(edition)] == [True]


def test_one_sign_in_name_is_opened_once_also_when_two_ask_at_once(app: Flask, edition: Edition) -> None:
    answers = all_at_once(app, 4, lambda _worker: add(edition, "wang"))

    assert sorted(type(answer).__name__ for answer in answers) == ["Added", "Refusal", "Refusal", "Refusal"]
    assert roles(edition) == [("wang", StaffRole.VOLUNTEER)]


def test_judges_without_account_are_offered_first(edition: Edition) -> None:
    taken, free = a_judge(edition, "安"), a_judge(edition, "周")
    add(edition, "an", Seat(StaffRole.JUDGE, judge_id=taken.id))

    assert [(judge.name, login) for judge, login in member_lists.list_judges(edition)] == [("周", None), ("安", "an")]
    assert free.name == "周"


def test_a_reset_ends_sessions_and_one_time_codes(edition: Edition) -> None:
    member = add(edition, "wang")
    before = facts("wang")
    accounts.set_totp(before.id, "SECRET", confirmed=True, actor=SECRETARY, now=NOW)

    members.reset_password(edition, member.id, "new hash", actor=SECRETARY, now=NOW)

    after = facts("wang")
    assert (after.password_hash, after.totp_secret, after.totp_confirmed) == ("new hash", None, False)
    assert after.session_stamp != before.session_stamp
    assert actions()[-1] == ("43", "member.reset_password", "wang")


def test_secretaries_cannot_reset_who_reaches_beyond_their_edition(edition: Edition, other: Edition) -> None:
    an_account("root", is_administrator=True)
    root, wang = add(edition, "root", newcomer=None), add(edition, "wang")
    add(other, "wang", newcomer=None)

    for member, sentence in ((root, "是管理员"), (wang, "其他届")):
        with pytest.raises(Refusal, match=sentence):
            members.reset_password(edition, member.id, "stolen", actor=SECRETARY, now=NOW)
    assert {facts("root").password_hash, facts("wang").password_hash}.isdisjoint({"stolen"})
    assert [member.is_foreign for member in member_lists.list_members(edition)[0]] == [True, True]

    members.reset_password(edition, wang.id, "given", actor=ADMINISTRATOR, now=NOW)
    assert facts("wang").password_hash == "given"


def test_members_of_another_edition_do_not_exist(edition: Edition, other: Edition) -> None:
    there = add(other, "wang")

    with pytest.raises(NotFound):
        members.reset_password(edition, there.id, "stolen", actor=ADMINISTRATOR, now=NOW)
    with pytest.raises(NotFound):
        members.remove_member(edition, there.id, actor=ADMINISTRATOR, now=NOW)
    with pytest.raises(NotFound):
        members.close_account(edition, there.id, actor=ADMINISTRATOR, now=NOW)


def test_secretaries_cannot_lock_themselves_out(edition: Edition) -> None:
    member = add(edition, "wang", Seat(StaffRole.SECRETARY))
    number = facts("wang").id
    wang = Actor(account_id=number, name="王小虎", roles=frozenset({StaffRole.SECRETARY}))

    with pytest.raises(Refusal, match="自己的秘书角色"):
        members.remove_member(edition, member.id, actor=wang, now=NOW)
    with pytest.raises(Refusal, match="我的账号"):
        members.reset_password(edition, member.id, "hash", actor=wang, now=NOW)

    members.remove_member(edition, member.id, actor=SECRETARY, now=NOW)
    assert roles(edition) == []
    assert actions()[-1] == ("43", "member.remove", "wang")


def test_only_administrators_close_and_reopen_accounts_and_not_their_own(edition: Edition) -> None:
    member = add(edition, "wang")
    number = facts("wang").id
    himself = Actor(account_id=number, roles=frozenset({StaffRole.ADMINISTRATOR}))

    with pytest.raises(Refusal, match="只有管理员"):
        members.close_account(edition, member.id, actor=SECRETARY, now=NOW)
    with pytest.raises(Refusal, match="自己的账号"):
        members.close_account(edition, member.id, actor=himself, now=NOW)

    members.close_account(edition, member.id, actor=ADMINISTRATOR, now=NOW)
    assert not facts("wang").is_active
    members.reopen_account(edition, member.id, actor=ADMINISTRATOR, now=NOW)
    assert facts("wang").is_active
    assert [action for _chain, action, _subject in actions()[-2:]] == ["member.close_account", "member.reopen_account"]


def test_a_page_of_members_costs_two_statements_however_many(edition: Edition, statements: Statements) -> None:
    for number in range(5):
        add(edition, f"wang{number}")
    statements.clear()

    rows, total = member_lists.list_members(edition, page=2, size=2)

    assert ([row.login for row in rows], total, len(statements)) == (["wang2", "wang3"], 5, 2)


def test_names_on_the_command_line_are_found_or_refused(app: Flask, edition: Edition) -> None:
    add(edition, "wang")
    judge, _first, _second = (
        a_judge(edition),
        a_judge(edition, "同名", mobile="1"),
        a_judge(edition, "同名", mobile="2"),
    )
    a_recommender(edition)
    run = app.test_cli_runner()

    done = run.invoke(args=["accounts", "grant", "wang", "judge", "--edition", "43", "--judge", judge.name])
    also = run.invoke(args=["accounts", "grant", "wang", "liaison", "--edition", "43", "--recommender", "河北省"])
    twice = run.invoke(args=["accounts", "grant", "wang", "judge", "--edition", "43", "--judge", "同名"])
    nobody = run.invoke(args=["accounts", "grant", "li", "volunteer", "--edition", "43"])

    assert [done.exit_code, also.exit_code, twice.exit_code, nobody.exit_code] == [0, 0, 1, 1]
    assert "有多位评委叫“同名”" in twice.output
    assert {role for _login, role in roles(edition)} == {StaffRole.VOLUNTEER, StaffRole.JUDGE, StaffRole.LIAISON}
