"""Archives (.zip) as what is in them, whatever program wrote the names."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.documents.limits import Limits, Unsafe

UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
UNICODE_NAME = 0x7075  # the extra field in which WinRAR and Info-ZIP write the name in UTF-8
DRIVE = re.compile(r"^[A-Za-z]:")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
LONGEST_NAME = 300
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)


@dataclass(frozen=True)
class Member:
    """One file inside of an archive or mail; `reason` says why it was not taken out.

    `is_body` marks what was typed into a mail itself.
    """

    name: str
    content: bytes = b""
    reason: str = ""
    is_body: bool = False


def read_archive(content: bytes, limits: Limits) -> Iterator[Member]:
    """The files in an archive, in its order. Raises Unsafe with `corrupt`, `encrypted` or `zip_bomb`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise Unsafe("corrupt") from error
    with archive:
        entries = archive.infolist()
        check_entries(entries, len(content), limits)
        names = names_of(entries)
        files = [(entry, name) for entry, name in zip(entries, names, strict=True) if not name.endswith("/")]
        if files and all(entry.flag_bits & ENCRYPTED_FLAG for entry, _ in files):
            raise Unsafe("encrypted")
        for entry, name in files:
            yield _member(archive, entry, name)


def check_entries(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Raise Unsafe `zip_bomb` for too many entries or too much in them; a size that lies fails when it is read."""
    expanded = sum(entry.file_size for entry in entries)
    inflated = expanded > limits.ratio_from and expanded > limits.ratio * size
    if len(entries) > limits.members or inflated or expanded > limits.expanded_bytes:
        raise Unsafe("zip_bomb")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    if _is_outside(name) or stat.S_ISLNK(entry.external_attr >> 16):
        return Member(inner_path(name), reason="unsafe_path")
    if entry.flag_bits & ENCRYPTED_FLAG:
        return Member(inner_path(name), reason="encrypted")
    try:
        return Member(inner_path(name), archive.read(entry))
    except BROKEN:
        return Member(inner_path(name), reason="corrupt")


def names_of(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The names of the entries: as marked, else all as UTF-8 (macOS), else all as GB18030 (Windows in China)."""
    plain = [_raw_name(entry) for entry in entries if not entry.flag_bits & UTF8_FLAG]
    charset = "utf-8" if all(_decodes(raw, "utf-8") for raw in plain) else "gb18030"
    return [
        _unicode_name(entry.extra)
        or (entry.orig_filename if entry.flag_bits & UTF8_FLAG else _raw_name(entry).decode(charset, "replace"))
        for entry in entries
    ]


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a name that is not marked as UTF-8: zipfile takes them for cp437, which maps every byte."""
    return entry.orig_filename.encode("cp437", "replace")


def _decodes(raw: bytes, charset: str) -> bool:
    try:
        raw.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _unicode_name(extra: bytes) -> str:
    """The name from the extra field for it, empty when there is none."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == UNICODE_NAME and length > 5:
            return extra[9 : 4 + length].decode("utf-8", "ignore")
        extra = extra[4 + length :]
    return ""


def _is_outside(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or DRIVE.match(path) is not None or ".." in path.split("/")


def inner_path(name: str) -> str:
    """A path inside of an archive as it is shown: forward slashes, nothing invisible, not endless."""
    path = UNPRINTABLE.sub("", name.replace("\\", "/")).removeprefix("./")
    return path if len(path) <= LONGEST_NAME else f"…{path[1 - LONGEST_NAME :]}"
