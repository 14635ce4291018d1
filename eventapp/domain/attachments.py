"""Files beside an annex: which types each purpose takes, told by the content and never by the name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import ATTACHMENT_PURPOSE_NAMES, AttachmentPurpose
from eventapp.domain.words import N_

MEGABYTE = 1024 * 1024
MOST_ATTACHMENTS = 20  # of one annex


class FileType(StrEnum):
    """What the bytes of a file are."""

    PDF = "pdf"
    PICTURE = "picture"
    SLIDES = "slides"
    TEXT = "text"
    UNKNOWN = "unknown"


T = FileType
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = (("PowerPoint Document", T.SLIDES), ("WordDocument", T.TEXT))  # names in the directory of an OLE file
PARTS = ((b"ppt/presentation.xml", T.SLIDES), (b"word/document.xml", T.TEXT))  # names in a zip


@dataclass(frozen=True)
class Rule:
    """What one purpose takes, in words and as types; `extensions` are offered by the file picker."""

    types: frozenset[FileType]
    words: str
    extensions: str


RULES: Mapping[AttachmentPurpose, Rule] = {
    AttachmentPurpose.STAMPED: Rule(
        frozenset({T.PDF, T.PICTURE}), N_("PDF 或图片（jpg、png）"), ".pdf,.jpg,.jpeg,.png,.bmp,.tif,.tiff,.webp,.heic"
    ),
    AttachmentPurpose.SLIDES: Rule(
        frozenset({T.SLIDES, T.PDF}), N_("PowerPoint（pptx、ppt）或 PDF"), ".pptx,.ppt,.pdf"
    ),
    AttachmentPurpose.MATERIAL: Rule(
        frozenset({T.TEXT, T.PDF}), N_("Word（docx、doc、wps）或 PDF"), ".docx,.doc,.wps,.pdf"
    ),
}


def type_of(content: bytes) -> FileType:
    """What a file is by its own bytes. Names inside of zip and OLE files stand there uncompressed."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return T.PDF
    if content.startswith(PICTURES) or is_webp_or_heic(content):
        return T.PICTURE
    if content.startswith(b"PK\x03\x04"):
        return next((found for mark, found in PARTS if mark in content), T.UNKNOWN)
    if content.startswith(OLE):
        return next((found for name, found in STREAMS if name.encode("utf-16-le") in content), T.UNKNOWN)
    return T.UNKNOWN


def is_webp_or_heic(content: bytes) -> bool:
    """Pictures as phones save them."""
    return (content[:4] == b"RIFF" and content[8:12] == b"WEBP") or content[4:12] in (
        b"ftypheic",
        b"ftypmif1",
        b"ftypheix",
    )


def require_fitting(purpose: AttachmentPurpose, content: bytes, megabytes: int) -> None:
    """Raise `Refusal` with what is wrong: empty, too large, or not one of the types of this purpose."""
    name_word = ATTACHMENT_PURPOSE_NAMES[purpose]
    if not content:
        raise Refusal("这个文件是空的，请重新选择。")
    if len(content) > megabytes * MEGABYTE:
        raise Refusal(
            "“%(name_word)s”不能超过 %(most)s MB，这个文件有 %(size)s MB；请压缩后再上传。",
            name_word=name_word, most=megabytes, size=f"{len(content) / MEGABYTE:.1f}",
        )  # fmt: skip
    if type_of(content) not in RULES[purpose].types:
        raise Refusal(
            "“%(name_word)s”要%(types_word)s；这个文件的内容不是（只改扩展名没有用），请另存为所要的格式再上传。",
            name_word=name_word, types_word=RULES[purpose].words,
        )  # fmt: skip
