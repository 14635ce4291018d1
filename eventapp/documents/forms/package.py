"""Office files as packages of parts: the same parts make the same bytes, without names of machines or moments."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_MOMENT = (1980, 1, 1, 0, 0, 0)  # the oldest that a package can hold
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as one file, in their order."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            member = ZipInfo(name, NO_MOMENT)
            member.compress_type = ZIP_DEFLATED
            package.writestr(member, content)
    return out.getvalue()


def repack(content: bytes, title: str) -> bytes:
    """A package written by a library, with our own properties in place of its time of writing."""
    with ZipFile(BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return pack({**parts, "docProps/core.xml": core_properties(title)})


def core_properties(title: str) -> str:
    """Only the title: neither machine nor person nor moment."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator></cp:coreProperties>"
    )
