"""One use case, one transaction."""

from __future__ import annotations

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models import Account, AuditEntry, Event, Recommender
from eventapp.services import accounts
from eventapp.services.audit import record
from eventapp.services.transactions import RACES_LOST, lost_race, transactional
from tests.factories import NOW, SECRETARY, a_recommender, an_edition
from tests.services.threads import all_at_once


@transactional
def rename(slug: str, name: str, *, fail: bool = False) -> None:
    event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
    event.name = name
    db.session.flush()
    record(slug, "event.rename", name, actor=SECRETARY, now=NOW)
    if fail:
        raise Refusal("不行。")


def name_of(slug: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(Event.name).where(Event.slug == slug)).one()


def test_a_refused_use_case_leaves_nothing_behind(app: Flask) -> None:
    edition = an_edition()
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))

    with pytest.raises(Refusal):
        rename("43", "另一个名称", fail=True)

    assert name_of("43") == edition.name
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_a_use_case_that_failed_does_not_hand_its_entries_to_the_next(app: Flask) -> None:
    an_edition()
    with pytest.raises(Refusal):
        rename("43", "没有发生", fail=True)

    rename("43", "发生了")

    subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "event.rename")).all()
    assert subjects == ["发生了"]


def test_a_use_case_inside_another_is_our_fault(app: Flask) -> None:
    an_edition()

    @transactional
    def outer() -> None:
        rename("43", "里面")

    with pytest.raises(AssertionError, match="rename called inside outer"):
        outer()
    assert name_of("43") != "里面"


def test_changes_made_outside_a_use_case_are_our_fault(app: Flask) -> None:
    an_edition()
    db.session.scalars(select(Event)).one().name = "悄悄改的"

    with pytest.raises(AssertionError, match="changes made outside"):
        rename("43", "正式改的")
    db.session.rollback()


def test_the_loser_of_a_race_gets_its_sentence(app: Flask) -> None:
    accounts.create_account(login="Secretary", name="甲", password_hash="x", actor=SECRETARY, now=NOW)

    with pytest.raises(Refusal, match="^这个登录名已经有人使用，请换一个。$"):
        accounts.create_account(login=" ｓecretary ", name="乙", password_hash="x", actor=SECRETARY, now=NOW)


def test_of_many_simultaneous_accounts_of_one_name_one_is_opened(app: Flask) -> None:
    def open_account(number: int) -> int:
        return accounts.create_account(login="desk", name=str(number), password_hash="x", actor=SECRETARY, now=NOW)

    answers = all_at_once(app, 6, open_account)

    assert len([answer for answer in answers if isinstance(answer, int)]) == 1
    assert {str(answer) for answer in answers if isinstance(answer, Refusal)} == {"这个登录名已经有人使用，请换一个。"}
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_a_broken_constraint_that_nobody_foresaw_is_a_fault_of_ours(app: Flask) -> None:
    edition = an_edition()
    a_recommender(edition, "河北省")

    @transactional
    def write_again() -> None:
        db.session.add(Recommender(event_id=edition.id, name="河北省", name_key="河北省"))

    known = dict(RACES_LOST)
    RACES_LOST.clear()
    try:
        with pytest.raises(IntegrityError):
            write_again()
        lost_race(("uq_recommender_event_id_name_key", "recommender.name_key"), "已有同名推荐单位。")
        with pytest.raises(Refusal, match="已有同名推荐单位。"):
            write_again()
    finally:
        RACES_LOST.clear()
        RACES_LOST.update(known)


def test_eight_writers_that_read_before_they_write_lose_nothing(app: Flask) -> None:
    edition = an_edition(number=0)

    @transactional
    def count_one() -> None:
        event = db.session.scalars(select(Event).where(Event.id == edition.id).with_for_update()).one()
        event.number += 1

    def count_fifty(_worker: int) -> int:
        for _turn in range(50):
            count_one()
        return 50

    assert all_at_once(app, 8, count_fifty) == [50] * 8
    db.session.rollback()
    assert db.session.scalars(select(Event.number).where(Event.id == edition.id)).one() == 400


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # on SQLite the second begins when the first has ended
def test_of_two_who_wait_for_each_other_one_saves_and_one_is_asked_to_try_again(app: Flask) -> None:
    an_edition(slug="43")
    an_edition(slug="44", is_default=False)
    both_hold_one = Barrier(2)

    @transactional
    def hold_both(first: str, second: str) -> None:
        for slug in (first, second):
            db.session.scalars(select(Event).where(Event.slug == slug).with_for_update()).one()
            if slug == first:
                both_hold_one.wait(timeout=30)

    answers = all_at_once(app, 2, lambda number: hold_both(*(("43", "44"), ("44", "43"))[number]))

    assert sorted(map(str, answers)) == ["None", "刚才另有一处同时在改，这次没有保存；请再试一次。"]
