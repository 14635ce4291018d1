"""Old Word files through a real LibreOffice, and what is said without one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from eventapp.documents.annexes import old_word
from eventapp.documents.annexes.arrivals import read_upload, read_uploads
from eventapp.documents.annexes.reader import Upload
from eventapp.documents.limits import Limits
from tests.factories_parcels import FORM, SAMPLES, a_zip

OLD = (SAMPLES / "old_word.doc").read_bytes()
LINES = (
    ("附件一 全国机械工业优秀质量管理小组成果表", ""), ("QC小组名称", "标尺QC小组"), ("课题名称", "提高合格率"),
    ("企业名称", "汤谷机床有限公司"), ("邮编", "050000"), ("联系人", "谭景"), ("手机", "13800001234"),
)  # fmt: skip


def a_rich_text() -> bytes:
    """A table as WordPad writes it, Chinese in escapes of code page 936."""
    rows = "".join(
        rf"\trowd\cellx4000\cellx9000 {escaped(label)}\cell {escaped(value)}\cell\row" for label, value in LINES
    )
    return rf"{{\rtf1\ansi\ansicpg936\deff0{{\fonttbl{{\f0\fcharset134 SimSun;}}}}\f0 {rows}\pard\par}}".encode()


def escaped(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gb18030"))


@pytest.fixture
def libreoffice() -> None:
    """Missing: skipped, or failed in CI."""
    if old_word.find_program() is None:
        reason = "LibreOffice is missing: install libreoffice-writer-nogui to convert old Word files"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize("name", ["表.doc", "表.wps", "表.docx"])
def test_an_old_word_file_is_read_whatever_it_is_called(name: str) -> None:
    [found] = read_upload(name, OLD)

    assert (found.outcome, [form.kind for form in found.forms]) == ("accepted", ["team_result"])


@pytest.mark.usefixtures("libreoffice")
def test_a_rich_text_named_doc_is_read() -> None:
    [found] = read_upload("表.doc", a_rich_text())

    assert found.forms[0].fields["group_name"] == "标尺QC小组"


@pytest.mark.usefixtures("libreoffice")
def test_old_word_files_of_all_uploads_are_turned_in_one_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    real = old_word.run
    monkeypatch.setattr(old_word, "run", lambda *given: (starts.append(len(given[1])), real(*given)))
    (archive := tmp_path / "a.zip").write_bytes(a_zip(("一.doc", OLD), ("二.docx", FORM), ("三.doc", OLD)))
    (single := tmp_path / "b.doc").write_bytes(OLD)

    found = list(read_uploads([Upload("a.zip", archive), Upload("b.doc", single)]))

    assert [one.read.outcome.value for one in found] == ["accepted"] * 5
    assert starts == [3]


@pytest.mark.usefixtures("libreoffice")
def test_one_broken_file_does_not_keep_the_others_from_being_turned(tmp_path: Path) -> None:
    torn = bytearray(OLD)
    torn[512:8192] = bytes(7680)
    files = []
    for number, content in enumerate((OLD, bytes(torn), OLD)):
        (path := tmp_path / f"{number}.doc").write_bytes(content)
        files.append(path)

    made = old_word.convert(files, tmp_path, Limits(seconds=20))

    assert {files[0], files[2]} <= made.keys()


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program := tmp_path / "soffice").write_text(f"#!/bin/sh\nsleep 300 & echo $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(old_word, "find_program", lambda: str(program))
    monkeypatch.setattr(old_word, "START_SECONDS", 0.3)
    begun = time.monotonic()

    assert old_word.convert([tmp_path / "a.doc"], tmp_path, Limits(seconds=0.2)) == {}

    assert time.monotonic() - begun < 10
    assert has_ended(int((tmp_path / "child").read_text()))


def has_ended(process: int) -> bool:
    """Whether a process is gone, or dead and waiting to be noticed."""
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_without_libreoffice_the_sender_is_told_how_to_save_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventapp.documents.annexes.arrivals.find_program", lambda: None)

    [found] = read_upload("表.doc", OLD)

    assert (found.reasons, [str(fault) for fault in found.faults]) == (
        ("unsupported_type",),
        ["文件“表.doc”是旧版 Word 格式（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"],
    )
