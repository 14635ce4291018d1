"""Compound files, the containers of old Office documents (.doc, .xls, .wps, .msg): which streams, and are they whole.

Layout after Microsoft's [MS-CFB]; only the directory is read and the chains of sectors are followed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from eventapp.documents.limits import Unsafe

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = struct.Struct("<24xHHHHH6xIIIIIIIII")  # section 2.2, from the minor version to the first DIFAT sectors
ENTRY = struct.Struct("<64sHBBIII16xI8x8xIQ")  # section 2.6.1
LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks, not sectors
FREE, STREAM = 0, 2
ENTRIES_LIMIT = 4_096


@dataclass(frozen=True)
class Stream:
    """One stream of a compound file: where it begins and how many bytes it has."""

    name: str
    start: int
    size: int
    is_stream: bool


class CompoundFile:
    """The directory of a compound file. Raises Unsafe `corrupt` when a stream's sectors are not all there."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            (_, _, _, shift, _, _, _, directory, _, self._cutoff, _, _, difat, _) = HEADER.unpack_from(content)
            self._sector = 1 << shift
            self._fat = self._read_fat(difat)
            self.streams = [entry for entry in self._entries(self._chain(directory))]
        except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
            raise Unsafe("corrupt") from error
        for stream in self.streams:
            if stream.is_stream and stream.size >= self._cutoff:
                self.head(stream.name, stream.size)

    def __contains__(self, name: str) -> bool:
        return any(stream.name == name for stream in self.streams)

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a large stream; raises Unsafe `corrupt` when fewer are there.

        Empty for a small stream, which lies elsewhere; what Office writes is never small.
        """
        stream = next(one for one in self.streams if one.name == name)
        if stream.size < self._cutoff:
            return b""
        wanted = min(size, stream.size)
        needed = -(-wanted // self._sector)
        try:
            sectors = self._chain(stream.start, needed)
            # Some programs do not fill up the last sector of a file.
            found = b"".join(self._bytes(sector) for sector in sectors)[:wanted]
        except (ValueError, IndexError) as error:
            raise Unsafe("corrupt") from error
        if len(found) < wanted:
            raise Unsafe("corrupt")
        return found

    def _bytes(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._content[begin : begin + self._sector]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector // 4}I", self._bytes(sector))

    def _read_fat(self, difat: int) -> list[int]:
        """The table that leads from each sector to the next one; its own sectors are listed in the header and beyond."""
        places = list(struct.unpack_from("<109I", self._content, 76))
        most = len(self._content) // self._sector
        while difat < LAST_SECTOR and len(places) <= most + 109:
            *more, difat = self._numbers(difat)
            places.extend(more)
        fat: list[int] = []
        for place in places:
            if place < LAST_SECTOR:
                fat.extend(self._numbers(place))
        return fat

    def _chain(self, start: int, most: int | None = None) -> list[int]:
        """The sectors of a stream; raises ValueError for a chain that runs in a circle, IndexError for a torn one."""
        sectors: list[int] = []
        while start < LAST_SECTOR and (most is None or len(sectors) < most):
            sectors.append(start)
            if len(sectors) > len(self._fat):
                raise ValueError("circle")
            start = self._fat[start]
        return sectors

    def _entries(self, sectors: list[int]) -> list[Stream]:
        directory = b"".join(self._bytes(sector) for sector in sectors)
        entries = []
        for at in range(0, min(len(directory), ENTRIES_LIMIT * ENTRY.size) - ENTRY.size + 1, ENTRY.size):
            raw, length, kind, *_, start, size = ENTRY.unpack_from(directory, at)
            if kind != FREE:
                name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le")
                entries.append(Stream(name, start, size & 0xFFFFFFFF, kind == STREAM))
        if not entries:
            raise ValueError("empty directory")
        return entries
