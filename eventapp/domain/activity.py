"""The figures of annex 6, added up over units: sums of counts and money, rates from numerators and denominators.

A rate of several units is the sum of the numerators over the sum of the denominators (annex 6 prints the formulas);
rates are never averaged. The form asks for the rate alone, so a numerator that nobody gave is derived from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind, Value
from eventapp.domain.words import N_

SPEC = FORMS[FormKind.ACTIVITY_STATISTICS]
COUNTS: Mapping[str, str] = {  # field name to the unit printed on the form
    "cumulative_teams": N_("个"), "cumulative_qc": N_("个"), "year_teams": N_("个"), "year_qc": N_("个"),
    "active_teams": N_("个"), "active_qc": N_("个"),
}  # fmt: skip
MONEY: Mapping[str, str] = {
    name: N_("万元")
    for name in ("cumulative_benefit", "year_benefit", "funding_teams", "funding_qc", "award_teams", "award_qc")
}
TRAINING: Mapping[str, str] = {"training_sessions": N_("次"), "training_people": N_("人")}
AMOUNTS: Mapping[str, str] = {**COUNTS, **MONEY, **TRAINING}
WHOLE_NUMBERS = {**COUNTS, **TRAINING}
LABELS: Mapping[str, str] = {
    **{spec.name: spec.label for spec in (*SPEC.fields, *SPEC.supporting)},
    "training_sessions": N_("培训交流次数"), "training_people": N_("培训交流人数"),  # one cell of the form asks both
}  # fmt: skip
LARGEST, PLACES = 10**12, 6  # beyond these a field holds a telephone number or an accident, no figure
SHOWN_PLACES = Decimal("0.1")  # per cent


@dataclass(frozen=True)
class RateSpec:
    """One rate of the form: what is counted out of what."""

    name: str
    numerator: str
    denominator: str
    above_word: str
    below_word: str


RATES = (
    RateSpec("participation_rate", "participants", "employees", N_("参加活动人数"), N_("职工总数")),
    RateSpec("result_rate_teams", "result_teams", "year_teams", N_("取得成果的班组数"), N_("本年度注册的班组数")),
    RateSpec("result_rate_qc", "result_qc", "year_qc", N_("取得成果的小组数"), N_("本年度注册的小组数")),
)
ITEMS = tuple(spec.name for spec in SPEC.fields if spec.name in AMOUNTS or spec.name in {rate.name for rate in RATES})


@dataclass(frozen=True)
class Rate:
    """Numerators and denominators of the units that count; a derived numerator is rate times denominator.

    `left_out` is the number of units that cannot be counted: only the rate was given, or it cannot be true.
    """

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    counted: int = 0
    derived: int = 0
    left_out: int = 0

    @property
    def percent(self) -> Decimal | None:
        """The rate in per cent, one decimal; None when there is nothing to divide by."""
        if not self.denominator:
            return None
        return (self.numerator / self.denominator * 100).quantize(SHOWN_PLACES, ROUND_HALF_UP)

    def __add__(self, other: Rate) -> Rate:
        return Rate(
            self.numerator + other.numerator, self.denominator + other.denominator, self.counted + other.counted,
            self.derived + other.derived, self.left_out + other.left_out,
        )  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The figures of one unit or of many: an amount is None when nobody gave it.

    `stated` are the rates as printed, of a single unit only: they say something, and cannot be added up.
    """

    amounts: Mapping[str, Decimal | None]
    rates: Mapping[str, Rate]
    units: int = 1
    stated: Mapping[str, Decimal] = field(default_factory=dict)

    def value(self, name: str) -> Decimal | None:
        """An amount, or the per cent of a rate that can be worked out."""
        return self.amounts[name] if name in self.amounts else self.rates[name].percent

    def shown(self, name: str) -> Decimal | None:
        """As `value`; the printed rate of a single unit where none can be worked out."""
        known = self.value(name)
        return self.stated.get(name) if known is None else known


NO_FIGURES = Figures(dict.fromkeys(AMOUNTS), {rate.name: Rate() for rate in RATES}, 0)


@dataclass(frozen=True)
class Change:
    """From the year before to this one: the difference (rates: in points), and in per cent of before where it may be."""

    now: Decimal | None
    before: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def percent(self) -> Decimal | None:
        if self.difference is None or not self.before:
            return None
        return (self.difference / self.before * 100).quantize(SHOWN_PLACES, ROUND_HALF_UP)


def number_of(value: Value) -> Decimal | None:
    """A field as number; what is none (a text that a person must look at) counts as not given."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > LARGEST
    ):
        return None
    return round(Decimal(str(value)), PLACES)


def figures_of(fields: Mapping[str, Value]) -> Figures:
    """The figures of one unit. Negative amounts cannot be true and stay out."""
    numbers = {name: number_of(fields.get(name)) for name in AMOUNTS}
    amounts = {name: number if number is None or number >= 0 else None for name, number in numbers.items()}
    stated = {rate.name: number for rate in RATES if (number := number_of(fields.get(rate.name))) is not None}
    return Figures(amounts, {rate.name: rate_of(rate, fields) for rate in RATES}, 1, stated)


def rate_of(spec: RateSpec, fields: Mapping[str, Value]) -> Rate:
    """One unit's share of a rate; figures that cannot be true are left out, `domain.activity_checks` says why."""
    stated, above, below = (number_of(fields.get(name)) for name in (spec.name, spec.numerator, spec.denominator))
    if below == 0 and not stated and not above:
        return Rate()  # nothing registered, nothing claimed
    is_said = above is not None or stated is not None
    if below is None or below <= 0 or not is_said or (stated is not None and not 0 <= stated <= 100):
        return Rate(left_out=1)
    numerator = above if above is not None else (stated or Decimal(0)) * below / 100
    if not 0 <= numerator <= below:
        return Rate(left_out=1)
    return Rate(numerator, below, counted=1, derived=int(above is None))


def add_up(many: Iterable[Figures]) -> Figures:
    """The sums over units; one unit stays as it is, its printed rates included."""
    parts = list(many)
    if len(parts) == 1:
        return parts[0]
    amounts = {name: total_of(part.amounts[name] for part in parts) for name in AMOUNTS}
    rates = {spec.name: sum((part.rates[spec.name] for part in parts), Rate()) for spec in RATES}
    return Figures(amounts, rates, sum(part.units for part in parts))


def total_of(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what was given; None when nobody gave anything."""
    given = [number for number in numbers if number is not None]
    return sum(given, Decimal(0)) if given else None


def compare(now: Figures, before: Figures | None) -> dict[str, Change]:
    """Every item beside the year before."""
    earlier = before or NO_FIGURES
    return {name: Change(now.value(name), earlier.value(name)) for name in ITEMS}
