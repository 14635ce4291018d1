"""The twelve months that annex 6 counts: from July of the year before the conference to June of its year (notice, 二)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eventapp.domain.annex_checks import fault, sureness_of
from eventapp.domain.annex_fields import ACTIVITY_STATISTICS
from eventapp.domain.annexes import FormKind, Outcome, ReadFile, ReadForm
from eventapp.domain.refusals import Fault

STALE = "stale_period"


def held_against(read: ReadFile, year: int) -> ReadFile:
    """What was read of a file, with its annexes 6 held against the year of the conference."""
    forms = tuple(_held(form, read.name, year) for form in read.forms)
    if forms == read.forms:
        return read
    return replace(read, forms=forms, outcome=Outcome.ACCEPTED_WITH_WARNINGS)


def _held(form: ReadForm, name_of_file: str, year: int) -> ReadForm:
    """An annex 6 with a fault for each end of its period that is not the conference's; other forms as they are."""
    if form.kind != FormKind.ACTIVITY_STATISTICS:
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
