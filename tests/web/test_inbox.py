"""The inbox on the web: many files in, each with its problems, taken or sent back with one mail."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models import Annex, FileReading, Job, Letter, Message, StoredFile
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, an_account, an_edition, saved
from tests.factories_annexes import (
    NASTY,
    a_kept_file,
    a_row,
    a_sample,
    a_waiting_import,
    a_workbook,
    import_now,
    rows_up_to,
)
from tests.services.test_inbox import a_zip, faulty


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """An edition whose secretary is signed in."""
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    return edition


def text_of(client: Client, endpoint: str, **values: Any) -> str:
    return unescape(client.get(endpoint, edition="43", **values).text)


def numbers() -> dict[str, int]:
    db.session.rollback()
    return {reading.file.name: reading.id for reading in db.session.scalars(select(FileReading))}


def a_letter(
    edition: Edition, name: str = "信.eml", *, address: str = "qc@corp.example.com", subject: str = "申报材料"
) -> None:
    """A letter that was read before, with one file that has faults below it."""
    import_now(edition, **{f"{name}!/附件三_xlsx": faulty(len(name)), name.replace(".", "_"): b"x"})
    readings = {one.file.name: one for one in db.session.scalars(select(FileReading))}
    parent, child = readings[name], readings[f"{name}!/附件三.xlsx"]
    letter = saved(
        Letter(
            event_id=edition.id, message_key=name, message_id="", sender_name="质量部", sender_address=address,
            subject=subject, sent_at=NOW, received_at=NOW, seen_on="materials", file_id=parent.file_id,
        )
    )  # fmt: skip
    parent.letter_id = child.letter_id = letter.id
    parent.outcome, parent.faults, child.container_id = "accepted", [], parent.id
    db.session.commit()


def test_who_sent_what_and_what_is_wrong_stand_in_one_line(client: Client, edition: Edition) -> None:
    a_letter(edition, subject=NASTY)

    page = client.get("annexes.list_readings", edition="43").text

    text = unescape(page)
    assert NASTY in text
    assert "<b>" not in page
    for part in ("质量部", "qc@corp.example.com", "附件三 推荐汇总表", "河北省", "待处理", "附件三.xlsx"):
        assert part in text
    assert "信.eml!/" not in text


def test_the_page_costs_at_most_ten_statements(client: Client, edition: Edition, statements: Statements) -> None:
    counts = []
    for size in (1, 40):
        import_now(
            edition, **{f"材料{size}_zip": a_zip(**{f"{size}-{n}_xlsx": a_workbook([a_row(n)]) for n in range(size)})}
        )
        client.get("annexes.list_readings", edition="43")
        statements.clear()
        client.get("annexes.list_readings", edition="43")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 10


def test_filters_stay_in_the_address_and_over_accepting(client: Client, edition: Edition) -> None:
    import_now(edition, a_xlsx=a_workbook(rows_up_to(1)), 坏_docx=b"PK\x03\x04")
    page = text_of(client, "annexes.list_readings", kind="recommendation_summary", q="a")
    back = re.search(r'name="back" value="([^"]+)"', page)
    assert back and "坏.docx" not in page

    answer = client.post(
        "annexes.handle_readings", edition="43", data={"reading": numbers()["a.xlsx"], "act": "accept", "back": back[1]}
    )

    assert answer.location == "/e/43/files?kind=recommendation_summary&q=a"
    assert "已接收 1 个文件。" in unescape(client.open(answer.location).text)
    db.session.rollback()
    assert db.session.scalars(select(Annex.state)).one() is SubmissionState.ACCEPTED


@pytest.mark.parametrize("back", ["https://elsewhere.example/e/43/files?x", "//elsewhere.example/", "/e/44/files?x=1"])
def test_the_way_back_never_leads_elsewhere(client: Client, edition: Edition, back: str) -> None:
    answer = client.post("annexes.handle_readings", edition="43", data={"act": "accept", "back": back})

    assert answer.location in ("/e/43/files", "/e/43/files?x")


def test_what_cannot_be_read_is_not_accepted(client: Client, edition: Edition) -> None:
    import_now(edition, 坏_docx=b"PK\x03\x04")

    answer = client.post(
        "annexes.handle_readings", edition="43", data={"reading": numbers()["坏.docx"], "act": "accept"}
    )

    assert "有 1 个文件没有读出内容，不能接收" in unescape(client.open(answer.location).text)


def draft_of(client: Client, *readings: int) -> dict[str, str]:
    """The fields of the mail as drafted."""
    page = client.get("annexes.return_readings", edition="43", reading=readings).text
    fields = dict(re.findall(r'name="(key|recipient|subject)"[^>]*value="([^"]*)"', page))
    body = re.search(r'<textarea[^>]*name="body"[^>]*>\r?\n?(.*?)</textarea>', page, re.S)
    assert body
    return {name: unescape(value) for name, value in (fields | {"body": body[1]}).items()}


def test_the_drafted_mail_names_every_fault_with_its_place_and_what_to_do(client: Client, edition: Edition) -> None:
    a_letter(edition)

    draft = draft_of(client, numbers()["信.eml"])

    assert (draft["recipient"], draft["subject"]) == ("qc@corp.example.com", "请补正：申报材料 · 第43次交流活动")
    assert draft["body"].splitlines()[:6] == [
        "质量部，您好！", "", edition.name,
        "您发来的邮件《申报材料》已收到。以下内容请补正，改好后整份重新发至 office@example.com：", "",
        "1、附件三.xlsx（附件三 推荐汇总表）",
    ]  # fmt: skip
    assert "  · Sheet · B6 第 1 项 邮编：“邮编”没有填写，请补上。" in draft["body"]


def test_sending_twice_is_one_mail_and_everything_is_returned(client: Client, edition: Edition) -> None:
    a_letter(edition)
    number = numbers()["信.eml"]
    draft = draft_of(client, number) | {"body": "改过的 {0} %s <b>\r\n正文"}

    places = [
        client.post("annexes.return_readings", edition="43", reading=number, data=draft).location for _time in range(2)
    ]

    db.session.rollback()
    message = db.session.scalars(select(Message)).one()
    assert places == ["/e/43/files?handling=open"] * 2
    assert (message.recipient, message.body) == ("qc@corp.example.com", "改过的 {0} %s <b>\r\n正文")
    assert {reading.handling.value for reading in db.session.scalars(select(FileReading))} == {"returned"}
    assert db.session.scalars(select(Annex.state)).one() is SubmissionState.RETURNED


def test_without_a_known_sender_the_address_must_be_typed(client: Client, edition: Edition) -> None:
    import_now(edition, a_xlsx=faulty())
    number = numbers()["a.xlsx"]
    draft = draft_of(client, number)
    assert draft["recipient"] == ""

    answer = client.post("annexes.return_readings", edition="43", reading=number, status=400, data=draft)

    assert "请填写收件人的邮箱地址。" in unescape(answer.text)
    assert draft["subject"] in unescape(answer.text)


def test_the_chosen_lines_lead_to_their_mail(client: Client, edition: Edition) -> None:
    a_letter(edition)
    chosen = sorted(numbers().values())

    answer = client.post("annexes.handle_readings", edition="43", data={"reading": chosen, "act": "return"})

    assert answer.location == "/e/43/files/return?reading=" + ".".join(str(number) for number in chosen)
    assert "退回的文件（2 个）" in unescape(client.open(answer.location).text)


def test_files_of_two_senders_go_back_apart(client: Client, edition: Edition) -> None:
    a_letter(edition)
    a_letter(edition, "另一封.eml", address="other@corp.example.com")
    chosen = [numbers()["信.eml"], numbers()["另一封.eml"]]

    answer = client.get("annexes.return_readings", edition="43", reading=chosen, status=400)

    assert "选中的文件来自 2 个发件人" in unescape(answer.text)


def test_the_english_page_still_drafts_a_chinese_mail(client: Client, edition: Edition) -> None:
    a_letter(edition)
    client.get("annexes.list_readings", edition="43", language="en")

    assert "“邮编”没有填写，请补上。" in draft_of(client, numbers()["信.eml"])["body"]


def test_portions_are_kept_and_then_imported_together(client: Client, edition: Edition) -> None:
    kept: list[int] = []
    for portion in (
        {"a.xlsx": a_workbook(rows_up_to(1)), "空.docx": b""},
        {"b.docx": a_sample("import_qc_result.docx")},
    ):
        files = [(io.BytesIO(content), name) for name, content in portion.items()]
        answer = client.post("annexes.keep_files", edition="43", status=200, data={"files": files}).get_json()
        kept += answer["kept"]
        refused = answer["refused"] or refused  # noqa: F821

    place = client.post("annexes.import_files", edition="43", data={"kept": kept}).location

    job = db.session.scalars(select(Job)).one()
    assert refused == ["「空.docx」是空文件，没有收下；请检查后重新发送。"]
    assert job.params == {"files": kept}
    assert len(numbers()) == 2
    assert f"/e/43/files?job={job.id}" in client.open(place).text


def test_files_of_another_edition_are_not_imported(client: Client, edition: Edition) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    number = a_kept_file(other, "a.xlsx", a_workbook(rows_up_to(1)))

    client.post("annexes.import_files", edition="43", status=404, data={"kept": number})


def test_too_much_at_once_is_a_sentence_and_nothing_is_lost(
    client: Client, edition: Edition, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.csrf_token()
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    files = [(io.BytesIO(bytes(20_000)), "大.xlsx")]

    answer = client.post("annexes.import_files", edition="43", status=413, data={"files": files})

    assert "这些文件合起来超过 64 MB，没有收下；请分几次选择，每次少一些。" in unescape(answer.text)
    assert db.session.scalars(select(StoredFile)).all() == []


def test_an_organizer_looks_and_cannot_handle(client: Client, edition: Edition) -> None:
    a_waiting_import(edition, a_kept_file(edition, "a.xlsx", b"x"))
    import_now(edition, a_xlsx=faulty())
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")

    page = text_of(client, "annexes.list_readings")

    assert "a.xlsx" in page
    assert 'id="handling"' not in page
    assert "data-keep-url" not in page
    client.get("annexes.return_readings", edition="43", reading=numbers()["a.xlsx"], status=403)


def test_of_a_filtered_list_an_archive_is_not_chosen_with_what_the_list_does_not_show(
    client: Client, edition: Edition
) -> None:
    import_now(edition, 材料_zip=a_zip(好_xlsx=faulty(), 坏_xlsx=b"not a sheet"))
    ids = numbers()
    every = set(re.findall(r'name="reading" value="(\d+)"', text_of(client, "annexes.list_readings")))
    assert every == {str(number) for number in ids.values()}
    some = re.findall(r'name="reading" value="(\d+)"', text_of(client, "annexes.list_readings", outcome="rejected"))
    assert some == [str(ids["材料.zip!/坏.xlsx"])]
