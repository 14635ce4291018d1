"""How fast 400 mixed files are read end to end through the reader's process, beside reading the same bytes right here.

Run with `python -m benchmarks.bench_annexes`. Word and Excel files of the demonstration, single and in archives, and
old Word files where LibreOffice is installed; the same files are read in both ways, in the same run.
"""

from __future__ import annotations

import io
import itertools
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from eventapp.demo import load
from eventapp.documents.annexes import read_file
from eventapp.documents.annexes.arrivals import end_idle_readers, read_uploads
from eventapp.documents.annexes.old_word import find_program
from eventapp.documents.annexes.reader import Upload

DEMONSTRATION = Path(load.__file__).parent / "annexes"
OLD_WORD = Path(__file__).parents[1] / "tests" / "data" / "annexes" / "old_word.doc"
FILES, OLD_FILES, ARCHIVED = 400, 40, 100
ARCHIVE = "材料.zip"


def mixed_files() -> list[tuple[str, bytes]]:
    """Names and bytes of 400 files, Word and Excel."""
    known = itertools.cycle(sorted(DEMONSTRATION.iterdir()))
    return [
        (f"{number:03}_{path.name}", path.read_bytes()) for number, path in enumerate(itertools.islice(known, FILES))
    ]


def lay_out(files: list[tuple[str, bytes]], folder: Path) -> list[Upload]:
    """The first hundred files in one archive, the others beside it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files[:ARCHIVED]:
            archive.writestr(name, content)
    return [
        Upload(name, kept(folder / name, content))
        for name, content in [(ARCHIVE, stream.getvalue()), *files[ARCHIVED:]]
    ]


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print files a second both ways, and what the process costs beside reading in place."""
    files, outcomes = mixed_files(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        uploads = lay_out(files, Path(folder))
        through = timed(lambda: outcomes.update(arrival.read.outcome.value for arrival in read_uploads(uploads)))
        old = [Upload(f"{number}.doc", OLD_WORD) for number in range(OLD_FILES if find_program() else 0)]
        turned = timed(lambda: list(read_uploads(old)))
    end_idle_readers()
    here = timed(lambda: [read_file(name, content) for name, content in files])
    print(f"through the process: {FILES} files in {through:.2f} s, {FILES / through:.0f} files/s; {dict(outcomes)}")
    print(f"read in place:       {FILES} files in {here:.2f} s, {FILES / here:.0f} files/s; ratio {through / here:.2f}")
    print(
        f"old Word files:      {len(old)} in {turned:.2f} s through LibreOffice" if old else "no LibreOffice: no .doc"
    )


if __name__ == "__main__":
    main()
