"""What a file is, is told by its bytes."""

from __future__ import annotations

import pytest

from eventapp.domain.attachments import MEGABYTE, FileType, require_fitting, type_of
from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import AttachmentPurpose

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
P = AttachmentPurpose


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", FileType.PDF),
        (b"\xff\xd8\xff\xe0 jpeg", FileType.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileType.PICTURE),
        (b"PK\x03\x04....word/document.xml", FileType.TEXT),
        (b"PK\x03\x04....ppt/presentation.xml", FileType.SLIDES),
        (b"PK\x03\x04....xl/workbook.xml", FileType.UNKNOWN),
        (OLE + "WordDocument".encode("utf-16-le"), FileType.TEXT),
        (OLE + "PowerPoint Document".encode("utf-16-le"), FileType.SLIDES),
        (OLE + "Workbook".encode("utf-16-le"), FileType.UNKNOWN),
        (b"MZ\x90\x00 a program", FileType.UNKNOWN),
        (b"<html>%PDF-", FileType.UNKNOWN),
        (b"", FileType.UNKNOWN),
    ],
)
def test_a_file_is_what_its_bytes_are(content: bytes, found: FileType) -> None:
    assert type_of(content) is found


@pytest.mark.parametrize(
    ("purpose", "content", "sentence"),
    [
        (P.STAMPED, b"", "空的"),
        (P.STAMPED, b"%PDF-" + b"x" * MEGABYTE, "不能超过 1 MB，这个文件有 1.0 MB"),
        (P.STAMPED, b"PK\x03\x04word/document.xml", "盖章扫描件”要PDF 或图片"),
        (P.SLIDES, b"\xff\xd8\xff", "PowerPoint"),
        (P.MATERIAL, b"MZ", "Word"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(purpose: P, content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        require_fitting(purpose, content, 1)


@pytest.mark.parametrize(
    ("purpose", "content"),
    [
        (P.STAMPED, b"%PDF-1.4"),
        (P.STAMPED, b"\x89PNG\r\n\x1a\n"),
        (P.SLIDES, b"%PDF-1.4"),
        (P.MATERIAL, b"PK\x03\x04word/document.xml"),
    ],
)
def test_what_fits_is_taken(purpose: P, content: bytes) -> None:
    require_fitting(purpose, content, 1)
