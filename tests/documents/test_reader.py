"""The process that reads uploads: whatever a file does to it, the file is refused and the next one is read."""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from eventapp.documents.annexes import read_file
from eventapp.documents.annexes.arrivals import read_uploads
from eventapp.documents.annexes.compound import CompoundFile
from eventapp.documents.annexes.reader import ReaderProcess, Upload
from eventapp.documents.limits import MEGABYTE, Limits
from eventapp.domain.annexes import ReadFile
from tests.factories_annexes import a_workbook, rows_up_to
from tests.factories_parcels import SAMPLES, a_zip

POSIX_ONLY = pytest.mark.skipif(
    sys.platform == "win32", reason="needs signals or limits of memory, which Windows lacks"
)
GOOD = Upload("附件一.docx", SAMPLES / "qc_result.docx")


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Upload:
    """A summary that takes about half a second to read."""
    path = tmp_path_factory.mktemp("large") / "large.xlsx"
    path.write_bytes(a_workbook(rows_up_to(4_000)))
    return Upload("汇总表.xlsx", path)


def read(reader: ReaderProcess, upload: Upload) -> ReadFile:
    return reader.read(upload.name, upload.path, "digest")


def refusal(found: ReadFile) -> tuple[str, tuple[str, ...], list[str]]:
    return found.outcome.value, found.reasons, [str(fault) for fault in found.faults]


@pytest.mark.parametrize(
    "name", ["qc_result.docx", "summary_sections.docx", "summary_two_sheets.xlsx", "truncated.docx"]
)
def test_what_the_process_reads_is_what_we_would_have_read(reader: ReaderProcess, name: str) -> None:
    here = read_file(name, (SAMPLES / name).read_bytes())

    there = reader.read(name, SAMPLES / name, here.sha256)

    assert [dict(form.provenance) for form in there.forms] == [dict(form.provenance) for form in here.forms]
    assert there.faults == here.faults
    for mine, own in zip(there.forms, here.forms, strict=True):
        assert (mine.fields, mine.rows, mine.faults) == (own.fields, own.rows, own.faults)
        assert (mine.written, mine.sureness, mine.supporting) == (own.written, own.sureness, own.supporting)


def test_one_process_reads_file_after_file(reader: ReaderProcess) -> None:
    read(reader, GOOD)
    first = reader.pid

    assert read(reader, GOOD).outcome == "accepted"
    assert reader.pid == first


@POSIX_ONLY
def test_a_killed_process_costs_nothing_that_was_read(reader: ReaderProcess) -> None:
    read(reader, GOOD)
    os.kill(reader.pid or 0, signal.SIGKILL)

    assert refusal(read(reader, GOOD)) == (
        "rejected", ("corrupt",),
        ["读取文件“附件一.docx”时出现意外，文件可能已损坏；请用 Word 或 Excel 重新保存后上传。"],
    )  # fmt: skip
    assert read(reader, GOOD).outcome == "accepted"


def test_a_file_that_takes_too_long_is_given_up(large: Upload) -> None:
    with ReaderProcess(Limits(seconds=0.1)) as reader:
        assert refusal(read(reader, large)) == (
            "rejected", ("too_large",),
            ["读取文件“汇总表.xlsx”超过了时间限制，已停止；请删去多余内容后重新上传。"],
        )  # fmt: skip
        assert reader.pid is None


@POSIX_ONLY
def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["ZZ4000"] = "x"  # just below the area that is refused unread
    book.save(path := tmp_path / "a.xlsx")
    with ReaderProcess(Limits(memory_bytes=140 * MEGABYTE)) as reader:
        assert read(reader, Upload("表.xlsx", path)).reasons in [
            ("too_large",),
            ("corrupt",),
        ]  # Python says so, a parser dies of it
        assert read(reader, GOOD).outcome == "accepted"


def hostile_workbook() -> bytes:
    """An .xls whose cell in the far corner makes the parser reserve gigabytes."""
    content = bytearray((SAMPLES / "summary_missing_postcode.xls").read_bytes())
    cell = content.rindex(b"\xfd\x00\x0a\x00") + 4  # a cell with a shared string: row, column, style, string
    content[cell : cell + 4] = b"\xff\xff\xff\xff"
    return bytes(content)


@POSIX_ONLY
def test_an_old_workbook_that_breaks_the_parser_does_not_break_us(reader: ReaderProcess, tmp_path: Path) -> None:
    (path := tmp_path / "a.xls").write_bytes(hostile_workbook())

    assert read(reader, Upload("表.xls", path)).outcome == "rejected"
    assert read(reader, GOOD).outcome == "accepted"


def test_an_old_workbook_with_a_password_is_told_apart(reader: ReaderProcess, tmp_path: Path) -> None:
    content = bytearray((SAMPLES / "team_result_percent_cells.xls").read_bytes())
    begin = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook; FILEPASS follows it
    following = begin + 4 + 16
    content[following : following + 2] = struct.pack("<H", 0x2F)
    (path := tmp_path / "a.xls").write_bytes(content)

    assert read(reader, Upload("表.xls", path)).reasons == ("encrypted",)


def test_an_old_word_file_with_a_password_is_told_apart(reader: ReaderProcess, tmp_path: Path) -> None:
    content = bytearray((SAMPLES / "old_word.doc").read_bytes())
    head = content.index(CompoundFile(bytes(content)).head("WordDocument", 12))
    content[head + 11] |= 1
    (path := tmp_path / "a.doc").write_bytes(content)

    assert read(reader, Upload("表.doc", path)).reasons == ("encrypted",)


@pytest.mark.parametrize("name", ["old_word.doc", "team_result_percent_cells.xls"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_torn_old_file_is_corrupt(reader: ReaderProcess, tmp_path: Path, name: str, share: float) -> None:
    content = (SAMPLES / name).read_bytes()
    (path := tmp_path / name).write_bytes(content[: int(len(content) * share)])

    assert read(reader, Upload(name, path)).reasons == ("corrupt",)


def test_progress_counts_what_archives_hold(tmp_path: Path) -> None:
    (path := tmp_path / "a.zip").write_bytes(a_zip(*((f"{one}.docx", GOOD.path.read_bytes()) for one in range(3))))
    heard: list[tuple[int, int]] = []

    found = list(read_uploads([GOOD, Upload("a.zip", path)], told=lambda done, total: heard.append((done, total))))

    assert [(one.upload, one.container, one.read.name) for one in found] == [
        (0, "", "附件一.docx"), (1, "", "a.zip"), *((1, "a.zip", f"a.zip!/{one}.docx") for one in range(3)),
    ]  # fmt: skip
    assert heard[0] == (1, 5)
    assert heard[-1] == (5, 5)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_uploads([GOOD, GOOD], told=stop))


def test_two_processes_keep_the_order(tmp_path: Path, large: Upload) -> None:
    uploads = [large, *(Upload(f"{number}.docx", GOOD.path) for number in range(12))]

    found = [one.read.name for one in read_uploads(uploads, readers=2)]

    assert found == [upload.name for upload in uploads]
