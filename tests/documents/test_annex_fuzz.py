"""Damaged files never raise, never hang, and never lose a name that certificates print without a word."""

from __future__ import annotations

import logging
import time
import zipfile
from pathlib import Path

import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Outcome, ReadFile
from tests.documents.mutations import cut, in_parts, mutants, odd_text, swap_elements

FOLDER = Path(__file__).parents[1] / "data" / "annexes"
# .xls is read in a process of its own, which takes its time; two files of them are enough
SOURCES = sorted(
    path.name for path in FOLDER.iterdir() if path.suffix in (".docx", ".xlsx") and zipfile.is_zipfile(path)
)
COPIES = 14
SECONDS = 10


@pytest.fixture(autouse=True)
def _quiet():
    """A damaged file leaves a trace for the developer; hundreds of them say nothing here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def is_sound(read: ReadFile) -> bool:
    """Whether a result keeps the promise: forms only where accepted, one reason where not."""
    if read.outcome in (Outcome.REJECTED, Outcome.IGNORED):
        return len(read.reasons) == 1 and not read.forms and bool(read.faults)
    return bool(read.forms) and not read.reasons


@pytest.mark.parametrize("name", SOURCES)
def test_a_damaged_file_is_read_or_refused_in_time(name):
    content = (FOLDER / name).read_bytes()
    started = time.monotonic()

    unsound = [
        number
        for number, copy in enumerate(mutants(content, COPIES, seed=sum(name.encode())))
        if not is_sound(read_file(name, copy))
    ]

    assert unsound == []
    assert time.monotonic() - started < SECONDS


def test_ways_of_damage_really_damage():
    import random

    content = (FOLDER / "qc_result.docx").read_bytes()

    changed = {way(content, random.Random(1)) != content for way in (cut, in_parts(odd_text), in_parts(swap_elements))}  # noqa: S311

    assert changed == {True}
