"""Reading uploads in a process of its own, bounded in time and memory: what kills it costs one file, never us."""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from eventapp.documents.annexes.parcels import Parcel
from eventapp.documents.annexes.reader_codec import unpack_file, unpack_parcel
from eventapp.documents.annexes.sentences import CODES, refusal_of
from eventapp.documents.limits import DEFAULT_LIMITS, Limits
from eventapp.domain.annexes import Outcome, ReadFile

CHILD = Path(__file__).with_name("reader_child.py")
STARTING = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "PROGRAMFILES", "APPDATA")
START_SECONDS = 60.0
FILES_A_CHILD = 500  # then a fresh one takes over, before memory wears thin


@dataclass(frozen=True)
class Upload:
    """A file to be read: the name that it goes by, and where its bytes lie."""

    name: str
    path: Path


class Stopped(Exception):
    """The process gave no answer; `reason` is a reason of `sentences`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReaderProcess:
    """One process that reads file after file. Use it as a context, from one thread at a time."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int | None:
        """The number of the process that is running, if any."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """End the process at once; the next request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()

    def unpack(self, upload: Upload, folder: Path) -> list[Parcel]:
        """The upload and everything in it. Raises `Stopped`."""
        answer = self.ask({"do": "unpack", "name": upload.name, "path": str(upload.path), "folder": str(folder)})
        return [unpack_parcel(packed) for packed in answer["parcels"]]

    def read(self, name: str, path: Path, sha256: str) -> ReadFile:
        """The forms of a document; one that stops the process is refused with the reason."""
        try:
            answer = self.ask({"do": "read", "name": name, "path": str(path), "sha256": sha256})
        except Stopped as stopped:
            return refused(name, sha256, stopped.reason)
        with without_sweeps():
            return unpack_file(answer["file"])

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request, one answer. Raises `Stopped` when the process dies, or does not answer in time."""
        self._asked += 1
        if self._process is None or self._asked > FILES_A_CHILD:
            self._start()
        try:
            answer = self._exchange(request, self.limits.seconds)
        except Stopped:
            self.end()
            raise
        if "reason" in answer:
            self.end()
            raise Stopped(answer["reason"])
        return answer

    def _start(self) -> None:
        self.end()
        self._asked, self._answers = 1, queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=bare_environment(),
        )  # fmt: skip
        if self._process.stdout:
            threading.Thread(target=listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._exchange(dataclasses.asdict(self.limits), START_SECONDS)

    def _exchange(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        try:
            if self._process and self._process.stdin:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise Stopped("too_slow") from None
        except OSError:
            raise Stopped("reader_died") from None
        if not line:
            raise Stopped("reader_died")
        with without_sweeps():
            answer: dict[str, Any] = json.loads(line.decode("utf-8", "surrogatepass"))
        return answer


@contextmanager
def without_sweeps() -> Iterator[None]:
    """Build a million small objects that all stay without being searched for garbage meanwhile: four times as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def bare_environment(**more: str) -> dict[str, str]:
    """What a program needs to start, and none of our secrets: a hostile file may get hold of the process."""
    return {name: os.environ[name] for name in STARTING if name in os.environ} | more


def listen(stream: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Pass on the lines of a process, and an empty one when it has ended: only a queue can be waited on everywhere."""
    try:
        for line in stream:
            answers.put(line)
    except (OSError, ValueError):  # closed while it was being read
        pass
    answers.put(b"")


def refused(name: str, sha256: str, reason: str) -> ReadFile:
    return ReadFile(name, sha256, Outcome.REJECTED, (CODES.get(reason, reason),), (), (refusal_of(name, reason),))
