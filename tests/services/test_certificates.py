import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventapp.domain.awards import AwardState
from eventapp.domain.certificate_codes import certificate_code
from eventapp.domain.certificate_issue import VerifyVerdict
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import WRITES, db
from eventapp.models import AuditEntry, Award, Certificate, Event
from eventapp.services import audit, certificates
from tests.factories import NOW, SECRETARY, a_result, a_story, an_edition
from tests.factories_judging import a_row, a_summary, confirmed, issued, recommended

pytestmark = pytest.mark.usefixtures("app")
NASTY = "=汤谷<{unit}>{{ 7*7 }}#“𬀩”·ＱＣ 小组"


def issue(edition: Any) -> int:
    return certificates.issue_certificates(edition, actor=SECRETARY, now=NOW)


def withdraw(edition: Any, certificate: Certificate, reason: str = "名称有误") -> Certificate:
    return certificates.withdraw_certificate(edition, certificate.id, reason=reason, actor=SECRETARY, now=NOW)


def all_certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def test_numbers_follow_print_order_within_each_kind() -> None:
    edition = an_edition()
    recommended(edition, 2, 1)
    recommended(edition, 1, recommender="天津市", kind=GroupKind.TEAM)
    a_story(edition)

    assert issued(edition) == 4

    assert {each.number: each.holder_name for each in all_certificates()} == {
        "机质协[2024]Q0001": "河北省1号QC小组",
        "机质协[2024]Q0002": "河北省0号QC小组",
        "机质协[2024]X0001": "天津市0号QC小组",
        "机质协[2024]G0001": "",
    }
    prints = [ready.printed.number[-5:] for ready in certificates.list_prints(edition)]
    assert prints == ["Q0001", "Q0002", "X0001", "G0001"]


def test_a_name_is_frozen_with_every_character_and_never_filled_in() -> None:
    edition = an_edition()
    a_row(a_summary(edition), a_result(edition, NASTY, topic_name="{level}%s"), 1, company_name=NASTY)

    issued(edition)

    (ready,) = certificates.list_prints(edition)
    assert (ready.printed.unit_name, ready.printed.group_name) == (NASTY, NASTY)
    assert ready.printed.body == "在第43次交流活动中，课题《{level}%s》评定为一等。特发此证。"


def test_issuing_again_gives_nothing_and_only_confirmed_awards_count() -> None:
    edition = an_edition()
    recommended(edition, 1)
    issued(edition)
    recommended(edition, 1, recommender="山西省")

    assert issue(edition) == 0
    assert issued(edition) == 1
    assert [each.sequence for each in all_certificates()] == [1, 2]


def test_an_entry_that_left_after_confirming_gets_no_certificate() -> None:
    edition = an_edition()
    result, _ = recommended(edition, 1, 2)
    confirmed(edition)
    result.state = EntryState.WITHDRAWN
    db.session.commit()

    assert (certificates.count_waiting(edition), issue(edition)) == (1, 1)


def test_a_withdrawn_number_is_never_used_again_and_names_its_successor() -> None:
    edition = an_edition()
    recommended(edition, 1)
    issued(edition)
    (old,) = all_certificates()
    withdraw(edition, old)
    assert certificates.verdict_of(old) == VerifyVerdict.WITHDRAWN

    assert issue(edition) == 1

    old, new = all_certificates()
    assert (new.sequence, old.replaced_by_id) == (2, new.id)
    assert (certificates.verdict_of(old), certificates.verdict_of(new)) == (
        VerifyVerdict.REPLACED,
        VerifyVerdict.GENUINE,
    )
    with pytest.raises(Refusal, match="已经撤销"):
        withdraw(edition, old)


def test_withdrawing_needs_a_reason_and_an_own_certificate() -> None:
    edition, next_one = an_edition(), an_edition(slug="44", is_default=False)
    recommended(edition, 1)
    issued(edition)
    (certificate,) = all_certificates()

    with pytest.raises(Refusal, match="理由"):
        withdraw(edition, certificate, " ")
    with pytest.raises(NotFound):
        withdraw(next_one, certificate)


def test_what_the_event_has_not_set_stops_issuing_before_anything_is_numbered() -> None:
    edition = an_edition(
        settings={"levels": {"names": {"1": "一等", "2": "二等"}}, "certificates": {"number_pattern": "{sequence}"}}
    )
    recommended(edition, 1)

    confirmed(edition)
    with pytest.raises(Refusal, match="正文"):
        issue(edition)
    assert all_certificates() == []


def test_a_pattern_that_gives_two_kinds_one_number_is_refused_in_words() -> None:
    edition = an_edition()
    event = db.session.get_one(Event, edition.id)
    event.settings = event.settings | {
        "certificates": event.settings["certificates"] | {"number_pattern": "{sequence}"}
    }
    db.session.commit()
    from eventapp.services.events import get_edition

    recommended(edition, 1)
    a_story(edition)
    confirmed(edition)

    with pytest.raises(Refusal, match="编号重复"):
        issue(get_edition(edition.id))
    assert all_certificates() == []


def test_two_who_issue_at_the_same_time_give_no_number_twice(app: Flask) -> None:
    edition = an_edition()
    recommended(edition, 1, 2, 1, 2, 1)
    confirmed(edition)
    db.session.remove()
    start, counts = threading.Barrier(3), []

    def run() -> None:
        with app.app_context():
            start.wait()
            counts.append(issue(edition))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 0, 5]
    assert [each.sequence for each in all_certificates()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "typed",
    ["机质协[2024]Q0001", "机质协〔2024〕q0001", " 机质协［２０２４］ Q0001 "],
)
def test_a_certificate_is_found_by_its_number_however_it_is_typed(typed: str) -> None:
    edition = an_edition()
    recommended(edition, 1)
    issued(edition)
    (certificate,) = all_certificates()

    assert certificates.find_certificate(edition, typed) is certificate
    assert certificates.find_certificate(edition, certificate_code(certificate.id, certificate.number)) is certificate


@pytest.mark.parametrize(
    "typed", ["机质协[2024]Q0002", "Q0001", "0001", "", "0" * 200, "1AAAA", "'; drop table award; --"]
)
def test_anything_else_finds_nothing(typed: str) -> None:
    edition, next_one = an_edition(), an_edition(slug="44", is_default=False)
    recommended(edition, 1)
    issued(edition)

    assert certificates.find_certificate(edition, typed) is None
    assert certificates.find_certificate(next_one, "机质协[2024]Q0001") is None


@pytest.mark.parametrize("column", ["unit_name", "holder_name", "level_name", "content"])
def test_a_certificate_changed_in_the_database_is_not_genuine_and_not_printed(column: str) -> None:
    edition = an_edition()
    recommended(edition, 2)
    issued(edition)
    (certificate,) = all_certificates()
    kept = certificate.content
    changed = kept | {"body": kept["body"].replace("二等", "一等")} if column == "content" else "一等"
    setattr(certificate, column, changed)
    db.session.commit()

    assert certificates.verdict_of(certificate) == VerifyVerdict.FORGED
    with pytest.raises(Refusal, match="与颁发时不一致"):
        certificates.list_prints(edition)


def test_every_certificate_leaves_an_entry_in_the_chain() -> None:
    edition = an_edition()
    recommended(edition, 1, 2)
    issued(edition)

    subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "certificate.issue"))
    assert sorted(subjects) == ["机质协[2024]Q0001", "机质协[2024]Q0002"]
    assert audit.verify_chains()[1] == []


def test_a_level_changed_while_issuing_is_not_issued_as_it_was(app: Flask) -> None:
    edition = an_edition()
    recommended(edition, 1)
    confirmed(edition)
    db.session.rollback()
    outcome: list[int] = []

    def issue_meanwhile() -> None:
        with app.app_context():
            outcome.append(issue(edition))

    with db.engine.connect().execution_options(**{WRITES: True}) as other, other.begin():
        other.execute(update(Award).values(state=AwardState.PROPOSED, level=2))
        waiting = threading.Thread(target=issue_meanwhile)
        waiting.start()
        waiting.join(timeout=0.5)
    waiting.join(timeout=30)

    assert outcome == [0]
    assert all_certificates() == []
