"""An uploaded file becomes checked forms, or one clear sentence why not. Never raises on bad input."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.carriers import is_temporary, read_tables, reason_of_unknown, reason_without_form
from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.grid import Table, tame
from eventapp.documents.annexes.label_reader import LabelReader
from eventapp.documents.annexes.official_layout import read_official
from eventapp.documents.annexes.outside_content import points_outside
from eventapp.documents.annexes.segments import find_forms
from eventapp.documents.annexes.sentences import CODES, outside_fault, refusal_of
from eventapp.documents.annexes.statistics_reader import read_items
from eventapp.documents.annexes.summary_about import read_about
from eventapp.documents.annexes.summary_faults import faults_of
from eventapp.documents.annexes.summary_reader import SummaryRow, read_rows, teams_first
from eventapp.documents.annexes.unlabelled_unit import put_unlabelled_unit
from eventapp.documents.limits import DEFAULT_LIMITS, Limits, Unsafe
from eventapp.domain.activity_checks import rate_conflicts
from eventapp.domain.annex_checks import is_blank, sureness_by_field
from eventapp.domain.annexes import NOTED_CODES, FormKind, Outcome, ReadFile, ReadForm

log = logging.getLogger(__name__)

PERIOD_FIELDS = ("period_start", "period_end")


def read_file(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> ReadFile:
    """The forms in an upload named `name`; a file that cannot be used is `rejected` with one reason and sentence."""
    digest = hashlib.sha256(content).hexdigest()
    if is_temporary(name):
        return ReadFile(name, digest, Outcome.IGNORED, ("temporary_file",), (), (refusal_of(name, "temporary_file"),))
    try:
        forms = tuple(_forms(name, content, limits))
        if points_outside(content):
            forms = (replace(forms[0], faults=(*forms[0].faults, outside_fault(name))), *forms[1:])
    except Unsafe as unsafe:
        reason = reason_of_unknown(name) if unsafe.reason == "unknown" else unsafe.reason
        return ReadFile(name, digest, Outcome.REJECTED, (CODES.get(reason, reason),), (), (refusal_of(name, reason),))
    except MemoryError:
        raise  # the reader's process says so, and ends
    except Exception:
        # A parser broken by a hostile file must not take the inbox down; the trace is for the developer.
        log.exception("annex could not be read: %s", digest)
        return ReadFile(name, digest, Outcome.REJECTED, ("corrupt",), (), (refusal_of(name, "corrupt"),))
    doubtful = any(fault.code not in NOTED_CODES for form in forms for fault in form.faults)
    return ReadFile(name, digest, Outcome.ACCEPTED_WITH_WARNINGS if doubtful else Outcome.ACCEPTED, (), forms)


def _forms(name: str, content: bytes, limits: Limits) -> Iterator[ReadForm]:
    tables = read_tables(content, limits, name)
    for table in tables:
        tame(table)
    forms = [form for form in _found_forms(name, content, tables) if not _is_empty(form)]
    if not forms:
        raise Unsafe("empty_form")
    yield from forms


def _found_forms(name: str, content: bytes, tables: list[Table]) -> Iterator[ReadForm]:
    """The forms in the tables: one in the official layout by position, all others by meaning."""
    if official := read_official(tables):
        yield official.form(name)
        return
    shown = [table for table in tables if not table.is_hidden]
    found = find_forms(shown) or find_forms([table for table in tables if table.is_hidden])
    if not found:
        raise Unsafe(reason_without_form(name, content))
    yield from (_read_form(name, kind, chunks) for kind, chunks in found)


def _is_empty(form: ReadForm) -> bool:
    """Whether only printed words were found; the period of annex 6 is printed."""
    return not form.rows and is_blank(value for name, value in form.fields.items() if name not in PERIOD_FIELDS)


def _read_form(name: str, kind: FormKind, chunks: list[Chunk]) -> ReadForm:
    answers = Answers(kind)
    if kind == FormKind.RECOMMENDATION_SUMMARY:
        return _read_summary(name, answers, chunks)
    LabelReader(answers).read(chunks)
    if kind == FormKind.WORK_SUMMARY:
        put_unlabelled_unit(answers, chunks)
    if kind == FormKind.ACTIVITY_STATISTICS:
        for chunk in chunks:
            read_items(chunk.table, chunk.first, chunk.last, answers)
    values, supporting = answers.values(), answers.supporting()
    faults = (*answers.faults(name), *rate_conflicts(values, supporting, name))
    return ReadForm(
        kind, values, (), answers.places(), faults, answers.written(), supporting, answers.sureness()
    )  # fmt: skip


def _read_summary(name: str, answers: Answers, chunks: list[Chunk]) -> ReadForm:
    read_about(answers, chunks)
    rows = list(read_rows(teams_first(chunks)))
    faults = (*answers.faults(name), *faults_of(rows, name))
    return ReadForm(
        answers.kind,
        answers.values(),
        tuple(row.values for row in rows),
        Places(answers.places(), rows),
        faults,
        {f"rows[{index}].{name}": text for index, row in enumerate(rows) for name, text in row.written.items()},
        sureness=sureness_by_field(faults),
    )


class Places(Mapping[str, str]):
    """Where each field and each row's field stood, worked out when asked: 50,000 rows have half a million places."""

    def __init__(self, fields: dict[str, str], rows: list[SummaryRow]) -> None:
        self.fields = fields
        self.rows = rows

    def __getitem__(self, path: str) -> str:
        if path in self.fields:
            return self.fields[path]
        index, _, name = path.removeprefix("rows[").partition("].")
        if not index.isdigit() or int(index) >= len(self.rows) or name not in self.rows[int(index)].columns:
            raise KeyError(path)
        return self.rows[int(index)].place(name)

    def __iter__(self) -> Iterator[str]:
        yield from self.fields
        for index, row in enumerate(self.rows):
            yield from (f"rows[{index}].{name}" for name in row.columns)

    def __len__(self) -> int:
        return len(self.fields) + sum(len(row.columns) for row in self.rows)
