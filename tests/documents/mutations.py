"""Damaged copies of real files, the same ones on every run: bytes, members, XML and the text of cells changed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator

CONTENT_PARTS = ("word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")
ODD_TEXTS = (
    "",
    "=1+1",
    "{{x}}",
    "%s%n",
    "\u202e",
    "9" * 400,
    "：",
    "QC小组名称",
    "企业名称：",
    "一" * 2000,
    "(" * 300,
    "1900-00-00",
)


def mutants(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged copies of a file."""
    chance = random.Random(seed)  # noqa: S311 no secret
    for _ in range(count):
        yield chance.choice(WAYS)(content, chance)


def flip_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def in_parts(change: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """A change of one part inside of the package; the package itself stays sound."""

    def changed(content: bytes, chance: random.Random) -> bytes:
        if not content.startswith(b"PK"):
            return flip_bytes(content, chance)
        source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
        names = [name for name in source.namelist() if name in CONTENT_PARTS] or source.namelist()
        chosen = chance.choice(names)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name in source.namelist():
                part = source.read(name)
                package.writestr(name, change(part, chance) if name == chosen else part)
        return target.getvalue()

    return changed


def drop_tag(part: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^>]+>", part))
    gone = chance.choice(tags) if tags else None
    return part[: gone.start()] + part[gone.end() :] if gone else part


def swap_elements(part: bytes, chance: random.Random) -> bytes:
    """Two texts of the file exchanged: a value where a label was."""
    texts = list(re.finditer(rb"(?<=>)[^<>]{1,200}(?=</)", part))
    if len(texts) < 2:  # noqa: PLR2004
        return part
    first, second = sorted(chance.sample(texts, 2), key=lambda found: found.start())
    return b"".join(
        (part[: first.start()], second[0], part[first.end() : second.start()], first[0], part[second.end() :])
    )


def odd_text(part: bytes, chance: random.Random) -> bytes:
    texts = list(re.finditer(rb"(?<=>)[^<>]{1,200}(?=</)", part))
    chosen = chance.choice(texts) if texts else None
    return part[: chosen.start()] + chance.choice(ODD_TEXTS).encode() + part[chosen.end() :] if chosen else part


def repeat_rows(part: bytes, chance: random.Random) -> bytes:
    rows = re.findall(rb"<w:tr[ >].*?</w:tr>|<row .*?</row>", part, re.S)
    row = chance.choice(rows) if rows else b""
    return part.replace(row, row * chance.randint(2, 30), 1) if row else part


def truncate_part(part: bytes, chance: random.Random) -> bytes:
    return part[: chance.randrange(len(part) + 1)]


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bytes, cut, *map(in_parts, (flip_bytes, drop_tag, swap_elements, odd_text, repeat_rows, truncate_part)),
)  # fmt: skip
