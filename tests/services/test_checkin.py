"""Scans as use cases: replays, races, undo; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from eventapp.domain.checkin import Verdict
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models.audit import AuditEntry
from eventapp.models.checkin import Scan
from eventapp.services import checkin
from eventapp.services.checkin import Counts, ScanAnswer
from tests.factories import NOW, an_account, an_edition
from tests.factories_checkin import Guest, a_checkpoint, a_guest, revoke, set_hours, set_state

SCANNED_AT = NOW + timedelta(minutes=2)  # 09:02 in Shanghai


class Desk:
    """One edition with one desk and one guest; `desk.scan("1")` scans the guest with key 1."""

    def __init__(self) -> None:
        self.edition = an_edition()
        self.checkpoint_id = a_checkpoint(self.edition)
        self.guest = a_guest(self.edition)
        self.volunteer = Actor(an_account("v"), "志愿者", frozenset({StaffRole.VOLUNTEER}))

    def scan(self, key: str, **overrides: Any) -> ScanAnswer:
        values: dict[str, Any] = {
            "device": "phone", "actor": self.volunteer, "now": SCANNED_AT, "serial": self.guest.serial,
            "checkpoint_id": self.checkpoint_id, "edition": self.edition,
        } | overrides  # fmt: skip
        return checkin.scan(key=key, **values)

    def rows(self) -> list[Scan]:
        return list(db.session.scalars(select(Scan).order_by(Scan.id)))


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk()


def test_a_second_scan_says_so_with_the_first_time(desk: Desk) -> None:
    first, second = desk.scan("1"), desk.scan("2", device="other", now=SCANNED_AT + timedelta(hours=1))
    assert (first.verdict, first.first_at, first.name) == (Verdict.OK, None, "崔亦峤")
    assert (second.verdict, second.first_at, second.name) == (Verdict.ALREADY, SCANNED_AT, "崔亦峤")
    assert checkin.get_counts(desk.edition, desk.checkpoint_id) == Counts(present=1, expected=1)


def close(desk: Desk) -> None:
    set_hours(desk.checkpoint_id, closes_at=NOW)


def test_pretix_defect_a_the_retry_of_a_successful_scan_is_not_told_that_it_is_the_second(desk: Desk) -> None:
    desk.scan("1")
    retry = desk.scan("1", now=SCANNED_AT + timedelta(minutes=5))
    assert (retry.verdict, retry.first_at, retry.is_replay) == (Verdict.OK, None, True)
    assert len(desk.rows()) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(close, id="pretix_defect_b_the_hours_ended_between"),
        pytest.param(lambda desk: revoke(desk.guest), id="pretix_defect_c_the_ticket_was_revoked_between"),
        pytest.param(lambda desk: set_state(desk.guest, AttendeeState.CANCELLED), id="the_person_withdrew_between"),
    ],
)
def test_a_replay_returns_the_first_answer_whatever_has_changed_since(
    desk: Desk, change: Callable[[Desk], None]
) -> None:
    first = desk.scan("1")
    change(desk)
    retry = desk.scan("1", now=SCANNED_AT + timedelta(hours=2))
    assert (retry.scan_id, retry.verdict, retry.name) == (first.scan_id, Verdict.OK, first.name)


def test_a_refused_scan_replays_its_refusal_after_the_reason_is_gone(desk: Desk) -> None:
    set_state(desk.guest, AttendeeState.PENDING)
    assert desk.scan("1").verdict is Verdict.NOT_APPROVED
    set_state(desk.guest, AttendeeState.CONFIRMED)
    assert desk.scan("1").verdict is Verdict.NOT_APPROVED
    assert desk.scan("2").verdict is Verdict.OK


def test_an_undone_scan_still_replays_as_it_was(desk: Desk) -> None:
    answer = desk.scan("1")
    checkin.undo_scan(desk.edition, answer.scan_id, actor=desk.volunteer, now=SCANNED_AT)
    assert desk.scan("1").verdict is Verdict.OK
    assert checkin.get_counts(desk.edition, desk.checkpoint_id).present == 0


def test_pretix_defect_d_the_database_takes_a_key_of_a_device_once(desk: Desk) -> None:
    desk.scan("1")
    again = Scan(
        event_id=desk.edition.id, checkpoint_id=desk.checkpoint_id, device="phone", key="1", verdict=Verdict.UNKNOWN,
        scanned_at=NOW, received_at=NOW,
    )  # fmt: skip
    db.session.add(again)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    desk.scan("1", device="other phone")
    assert [(row.device, row.key) for row in desk.rows()] == [("phone", "1"), ("other phone", "1")]


def test_pretix_defect_e_a_future_clock_is_stored_as_now_with_its_skew(desk: Desk) -> None:
    desk.scan("1", scanned_at=SCANNED_AT + timedelta(days=3650))
    assert [(row.scanned_at, row.received_at, row.skew_seconds) for row in desk.rows()] == [
        (SCANNED_AT, SCANNED_AT, 3650 * 86400)
    ]


def test_a_late_upload_within_a_day_keeps_its_own_time(desk: Desk) -> None:
    desk.scan("1", scanned_at=NOW)
    assert desk.scan("2").first_at == NOW


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (revoke, Verdict.REVOKED),
        (lambda guest: set_state(guest, AttendeeState.CANCELLED), Verdict.WITHDRAWN),
        (lambda guest: set_state(guest, AttendeeState.REJECTED), Verdict.NOT_APPROVED),
        (lambda guest: set_state(guest, AttendeeState.PENDING), Verdict.NOT_APPROVED),
    ],
)
def test_indico_fault_1_who_may_not_enter_is_refused_and_the_refusal_kept(
    desk: Desk, spoil: Callable[[Guest], None], verdict: Verdict
) -> None:
    spoil(desk.guest)
    assert desk.scan("1").verdict is verdict
    assert [(row.verdict, row.attendee_id) for row in desk.rows()] == [(verdict, desk.guest.attendee_id)]
    assert checkin.get_counts(desk.edition, desk.checkpoint_id).present == 0


def test_outside_the_hours_nobody_is_let_in(desk: Desk) -> None:
    set_hours(desk.checkpoint_id, opens_at=NOW + timedelta(hours=1))
    assert desk.scan("1").verdict is Verdict.OUTSIDE_HOURS


def test_what_the_door_refused_is_kept_without_a_person(desk: Desk) -> None:
    assert desk.scan("1", serial=None, refused=Verdict.FORGED).verdict is Verdict.FORGED
    assert desk.scan("2", serial=desk.guest.serial, refused=Verdict.WRONG_EVENT).verdict is Verdict.WRONG_EVENT
    assert desk.scan("3", serial="0" * 16).verdict is Verdict.UNKNOWN
    assert [row.attendee_id for row in desk.rows()] == [None, None, None]


def test_another_edition_knows_neither_the_ticket_nor_the_checkpoint(desk: Desk) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    assert desk.scan("1", edition=other, checkpoint_id=a_checkpoint(other)).verdict is Verdict.UNKNOWN
    with pytest.raises(NotFound):
        desk.scan("2", edition=other)
    with pytest.raises(NotFound):
        checkin.get_counts(other, desk.checkpoint_id)


def test_one_person_is_checked_in_once_at_each_checkpoint(desk: Desk) -> None:
    opening = a_checkpoint(desk.edition, "开幕式")
    verdicts = [desk.scan("1").verdict, desk.scan("2", checkpoint_id=opening).verdict]
    assert verdicts == [Verdict.OK, Verdict.OK]


def at_once(app: Flask, works: list[Callable[[], ScanAnswer]]) -> list[ScanAnswer]:
    """Run all works at the same instant, each in its own thread, context and connection."""
    answers: list[ScanAnswer] = []
    barrier = Barrier(len(works))

    def run(work: Callable[[], ScanAnswer]) -> None:
        with app.app_context():
            barrier.wait()
            answers.append(work())

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_devices_at_the_same_instant_give_exactly_one_ok(app: Flask, desk: Desk) -> None:
    for turn in range(10):
        desk.guest = a_guest(desk.edition, f"客人{turn}")
        works = [lambda door=door, turn=turn: desk.scan(str(turn), device=f"door {door}") for door in range(4)]
        verdicts = sorted(answer.verdict for answer in at_once(app, works))
        assert verdicts == [Verdict.ALREADY, Verdict.ALREADY, Verdict.ALREADY, Verdict.OK]
    assert len(desk.rows()) == 40
    assert checkin.get_counts(desk.edition, desk.checkpoint_id).present == 10


def test_the_same_reading_sent_twice_at_the_same_instant_is_one_row_with_one_answer(app: Flask, desk: Desk) -> None:
    answers = at_once(app, [lambda: desk.scan("1")] * 4)
    assert [answer.verdict for answer in answers] == [Verdict.OK] * 4
    assert len(desk.rows()) == 1


def test_the_loser_of_a_race_looks_again_and_is_told_already(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without threads: the first look is stale, as it is at the loser's door; only the constraint notices."""
    desk.scan("1")
    look, stale = checkin.find_holder, [True]

    def find_holder(checkpoint: Any, serial: str) -> checkin.Found:
        found = look(checkpoint, serial)
        if not stale or not found.holder:
            return found
        stale.clear()
        return checkin.Found(found.attendee_id, found.name, found.unit_name, checkin.Holder(found.holder.state))

    monkeypatch.setattr(checkin, "find_holder", find_holder)
    answer = desk.scan("2", device="other door", now=SCANNED_AT + timedelta(seconds=1))
    assert (answer.verdict, answer.first_at) == (Verdict.ALREADY, SCANNED_AT)
    assert [row.verdict for row in desk.rows()] == [Verdict.OK, Verdict.ALREADY]


def test_undo_marks_the_row_frees_the_place_and_leaves_an_audit_entry(desk: Desk) -> None:
    answer = desk.scan("1")
    checkin.undo_scan(desk.edition, answer.scan_id, actor=desk.volunteer, now=SCANNED_AT + timedelta(minutes=15))
    assert desk.scan("2").verdict is Verdict.OK
    assert [row.undone_at is None for row in desk.rows()] == [False, True]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scan.undo")).one()
    assert (entry.subject, entry.account_id) == (str(answer.scan_id), desk.volunteer.account_id)


def test_undo_is_refused_when_late_repeated_of_others_or_of_refusals(desk: Desk) -> None:
    answer, second = desk.scan("1"), desk.scan("2")
    stranger = Actor(an_account("w"), roles=frozenset({StaffRole.VOLUNTEER}))
    for scan_id, actor, minutes in (
        (answer.scan_id, desk.volunteer, 16), (answer.scan_id, stranger, 0), (second.scan_id, desk.volunteer, 0)
    ):  # fmt: skip
        with pytest.raises(Refusal):
            checkin.undo_scan(desk.edition, scan_id, actor=actor, now=SCANNED_AT + timedelta(minutes=minutes))
    organizer = Actor(an_account("o"), roles=frozenset({StaffRole.ORGANIZER}))
    checkin.undo_scan(desk.edition, answer.scan_id, actor=organizer, now=SCANNED_AT + timedelta(days=1))
    with pytest.raises(Refusal):
        checkin.undo_scan(desk.edition, answer.scan_id, actor=organizer, now=SCANNED_AT + timedelta(days=1))


def test_shipped_checkpoints_come_once(app: Flask) -> None:
    edition = an_edition()
    for _ in range(2):
        checkin.ship_checkpoints(edition, actor=Actor(), now=NOW)
    assert [card.checkpoint.name for card in checkin.list_checkpoints(edition)] == ["报到处", "开幕式"]


def test_lists_take_the_same_number_of_statements_for_one_row_and_for_three(desk: Desk, statements: list[str]) -> None:
    def count() -> tuple[int, int]:
        db.session.rollback()
        statements.clear()
        shown = [card.counts.expected for card in checkin.list_checkpoints(desk.edition)]
        named = [row.attendee.name for row in checkin.list_scans(desk.edition, desk.checkpoint_id) if row.attendee]
        return len(statements), len(shown) + len(named)

    desk.scan("1")
    assert count() == (2, 2)
    for number in (2, 3):
        desk.scan(str(number))
        a_checkpoint(desk.edition, f"餐厅{number}")
    assert count() == (2, 6)


def plan_of(query: Any) -> str:
    prefix = "EXPLAIN " if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    sql = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(str(row) for row in db.session.execute(text(prefix + sql)))


def test_the_present_are_found_in_the_partial_index(desk: Desk) -> None:
    query = select(Scan.id).where(Scan.checkpoint_id == desk.checkpoint_id, Scan.attendee_id == 1, checkin.is_present())
    assert "uq_scan_present" in plan_of(query)
