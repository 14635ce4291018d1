"""The table of what arrived, and what the secretary does with it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import HandlingState, SubmissionState
from eventapp.extensions import db
from eventapp.models import Annex, AnnexStep, AuditEntry, FileReading, Message
from eventapp.services.handling import ReturnLetter, accept_readings, list_senders, return_readings
from eventapp.services.inbox import Wanted, count_arrivals, list_arrivals
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_row, a_sample, a_workbook, import_now, rows_up_to
from tests.services.threads import all_at_once

LETTER = ReturnLetter("key", "qc@corp.example.com", "请补正 {0} %s", "第 1 项没有邮编。\n{您}")


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


def a_zip(**contents: bytes) -> bytes:
    """An archive; `name_xlsx=` stands for `name.xlsx`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return stream.getvalue()


def faulty(number: int = 1) -> bytes:
    return a_workbook([a_row(number, postcode="")])


def numbers_of(edition: Edition, **wanted: Any) -> dict[str, int]:
    lines, _total = list_arrivals(edition, Wanted(**wanted))
    return {line.reading.file.name: line.reading.id for top in lines for line in (top, *top.members)}


def handled() -> dict[str, str]:
    readings = db.session.scalars(select(FileReading).execution_options(populate_existing=True))
    return {reading.file.name: reading.handling.value for reading in readings}


def test_what_came_in_an_archive_stands_below_it(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(a_xlsx=a_workbook(rows_up_to(1)), 坏_docx=b"PK\x03\x04"), 单独_xlsx=faulty(5))

    lines, total = list_arrivals(edition, Wanted())

    shape = [(line.reading.file.name, [member.reading.file.name for member in line.members]) for line in lines]
    assert shape == [("单独.xlsx", []), ("材料.zip", ["材料.zip!/坏.docx", "材料.zip!/a.xlsx"])]
    assert (total, lines[0].fault_count > 0, lines[0].units, lines[1].member_count) == (2, True, ["河北省"], 2)
    assert lines[0].first_fault and lines[0].first_fault["code"] == "missing_required"


def test_every_filter_finds_its_files(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(a_xlsx=a_workbook(rows_up_to(1)), 坏_docx=b"PK\x03\x04"))
    import_now(edition, 故事_docx=a_sample("import_story.docx"), 成果_docx=a_sample("import_qc_result.docx"))
    body = db.session.scalars(select(FileReading.recommender_id).where(FileReading.recommender_id.is_not(None))).one()
    found = {
        "outcome": set(numbers_of(edition, outcome="rejected")),
        "kind": set(numbers_of(edition, kind="brand_story")),
        "body": set(numbers_of(edition, recommender_id=body)),
        "words": set(numbers_of(edition, words="故 DOCX")),
        "sign": set(numbers_of(edition, words="%")),
        "job": set(numbers_of(edition, job_id=2)),
        "open": len(numbers_of(edition, handling="open")),
        "accepted": set(numbers_of(edition, handling="accepted")),
    }

    assert found == {
        "outcome": {"材料.zip", "材料.zip!/坏.docx"}, "kind": {"故事.docx"}, "body": {"材料.zip", "材料.zip!/a.xlsx"},
        "words": {"故事.docx"}, "sign": set(), "job": {"故事.docx", "成果.docx"}, "open": 5, "accepted": set(),
    }  # fmt: skip


def test_the_page_of_an_archive_lists_all_of_it(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(**{f"文件{number}_docx": b"x" for number in range(55)}))
    [line], _total = list_arrivals(edition, Wanted())

    inside, total = list_arrivals(edition, Wanted(container_id=line.reading.id), size=100)

    assert (len(line.members), line.member_count, len(inside), total) == (20, 55, 55, 55)


def test_the_table_costs_the_same_however_much_arrived(edition: Edition, statements: Statements) -> None:
    counts = []
    for size in (1, 12):
        import_now(
            edition, **{f"材料{size}_zip": a_zip(**{f"{size}-{n}_xlsx": a_workbook([a_row(n)]) for n in range(size)})}
        )
        db.session.rollback()
        statements.clear()
        list_arrivals(edition, Wanted())
        counts.append(len(statements))

    assert counts == [4, 4]


def test_outcomes_and_handling_are_counted(edition: Edition) -> None:
    import_now(edition, a_xlsx=a_workbook(rows_up_to(1)), 坏_docx=b"PK\x03\x04")

    assert count_arrivals(edition) == {("accepted", "open"): 1, ("rejected", "open"): 1}


def test_accepting_an_archive_takes_its_forms_and_leaves_what_cannot_be_read(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(a_xlsx=a_workbook(rows_up_to(1)), 坏_docx=b"PK\x03\x04"))
    number = numbers_of(edition)["材料.zip"]

    outcomes = [accept_readings(edition, [number], actor=SECRETARY, now=NOW) for _time in range(2)]

    assert outcomes == [(1, 1), (0, 1)]
    assert handled() == {"材料.zip": "open", "材料.zip!/a.xlsx": "accepted", "材料.zip!/坏.docx": "open"}
    assert db.session.scalars(select(Annex.state)).one() is SubmissionState.ACCEPTED


def test_an_older_file_speaks_no_more_for_a_form_that_came_anew(edition: Edition) -> None:
    import_now(edition, old_xlsx=a_workbook(rows_up_to(1)))
    import_now(edition, new_xlsx=a_workbook(rows_up_to(2)))
    numbers = numbers_of(edition)

    states = []
    for name in ("old.xlsx", "new.xlsx"):
        accept_readings(edition, [numbers[name]], actor=SECRETARY, now=NOW)
        states.append(db.session.scalars(select(Annex.state)).one())

    assert states == [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED]


def test_a_file_that_says_the_same_again_speaks_for_its_form(edition: Edition) -> None:
    import_now(edition, first_xlsx=a_workbook(rows_up_to(1)))
    import_now(edition, again_xlsx=a_workbook(rows_up_to(1), teams=()) + b"\0")

    accept_readings(edition, [numbers_of(edition)["again.xlsx"]], actor=SECRETARY, now=NOW)

    assert db.session.scalars(select(Annex.state)).one() is SubmissionState.ACCEPTED


def test_returning_an_archive_sends_one_mail_and_gives_reasons_by_field(edition: Edition) -> None:
    import_now(
        edition, 材料_zip=a_zip(a_xlsx=faulty(), b_docx=a_sample("import_qc_result.docx"), 坏_docx=b"PK\x03\x04")
    )
    number = numbers_of(edition)["材料.zip"]

    sent = [return_readings(edition, [number], LETTER, actor=SECRETARY, now=NOW) for _time in range(2)]

    message = db.session.scalars(select(Message)).one()
    assert sent == [True, False]
    assert (message.recipient, message.subject, message.body) == (LETTER.recipient, LETTER.subject, LETTER.body)
    assert handled() == {
        "材料.zip": "returned", "材料.zip!/a.xlsx": "returned", "材料.zip!/b.docx": "open", "材料.zip!/坏.docx": "returned",
    }  # fmt: skip
    step = db.session.scalars(select(AnnexStep)).one()
    assert (step.state, step.reasons, step.remark) == (
        SubmissionState.RETURNED, {"rows[0].postcode": "“邮编”没有填写，请补上。"}, "",
    )  # fmt: skip
    written = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reading.return")).one()
    assert written.detail["after"]["recipient"] == LETTER.recipient


def test_a_form_without_faults_goes_back_when_it_is_chosen_itself(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(a_xlsx=faulty(), b_docx=a_sample("import_qc_result.docx")))

    return_readings(edition, numbers_of(edition).values(), LETTER, actor=SECRETARY, now=NOW)

    assert set(handled().values()) == {"returned"}
    assert {step.remark for step in db.session.scalars(select(AnnexStep))} == {"", LETTER.body}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"recipient": ""}, "请填写收件人的邮箱地址。"),
        ({"recipient": "a@b.example\nc@d.example"}, "收件人地址不完整"),
        ({"subject": " "}, "请写明邮件的主题和正文。"),
    ],
)
def test_a_mail_that_cannot_be_sent_returns_nothing(edition: Edition, changed: dict[str, str], sentence: str) -> None:
    import_now(edition, a_xlsx=faulty())
    letter = ReturnLetter(**{**vars(LETTER), **changed})

    with pytest.raises(Refusal, match=sentence):
        return_readings(edition, numbers_of(edition).values(), letter, actor=SECRETARY, now=NOW)

    assert (handled(), db.session.scalars(select(Message)).all()) == ({"a.xlsx": HandlingState.OPEN.value}, [])


def test_of_many_clicks_at_once_one_sends_the_mail(app: Flask, edition: Edition) -> None:
    import_now(edition, a_xlsx=faulty())
    number = numbers_of(edition)["a.xlsx"]
    db.session.rollback()

    def click(_worker: int) -> bool:
        return return_readings(edition, [number], LETTER, actor=SECRETARY, now=NOW)

    assert sorted(all_at_once(app, 6, click)) == [False] * 5 + [True]
    db.session.rollback()
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_what_went_back_goes_back_once(edition: Edition) -> None:
    import_now(edition, a_xlsx=faulty())
    number = numbers_of(edition)["a.xlsx"]
    return_readings(edition, [number], LETTER, actor=SECRETARY, now=NOW)

    with pytest.raises(Refusal, match="已经退回过了"):
        return_readings(
            edition, [number], ReturnLetter("other", *list(vars(LETTER).values())[1:]), actor=SECRETARY, now=NOW
        )


def test_without_a_letter_the_address_comes_from_the_form(edition: Edition) -> None:
    import_now(edition, a_docx=a_sample("import_story.docx"))
    readings = list(db.session.scalars(select(FileReading)))
    annex = db.session.scalars(select(Annex)).one()
    annex.contact_email = "story@corp.example.com"
    db.session.commit()

    assert list_senders(edition, readings) == ["story@corp.example.com"]


def test_files_of_another_edition_do_not_exist(edition: Edition) -> None:
    import_now(edition, a_xlsx=faulty())
    number = numbers_of(edition)["a.xlsx"]
    other = an_edition(slug="44", number=44, is_default=False)

    for act in (
        lambda: accept_readings(other, [number], actor=Actor(name="别届"), now=NOW),
        lambda: return_readings(other, [number], LETTER, actor=Actor(name="别届"), now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert list_arrivals(other, Wanted()) == ([], 0)


def test_of_a_long_archive_what_cannot_be_read_comes_first_and_is_counted(edition: Edition) -> None:
    good = {f"{number:02}_xlsx": a_workbook([a_row(number)]) for number in range(1, 23)}
    import_now(edition, 材料_zip=a_zip(**good, 坏_xlsx=b"not a sheet"))
    (line,), _ = list_arrivals(edition, Wanted())
    assert (line.member_count, line.refused_count, len(line.members)) == (23, 1, 20)
    assert line.members[0].reading.outcome == "rejected"
    inside, _ = list_arrivals(edition, Wanted(container_id=line.reading.id))
    assert inside[0].reading.outcome == "rejected"


def test_returning_an_archive_leaves_what_was_accepted_before(edition: Edition) -> None:
    import_now(edition, 材料_zip=a_zip(一_xlsx=faulty(1), 二_xlsx=faulty(2)))
    ids = numbers_of(edition)
    accept_readings(edition, [ids["材料.zip!/一.xlsx"]], actor=SECRETARY, now=NOW)
    letter = ReturnLetter("k", "qc@corp.example.com", "请补正", "请补正第二份。")
    return_readings(edition, [ids["材料.zip"]], letter, actor=SECRETARY, now=NOW)
    assert handled()["材料.zip!/一.xlsx"] == "accepted"
    assert handled()["材料.zip!/二.xlsx"] == "returned"


def test_forms_that_name_several_addresses_tell_no_sender(edition: Edition) -> None:
    import_now(edition, a_docx=a_sample("import_story.docx"), b_docx=a_sample("import_qc_result.docx"))
    for number, annex in enumerate(db.session.scalars(select(Annex))):
        annex.contact_email = f"unit{number}@corp.example.com"
    db.session.commit()
    readings = list(db.session.scalars(select(FileReading)))

    assert list_senders(edition, readings) == []
