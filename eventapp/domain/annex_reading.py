"""What goes into and comes out of reading one answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.annexes import Value


@dataclass(frozen=True)
class Typed:
    """The content of one cell: its text, and the number where a sheet holds a number."""

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Reading:
    """A value in normal form; `code` is a warning code of the annex schema, empty when nothing is doubtful."""

    value: Value
    code: str = ""


def typed_of(content: object) -> Typed:
    """What a sheet or table cell holds, as text and, where it is one, as number."""
    if isinstance(content, str):
        return Typed(content)
    if isinstance(content, bool):
        return Typed("是" if content else "否")
    if isinstance(content, int | float):
        value = integral(float(content))
        return Typed(str(value), float(content))
    if isinstance(content, datetime):
        return Typed(content.date().isoformat())
    return Typed("" if content is None else str(content))


def integral(value: float) -> int | float:
    """10.0 as 10: sheets know no whole numbers."""
    return int(value) if math.isfinite(value) and value == int(value) else value
