"""Files that must not be imported: one reason, one sentence, and the process goes on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from eventapp.documents.annexes import read_file
from eventapp.documents.limits import Limits
from eventapp.domain.annexes import ReadFile

FOLDER = Path(__file__).parents[1] / "data" / "annexes"
SMALL = Limits(file_bytes=100_000, expanded_bytes=500_000, members=50, ratio=50, ratio_from=200_000)


def package(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(cells: dict[str, object]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for place, content in cells.items():
        book.active[place] = content
    book.save(stream)
    return stream.getvalue()


def with_member(name: str, member: str, content: bytes) -> bytes:
    with zipfile.ZipFile(FOLDER / name) as archive:
        return package(
            {**{entry: archive.read(entry) for entry in archive.namelist() if entry != member}, member: content}
        )


def refused(found: ReadFile) -> tuple[str, tuple[str, ...], list[str]]:
    return found.outcome, found.reasons, [str(fault) for fault in found.faults]


def test_an_empty_file():
    assert refused(read_file("表.docx", b"")) == (
        "rejected",
        ("empty_file",),
        ["文件“表.docx”是空的（0 字节）；请检查后重新上传。"],
    )


def test_an_old_word_file_is_sent_back_with_the_remedy():
    assert refused(read_file("表.doc", (FOLDER / "old_word.doc").read_bytes())) == (
        "rejected",
        ("unsupported_type",),
        ["文件“表.doc”是旧版 Word 格式（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"],
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hello", "unsupported_type"),
        (b"%PDF-1.7", "unsupported_type"),
        (b"PK\x03\x04 broken", "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "corrupt"),
        (package({"a.txt": b"x"}), "unsupported_type"),
        (package({"[Content_Types].xml": b"<x/>"}), "corrupt"),
        (package({"word/document.xml": b"<w:document"}), "corrupt"),
        (package({"word/document.xml": b"<x>" * 100_000}), "corrupt"),
        (package({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<x/>"}), "corrupt"),
        (package({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "malicious_xml"),
        (with_member("qc_result.docx", "word/vbaProject.bin", b"macro"), "macro"),
        (workbook({"A1": "x", "XFD1048576": "y"}), "zip_bomb"),
        (workbook({"A1": "x", "ZZ99999": "y"}), "zip_bomb"),
        (workbook({"A1": "联系人", "B1": "张三"}), "not_a_form"),
    ],
)
def test_a_file_that_cannot_be_used_has_one_reason(content, reason):
    found = read_file("材料", content)

    assert (found.outcome, found.reasons, len(found.faults)) == ("rejected", (reason,), 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(100_001), "too_large"),
        (package({"word/document.xml": bytes(600_000)}), "zip_bomb"),
        (package({"word/document.xml": bytes(300_000)}), "zip_bomb"),
        (package({f"word/{number}.xml": b"" for number in range(51)}), "zip_bomb"),
    ],
)
def test_limits_hold_before_any_parser(content, reason):
    assert read_file("材料.docx", content, SMALL).reasons == (reason,)


def with_address(text: str) -> bytes:
    with zipfile.ZipFile(FOLDER / "qc_result.docx") as archive:
        document = archive.read("word/document.xml").replace("江西省汤谷市示例路256号".encode(), text.encode())
    return with_member("qc_result.docx", "word/document.xml", document)


def test_an_endless_cell_is_refused_with_the_remedy():
    assert refused(read_file("表.docx", with_address("字" * 50_001))) == (
        "rejected",
        ("too_large",),
        ["文件“表.docx”里有一格文字过长（超过 5 万字）；请把大段材料另作附件，表内只留摘要。"],
    )


def test_endless_spaces_are_layout():
    form = read_file("表.docx", with_address(" " * 500_000 + "示例路256号")).forms[0]

    assert form.fields["address"] == "示例路256号"


def test_a_sheet_styled_to_its_far_corner_is_harmless():
    book = openpyxl.load_workbook(FOLDER / "qc_result_numbers.xlsx")
    book.active["XFD1048576"].number_format = "0.00"
    stream = io.BytesIO()
    book.save(stream)

    assert read_file("表.xlsx", stream.getvalue()).outcome == "accepted"


@pytest.mark.parametrize("name", ["qc_result.docx", "summary_sections.docx", "summary_two_sheets.xlsx"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_corrupt(name, share):
    content = (FOLDER / name).read_bytes()

    assert read_file(name, content[: int(len(content) * share)]).reasons == ("corrupt",)


def test_a_lock_file_is_ignored():
    found = read_file("~$表.docx", b"")

    assert (found.outcome, found.reasons) == ("ignored", ("temporary_file",))
