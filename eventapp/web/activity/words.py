"""What the pages of activity statistics say: columns, figures as people read them, problems as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eventapp.domain.activity import AMOUNTS, ITEMS, LABELS, MONEY, RATES, Change, Figures, compare
from eventapp.domain.activity_tree import BodyFigures, UnitForm
from eventapp.domain.submissions import SUBMISSION_STATE_NAMES
from eventapp.domain.words import N_
from eventapp.web.language import gettext, words_of

NATION = "all"  # in the place of a body's key
COLUMNS: dict[str, str] = {  # the figures that lists show, with short headings
    "year_qc": N_("QC小组注册"), "year_teams": N_("班组注册"), "participation_rate": N_("普及率"),
    "result_rate_qc": N_("成果率·QC"), "result_rate_teams": N_("成果率·班组"), "year_benefit": N_("年效益（万元）"),
}  # fmt: skip
SORTS: dict[str, str] = {"name": N_("名称"), **COLUMNS, "problems": N_("待核对")}
SECTION_NAMES = {
    "company_name": N_("单位"),
    "basic_situation": N_("一、基本情况"),
    "experience_and_practice": N_("二、推进经验和做法"),
    "problems_and_improvement": N_("三、存在问题及改进方向"),
}
RATE_NAMES = frozenset(rate.name for rate in RATES)


@dataclass(frozen=True)
class Line:
    """One item of the form: its sum, and the change from the year before, as people read them."""

    name: str
    label: str
    value: str
    before: str
    change: str
    percent: str
    note: str
    left_out: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything to check in one unit's form."""

    form: UnitForm
    sentences: list[str]


def figure(name: str, number: Decimal | None) -> str:
    """A number with its thousands parted, a rate with its sign; nothing for None."""
    if number is None:
        return ""
    text = f"{number:,.2f}" if name in MONEY else f"{number:,.1f}" if name in RATE_NAMES else f"{number:,.0f}"
    text = text.rstrip("0").rstrip(".") if name in MONEY else text
    return f"{text}%" if name in RATE_NAMES else text


def signed(number: Decimal | None, text: str) -> str:
    return f"+{text}" if number is not None and number > 0 else text


def sums(now: Figures, before: Figures | None) -> list[Line]:
    """Every item of the form in its order."""
    changes = compare(now, before)
    return [line_of(name, changes[name], now) for name in ITEMS]


def line_of(name: str, change: Change, now: Figures) -> Line:
    is_rate = name in RATE_NAMES
    difference = figure(name, change.difference).rstrip("%")
    if is_rate and difference:
        difference = gettext("%(number)s 个百分点", number=difference)
    percent = "" if is_rate or change.percent is None else signed(change.percent, f"{change.percent:,.1f}%")
    label = gettext("%(item)s（%(unit)s）", item=gettext(LABELS[name]), unit="%" if is_rate else gettext(AMOUNTS[name]))
    return Line(
        name, label, figure(name, change.now), figure(name, change.before), signed(change.difference, difference), percent,
        rate_note(now, name) if is_rate else "", now.rates[name].left_out if is_rate and now.units > 1 else 0,
    )  # fmt: skip


def rate_note(figures: Figures, name: str) -> str:
    """What a rate was worked out from."""
    rate = figures.rates[name]
    if not rate.counted:
        stated = figures.stated.get(name)
        return gettext("填报 %(rate)s，缺少计算依据", rate=figure(name, stated)) if stated is not None else ""
    parts = f"{rate.numerator:,.0f} ÷ {rate.denominator:,.0f}"
    told = parts
    if rate.derived and figures.units == 1:
        told = gettext("%(parts)s（分子按填报的比率推算）", parts=parts)
    elif rate.derived:
        told = gettext("%(parts)s（%(number)s 个单位的分子按填报的比率推算）", parts=parts, number=rate.derived)
    return gettext("%(told)s，未含 %(number)s 个单位", told=told, number=rate.left_out) if rate.left_out else told


def cell_of(figures: Figures, name: str) -> str:
    """A figure for a list: a printed rate that cannot be worked out is shown as such."""
    known = figures.value(name)
    if known is None and name in figures.stated:
        return gettext("%(rate)s（填报）", rate=figure(name, figures.stated[name]))
    return figure(name, known)


def explained(forms: Iterable[UnitForm]) -> list[Problem]:
    """What to check by unit, but for rates alone, which are told once for all."""
    found = [Problem(form, [words_of(fault) for fault in form.problems if fault.code != "rate_only"]) for form in forms]
    return [problem for problem in found if problem.sentences]


def only_rates(forms: Iterable[UnitForm]) -> list[UnitForm]:
    """Forms that give the participation rate without what it was worked out from."""
    return [form for form in forms if any(fault.code == "rate_only" for fault in form.problems)]


def problem_count(one: BodyFigures) -> int:
    """How many things to check in a body's forms, rates alone left out."""
    return sum(fault.code != "rate_only" for form in one.forms for fault in form.problems)


def choose_sort(asked: str) -> str:
    return asked if asked in SORTS else "name"


def sorted_bodies(bodies: Sequence[BodyFigures], sort: str) -> list[BodyFigures]:
    """By name, or the largest figure first; bodies without the figure come last."""
    if sort == "name":
        return list(bodies)
    if sort == "problems":
        return sorted(bodies, key=lambda one: -problem_count(one))
    return sorted(bodies, key=lambda one: -value if (value := one.figures.shown(sort)) is not None else Decimal(1))


WORDS = {
    "state_names": SUBMISSION_STATE_NAMES, "figure": figure, "cell_of": cell_of, "problem_count": problem_count,
    "sorts": SORTS,
}  # fmt: skip
