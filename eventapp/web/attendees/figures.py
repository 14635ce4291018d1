"""Registration in figures: who comes in which role, when, how they sleep, eat and visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from eventapp.domain.registration_states import RoleState
from eventapp.services import attendee_counts, registration_forms, roles
from eventapp.services.attendee_counts import Figures
from eventapp.web.activity.charts import Chart
from eventapp.web.attendees.words import WORDS, options_of
from eventapp.web.current import current_edition
from eventapp.web.language import gettext

GENDERS = ("男", "女", "")


def show_figures() -> ResponseReturnValue:
    """All figures with a chart of arrivals by day, and a table beside it that says the same."""
    edition = current_edition()
    figures = attendee_counts.count_attendees(edition)
    fields = registration_forms.current_form(edition).fields
    days = sorted(set(figures.arrivals) | set(figures.departures))
    return render_template(
        "attendees/show_figures.html", figures=figures, charts=charts_of(figures, days),
        days=[(day, figures.arrivals[day], figures.departures[day]) for day in days],
        lodging=lodging_rows(figures, options_of(fields, "lodging")),
        meals=answered(figures.meal, options_of(fields, "meal")),
        visits=answered(figures.visit, options_of(fields, "visit")),
        roles=[(role, *(figures.roles[role.id, state] for state in ROLE_COLUMNS)) for role in roles.list_roles(edition)],
        **WORDS,
    )  # fmt: skip


ROLE_COLUMNS = (RoleState.CONFIRMED, RoleState.PENDING, RoleState.OFFERED, RoleState.WAITING)
Row = tuple[str, str, int]  # code, label, people


def answered(counts: Counter[str], options: Sequence[tuple[str, str]]) -> list[Row]:
    """Every option with its number, those who said nothing last; answers that are no option any more stand as kept."""
    labels = dict(options)
    others = sorted(code for code in counts if code and code not in labels)
    rows = [(code, labels.get(code, code), counts[code]) for code in (*labels, *others)]
    return [*rows, *([("", gettext("没有填写"), counts[""])] if counts[""] else [])]


def lodging_rows(figures: Figures, options: Sequence[tuple[str, str]]) -> list[tuple[str, str, list[int]]]:
    """Every kind of lodging with men, women, those who did not say, and all of them."""
    totals: Counter[str] = Counter()
    for (code, _gender), number in figures.lodging.items():
        totals[code] += number
    return [
        (code, label, [*(figures.lodging[code, gender] for gender in GENDERS), total])
        for code, label, total in answered(totals, options)
    ]


def charts_of(figures: Figures, days: Sequence[date]) -> list[Chart]:
    """Arrivals and departures by day; nothing to draw when nobody has said."""
    if not days:
        return []
    lines: list[dict[str, Any]] = [
        {"label": gettext("到达"), "tone": "--accent-fill", "values": [figures.arrivals[day] for day in days]},
        {"label": gettext("返程"), "tone": "--warning-fill", "values": [figures.departures[day] for day in days]},
    ]
    labels = [f"{day:%m-%d}" for day in days]
    data = {"labels": labels, "series": lines, "unit": gettext("人"), "maximum": None}
    return [Chart("arrivals", gettext("每天到达和返程的人数"), gettext("人"), data)]
