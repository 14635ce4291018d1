"""Annex 6 from units up to regions and groups, and to the nation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from eventapp.domain.activity import NO_FIGURES, Figures, add_up
from eventapp.domain.activity_bodies import Body, speaks_for
from eventapp.domain.refusals import Fault
from eventapp.domain.submissions import SubmissionState


class Basis(StrEnum):
    """What is added up where a region or group and its units sent an annex 6 each; the form does not say it."""

    WHOLE = "whole"  # the body's own form stands for its units: nothing counts twice
    EVERY = "every"  # every form counts


@dataclass(frozen=True)
class UnitForm:
    """One unit's annex 6: its newest content, and what is wrong with it."""

    annex_id: int
    name: str
    body: Body
    state: SubmissionState
    figures: Figures
    problems: tuple[Fault, ...] = ()
    is_counted: bool = True
    may_open: bool = True  # the actor may open the annex itself

    @property
    def is_own(self) -> bool:
        """Whether the region or group itself speaks, for all of its units."""
        return speaks_for(self.name, self.body)


@dataclass(frozen=True)
class BodyFigures:
    """One region, group or unit without either: its forms, their sums, and the sums of the year before."""

    body: Body
    forms: tuple[UnitForm, ...]
    figures: Figures
    before: Figures | None = None
    has_report: bool = False  # whether an annex 5 came from it or from one of its units

    @property
    def left_out(self) -> tuple[UnitForm, ...]:
        """Forms that are not added up, since the body's own form stands for them."""
        return tuple(form for form in self.forms if not form.is_counted)

    @property
    def speaks_twice(self) -> bool:
        """Whether the body itself and its units sent a form each."""
        return 0 < sum(form.is_own for form in self.forms) < len(self.forms)


@dataclass(frozen=True)
class YearBefore:
    """The sums of the edition of the year before; bodies by the comparing form of their names."""

    edition_name: str
    nation: Figures
    bodies: Mapping[str, Figures] = field(default_factory=dict)


@dataclass(frozen=True)
class Statistics:
    """The whole: bodies by name, the nation, and who has sent nothing yet."""

    bodies: tuple[BodyFigures, ...]
    nation: Figures
    basis: Basis
    before: YearBefore | None = None
    without_statistics: tuple[str, ...] = ()
    without_report: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[UnitForm, ...]:
        return tuple(form for one in self.bodies for form in one.forms)


def roll_up(forms: Iterable[UnitForm], basis: Basis) -> tuple[tuple[BodyFigures, ...], Figures]:
    """The bodies with their sums, by name, and the sum of all bodies."""
    grouped: dict[str, list[UnitForm]] = {}
    for form in forms:
        grouped.setdefault(form.body.key, []).append(form)
    bodies = [body_figures(group, basis) for group in grouped.values()]
    bodies.sort(key=lambda one: one.body.name)
    counted = [form.figures for one in bodies for form in one.forms if form.is_counted]
    return tuple(bodies), add_up(counted) if counted else NO_FIGURES


def body_figures(forms: Sequence[UnitForm], basis: Basis) -> BodyFigures:
    """One body: its own form in the place of its units' forms, or all of them."""
    stands_for_all = basis is Basis.WHOLE and any(form.is_own for form in forms)
    marked = [replace(form, is_counted=form.is_own or not stands_for_all) for form in forms]
    marked.sort(key=lambda form: (not form.is_own, form.name))
    return BodyFigures(marked[0].body, tuple(marked), add_up(form.figures for form in marked if form.is_counted))
