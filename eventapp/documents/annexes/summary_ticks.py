"""The recommended level where annex 3 has a column for each level and the right one is ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eventapp.domain.annex_reading import Reading, typed_of
from eventapp.domain.text import is_nothing, plain_digits

CROSSES = re.compile(r"[□☐○◯×xX✗✘0]|否|不是|不推荐")
CIRCLES = "○◯"  # a circle alone is a tick where nobody drew another sign


def read_ticked_grade(marks: Mapping[int, object]) -> Reading:
    """The level whose column is ticked; two ticks are ambiguous."""
    typed = {grade: plain_digits(typed_of(content).text) for grade, content in marks.items()}
    written = {grade: text for grade, text in typed.items() if not is_nothing(text)}
    ticked = [grade for grade, text in written.items() if not CROSSES.fullmatch(text)]
    circled = [grade for grade, text in written.items() if text in CIRCLES]
    chosen = ticked or (circled if len(written) == 1 else [])
    if len(chosen) > 1:
        return Reading(None, "ambiguous")
    return Reading(chosen[0] if chosen else None)
