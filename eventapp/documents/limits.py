"""Size and expansion limits, checked before any parser sees the bytes of an upload."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MACRO_MEMBER = re.compile(r"(?:^|/)vbaProject\.bin$", re.I)
PROLOG_LENGTH, LONGEST_PROLOG = 4_096, 65_536
COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.S)
FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")


@dataclass(frozen=True)
class Limits:
    """How large an upload may be and may become, and what reading it may cost.

    Bytes, counts, levels of archives in archives, seconds a file, and the expansion ratio, which counts only above
    `ratio_from` bytes: small sheets of blank cells compress extremely well. An archive or mail may be as large as what
    it holds, `expanded_bytes` altogether.
    """

    file_bytes: int = 20 * MEGABYTE
    expanded_bytes: int = 200 * MEGABYTE
    members: int = 2_000
    ratio: int = 200
    ratio_from: int = 30 * MEGABYTE
    depth: int = 4
    rows: int = 100_000
    seconds: float = 60
    memory_bytes: int = 1_500 * MEGABYTE


DEFAULT_LIMITS = Limits()


class Unsafe(Exception):
    """The bytes must not reach a parser; `reason` is a code of the annex schema."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_package(content: bytes, limits: Limits = DEFAULT_LIMITS) -> zipfile.ZipFile:
    """The zip container of an Office file, after its declared sizes, members and prologs have been checked.

    Raises Unsafe with `too_large`, `corrupt`, `encrypted`, `zip_bomb`, `macro` or `malicious_xml`.
    """
    if len(content) > limits.file_bytes:
        raise Unsafe("too_large")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        check_members(package.infolist(), len(content), limits)
        # Reading through bounds what a parser will meet: a size that lies fails its checksum here.
        if package.testzip() is not None:
            raise Unsafe("corrupt")
        for member in package.infolist():
            if member.filename.endswith((".xml", ".rels")):
                check_prolog(package, member)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unsafe("corrupt") from error
    return package


def check_members(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Raise Unsafe for too many members, too much content, a password or a VBA project."""
    expanded = sum(member.file_size for member in members)
    crowded = len(members) > limits.members
    inflated = expanded > limits.ratio_from and expanded > limits.ratio * size
    if crowded or inflated or expanded > limits.expanded_bytes:
        raise Unsafe("zip_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unsafe("encrypted")
    if any(MACRO_MEMBER.search(member.filename) for member in members):
        raise Unsafe("macro")


def check_prolog(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raise Unsafe when a part declares a document type: Office writes none, and entities hide in it.

    What stands before the first element is looked at whole, however much of it there is.
    """
    prolog = b""
    with package.open(member) as stream:
        while chunk := stream.read(PROLOG_LENGTH):
            prolog += chunk.replace(b"\x00", b"")
            if b"<!DOCTYPE" in prolog or len(prolog) > LONGEST_PROLOG:
                raise Unsafe("malicious_xml")
            if FIRST_ELEMENT.search(COMMENT.sub(b"", prolog)):
                return
