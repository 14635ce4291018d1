"""Packages of Word that differ in how they are packed, and those that hide something in front of their text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Outcome

MAIN = "word/document.xml"
WORDS = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def form() -> bytes:
    document = docx.Document()
    document.add_paragraph("全国机械工业优秀质量管理小组成果表")
    answers = ("启明QC小组", "降低能耗", "汤谷轴承有限公司", "100055", "张三", "13800001234")
    labels = ("QC小组名称", "课题名称", "企业名称", "邮编", "联系人", "手机")
    table = document.add_table(rows=0, cols=2)
    for label, answer in zip(labels, answers, strict=True):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, answer
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form())) as package, zipfile.ZipFile(stream, "w") as other:
        for name in package.namelist():
            other.writestr(*change(name, package.read(name)))
    return stream.getvalue()


def renamed(name: str, part: bytes) -> tuple[str, bytes]:
    return name.replace("document.xml", "document2.xml"), part.replace(b"word/document.xml", b"word/document2.xml")


def strict(name: str, part: bytes) -> tuple[str, bytes]:
    return name, part.replace(WORDS, b"http://purl.oclc.org/ooxml/wordprocessingml/main")


@pytest.mark.parametrize("change", [renamed, strict])
def test_the_text_is_found_in_packages_of_the_web_edition_and_of_the_strict_kind(change):
    read = read_file("a.docx", repacked(change))
    assert (read.outcome, read.forms[0].fields["group_name"]) == (Outcome.ACCEPTED, "启明QC小组")


@pytest.mark.parametrize("padding", [b"", b" " * 6_000, b"<!--" + b"<a>" * 3_000 + b"-->"])
def test_a_document_type_is_found_behind_any_padding(padding):
    def hidden(name: str, part: bytes) -> tuple[str, bytes]:
        if name != MAIN:
            return name, part
        declaration, _, rest = part.partition(b"?>")
        return name, declaration + b"?>" + padding + b'<!DOCTYPE d [<!ENTITY x "y">]>' + rest

    assert read_file("a.docx", repacked(hidden)).reasons == ("malicious_xml",)


@pytest.mark.parametrize(
    ("name", "reason"), [("a.zip", "corrupt"), ("a.doc", "corrupt"), ("a.mp3", "unsupported_type")]
)
def test_bytes_without_meaning_are_damaged_when_the_name_promises_more(name, reason):
    assert read_file(name, b"\x00" * 5_000).reasons == (reason,)
