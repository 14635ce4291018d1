"""What a person must look at in the rows of annex 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eventapp.documents.annexes.summary_header import SPECS
from eventapp.documents.annexes.summary_reader import SummaryRow
from eventapp.domain.annex_checks import ROW_TWICE, codes_of, fault
from eventapp.domain.organizations import name_key
from eventapp.domain.refusals import Fault

REPEATED = "group_name"


def faults_of(rows: list[SummaryRow], name_of_file: str) -> Iterator[Fault]:
    """What a person must look at in the rows, with file, sheet and cell."""
    repeated = set(_repeated(rows))
    for index, row in enumerate(rows):
        if row.is_plain and not row.doubts and index not in repeated:
            continue
        doubts = {doubt.field: doubt for doubt in row.doubts}
        for name, spec in SPECS.items():
            doubt = doubts.get(name)
            value = row.values[name]
            path, where = f"rows[{index}].{name}", f"{name_of_file} · {row.place(name)}"
            for code in codes_of(spec, value, doubt.code if doubt else ""):
                typed = doubt.typed if doubt else str(value or "")
                yield fault(code, spec, field=path, where=where, typed=typed, value=value)
            if name == REPEATED and index in repeated:
                yield Fault("conflict", ROW_TWICE, where, path, params={"group": value})


def _repeated(rows: Iterable[SummaryRow]) -> Iterator[int]:
    """Rows that name a group of a unit with a topic named before, however they are spaced."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        names = tuple(str(row.values[name] or "") for name in ("kind", "company_name", "group_name", "topic_name"))
        identity = name_key("|".join(names))
        if identity in seen and all(names[:3]):
            yield index
        seen.add(identity)
