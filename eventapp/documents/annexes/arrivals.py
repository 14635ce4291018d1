"""Reading many uploads, whatever they come in: laid out in batches, old Word files turned together, read one by one."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from eventapp.documents.annexes.carriers import Carrier
from eventapp.documents.annexes.old_word import convert, find_program
from eventapp.documents.annexes.parcels import Parcel, container_outcomes
from eventapp.documents.annexes.reader import ReaderProcess, Stopped, Upload, refused
from eventapp.documents.limits import DEFAULT_LIMITS, Limits
from eventapp.domain.annexes import Outcome, ReadFile

BATCH_FILES = 200  # LibreOffice is started once for so many uploads
FOLDER = "annexes-"
FORGOTTEN_SECONDS = 2 * 86_400  # no batch takes so long: the process that laid it out was killed
IDLE_READERS = 1
READ_AHEAD = 4  # files a process
OLD_WORDS = frozenset({Carrier.OLD_WORD, Carrier.RICH_TEXT})
ACCEPTED = frozenset({Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS})
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Arrival:
    """What reading gave for one file: an upload, or a member of one. A container comes before its members.

    `upload` counts the uploads; `container` is the name of the archive or mail that the file lay in, empty for the
    upload itself. The bytes as they came lie at `path` until the next arrival is asked for.
    """

    read: ReadFile
    path: Path
    upload: int
    container: str = ""


def read_uploads(
    uploads: Sequence[Upload], limits: Limits = DEFAULT_LIMITS, told: Told = lambda done, total: None, readers: int = 1
) -> Iterator[Arrival]:
    """Read uploads and everything in them, in order, by so many processes; they read ahead while the caller works.

    Bad files are refused, never raised. `told` hears how many of how many files have been read; the total grows with
    the archives that are opened. It may raise to stop the reading.
    """
    counter = _Counter(len(uploads), told)
    remove_forgotten(Path(tempfile.gettempdir()))
    with ExitStack() as stack:
        team = [stack.enter_context(borrowed_reader(limits)) for _ in range(readers)]
        number = 0
        while number < len(uploads):
            with tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as folder:
                batch = _Batch(team, Path(folder), counter)
                while number + len(batch.boxes) < len(uploads) and not batch.is_full:
                    batch.lay_out(uploads[number + len(batch.boxes)])
                yield from batch.read(number)
            number += len(batch.boxes)


def remove_forgotten(folder: Path) -> None:
    """Remove what killed processes left behind: nobody else knows of it, and it may hold what units sent."""
    for path in folder.glob(f"{FOLDER}*"):
        with suppress(OSError):  # another process removes it too, or it is somebody else's
            if path.is_dir() and not path.is_symlink() and time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def read_upload(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[ReadFile]:
    """Read one upload from memory: itself, and when it is an archive or mail, every file in it."""
    with tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return [arrival.read for arrival in read_uploads([Upload(name, path)], limits)]


class _Counter:
    """How many files have been read, of how many that are known of."""

    def __init__(self, total: int, told: Told) -> None:
        self.total = total
        self._done = 0
        self._told = told

    def count(self, read: int) -> None:
        self._done += read
        self._told(self._done, self.total)


class _Batch:
    """Some uploads laid out in one folder, and their reading."""

    def __init__(self, team: Sequence[ReaderProcess], folder: Path, counter: _Counter) -> None:
        self.boxes: list[list[Parcel]] = []
        self._team = team
        self._limits = team[0].limits
        self._free: SimpleQueue[ReaderProcess] = SimpleQueue()
        self._folder = folder
        self._counter = counter
        self._bytes = 0
        self._converted: dict[Path, Path] | None = None

    @property
    def is_full(self) -> bool:
        return len(self.boxes) >= BATCH_FILES or self._bytes > self._limits.expanded_bytes

    def lay_out(self, upload: Upload) -> None:
        """Take an upload apart into files of this batch."""
        folder = self._folder / str(len(self.boxes))
        folder.mkdir()
        try:
            parcels = self._team[0].unpack(upload, folder)
        except Stopped as stopped:
            digest = hashlib.sha256(upload.path.read_bytes()).hexdigest()
            parcels = [Parcel(upload.name, upload.path, digest, Carrier.DOCUMENT, reason=stopped.reason)]
        self.boxes.append(parcels)
        self._bytes += sum(parcel.path.stat().st_size for parcel in parcels[1:])
        self._counter.total += len(parcels) - 1

    def read(self, first: int) -> Iterator[Arrival]:
        self._converted = self._convert() if find_program() else None
        with closing(self._results()) as results:
            for number, parcels in enumerate(self.boxes, first):
                yield from self._read_box(number, parcels, results)

    def _read_box(self, number: int, parcels: list[Parcel], results: Iterator[ReadFile]) -> Iterator[Arrival]:
        """One upload: its documents first, so that it is known what became of its containers."""
        reads: dict[int, ReadFile] = {}
        for place, parcel in enumerate(parcels):
            if not parcel.is_container:
                reads[place] = next(results)
            self._counter.count(1)
        drop_idle_bodies(parcels, reads)
        reads.update(container_outcomes(parcels, reads))
        for place in sorted(reads):
            container = parcels[place].container
            name = "" if container is None else parcels[container].name
            yield Arrival(reads[place], parcels[place].path, number, name)

    def _results(self) -> Generator[ReadFile, None, None]:
        """What is read from each document, in order; a few are read ahead, not all: one may hold 50,000 rows."""
        for reader in self._team:
            self._free.put(reader)
        pool, waiting = ThreadPoolExecutor(len(self._team)), deque[Future[ReadFile]]()
        try:
            for parcel in (one for parcels in self.boxes for one in parcels if not one.is_container):
                waiting.append(pool.submit(self._read, parcel))
                if len(waiting) > READ_AHEAD * len(self._team):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _read(self, parcel: Parcel) -> ReadFile:
        """Read one document by a process that is free."""
        reader = self._free.get()
        try:
            return self._read_by(reader, parcel)
        finally:
            self._free.put(reader)

    def _read_by(self, reader: ReaderProcess, parcel: Parcel) -> ReadFile:
        if parcel.reason:
            return refused(parcel.name, parcel.sha256, parcel.reason)
        if parcel.carrier not in OLD_WORDS or self._converted is None:
            return reader.read(parcel.name, parcel.path, parcel.sha256)
        if parcel.path not in self._converted:
            return refused(parcel.name, parcel.sha256, "not_converted")
        return reader.read(parcel.name, self._converted[parcel.path], parcel.sha256)

    def _convert(self) -> dict[Path, Path]:
        """Where the .docx of each old Word file lies, by its own path."""
        folder = self._folder / "words"
        (folder / "converted").mkdir(parents=True)
        staged: dict[Path, Path] = {}
        for parcel in (one for parcels in self.boxes for one in parcels if one.carrier in OLD_WORDS and not one.reason):
            copy = folder / f"{len(staged)}.{parcel.carrier.value}"
            shutil.copyfile(parcel.path, copy)
            staged[copy] = parcel.path
        made = convert(list(staged), folder / "converted", self._limits)
        return {staged[copy]: path for copy, path in made.items()}


def drop_idle_bodies(parcels: Sequence[Parcel], reads: dict[int, ReadFile]) -> None:
    """What was typed into a mail counts when it is a form; beside forms that are attached only a table counts."""
    for place, parcel in enumerate(parcels):
        if parcel.is_body:
            attached = any(
                reads[other].outcome in ACCEPTED
                for other in reads
                if other != place and parcels[other].container == parcel.container
            )
            if reads[place].outcome not in ACCEPTED or (attached and parcel.name.endswith(".txt")):
                del reads[place]


_idle: list[ReaderProcess] = []
_idle_lock = threading.Lock()


@contextmanager
def borrowed_reader(limits: Limits) -> Iterator[ReaderProcess]:
    """A reader that may have been at work before: starting one takes as long as reading fifty files."""
    with _idle_lock:
        reader = next((one for one in _idle if one.limits == limits), None)
        if reader:
            _idle.remove(reader)
    reader = reader or ReaderProcess(limits)
    try:
        yield reader
    except BaseException:
        reader.end()
        raise
    with _idle_lock:
        if len(_idle) < IDLE_READERS:
            _idle.append(reader)
            return
    reader.end()


@atexit.register
def end_idle_readers() -> None:
    """End the processes that wait for work."""
    with _idle_lock:
        while _idle:
            _idle.pop().end()
