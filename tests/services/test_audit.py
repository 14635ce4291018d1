"""The audit chain: whole when nobody touched it, and every touch is found."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from eventapp.extensions import db
from eventapp.models import AuditEntry, AuditHead
from eventapp.services.audit import WIPED, ChainFault, count_entries, list_entries, record, verify_chains, wipe_details
from eventapp.services.transactions import transactional
from tests.factories import NOW, SECRETARY
from tests.services.threads import all_at_once


@transactional
def note(chain: str, *subjects: str) -> None:
    for subject in subjects:
        record(chain, "thing.change", subject, actor=SECRETARY, now=NOW, before={"name": "甲"}, after={"name": subject})


@pytest.fixture
def chain(app: Flask) -> str:
    note("43", "一", "二", "三")
    note("43", "四")
    return "43"


def tamper(statement: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    db.session.rollback()
    db.session.expunge_all()


def at(position: int) -> object:
    return AuditEntry.position == position


def test_an_untouched_chain_is_whole(chain: str) -> None:
    note("44", "别的会议")

    assert verify_chains() == (5, [])
    assert [entry.position for entry in list_entries(chain)] == [4, 3, 2, 1]
    assert count_entries(chain) == 4


def test_detail_with_numbers_for_keys_is_whole_when_read_back(app: Flask) -> None:
    count_levels(dict.fromkeys(range(1, 12), 2))

    assert verify_chains() == (1, [])


@transactional
def count_levels(levels: dict[int, int]) -> None:
    record("43", "summary.enter", "甲", actor=SECRETARY, now=NOW, after={"levels": levels})


def test_changed_detail_is_found(chain: str) -> None:
    tamper(update(AuditEntry).where(at(2)).values(detail={"before": {}, "after": {"name": "假"}}))

    assert verify_chains()[1] == [ChainFault("43", 2, "detail changed")]


@pytest.mark.parametrize("column", ["subject", "action"])
def test_a_changed_row_is_found(chain: str, column: str) -> None:
    tamper(update(AuditEntry).where(at(2)).values({column: "假"}))

    assert verify_chains()[1] == [ChainFault("43", 2, "entry changed")]


def test_a_changed_account_is_found(chain: str) -> None:
    tamper(update(AuditEntry).where(at(2)).values(actor_name="别人"))

    assert verify_chains()[1] == [ChainFault("43", 2, "entry changed")]


def test_a_deleted_row_is_found(chain: str) -> None:
    tamper(delete(AuditEntry).where(at(2)))

    assert ChainFault("43", 2, "entry missing") in verify_chains()[1]


def test_a_cut_end_is_found(chain: str) -> None:
    tamper(delete(AuditEntry).where(at(4)))

    assert verify_chains()[1] == [ChainFault("43", 4, "end of the chain missing")]


def test_a_chain_without_its_head_is_found(chain: str) -> None:
    tamper(delete(AuditHead).where(AuditHead.chain == "43"))

    assert verify_chains()[1] != []


def test_wiped_personal_detail_leaves_the_chain_whole(chain: str) -> None:
    assert wipe("43") == 4

    assert verify_chains() == (4, [])
    assert {str(entry.detail) for entry in list_entries(chain)} == {str(WIPED)}


@transactional
def wipe(chain: str) -> int:
    return wipe_details(chain)


def test_other_detail_in_the_place_of_wiped_detail_is_found(chain: str) -> None:
    tamper(update(AuditEntry).where(at(2)).values(detail={"before": {}, "after": {"name": "假"}}, salt=""))

    assert verify_chains()[1] == [ChainFault("43", 2, "detail changed")]


def test_simultaneous_writers_do_not_fork_the_chain(app: Flask) -> None:
    def write(worker: int) -> int:
        for turn in range(10):
            note("43", f"{worker}-{turn}")
        return worker

    assert all_at_once(app, 6, write) == list(range(6))
    assert verify_chains() == (60, [])
    assert db.session.scalar(select(func.max(AuditEntry.position))) == 60
