"""Watching jobs, fetching what they made."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from eventapp.documents import archive
from eventapp.domain.events import Edition
from eventapp.domain.jobs import JobState
from eventapp.domain.people import Actor, StaffRole
from eventapp.jobs.kinds import KINDS
from eventapp.jobs.run import Outcome
from eventapp.services import files, jobs
from eventapp.services.jobs import Claim
from tests.client import Client
from tests.factories import NOW, an_account, an_edition

NAME = "证书（第一批）.pdf"


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@pytest.fixture
def job_id(edition: Edition) -> int:
    owner = Actor(an_account("owner", StaffRole.LIAISON, edition=edition), "owner", frozenset({StaffRole.LIAISON}))
    return jobs.start_job(edition, "sample", "示例任务", {}, actor=owner, now=NOW)


@pytest.fixture
def owner(client: Client, job_id: int) -> Client:
    client.sign_in("owner")
    return client


def claimed(job_id: int) -> Claim:
    """A worker has it."""
    claim = jobs.claim_job(job_id, now=NOW)
    assert claim is not None
    return claim


def finish(app: Flask, edition: Edition, claim: Claim, *, keep: bool = True) -> None:
    sha256 = archive.keep(app.extensions["settings"].data_path / "files", b"%PDF") if keep else "0" * 64
    file_id = files.note_file(edition, sha256=sha256, name=NAME, media_type="application/pdf", size=4, now=NOW)
    jobs.finish_job(claim, JobState.DONE, note="", outcome={}, result_file_id=file_id, now=NOW)


def test_a_moving_job_asks_again_and_a_finished_one_does_not(
    app: Flask, owner: Client, edition: Edition, job_id: int
) -> None:
    claim = claimed(job_id)
    jobs.report_progress(claim, 1, 4, "正在读取文件", now=NOW)
    moving = owner.get("jobs.show_progress", edition="43", job_id=job_id).text
    finish(app, edition, claim)
    finished = owner.get("jobs.show_progress", edition="43", job_id=job_id).text

    assert 'hx-get="/e/43/jobs/1/progress"' in moving.replace(f"/{job_id}/", "/1/")
    assert "25%" in moving
    assert "hx-get" not in finished
    assert "下载结果" in finished
    assert finished.count("2024-09-11 09:00") == 3  # submitted, begun, ended: the page must not keep its dashes


def test_a_result_is_downloaded_under_its_own_name(app: Flask, owner: Client, edition: Edition, job_id: int) -> None:
    finish(app, edition, claimed(job_id))

    answer = owner.get("jobs.download_result", edition="43", job_id=job_id)

    assert answer.data == b"%PDF"
    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f"filename*=UTF-8''{quote(NAME)}" in disposition


def test_an_unfinished_job_has_nothing_to_download(owner: Client, job_id: int) -> None:
    owner.get("jobs.download_result", edition="43", job_id=job_id, status=404)


def test_a_result_that_is_gone_says_so(app: Flask, owner: Client, edition: Edition, job_id: int) -> None:
    finish(app, edition, claimed(job_id), keep=False)

    assert "请重新运行任务" in owner.get("jobs.download_result", edition="43", job_id=job_id, status=404).text


@pytest.mark.parametrize(("role", "status"), [(StaffRole.ORGANIZER, 200), (StaffRole.LIAISON, 404)])
def test_strangers_do_not_see_a_job(
    app: Flask, client: Client, edition: Edition, job_id: int, role: StaffRole, status: int
) -> None:
    an_account("other", role, edition=edition)
    client.sign_in("other")
    finish(app, edition, claimed(job_id))

    for endpoint in ("jobs.show_job", "jobs.show_progress", "jobs.download_result"):
        client.get(endpoint, edition="43", job_id=job_id, status=status)


def test_a_job_is_not_found_through_another_edition(owner: Client, job_id: int) -> None:
    an_edition(slug="44", is_default=False)

    owner.get("jobs.show_job", edition="44", job_id=job_id, status=404)


def test_a_queued_job_is_cancelled_and_run_again(
    owner: Client, edition: Edition, job_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "sample", lambda _run: Outcome("做完了。"))

    owner.post("jobs.cancel_job", edition="43", job_id=job_id)
    assert "已取消" in owner.get("jobs.show_job", edition="43", job_id=job_id).text

    owner.post("jobs.retry_job", edition="43", job_id=job_id)
    assert "做完了。" in owner.get("jobs.show_job", edition="43", job_id=job_id).text
