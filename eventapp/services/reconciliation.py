"""Annex 3 against annexes 1 and 2: the rows of summaries beside the newest version of each group's own form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.domain.duplicates import Submission
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState
from eventapp.domain.reconciliation import (
    COMPARED,
    PRINTED,
    Difference,
    Reported,
    Settled,
    compare,
    likely_pairs,
    reported_of,
)
from eventapp.domain.refusals import NotFound
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import Group, RecommendationSummary, Result, Settlement, SummaryRow
from eventapp.services.annexes import units_of
from eventapp.services.recommendations import get_summary, own_summaries, summary_ids


@dataclass(frozen=True)
class Line:
    """One row of a summary that takes part, the annex of its group, and where the two differ.

    `annex_id` is None when no form came; what was withdrawn did not come, and a draft has said nothing yet.
    """

    row: SummaryRow
    annex_id: int | None
    state: SubmissionState | None
    told: Reported | None
    fields: Mapping[str, Any]  # the answers of the form
    differences: tuple[Difference, ...]

    @property
    def is_missing(self) -> bool:
        return self.told is None

    @property
    def settled(self) -> set[str]:
        """Fields on which somebody decided."""
        return {difference.field for difference in self.differences if not difference.is_open}

    @property
    def open(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.is_open]


@dataclass(frozen=True)
class Standing:
    """How one summary stands: rows, rows without a form, forms without a row, and differences."""

    summary: RecommendationSummary
    rows: int
    missing: int
    extra: int
    names: int  # open, of the two fields that certificates print
    others: int  # open, of the other fields
    settled: int

    @property
    def is_clear(self) -> bool:
        return not (self.missing or self.extra or self.names or self.others)


@dataclass(frozen=True)
class Reconciliation:
    """One summary with its lines, the forms that no list has, and what most likely belongs together."""

    summary: RecommendationSummary
    lines: tuple[Line, ...]
    extra: tuple[Result, ...]
    likely: dict[int, Result]  # by row id
    standing: Standing

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_missing]

    def of_fields(self, *, printed: bool, is_open: bool = True) -> list[tuple[Line, Difference]]:
        """Differences of the certificate fields or of the others, in the order of the rows."""
        return [
            (line, difference)
            for line in self.lines
            for difference in line.differences
            if difference.is_printed is printed and difference.is_open is is_open
        ]


def is_newest(version: type[AnnexVersion] = AnnexVersion) -> ColumnElement[bool]:
    """Whether a version is the newest one of its annex."""
    other = aliased(AnnexVersion)
    newest = select(func.max(other.number)).where(other.annex_id == version.annex_id).correlate(version)
    return version.number == newest.scalar_subquery()


def list_lines(edition: Edition, *conditions: ColumnElement[bool]) -> list[Line]:
    """Rows that take part, each against its form: one statement, however many rows and summaries."""
    stands = and_(Annex.id == Result.annex_id, Annex.state != SubmissionState.WITHDRAWN)
    decided = and_(Settlement.summary_id == SummaryRow.summary_id, Settlement.result_id == SummaryRow.result_id)
    query = (
        select(SummaryRow, Annex.id, Annex.state, AnnexVersion.fields, AnnexVersion.written, Settlement)
        .join(SummaryRow.result)
        .outerjoin(Annex, stands)
        .outerjoin(AnnexVersion, and_(AnnexVersion.annex_id == Annex.id, is_newest()))
        .outerjoin(Settlement, decided)
        .where(SummaryRow.event_id == edition.id, Result.state == EntryState.ENTERED, *conditions)
        .options(contains_eager(SummaryRow.result).joinedload(Result.group).joinedload(Group.organization))
        .order_by(SummaryRow.summary_id, SummaryRow.position, SummaryRow.id)
    )
    found = groupby(db.session.execute(query), key=lambda each: each[0])
    return [line_of(row, [tuple(one) for one in each]) for row, each in found]


def line_of(row: SummaryRow, found: Sequence[tuple[Any, ...]]) -> Line:
    """One line of what was found for a row: once, or once for each decision on it."""
    _, annex_id, state, fields, written, _ = found[0]
    if fields is None:
        return Line(row, annex_id, state, None, {}, ())
    settled = {each[-1].field: settled_of(each[-1]) for each in found if each[-1]}
    told = reported_of(fields, written)
    return Line(row, annex_id, state, told, fields, tuple(compare(values_of(row), told, settled)))


def settled_of(row: Settlement) -> Settled:
    return Settled(row.listed, row.reported, row.choice, row.value)


def values_of(row: SummaryRow) -> dict[str, str]:
    """What a row says, as texts."""
    return {field: "" if (value := getattr(row, field)) is None else str(value) for field in COMPARED}


def count_open_names(edition: Edition) -> int:
    """How many differences in the two certificate fields nobody has settled: awards wait for them.

    Asked on every visit of the work page: one statement that takes four texts of each form, never the whole form.
    """
    fields = AnnexVersion.fields
    texts = [fields[name].as_string().label(f"told_{name}") for name in ("company_name", "group_name", "team_name")]
    decided = and_(
        Settlement.summary_id == SummaryRow.summary_id, Settlement.result_id == SummaryRow.result_id,
        Settlement.field.in_(PRINTED),
    )  # fmt: skip
    query = (
        select(SummaryRow.id, SummaryRow.company_name, SummaryRow.group_name, *texts, AnnexVersion.written, Settlement)
        .join(SummaryRow.result)
        .join(Annex, and_(Annex.id == Result.annex_id, Annex.state != SubmissionState.WITHDRAWN))
        .join(AnnexVersion, and_(AnnexVersion.annex_id == Annex.id, is_newest()))
        .outerjoin(Settlement, decided)
        .where(SummaryRow.event_id == edition.id, Result.state == EntryState.ENTERED)
        .order_by(SummaryRow.id)
    )
    found = groupby(db.session.execute(query), key=lambda each: each.id)
    return sum(difference.is_open for _, each in found for difference in name_differences(list(each)))


def name_differences(found: Sequence[Row[Any]]) -> Iterator[Difference]:
    """Where a row and its form differ in what certificates print; found once, or once for each decision."""
    row = found[0]
    told = {"company_name": row.told_company_name, "group_name": row.told_group_name}
    if row.told_team_name is not None:
        told["team_name"] = row.told_team_name
    settled = {each.Settlement.field: settled_of(each.Settlement) for each in found if each.Settlement}
    listed = {"company_name": row.company_name, "group_name": row.group_name}
    return compare(listed, reported_of(told, row.written), settled, PRINTED)


def list_extra(edition: Edition, *conditions: ColumnElement[bool]) -> list[Result]:
    """Results whose own form came and that no summary lists, by unit and name: one statement."""
    query = select(Result).join(Result.group).join(Group.organization).join(Annex, Annex.id == Result.annex_id)
    query = query.where(
        Result.event_id == edition.id, Result.state == EntryState.ENTERED, Annex.state != SubmissionState.WITHDRAWN,
        ~exists().where(SummaryRow.result_id == Result.id), *conditions,
    )  # fmt: skip
    query = query.options(contains_eager(Result.group).contains_eager(Group.organization))
    return list(db.session.scalars(query.order_by(Group.kind, Organization.name, Group.name)))


def of_body(recommender_id: int) -> ColumnElement[bool]:
    """Forms sent through a body, or of a unit that it recommends and sent through none."""
    of_unit = and_(Annex.recommender_id.is_(None), Annex.organization_id.in_(units_of([recommender_id])))
    return or_(Annex.recommender_id == recommender_id, of_unit)


def likely_forms(lines: Iterable[Line], extra: Sequence[Result]) -> dict[int, Result]:
    """For rows without a form (by row id) the form that most likely is theirs."""
    by_id = {result.id: result for result in extra}
    forms = {
        result.id: Submission(
            result.group.kind, result.group.organization.name, result.group.name, frozenset({result.topic_name})
        )
        for result in extra
    }
    rows = {
        line.row.id: Submission(
            line.row.kind, line.row.company_name, line.row.group_name, frozenset({line.row.topic_name})
        )
        for line in lines
        if line.is_missing
    }
    return {row_id: by_id[form_id] for row_id, form_id in likely_pairs(rows, forms).items()}


def get_reconciliation(edition: Edition, summary_id: int, *, actor: Actor) -> Reconciliation:
    """One summary against its forms; raises `NotFound` for one that is not the actor's."""
    summary = get_summary(edition, summary_id, actor=actor).summary
    lines = list_lines(edition, SummaryRow.summary_id == summary.id)
    extra = list_extra(edition, of_body(summary.recommender_id))
    standing = standing_of(summary, lines, len(extra))
    return Reconciliation(summary, tuple(lines), tuple(extra), likely_forms(lines, extra), standing)


def pair_to_join(edition: Edition, summary_id: int, row_id: int, result_id: int, *, actor: Actor) -> tuple[int, int]:
    """The result of a row without a form, and that of a form without a row, to be made one.

    Raises `NotFound` unless both are of a summary that the actor may see.
    """
    found = get_reconciliation(edition, summary_id, actor=actor)
    rows = {line.row.id: line.row.result_id for line in found.missing}
    if row_id not in rows or result_id not in {result.id for result in found.extra}:
        raise NotFound("这一行或这份成果表刚刚有了变化，请刷新后再看。")
    return rows[row_id], result_id


def list_standings(edition: Edition, *, actor: Actor) -> list[Standing]:
    """How every summary that the actor may see stands, those with open names first, by recommender: three statements."""
    query = select(RecommendationSummary).join(RecommendationSummary.recommender)
    query = query.where(RecommendationSummary.event_id == edition.id, own_summaries(actor)).order_by(Recommender.name)
    summaries = db.session.scalars(query.options(joinedload(RecommendationSummary.recommender))).all()
    lines: dict[int, list[Line]] = {}
    for line in list_lines(edition, SummaryRow.summary_id.in_(summary_ids(actor))):
        lines.setdefault(line.row.summary_id, []).append(line)
    extra = count_extra(edition)
    standings = [standing_of(each, lines.get(each.id, []), extra[each.recommender_id]) for each in summaries]
    return sorted(standings, key=lambda standing: standing.names == 0)


def count_extra(edition: Edition) -> Counter[int | None]:
    """Forms that no summary lists, by the body they came through or whose unit they are of; None: nobody's."""
    body = func.coalesce(Annex.recommender_id, Organization.recommender_id)
    query = select(body, func.count()).select_from(Result).join(Result.group).join(Group.organization)
    query = query.join(Annex, Annex.id == Result.annex_id).where(
        Result.event_id == edition.id, Result.state == EntryState.ENTERED, Annex.state != SubmissionState.WITHDRAWN,
        ~exists().where(SummaryRow.result_id == Result.id),
    )  # fmt: skip
    return Counter({number: count for number, count in db.session.execute(query.group_by(body))})


def standing_of(summary: RecommendationSummary, lines: Sequence[Line], extra: int) -> Standing:
    found = [difference for line in lines for difference in line.differences]
    waiting = [difference for difference in found if difference.is_open]
    names = sum(difference.is_printed for difference in waiting)
    return Standing(
        summary, len(lines), sum(line.is_missing for line in lines), extra, names, len(waiting) - names,
        len(found) - len(waiting),
    )  # fmt: skip
