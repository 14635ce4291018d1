"""Fetching mail: every new mail is kept first and read afterwards, so that a crash between the two loses nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from eventapp import clock
from eventapp.documents import archive
from eventapp.documents.bounces import read_bounce
from eventapp.documents.letters import file_name_of, read_head
from eventapp.documents.sealing import BrokenSeal, unseal
from eventapp.domain.annexes import Outcome as ReadOutcome
from eventapp.domain.annexes import ReadFile
from eventapp.domain.events import Edition
from eventapp.domain.mailboxes import Access
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.words import N_
from eventapp.jobs.annexes import arrived_letter, import_file
from eventapp.jobs.imap import ConnectionCut, OpenBox, Waiting, open_box
from eventapp.jobs.mail_letters import numbers_in
from eventapp.jobs.run import Cancelled, JobRun, Outcome
from eventapp.services import entries, events, files, jobs, letters, mailboxes, messages
from eventapp.services.letters import HEAD_ONLY, WHOLE
from eventapp.settings import Settings

log = logging.getLogger("eventapp.jobs")
MEGABYTE = 1024 * 1024
ATTEMPTS = 3  # connections in one job; the next job goes on where they ended
PAUSE_SECONDS = 1.0
LOOK_SECONDS = 10.0
SEAL_PURPOSE = "mailbox password"
PROGRAM = Actor(name="system", roles=frozenset({StaffRole.SECRETARY}))
TITLE = N_("收取邮件")
TOO_LARGE = N_("这封邮件有 %(size)s MB，超过 %(limit)s MB，没有下载；请在邮箱网页里另存附件后，从收件箱页面上传。")


def fetch_mail(run: JobRun) -> Outcome:
    """Fetch what is new in the mailbox `run.params["mailbox"]`, and read every letter that nobody has read yet."""
    mailbox_id = int(run.params["mailbox"])
    fetched, trouble = collect(run, mailbox_id)
    read = read_letters(run)
    mailboxes.end_fetch(run.edition, mailbox_id, error=str(trouble or ""), now=clock.now())
    if trouble is not None:
        raise trouble
    note = N_("新邮件已收完并读过，结果见收件箱。") if fetched else N_("没有新邮件。")
    return Outcome(note, {"letters": fetched, "read": read})


def collect(run: JobRun, mailbox_id: int) -> tuple[int, Refusal | None]:
    """Keep all new mails; returns how many, and what stopped it. A cut connection is taken up again a few times."""
    fetched = 0
    for attempt in range(1, ATTEMPTS + 1):
        try:
            access, password = way_in(run.edition, mailbox_id, run.settings)
            with open_box(access, password) as box:
                for is_new in keep_after(run, mailbox_id, box):
                    fetched += is_new
            return fetched, None
        except ConnectionCut as cut:
            trouble: Refusal = cut
            time.sleep(PAUSE_SECONDS * attempt)
        except Refusal as refusal:
            return fetched, refusal
    return fetched, trouble


def way_in(edition: Edition, mailbox_id: int, settings: Settings) -> tuple[Access, str]:
    """How to reach a mailbox, and its password."""
    mailbox = mailboxes.get_mailbox(edition, mailbox_id)
    try:
        password = unseal(mailbox.sealed_password, secret_key=settings.secret_key, purpose=SEAL_PURPOSE)
    except BrokenSeal:
        raise Refusal("邮箱密码打不开：系统的 SECRET_KEY 换过了，请在邮箱设置里重新填写密码。") from None
    return mailboxes.access_of(mailbox), password.decode()


def keep_after(run: JobRun, mailbox_id: int, box: OpenBox) -> Iterator[bool]:
    """Keep the mails that came since last time, one after another; yields for each whether it was unknown."""
    last = mailboxes.begin_fetch(run.edition, mailbox_id, uid_validity=box.uid_validity)
    waiting = box.list_after(last)
    for done, mail in enumerate(waiting):
        run.progress(done, len(waiting), N_("正在收取邮件"))
        yield keep_mail(run, mailbox_id, box, mail)


def keep_mail(run: JobRun, mailbox_id: int, box: OpenBox, mail: Waiting) -> bool:
    """Keep one mail, of a too big one its head; False when it is known, or was deleted in between."""
    is_whole = mail.size <= run.settings.mail_megabytes * MEGABYTE
    raw = box.fetch(mail.uid) if is_whole else box.fetch_head(mail.uid)
    if not raw or note_returned(raw, run.settings):
        mailboxes.pass_over(run.edition, mailbox_id, mail.uid)
        return False
    head, now = read_head(raw), clock.now()
    sha256, media_type = archive.keep(run.files_folder, raw), WHOLE if is_whole else HEAD_ONLY
    arrived = arrived_letter(head, file_name_of(head, now), sha256, mail.size, media_type)
    return letters.keep_letter(run.edition, mailbox_id, mail.uid, arrived, now=now) is not None


def note_returned(raw: bytes, settings: Settings) -> bool:
    """Whether a mail only tells of one of ours that came back: it is noted there, and is no submission."""
    bounce = read_bounce(raw)
    numbers = numbers_in(bounce.text, settings) if bounce else []
    for number in numbers:
        if bounce and bounce.is_final:
            messages.note_bounce(number, reason=bounce.reason, now=clock.now())
    return bool(numbers)


def read_letters(run: JobRun) -> int:
    """Read every kept letter that has no reading yet; returns how many. One that breaks the program stops no other."""
    unread, broken = letters.list_unread(run.edition), 0
    for done, file_id in enumerate(unread):
        run.progress(done, len(unread), N_("正在读取邮件里的文件"))
        try:
            read_letter(run, file_id)
        except (Cancelled, Refusal):
            raise
        except Exception:
            log.exception("letter in file %s cannot be read", file_id)
            broken += 1
    if broken:
        raise Refusal("有 %(number)s 封邮件读不出来，已经保存；请联系管理员。", number=broken)
    return len(unread)


def read_letter(run: JobRun, file_id: int) -> None:
    """One letter and what is attached to it; of one too big only that it is."""
    file = files.get_file(run.edition, file_id)
    if file.media_type != HEAD_ONLY:
        import_file(run, file_id)
        return
    limit = run.settings.mail_megabytes
    params: dict[str, object] = {"size": round(file.size / MEGABYTE), "limit": limit}
    fault = Fault("too_large", TOO_LARGE, where=file.name, severity=Severity.ERROR, params=params)
    read = ReadFile(file.name, file.sha256, ReadOutcome.REJECTED, ("too_large",), faults=(fault,))
    entries.enter_file(run.edition, file_id, read, job_id=run.job_id, actor=run.actor, now=clock.now())


def try_mailbox(access: Access, password: str) -> int:
    """Sign in and open the folder, as a person waits; returns how many mails have ever come. Raises `Refusal`."""
    with open_box(access, password, timeout=LOOK_SECONDS) as box:
        return max(0, box.uid_next - 1)


def list_due(settings: Settings) -> list[tuple[int, int]]:
    """Event and mailbox of everything whose turn it is to be looked into; none when that is switched off."""
    if not settings.mail_fetch_minutes:
        return []
    return mailboxes.take_due(pause=timedelta(minutes=settings.mail_fetch_minutes), now=clock.now())


def look_for_mail(event_id: int, mailbox_id: int, settings: Settings) -> int | None:
    """See whether there is new mail, and write down a job only then; a trouble is noted for the page."""
    edition = events.get_edition(event_id)
    try:
        mailbox = mailboxes.get_mailbox(edition, mailbox_id)
        validity, last = mailbox.uid_validity, mailbox.last_uid
        access, password = way_in(edition, mailbox_id, settings)
        with open_box(access, password, timeout=LOOK_SECONDS) as box:
            if not box.list_after(last if box.uid_validity == validity else 0):
                mailboxes.end_fetch(edition, mailbox_id, error="", now=clock.now())
                return None
    except Refusal as refusal:
        mailboxes.end_fetch(edition, mailbox_id, error=str(refusal), now=clock.now())
        return None
    return jobs.start_job(edition, "fetch_mail", TITLE, {"mailbox": mailbox_id}, actor=PROGRAM, now=clock.now())
