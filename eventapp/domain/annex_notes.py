"""Reading a cell of a sheet with what the sheet says about it: per cent formats, formulas without result, errors."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.annex_reading import Reading, Typed, integral
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType


class Note(StrEnum):
    """One remark of a sheet on one cell."""

    NONE = ""
    PLAIN_NUMBER = "plain_number"  # the format is known, and it is no per cent
    PERCENT = "percent"  # a number shown as per cent
    UNCACHED = "uncached"  # a formula whose result was never stored
    ERROR = "error"  # #N/A, #REF! …


def read_noted(spec: FieldSpec, typed: Typed, note: Note) -> Reading:
    """`read_value`, decided by the note on the cell where the bare content has two meanings."""
    if note == Note.UNCACHED:
        return Reading(None, "no_cached_value")
    if note == Note.ERROR:
        return Reading(typed.text.strip() or None, "invalid_format")
    if typed.number is None:
        return read_value(spec, typed)
    if note == Note.PERCENT:
        shown = integral(round(typed.number * 100, 6))
        return read_value(spec, Typed(f"{shown}%"))
    if note == Note.PLAIN_NUMBER and spec.type == FieldType.PERCENT and 0 < typed.number <= 1:
        # 0.985 without a per cent format: 98.5 % typed as a fraction, or truly less than one per cent?
        return Reading(read_value(spec, typed).value, "ambiguous")
    return read_value(spec, typed)
