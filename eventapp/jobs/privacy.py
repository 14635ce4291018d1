"""Taking personal data away: of people who asked for it, and of a whole edition when its time is over."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from eventapp import clock
from eventapp.documents import archive
from eventapp.domain.people import Actor
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import files, jobs, privacy, retention
from eventapp.settings import personal_links

log = logging.getLogger("eventapp.jobs")
PEOPLE_AT_ONCE = 50
FILES_AT_ONCE = 100
RETRY = timedelta(hours=1)
SYSTEM = Actor(name="system")
WIPE, WIPE_TITLE = "wipe_personal_data", N_("清除个人信息")
ERASE, ERASE_TITLE = "erase_attendees", N_("删除参会人员的个人信息")


def erase_attendees(run: JobRun) -> Outcome:
    """Erase the people of `params["attendees"]`; files in which they stand and that can be made again go too."""
    wanted, count = list(run.params["attendees"]), 0
    links = personal_links(run.settings)
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        part = wanted[start : start + PEOPLE_AT_ONCE]
        count += privacy.erase_attendees(run.edition, part, links=links, actor=run.actor, now=clock.now())
        run.progress(start + len(part), len(wanted), N_("正在删除个人信息"))
    gone = remove_files(run, files.list_made(run.edition)) if count else 0
    tidy(retention.empty_journal)
    return Outcome(N_("个人信息已删除，人数统计不变。"), {"count": count, "files": gone})


def wipe_personal_data(run: JobRun) -> Outcome:
    """Wipe everything personal of the edition; done again it finds what an earlier attempt left."""
    retention.require_due(run.edition, clock.now())
    retention.mark_files(run.edition)
    total, done = retention.count_rows(run.edition) + 1, 0
    for number in range(len(retention.STEPS)):
        after, rows = -1, 1
        while rows:
            after, rows = retention.do_part(run.edition, number, after, now=clock.now())
            done += rows
            run.progress(min(done, total - 1), total, N_("正在清除个人信息"))
    gone = 0
    while found := files.list_personal(run.edition, most=FILES_AT_ONCE):
        gone += remove_files(run, found)
        run.progress(total - 1, total, N_("正在删除文件"))
    figures = {"rows": done, "files": gone}
    retention.finish(run.edition, figures=figures, actor=run.actor, now=clock.now())
    tidy(retention.overwrite_free_space)
    return Outcome(N_("本届会议的个人信息已清除，人数、签到、等级和证书的统计不变。"), figures)


def remove_files(run: JobRun, found: list[tuple[int, str, bool]]) -> int:
    """Bytes first: when this dies in between, the book still knows what is to be removed."""
    for _number, sha256, is_kept_elsewhere in found:
        if not is_kept_elsewhere:
            archive.remove(run.files_folder, sha256)
    files.forget_files(run.edition, [number for number, _sha256, _elsewhere in found])
    return len(found)


def tidy(clean: Callable[[], None]) -> None:
    """Overwrite what wiped rows leave in the database's files; a busy database is tidied next time."""
    try:
        clean()
    except sqlite3.OperationalError:
        log.exception("the database file could not be tidied after wiping personal data")


def wipe_letters() -> None:
    """The last letters to erased people, once they have left."""
    if privacy.wipe_sent_letters(now=clock.now()):
        tidy(retention.empty_journal)


def start_due(now: datetime) -> list[int]:
    """Jobs for the editions whose time is over; one that fails is tried again after a while."""
    return [
        jobs.start_job(edition, WIPE, WIPE_TITLE, {}, actor=SYSTEM, now=now)
        for edition in retention.list_due(now)
        if not jobs.has_begun(edition, WIPE, since=now - RETRY)
    ]
