"""Three charts of the bodies as plain data; the table of the page says the same to those who cannot see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eventapp.domain.activity_tree import BodyFigures
from eventapp.domain.words import N_
from eventapp.web.language import gettext

MOST_BARS = 40
Value = Callable[[BodyFigures], Decimal | None]


@dataclass(frozen=True)
class Series:
    """One color of bars."""

    title: str
    tone: str  # a name of static/css/tokens.css
    value: Value


@dataclass(frozen=True)
class Chart:
    """A figure of horizontal bars, the longest first."""

    name: str
    title: str
    unit: str
    data: dict[str, Any]
    left_out: int = 0


def charts_of(bodies: Sequence[BodyFigures]) -> list[Chart]:
    """Registered groups and teams, participation, benefit; those without any figure are not drawn."""
    charts = [
        chart("registered", N_("本年度注册的QC小组和班组"), N_("个"), bodies, REGISTERED),
        chart("participation", N_("本年度普及率"), "%", bodies, PARTICIPATION, maximum=100),
        chart("benefit", N_("本年度可计算的经济效益"), N_("万元"), bodies, BENEFIT),
    ]
    return [one for one in charts if one.data["labels"]]


def amount(name: str) -> Value:
    return lambda one: one.figures.value(name)


def stated_participation(one: BodyFigures) -> Decimal | None:
    """The printed rate, where it cannot be worked out; impossible ones are not drawn."""
    stated = one.figures.stated.get("participation_rate")
    known = one.figures.value("participation_rate")
    return stated if known is None and stated is not None and 0 <= stated <= 100 else None


REGISTERED = (
    Series(N_("QC小组"), "--accent-fill", amount("year_qc")),
    Series(N_("信得过班组"), "--warning-fill", amount("year_teams")),
)
PARTICIPATION = (
    Series(N_("按人数计算"), "--accent-fill", amount("participation_rate")),
    Series(N_("只填了比率"), "--line-strong", stated_participation),
)
BENEFIT = (Series(N_("经济效益"), "--success-fill", amount("year_benefit")),)


def chart(
    name: str,
    title: str,
    unit: str,
    bodies: Sequence[BodyFigures],
    series: Sequence[Series],
    maximum: int | None = None,
) -> Chart:
    """The bodies that have a figure, the largest first."""
    rows = [(one.body.name, [part.value(one) for part in series]) for one in bodies]
    drawn = [(label, values) for label, values in rows if any(value is not None for value in values)]
    drawn.sort(key=lambda row: -sum(value or Decimal(0) for value in row[1]))
    shown = drawn[:MOST_BARS]
    lines = [
        {"label": gettext(part.title), "tone": part.tone, "values": [plain(values[at]) for _label, values in shown]}
        for at, part in enumerate(series)
    ]
    lines = [line for line in lines if any(value is not None for value in line["values"])]
    data = {"labels": [label for label, _values in shown], "series": lines, "unit": gettext(unit), "maximum": maximum}
    return Chart(name, title, unit, data, len(drawn) - len(shown))


def plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
