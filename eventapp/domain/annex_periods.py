"""The twelve months that annex 6 counts: from July of the year before the conference to June of its year (notice, 二)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eventapp.domain.annex_checks import fault, sureness_of
from eventapp.domain.annex_fields import ACTIVITY_STATISTICS
from eventapp.domain.annexes import FormKind, ReadForm
from eventapp.domain.refusals import Fault

STALE = "stale_period"


def with_stale_period(form: ReadForm, name_of_file: str, year: int | None) -> ReadForm:
    """An annex 6 with a fault for each end of its period that is not the conference's; other forms as they are."""
    if form.kind != FormKind.ACTIVITY_STATISTICS or year is None:
        return form
    faults = tuple(_stale(form, name_of_file, year))
    doubtful = {found.field: sureness_of([STALE]) for found in faults}
    return replace(form, faults=(*form.faults, *faults), sureness={**form.sureness, **doubtful}) if faults else form


def _stale(form: ReadForm, name_of_file: str, year: int) -> Iterator[Fault]:
    expected = {"period_start": f"{year - 1}-07", "period_end": f"{year}-06"}
    for spec in ACTIVITY_STATISTICS.fields:
        value = form.fields.get(spec.name)
        if spec.name in expected and value not in (None, expected[spec.name]):
            where = f"{name_of_file} · {form.provenance.get(spec.name, '')}".removesuffix(" · ")
            yield fault(STALE, spec, field=spec.name, where=where, typed=str(value), value=value)
