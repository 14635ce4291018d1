"""Which carrier a file is, told from its bytes and never from its name alone, and its tables."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import Enum

from eventapp.documents.annexes.compound import SIGNATURE, CompoundFile
from eventapp.documents.annexes.docx_grid import main_part, read_document
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.mail_parts import read_mail
from eventapp.documents.annexes.plain_grid import plain_text, read_plain
from eventapp.documents.annexes.sheet_grid import read_workbook
from eventapp.documents.limits import DEFAULT_LIMITS, Limits, Unsafe, open_package
from eventapp.documents.sheet_limits import check_sheets

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
RTF_SIGNATURE = b"{\\rtf"
# Kinds that are known and not read, each with a sentence of its own.
REFUSED = {
    b"%PDF": "scan", b"\xff\xd8\xff": "scan", b"\x89PNG": "scan", b"GIF8": "scan", b"BM": "scan",
    b"II*\x00": "scan", b"MM\x00*": "scan", b"Rar!": "other_archive", b"7z\xbc\xaf": "other_archive",
    b"\x1f\x8b": "other_archive",
}  # fmt: skip
MAIL_HEAD = re.compile(
    rb"(?:From |>From )?(?:(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|Sender|"
    rb"Reply-To|DKIM-Signature|Content-Type|X-[\w-]+)\s*:)", re.I,
)  # fmt: skip
MAIL_FIELD = re.compile(rb"^(?:From|To|Subject|Date|Received|Message-ID)\s*:", re.I | re.M)
WEB_ARCHIVE = b"mime-version:"  # a page with its pictures, which Word saves as .mht and under the name .doc
OFFICE_NAME = re.compile(r"\.(?:docx?|docm|dotx?|wps|wpt|xlsx?|xlsm|xlsb|et|ett|rtf)$", re.I)
PARCEL_NAME = re.compile(r"\.(?:zip|eml|msg)$", re.I)
PLAIN_NAME = re.compile(r"\.(?:txt|csv|tsv|html?|mht(?:ml)?|eml)$", re.I)
OTHER_NAME = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
TEMPORARY_NAME = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|~\$[^/]*|\.~[^/]*|\._[^/]*|~WR[^/]*\.tmp|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.I
)
ENCRYPTED_FLAG = 0x0100  # [MS-DOC] 2.5.1, FibBase.fEncrypted
PASSWORD_RECORD, RECORDS_LOOKED_AT = 0x2F, 512  # [MS-XLS] 2.4.117, FilePass: one of the first records
HEAD_LENGTH = 64 * 1024


class Carrier(Enum):
    """What must be done with a file: read it, open it, or have LibreOffice turn it into .docx first."""

    DOCUMENT = "document"
    ARCHIVE = "archive"
    MAIL = "mail"
    OLD_WORD = "doc"  # the values of these two are the suffixes under which LibreOffice knows them
    RICH_TEXT = "rtf"


def carrier_of(content: bytes) -> Carrier:
    """The carrier of an upload. Never raises: what cannot be told is a document, and reading it says what is wrong."""
    if content.startswith(ZIP_SIGNATURES):
        return _zip_carrier(content)
    if content.startswith(SIGNATURE):
        return _old_carrier(content)
    if content.lstrip()[:8].startswith(RTF_SIGNATURE):
        return Carrier.RICH_TEXT
    if MAIL_HEAD.match(content.lstrip(b"\r\n \xef\xbb\xbf")[:200]) and MAIL_FIELD.search(_mail_head(content)):
        return Carrier.MAIL
    return Carrier.DOCUMENT


def is_temporary(name: str) -> bool:
    """Whether a file is left behind by an office program or a file manager; `name` may be a path."""
    return TEMPORARY_NAME.search(name.replace("\\", "/")) is not None


def read_tables(content: bytes, limits: Limits = DEFAULT_LIMITS, name: str = "") -> list[Table]:
    """The tables of a document. Raises Unsafe with the reason why it cannot be read.

    The name matters for plain characters only, which may be a program or a list as well as a form.
    """
    if not content:
        raise Unsafe("empty_file")
    if len(content) > limits.file_bytes:
        raise Unsafe("too_large")
    tables = _tables(content, limits, name)
    if sum(1 for table in tables for row in table.rows if any(row)) > limits.rows:
        raise Unsafe("too_many_rows")
    return tables


def reason_without_form(name: str, content: bytes) -> str:
    """Why a file that is readable holds nothing for us: plain text under the name of an Office file is no Office file."""
    if content.startswith((*ZIP_SIGNATURES, SIGNATURE, RTF_SIGNATURE)) or PLAIN_NAME.search(name):
        return "not_a_form"
    text = plain_text(content[:HEAD_LENGTH])
    if text is not None and "<" in text:
        return "not_a_form"
    return reason_of_unknown(name)


def reason_of_unknown(name: str) -> str:
    """A file of no known kind is damaged if its name promises an Office file or archive, else simply not read."""
    return "corrupt" if OFFICE_NAME.search(name) or PARCEL_NAME.search(name) else "unsupported_type"


def _tables(content: bytes, limits: Limits, name: str) -> list[Table]:
    if content.startswith(ZIP_SIGNATURES):
        return _package_tables(content, limits)
    if content.startswith(SIGNATURE):
        return _old_office_tables(content)
    if content.lstrip()[:8].startswith(RTF_SIGNATURE):
        raise Unsafe("rich_text")
    if reason := next((reason for signature, reason in REFUSED.items() if content.startswith(signature)), ""):
        raise Unsafe(reason)
    if content.lstrip()[: len(WEB_ARCHIVE)].lower() == WEB_ARCHIVE:
        pages = [member.content for member in read_mail(content, limits) if member.is_body]
        return [table for page in pages for table in read_plain(page)]
    if OTHER_NAME.search(name) and not (OFFICE_NAME.search(name) or PLAIN_NAME.search(name)):
        raise Unsafe("unknown")
    return read_plain(content)


def _zip_carrier(content: bytes) -> Carrier:
    """An archive is a zip that is no Office document; a broken one is told by its first member."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        return Carrier.DOCUMENT
    office = {"[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "mimetype"}
    return Carrier.DOCUMENT if office.intersection(names) else Carrier.ARCHIVE


def _old_carrier(content: bytes) -> Carrier:
    try:
        _old_office_tables(content, parse=False)
    except Unsafe as unsafe:
        return Carrier.OLD_WORD if unsafe.reason == "old_word" else Carrier.DOCUMENT
    return Carrier.DOCUMENT


def _package_tables(content: bytes, limits: Limits) -> list[Table]:
    package: zipfile.ZipFile = open_package(content, limits)
    with package:
        names = set(package.namelist())
        if main_part(package):
            return read_document(package)
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            check_sheets(package)
            return read_workbook(content)
    known = "[Content_Types].xml" not in names or any(name.startswith(("ppt/", "visio/")) for name in names)
    raise Unsafe("unsupported_type" if known else "corrupt")


def _old_office_tables(content: bytes, *, parse: bool = True) -> list[Table]:
    """Old binary files: Excel is read; Word is not; a package in a safe is password-protected."""
    file = CompoundFile(content)
    if "EncryptedPackage" in file or _is_locked(file):
        raise Unsafe("encrypted")
    if "_VBA_PROJECT" in file:
        raise Unsafe("macro")
    if "WordDocument" in file:
        raise Unsafe("old_word")
    if "Workbook" in file or "Book" in file:
        return read_workbook(content) if parse else []
    if "__properties_version1.0" in file:
        raise Unsafe("outlook_mail")
    raise Unsafe("unsupported_type" if "PowerPoint Document" in file else "unknown")


def _is_locked(file: CompoundFile) -> bool:
    """Whether an old Word or Excel file says that it is encrypted."""
    if "WordDocument" in file:
        return bool(int.from_bytes(file.head("WordDocument", 12)[10:12], "little") & ENCRYPTED_FLAG)
    book = next((name for name in ("Workbook", "Book") if name in file), None)
    head = file.head(book, RECORDS_LOOKED_AT) if book else b""
    at = 0
    while at + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, at)
        if record == PASSWORD_RECORD:
            return True
        at += 4 + length
    return False


def _mail_head(content: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", content[:HEAD_LENGTH], maxsplit=1)[0]
