"""A sum of many annexes 6 as the official form of the body that adds them up: its fields and remarks."""

from __future__ import annotations

from decimal import Decimal

from eventapp.domain.activity import AMOUNTS, RATES, Figures
from eventapp.domain.activity_remarks import remarks_of
from eventapp.domain.annexes import Value

DERIVED = "按填报比率推算"
INCOMPLETE = "未含 {} 个单位"


def official_fields(figures: Figures, company_name: str) -> dict[str, Value]:
    """The sums as values of the form; what nobody gave stays empty."""
    names = (*AMOUNTS, *(rate.name for rate in RATES))
    return {"company_name": company_name, **{name: plain_value(figures.value(name)) for name in names}}


def official_remarks(figures: Figures) -> dict[str, str]:
    """What a rate was worked out from; and where it is derived or does not cover everybody."""
    told: dict[str, Value] = {}
    notes: dict[str, list[str]] = {}
    for spec in RATES:
        rate = figures.rates[spec.name]
        if rate.counted and not rate.derived:
            told |= {spec.numerator: plain_value(rate.numerator), spec.denominator: plain_value(rate.denominator)}
        notes[spec.name] = [DERIVED] * bool(rate.derived)
        notes[spec.name] += [INCOMPLETE.format(rate.left_out)] * bool(rate.left_out and rate.counted)
    worded = remarks_of(told)
    joined = {name: "；".join(filter(None, (worded.get(name, ""), *parts))) for name, parts in notes.items()}
    return {name: text for name, text in joined.items() if text}


def plain_value(number: Decimal | None) -> int | float | None:
    """A number as forms keep it."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
