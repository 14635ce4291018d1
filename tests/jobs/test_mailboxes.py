"""Fetching mail from a real Dovecot: everything once, nothing lost, nothing changed on the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.mailboxes import MailboxPurpose, MailboxSecurity
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.jobs import mailboxes as work
from eventapp.jobs.imap import OpenBox
from eventapp.jobs.queue import dispatch
from eventapp.jobs.run import Cancelled
from eventapp.models import FileReading, Job, Letter, Mailbox, StoredFile
from eventapp.services import jobs, mailboxes
from eventapp.settings import Settings
from tests.factories import SECRETARY, an_edition
from tests.factories_annexes import a_sample, a_workbook, files_folder, import_now, rows_up_to
from tests.factories_mail import ADDRESS, SENDER, a_mail, a_mailbox
from tests.jobs.dovecot import PASSWORD, Dovecot, running_dovecot

MATERIALS, STORIES = "materials@example.com", "stories@example.com"


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with running_dovecot(MATERIALS, STORIES) as dovecot:
        yield dovecot


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0)


def box(edition: Edition, server: Dovecot, purpose: MailboxPurpose = MailboxPurpose.MATERIALS, **told: Any) -> Mailbox:
    return a_mailbox(edition, purpose=purpose, **{"password": PASSWORD, "port": server.port} | told)


def fetch(edition: Edition, mailbox: Mailbox) -> Job:
    """Run the job to its end, as the button does."""
    job_id = jobs.start_job(
        edition, "fetch_mail", "收信", {"mailbox": mailbox.id}, actor=SECRETARY, now=clock.now()
    )  # fmt: skip
    dispatch(job_id)
    return db.session.get_one(Job, job_id, populate_existing=True)


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id).execution_options(populate_existing=True)))


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def bytes_of(letter: Letter) -> bytes:
    return archive.fetch(files_folder(), letter.file.sha256)


def test_a_mail_is_kept_to_the_byte_with_sender_subject_and_date(edition: Edition, server: Dovecot) -> None:
    raw = a_mail("镕喆公司申报材料", {"附件三.xlsx": a_workbook(rows_up_to(1))})
    server.deliver(MATERIALS, raw)

    job = fetch(edition, box(edition, server))

    [letter] = letters()
    assert (job.state, job.outcome) == (JobState.DONE, {"letters": 1, "read": 1})
    assert (letter.sender_name, letter.sender_address, letter.subject) == (SENDER, ADDRESS, "镕喆公司申报材料")
    assert letter.sent_at and letter.sent_at.isoformat() == "2024-07-20T01:00:00+00:00"
    assert (letter.file.name, letter.seen_on) == ("20240720 镕喆公司申报材料.eml", "materials")
    assert bytes_of(letter) == raw


def test_both_mailboxes_are_fetched_and_twice_is_once(edition: Edition, server: Dovecot) -> None:
    both = [box(edition, server), box(edition, server, MailboxPurpose.STORIES)]
    server.deliver(MATERIALS, a_mail("一", number="1"))
    server.deliver(STORIES, a_mail("二", number="2"))

    for _time in range(2):
        outcomes = [fetch(edition, mailbox).outcome["letters"] for mailbox in both]

    assert outcomes == [0, 0]
    assert [(letter.subject, letter.seen_on) for letter in letters()] == [("一", "materials"), ("二", "stories")]


def test_nothing_is_marked_or_deleted_on_the_server(edition: Edition, server: Dovecot) -> None:
    for number in range(3):
        server.deliver(MATERIALS, a_mail(number=str(number)))
    before = server.picture(MATERIALS)

    fetch(edition, box(edition, server))

    assert server.picture(MATERIALS) == before
    assert count(Letter) == 3


def test_the_same_mail_in_both_mailboxes_is_one_letter(edition: Edition, server: Dovecot) -> None:
    for user, trace in ((MATERIALS, "Received: from one"), (STORIES, "Received: from two")):
        server.deliver(user, a_mail(extra=trace))

    fetch(edition, box(edition, server))
    fetch(edition, box(edition, server, MailboxPurpose.STORIES))

    assert [letter.seen_on for letter in letters()] == ["materials stories"]


def test_new_numbers_of_the_server_bring_nothing_twice(edition: Edition, server: Dovecot) -> None:
    mailbox = box(edition, server)
    server.deliver(MATERIALS, a_mail(number="1"))
    server.deliver(MATERIALS, a_mail(number="", subject="没有编号"))
    fetch(edition, mailbox)
    server.begin_anew(MATERIALS)
    server.deliver(MATERIALS, a_mail(number="3", subject="新来的"))

    job = fetch(edition, mailbox)

    assert job.outcome["letters"] == 1
    assert [letter.subject for letter in letters()] == ["申报材料", "没有编号", "新来的"]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"password": "wrong"},
            "邮箱服务器不接受登录名或密码（QQ、163 等邮箱要用“授权码”，并先在邮箱设置里开启 IMAP）。",
        ),
        ({"folder": "没有的"}, "邮箱里没有“没有的”这个文件夹，收件箱一般写 INBOX。"),
        ({"port": 1}, "127.0.0.1 的 1 端口没有人应答，请核对端口。"),
    ],
)
def test_what_cannot_be_opened_is_told_in_words(
    edition: Edition, server: Dovecot, told: dict[str, Any], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = box(edition, server, **told)

    job = fetch(edition, mailbox)

    db.session.refresh(mailbox)
    assert (job.state, job.note[: len(sentence)], mailbox.error) == (JobState.FAILED, sentence, job.note)
    assert "wrong" not in caplog.text + repr(job.params) + mailbox.error


def test_a_password_never_travels_in_the_open(edition: Edition) -> None:
    with pytest.raises(Refusal, match="不加密的连接只能用于本机"):
        a_mailbox(edition, 143, password="x", host="mail.example.com")


@pytest.mark.parametrize("security", [MailboxSecurity.TLS, MailboxSecurity.STARTTLS])
def test_an_encrypted_line_is_taken_only_with_a_certificate_that_holds(
    edition: Edition, server: Dovecot, monkeypatch: pytest.MonkeyPatch, security: MailboxSecurity
) -> None:
    port = server.safe_port if security is MailboxSecurity.TLS else server.port
    mailbox = box(edition, server, security=security, port=port)
    server.deliver(MATERIALS, a_mail())

    strange = fetch(edition, mailbox)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "certificate.pem"))
    trusted = fetch(edition, mailbox)

    sentence = "127.0.0.1 的证书不能通过验证，没有登录。请核对服务器地址，或联系邮箱服务商。"
    assert (strange.state, strange.note) == (JobState.FAILED, sentence)
    assert (trusted.state, count(Letter)) == (JobState.DONE, 1)


def test_the_wrong_kind_of_encryption_is_told(edition: Edition, server: Dovecot) -> None:
    mailbox = box(edition, server, security=MailboxSecurity.TLS)

    assert fetch(edition, mailbox).note == f"127.0.0.1 的 {server.port} 端口不是这种加密方式，请核对端口和加密方式。"


def test_a_server_that_is_away_is_told_and_nothing_is_lost(
    edition: Edition, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = box(edition, server)
    for number in range(4):
        server.deliver(MATERIALS, a_mail(number=str(number), subject=f"第{number}封"))
    really = OpenBox.fetch

    def fetch_and_fall(opened: OpenBox, uid: int) -> bytes:
        if uid == 3:
            server.stop()
            opened.client.sock.shutdown(2)
        return really(opened, uid)

    monkeypatch.setattr(OpenBox, "fetch", fetch_and_fall)
    failed = fetch(edition, mailbox)
    monkeypatch.setattr(OpenBox, "fetch", really)
    server.start()
    done = fetch(edition, mailbox)

    assert (failed.state, failed.note) == (JobState.FAILED, f"127.0.0.1 的 {server.port} 端口没有人应答，请核对端口。")
    assert (done.state, done.outcome) == (JobState.DONE, {"letters": 2, "read": 2})
    assert [letter.subject for letter in letters()] == [f"第{number}封" for number in range(4)]


def test_a_cut_connection_is_taken_up_again_in_the_same_job(
    edition: Edition, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        server.deliver(MATERIALS, a_mail(number=str(number)))
    really, cuts = OpenBox.fetch, [3]

    def fetch_and_cut(opened: OpenBox, uid: int) -> bytes:
        if uid in cuts:
            cuts.remove(uid)
            opened.client.sock.shutdown(2)
        return really(opened, uid)

    monkeypatch.setattr(OpenBox, "fetch", fetch_and_cut)
    job = fetch(edition, box(edition, server))

    assert (job.state, count(Letter), cuts) == (JobState.DONE, 4, [])


def test_a_mail_that_was_kept_and_not_read_is_read_by_the_next_fetch(
    edition: Edition, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = box(edition, server)
    server.deliver(MATERIALS, a_mail(attachments={"a.xlsx": a_workbook(rows_up_to(1))}))

    def stop(*_told: object) -> None:
        raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(work, "read_letter", stop)
        cancelled = fetch(edition, mailbox)
    readings = count(FileReading)
    fetch(edition, mailbox)

    assert (cancelled.state, readings, count(Letter)) == (JobState.CANCELLED, 0, 1)
    assert db.session.scalars(select(FileReading.letter_id).where(FileReading.file_id == letters()[0].file_id)).one()


def test_a_mail_too_big_is_noted_and_not_fetched(
    edition: Edition, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(MATERIALS, a_mail("大邮件", {"大.zip": bytes(2 * 1024 * 1024)}))
    server.deliver(MATERIALS, a_mail("小邮件", number="2"))
    small = Settings(**{**vars(current_app.extensions["settings"]), "mail_megabytes": 1})
    monkeypatch.setitem(current_app.extensions, "settings", small)
    monkeypatch.setattr(work, "MEGABYTE", 1024 * 1024)

    jobs_settings(monkeypatch, small)
    fetch(edition, box(edition, server))

    big, little = letters()
    reading = db.session.scalars(select(FileReading).where(FileReading.file_id == big.file_id)).one()
    assert (big.subject, big.file.size > 2_000_000, len(bytes_of(big)) < 2000) == ("大邮件", True, True)
    assert (reading.outcome, reading.reasons, reading.faults[0]["params"]) == (
        "rejected",
        ["too_large"],
        {"size": 3, "limit": 1},
    )
    assert little.subject == "小邮件"


def jobs_settings(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The queue was built with other settings; let the job have these."""
    from eventapp.jobs import queue

    really = queue.run_job
    monkeypatch.setattr(queue, "run_job", lambda job_id, _settings, kinds: really(job_id, settings, kinds))


def test_a_look_starts_a_job_only_when_something_came(edition: Edition, server: Dovecot) -> None:
    mailbox, settings = box(edition, server), current_app.extensions["settings"]
    looks = [work.look_for_mail(edition.id, mailbox.id, settings)]
    server.deliver(MATERIALS, a_mail())
    looks.append(work.look_for_mail(edition.id, mailbox.id, settings))
    dispatch(looks[1] or 0)
    looks.append(work.look_for_mail(edition.id, mailbox.id, settings))

    jobs_written = list(db.session.scalars(select(Job.id)))
    assert (looks, count(Letter)) == ([None, jobs_written[0], None], 1)


def test_the_sweep_brings_in_what_came(edition: Edition, server: Dovecot, still_clock: None) -> None:
    box(edition, server)
    server.deliver(MATERIALS, a_mail())

    current_app.extensions["jobs"]["sweep"].call_local()

    assert (len(letters()), count(FileReading)) == (1, 1)


def test_a_mailbox_is_due_once_in_each_pause_until_a_month_after_the_conference(
    edition: Edition, still_clock: None
) -> None:
    mailbox, settings = a_mailbox(edition, 143, password="x"), current_app.extensions["settings"]
    a_mailbox(an_edition(slug="42", number=42, is_default=False, ends_on=date(2024, 8, 1)), 143, password="x")

    assert work.list_due(settings) == [(edition.id, mailbox.id)]
    assert work.list_due(settings) == []


def test_the_password_is_sealed_and_nowhere_in_the_open(edition: Edition, server: Dovecot) -> None:
    mailbox = box(edition, server)
    fetch(edition, mailbox)

    dump = "\n".join(
        str(row) for table in reversed(db.metadata.sorted_tables) for row in db.session.execute(select(table))
    )
    assert PASSWORD not in dump


def test_another_server_is_read_from_the_beginning(edition: Edition, server: Dovecot) -> None:
    server.deliver(MATERIALS, a_mail())
    fetch(edition, box(edition, server))
    mailbox = box(edition, server, login=STORIES)

    assert (mailbox.last_uid, mailbox.uid_validity) == (0, None)
    assert mailboxes.access_of(mailbox).login == STORIES


def test_an_answer_without_files_is_ignored(edition: Edition, server: Dovecot) -> None:
    server.deliver(MATERIALS, a_mail("自动回复：申报材料", extra="Auto-Submitted: auto-replied"))

    fetch(edition, box(edition, server))

    assert db.session.execute(select(FileReading.outcome, FileReading.reasons)).one() == ("ignored", ["no_attachment"])


def test_files_of_a_mail_are_read_and_stand_below_it(edition: Edition, server: Dovecot) -> None:
    files = {
        "附件三.xlsx": a_workbook(rows_up_to(2)),
        "成果表.docx": a_sample("import_qc_result.docx"),
        "坏.docx": b"PK\x03\x04",
    }
    server.deliver(MATERIALS, a_mail("镕", files))

    fetch(edition, box(edition, server))

    [letter] = letters()
    parent = db.session.scalars(select(FileReading).where(FileReading.file_id == letter.file_id)).one()
    members = db.session.scalars(select(FileReading).where(FileReading.container_id == parent.id)).all()
    kinds = {one.file.name: [form["kind"] for form in one.forms] for one in members}
    stem = f"{letter.file.name}!/"
    assert kinds == {
        f"{stem}附件三.xlsx": ["recommendation_summary"], f"{stem}成果表.docx": ["qc_result"], f"{stem}坏.docx": []
    }  # fmt: skip
    assert {one.letter_id for one in [parent, *members]} == {letter.id}


def test_a_story_in_the_mailbox_of_materials_counts_and_is_noted(edition: Edition, server: Dovecot) -> None:
    server.deliver(MATERIALS, a_mail(attachments={"故事.docx": a_sample("import_story.docx")}))

    fetch(edition, box(edition, server))

    told = [
        fault["code"] for reading in db.session.scalars(select(FileReading)) for fault in reading.faults
        if reading.container_id
    ]  # fmt: skip
    assert told.count("wrong_mailbox") == 1
    assert count(StoredFile) == 2


def test_a_mail_that_was_saved_and_uploaded_is_a_letter_too(edition: Edition) -> None:
    import_now(edition, **{"存下的信_eml": a_mail("镕喆", {"故事.docx": a_sample("import_story.docx")})})

    [letter] = letters()
    readings = db.session.scalars(select(FileReading)).all()
    assert (letter.subject, letter.sender_address, letter.seen_on) == ("镕喆", ADDRESS, "upload")
    assert [reading.letter_id for reading in readings] == [letter.id] * 2
    assert [fault["code"] for reading in readings for fault in reading.faults].count("wrong_mailbox") == 0
