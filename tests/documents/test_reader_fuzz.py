"""Damaged and mutated files, thousands of them: each gets an answer in time, and the process lives or is replaced.

`FUZZ_FILES=5000 pytest tests/documents/test_reader_fuzz.py` tries more than the everyday run does.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from eventapp.documents.annexes.arrivals import read_uploads
from eventapp.documents.annexes.reader import Upload
from eventapp.documents.limits import MEGABYTE, Limits
from tests.factories_parcels import FORM, SAMPLES, a_mail, a_zip, an_attachment

FILES = int(os.environ.get("FUZZ_FILES", "200"))
LIMITS = Limits(seconds=20, memory_bytes=800 * MEGABYTE)
BITS = (
    b"<w:tbl>",
    b"</w:tc>",
    b"<w:tr/>",
    b"&#x0;",
    b"<!--",
    b"]]>",
    b"\xff\xfe",
    b"%(x)s",
    b'w:val="99999999"',
    b"\x00" * 9,
)


def seeds() -> list[tuple[str, bytes]]:
    """Every sample but old Word files, which LibreOffice would have to start for; a mail, an archive, a page, a list."""
    files = [
        (path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir()) if path.suffix not in (".doc", ".jsonl")
    ]
    page = "<table><tr><td>QC小组名称</td><td>标尺</td></tr></table>".encode()
    made = [("m.eml", a_mail(an_attachment(b'filename="a.docx"'))), ("a.zip", a_zip(("a.docx", FORM)))]
    return [*files, *made, ("p.xls", page), ("l.csv", "序,邮编,单位名称\n1,050000,甲\n".encode("gb18030"))]


def shaken(content: bytes, chance: random.Random) -> bytes:
    """A few pieces overwritten, cut out, doubled or put in."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 512))
        piece = bytes(changed[at : at + length])
        changed[at : at + length] = chance.choice(
            (chance.randbytes(length), b"", piece * 3, chance.choice(BITS), piece[::-1])
        )
    return bytes(changed)


def shaken_inside(content: bytes, chance: random.Random) -> bytes:
    """An Office file or archive that opens, with one member shaken."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return shaken(content, chance)
    target, stream = chance.choice(package.namelist()), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in package.namelist():
            after.writestr(name, shaken(package.read(name), chance) if name == target else package.read(name))
    return stream.getvalue()


def test_mutated_files_get_an_answer_each(tmp_path: Path) -> None:
    chance, known, uploads = random.Random(43), seeds(), []
    ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (shaken, shaken_inside, shaken_inside)
    for number in range(FILES):
        name, content = chance.choice(known)
        (path := tmp_path / str(number)).write_bytes(chance.choice(ways)(content, chance))
        uploads.append(Upload(f"{number}_{name}", path))

    answers = [arrival.read for arrival in read_uploads(uploads, LIMITS) if not arrival.container]

    assert [read.name for read in answers] == [upload.name for upload in uploads]
    assert [read.name for read in answers if read.outcome == "rejected" and not (read.reasons and read.faults)] == []
    assert [read.name for read in answers if any("时间限制" in str(fault) for fault in read.faults)] == []
