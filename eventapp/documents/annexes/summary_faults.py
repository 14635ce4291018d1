"""What a person must look at in the rows of annex 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eventapp.documents.annexes.summary_header import SPECS
from eventapp.documents.annexes.summary_reader import SummaryRow
from eventapp.domain.annex_checks import codes_of, fault
from eventapp.domain.refusals import Fault
from eventapp.domain.text import key

DUPLICATE_FIELD = "group_name"


def faults_of(rows: list[SummaryRow], name_of_file: str) -> Iterator[Fault]:
    """What a person must look at in the rows, with file, sheet and cell."""
    repeated = set(_repeated(rows))
    for index, row in enumerate(rows):
        doubts = {doubt.field: doubt for doubt in row.doubts}
        for name, spec in SPECS.items():
            doubt = doubts.get(name)
            value = row.values[name]
            codes = list(codes_of(spec, value, doubt.code if doubt else ""))
            if name == DUPLICATE_FIELD and index in repeated:
                codes.append("conflict")
            for code in codes:
                typed = doubt.typed if doubt else str(value or "")
                where = f"{name_of_file} · {row.place(name)}"
                yield fault(code, spec, field=f"rows[{index}].{name}", where=where, typed=typed, value=value)


def _repeated(rows: Iterable[SummaryRow]) -> Iterator[int]:
    """Rows that name a group of a unit with a topic named before."""
    seen: set[tuple[str, ...]] = set()
    for index, row in enumerate(rows):
        names = tuple(str(row.values[name] or "") for name in ("kind", "company_name", "group_name", "topic_name"))
        identity = tuple(key(name) for name in names)
        if identity in seen and all(names[:3]):
            yield index
        seen.add(identity)
