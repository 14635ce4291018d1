"""Which carrier a file is, told from its first bytes, and its tables."""

from __future__ import annotations

import zipfile

from eventapp.documents.annexes.docx_grid import read_document
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.old_sheet_grid import read_old_workbook
from eventapp.documents.annexes.sheet_grid import read_workbook
from eventapp.documents.limits import DEFAULT_LIMITS, Limits, Unsafe, open_package
from eventapp.documents.sheet_limits import check_sheets

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_tables(content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Table]:
    """The tables of an upload. Raises Unsafe with the reason why it cannot be read."""
    if not content:
        raise Unsafe("empty_file")
    if len(content) > limits.file_bytes:
        raise Unsafe("too_large")
    if content.startswith(ZIP_SIGNATURES):
        return _package_tables(content, limits)
    if content.startswith(OLE_SIGNATURE):
        return _old_office_tables(content)
    raise Unsafe("unsupported_type")


def _package_tables(content: bytes, limits: Limits) -> list[Table]:
    package: zipfile.ZipFile = open_package(content, limits)
    with package:
        names = set(package.namelist())
        if "word/document.xml" in names:
            return read_document(package)
        if "xl/workbook.xml" in names:
            check_sheets(package)
            return read_workbook(content)
    raise Unsafe("unsupported_type" if "[Content_Types].xml" not in names else "corrupt")


def _old_office_tables(content: bytes) -> list[Table]:
    """Old binary files: Excel is read; Word is not; a package in a safe is password-protected."""
    if _names_stream(content, "EncryptedPackage"):
        raise Unsafe("encrypted")
    if _names_stream(content, "WordDocument"):
        raise Unsafe("old_word")
    if _names_stream(content, "Workbook") or _names_stream(content, "Book"):
        if _names_stream(content, "_VBA_PROJECT"):
            raise Unsafe("macro")
        return read_old_workbook(content)
    raise Unsafe("corrupt")


def _names_stream(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file names a stream; names are UTF-16 in 64 bytes each."""
    return name.encode("utf-16-le") + b"\x00\x00" in content
