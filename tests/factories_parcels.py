"""Archives and mails as different programs write them."""

from __future__ import annotations

import base64
import io
import stat
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent / "data" / "annexes"
FORM = (SAMPLES / "qc_result.docx").read_bytes()
LETTER = (SAMPLES / "letter.docx").read_bytes()  # readable, and none of the forms


def a_zip(*members: tuple[str, bytes], charset: str = "") -> bytes:
    """An archive; with a character set its names carry no mark, as Windows in China (GBK) and macOS write them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(RawName(name.encode(charset)) if charset else name, content)
    return stream.getvalue()


class RawName(zipfile.ZipInfo):
    """An entry whose name is written byte for byte, without the mark of UTF-8."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw.decode("latin-1"))
        self.raw, self.compress_type = raw, zipfile.ZIP_DEFLATED

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile calls
        return self.raw, self.flag_bits & ~0x800


def with_password(archive: bytes) -> bytes:
    """The same archive, its entries marked as encrypted."""
    content = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 1)
    return bytes(content)


def a_link(name: str, target: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return stream.getvalue()


def a_mail(*parts: bytes, head: bytes = b"") -> bytes:
    """A mail of several parts, each with its own head."""
    lines = [
        b"From: =?GB18030?B?" + base64.b64encode("质量部".encode("gb18030")) + b"?= <qc@corp.example.com>",
        b"Subject: papers", b"Message-ID: <1@corp.example.com>", b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="edge"', *([head] if head else []), b"",
    ]  # fmt: skip
    return b"\r\n".join([*lines, *(b"--edge\r\n" + part for part in parts), b"--edge--", b""])


def a_part(head: bytes, content: bytes) -> bytes:
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)


def an_attachment(name: bytes, content: bytes = FORM) -> bytes:
    """An attachment whose file name is written just so: `filename="a.docx"`."""
    return a_part(b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + name, content)
