"""The process that takes uploads apart and reads them: one request a line from standard input, one answer a line.

A hostile file may make a parser ask for more memory than there is, or never come back; that ends this process, which
the one that asked survives (`reader`). It is started as a script and finds the program by its own place.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from eventapp.documents.annexes.parcels import unpack
from eventapp.documents.annexes.reader_codec import pack_file, pack_parcel
from eventapp.documents.annexes.reading import read_file
from eventapp.documents.attendee_sheet_answers import answer_sheets
from eventapp.documents.limits import Limits

FILES_A_SWEEP = 20
GRACE_SECONDS = 10  # the parent ends a slow process; this one ends itself when the parent is gone


def limit_process(limits: Limits) -> None:
    """Bound the memory where the system can (not on Windows), and leave no picture of it behind."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, limits.memory_bytes)):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some, and a lower limit may hold already
            resource.setrlimit(what, (most, most))


def answer_unpack(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    parcels = unpack(request["name"], Path(request["path"]), Path(request["folder"]), limits)
    return {"parcels": [pack_parcel(parcel) for parcel in parcels]}


def answer_read(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """`sha256` is that of the file as it came, which may have been turned into another since."""
    read = read_file(request["name"], Path(request["path"]).read_bytes(), limits)
    return {"file": pack_file(dataclasses.replace(read, sha256=request["sha256"]))}


ANSWERS: dict[str, Callable[[dict[str, Any], Limits], dict[str, Any]]] = {
    "unpack": answer_unpack,
    "read": answer_read,
    "sheets": answer_sheets,
}


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more. A request that took too much memory is the last one."""
    limits = Limits(**json.loads(requests.readline()))
    limit_process(limits)
    gc.disable()  # a large summary is a million objects that all stay; looking through them doubles the time
    say(answers, {})
    for number, line in enumerate(requests, 1):
        set_alarm(int(limits.seconds) + GRACE_SECONDS)
        try:
            request = json.loads(line)
            say(answers, ANSWERS[request["do"]](request, limits))
        except MemoryError:
            say(answers, {"reason": "too_much_memory"})
            return
        set_alarm(0)
        if number % FILES_A_SWEEP == 0:
            gc.collect()


def set_alarm(seconds: int) -> None:
    """End this process after so many seconds, even within a parser; 0 takes it back. Windows has no such alarm."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def say(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    answers.flush()


def main() -> None:
    """Keep the way to the parent apart from everything that a library may print."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
