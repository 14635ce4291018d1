"""What cannot be true in an annex 6, or cannot be added up: each with the item, the figures and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from eventapp.domain.activity import AMOUNTS, LABELS, RATES, WHOLE_NUMBERS, RateSpec, number_of
from eventapp.domain.annexes import Value
from eventapp.domain.refusals import Fault
from eventapp.domain.words import N_

MISSING = N_("“%(label_word)s”没有填写，合计里少了这一项。请向填报单位补要。")
NOT_A_NUMBER = N_("“%(label_word)s”里的“%(typed)s”不是数字。请更正；更正前不计入合计。")
NEGATIVE = N_("“%(label_word)s”是负数（%(value)s %(unit_word)s）。请更正；更正前不计入合计。")
NOT_WHOLE = N_("“%(label_word)s”是 %(value)s %(unit_word)s，应是整数。请核对。")
OVER_ALL = N_(
    "“%(label_word)s”填了 %(stated)s%%，超过 100%%：%(above_word)s不会多于%(below_word)s。请核对后更正；更正前不计入合计。"
)
BELOW_NOTHING = N_("“%(label_word)s”填了 %(stated)s%%，比率不会是负数。请更正；更正前不计入合计。")
NEGATIVE_FIGURES = N_("“%(label_word)s”：%(above_word)s或%(below_word)s是负数。请更正；更正前不计入合计。")
MORE_ABOVE = N_(
    "“%(label_word)s”：%(above_word)s %(above)s 多于%(below_word)s %(below)s，比率超过 100%%。请核对这两个数；更正前不计入合计。"
)
DIVIDED_BY_ZERO = N_(
    "“%(label_word)s”填了 %(stated)s%%，而%(below_word)s是 0：除数为 0，算不出比率。"
    "请补上%(below_word)s，或者不填比率；更正前不计入合计。"
)
ABOVE_ZERO = N_(
    "“%(label_word)s”：%(above_word)s %(above)s，而%(below_word)s是 0：除数为 0，算不出比率。请核对这两个数；更正前不计入合计。"
)
NO_DIVISOR = N_("“%(label_word)s”缺少%(below_word)s，算不进合计。请向填报单位补要。")
RATE_ONLY = N_(
    "只填了“%(label_word)s”%(stated)s%%，没有%(above_word)s和%(below_word)s，算不进合计。"
    "请在该项备注中写明，如“参加1200人/职工3000人”。"
)
DISAGREES = N_(
    "“%(label_word)s”填的是 %(stated)s%%，而%(above_word)s %(above)s ÷ %(below_word)s %(below)s = %(computed)s%%。"
    "合计按后者计算，请核对。"
)
MORE_ACTIVE = N_("“%(label_word)s”有 %(value)s 个，多于本年度注册的 %(limit)s 个。请核对这两个数。")
LESS_IN_ALL = N_(
    "“%(label_word)s”是 %(value)s %(unit_word)s，少于本年度的 %(limit)s %(unit_word)s；累计应包含本年度。请核对这两个数。"
)
OTHER_YEAR = N_("统计期截至 %(end)s，不是本届的 %(year)s 年。请确认报的是不是今年的表。")

# the second cannot be less than the first
WITHIN = (("year_teams", "active_teams"), ("year_qc", "active_qc"))
CUMULATIVE = (
    ("cumulative_teams", "year_teams"),
    ("cumulative_qc", "year_qc"),
    ("cumulative_benefit", "year_benefit"),
)
CHECKED_ANEW = (DISAGREES, MORE_ABOVE, ABOVE_ZERO)  # between two fields: a page must not keep what a file deserved
HALF_A_POINT = Decimal("0.5")


def problems_of(fields: Mapping[str, Value], year: int | None = None) -> tuple[Fault, ...]:
    """Everything to look at in one annex 6; `year` is that of the edition. Code `rate_only` marks rates alone."""
    found = [*check_amounts(fields), *check_pairs(fields)]
    found += [fault for spec in RATES for fault in check_rate(spec, fields)]
    end = str(fields.get("period_end") or "")
    if year and end[:4].isdigit() and int(end[:4]) != year:
        found.append(Fault("stale_period", OTHER_YEAR, field="period_end", params={"end": end, "year": year}))
    return tuple(found)


def check_amounts(fields: Mapping[str, Value]) -> Iterator[Fault]:
    """Each count and sum by itself."""
    for name, unit in AMOUNTS.items():
        value, number = fields.get(name), number_of(fields.get(name))
        about: dict[str, object] = {"label_word": LABELS[name], "unit_word": unit}
        if value is None or value == "":
            yield Fault("missing_required", MISSING, field=name, params=about)
        elif number is None:
            yield Fault("invalid_format", NOT_A_NUMBER, field=name, params=about | {"typed": str(value)[:40]})
        elif number < 0:
            yield Fault("out_of_range", NEGATIVE, field=name, params=about | {"value": plain(number)})
        elif name in WHOLE_NUMBERS and number != int(number):
            yield Fault("invalid_format", NOT_WHOLE, field=name, params=about | {"value": plain(number)})


def check_pairs(fields: Mapping[str, Value]) -> Iterator[Fault]:
    """Counts that contain each other: active ones were registered, all years contain this one."""
    for whole, part in WITHIN:
        limit, value = number_of(fields.get(whole)), number_of(fields.get(part))
        if limit is not None and value is not None and value > limit:
            about: dict[str, object] = {"label_word": LABELS[part], "value": plain(value), "limit": plain(limit)}
            yield Fault("conflict", MORE_ACTIVE, field=part, params=about)
    for whole, part in CUMULATIVE:
        value, limit = number_of(fields.get(whole)), number_of(fields.get(part))
        if limit is not None and value is not None and value < limit:
            about = {"label_word": LABELS[whole], "value": plain(value), "limit": plain(limit)}
            about["unit_word"] = AMOUNTS[whole]
            yield Fault("conflict", LESS_IN_ALL, field=whole, params=about)


def check_rate(spec: RateSpec, fields: Mapping[str, Value]) -> Iterator[Fault]:
    """One rate with the figures behind it; at most one sentence, the one that explains most."""
    typed, stated = fields.get(spec.name), number_of(fields.get(spec.name))
    above, below = number_of(fields.get(spec.numerator)), number_of(fields.get(spec.denominator))
    about: dict[str, object] = {
        "label_word": LABELS[spec.name], "above_word": spec.above_word, "below_word": spec.below_word,
        "stated": plain(stated), "above": plain(above), "below": plain(below),
    }  # fmt: skip
    if stated is None and isinstance(typed, str) and typed:
        yield Fault("invalid_format", NOT_A_NUMBER, field=spec.name, params=about | {"typed": typed[:40]})
    elif code_and_sentence := judge(spec, stated, above, below):
        yield Fault(code_and_sentence[0], code_and_sentence[1], field=spec.name, params=about)
    elif stated is not None and above is not None and below and disagrees(stated, above / below * 100):
        computed: dict[str, object] = {"computed": plain(round(above / below * 100, 1))}
        yield Fault("conflict", DISAGREES, field=spec.name, params=about | computed)


def rate_conflicts(fields: Mapping[str, Value], supporting: Mapping[str, Value], where: str) -> tuple[Fault, ...]:
    """Rates that disagree with the figures given beside them: the faults of a form at `where`."""
    given = {name for name, value in supporting.items() if value is not None}
    told = (spec for spec in RATES if given & {spec.numerator, spec.denominator})
    faults = (fault for spec in told for fault in check_rate(spec, {**fields, **supporting}))
    return tuple(
        replace(fault, where=where) for fault in faults if fault.message in (DISAGREES, MORE_ABOVE, ABOVE_ZERO)
    )


def judge(
    spec: RateSpec, stated: Decimal | None, above: Decimal | None, below: Decimal | None
) -> tuple[str, str] | None:
    """Code and sentence of what keeps a rate out of the sums, or None."""
    if stated is None and above is None:
        return None if below == 0 else ("missing_required", MISSING)
    if stated is not None and not 0 <= stated <= 100:
        return "out_of_range", OVER_ALL if stated > 100 else BELOW_NOTHING
    if below is None:
        is_rate_alone = above is None and spec.denominator not in AMOUNTS
        return ("rate_only", RATE_ONLY) if is_rate_alone else ("missing_required", NO_DIVISOR)
    if below < 0 or (above or 0) < 0:
        return "out_of_range", NEGATIVE_FIGURES
    if below == 0:
        return judge_zero(stated, above)
    return ("out_of_range", MORE_ABOVE) if above is not None and above > below else None


def judge_zero(stated: Decimal | None, above: Decimal | None) -> tuple[str, str] | None:
    """A rate of nothing: none is right, any other is divided by zero."""
    if stated:
        return "out_of_range", DIVIDED_BY_ZERO
    return ("out_of_range", ABOVE_ZERO) if above else None


def disagrees(stated: Decimal, computed: Decimal) -> bool:
    """Whether the printed rate is more than its own rounding away from the computed one."""
    exponent = int(stated.normalize().as_tuple().exponent)
    return abs(stated - computed) > HALF_A_POINT * Decimal(10) ** min(0, exponent)


def plain(number: Decimal | None) -> str:
    """A number without needless zeros."""
    return "" if number is None else f"{number.normalize():f}"
