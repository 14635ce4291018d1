"""Settling differences between annex 3 and the groups' own forms; a decision holds while both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.reconciliation import Choice, Difference, Reported, holds, reported_of
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.recommendation import RecommendationSummary, Result, Settlement, SummaryRow
from eventapp.services.audit import record
from eventapp.services.recommendations import get_summary
from eventapp.services.reconciliation import Line, is_newest, list_lines, settled_of
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

LONGEST = {"postcode": 20, "contact_person": 80, "contact_phone": 80}  # of the columns; the others take 400
LONGEST_TEXT = 400

lost_race(
    ("uq_settlement_summary_id_result_id_field", "settlement.summary_id, settlement.result_id, settlement.field"),
    "这一处刚刚由别人确认，请刷新后查看。",
)


@transactional
def settle_differences(
    edition: Edition, summary_id: int, choice: Choice, *, row_id: int | None = None, field: str | None = None,
    actor: Actor, now: datetime,
) -> int:  # fmt: skip
    """Let one side hold; returns for how many fields.

    With `row_id` and `field` for this one, settled before or not; with `row_id` for all that is open in the row;
    with neither for all that is open in the summary except the two fields that certificates print: those are looked
    at one by one. Raises `NotFound` for a summary that is not the actor's, or a row that is not in it.
    """
    take_turn(edition)
    summary = get_summary(edition, summary_id, actor=actor).summary
    lines = list_lines(edition, SummaryRow.summary_id == summary.id)
    if row_id is not None and all(line.row.id != row_id for line in lines):
        raise NotFound("汇总表里没有这一行。")
    chosen = [
        (line, difference)
        for line in lines
        if row_id in (None, line.row.id)
        for difference in line.differences
        if is_meant(difference, row_id=row_id, field=field)
    ]
    for line, difference in chosen:
        settle(edition, summary, line, difference, choice, actor=actor, now=now)
    if chosen:
        summary.changed_at = now
    return len(chosen)


def is_meant(difference: Difference, *, row_id: int | None, field: str | None) -> bool:
    if field is not None:
        return difference.field == field
    return difference.is_open and (row_id is not None or not difference.is_printed)


def settle(
    edition: Edition, summary: RecommendationSummary, line: Line, difference: Difference, choice: Choice, *,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Write the decision down and into the row, which is what certificates print."""
    row, field = line.row, difference.field
    value = difference.listed if choice is Choice.LISTED else difference.reported
    if field in ("company_name", "group_name") and not value:
        raise Refusal("这一边没有填写名称，证书不能印空白，请采用另一边的写法。")
    before = getattr(row, field)
    db.session.execute(delete(Settlement).where(*same_place(row, field)))
    db.session.add(
        Settlement(
            event_id=edition.id, summary_id=summary.id, result_id=row.result_id, field=field, listed=difference.listed,
            reported=difference.reported, choice=choice, value=value, settled_by=actor.name[:80], settled_at=now,
        )
    )  # fmt: skip
    setattr(row, field, typed(field, value))
    record(
        edition.slug, "difference.settle", f"{row.company_name} {row.group_name}", actor=actor, now=now,
        before={field: before}, after={field: getattr(row, field), "choice": choice.value},
    )  # fmt: skip


@transactional
def reopen_difference(
    edition: Edition, summary_id: int, row_id: int, field: str, *, actor: Actor, now: datetime
) -> None:
    """Take a decision back: the row says again what annex 3 says. Raises `NotFound` where nothing was settled."""
    take_turn(edition)
    summary = get_summary(edition, summary_id, actor=actor).summary
    row = db.session.scalar(select(SummaryRow).where(SummaryRow.id == row_id, SummaryRow.summary_id == summary.id))
    known = db.session.scalar(select(Settlement).where(*same_place(row, field))) if row else None
    if row is None or known is None:
        raise NotFound("这一处没有确认过，或已经撤销。")
    before = getattr(row, field)
    setattr(row, field, typed(field, known.listed))
    db.session.delete(known)
    summary.changed_at = now
    record(
        edition.slug, "difference.reopen", f"{row.company_name} {row.group_name}", actor=actor, now=now,
        before={field: before}, after={field: getattr(row, field)},
    )  # fmt: skip


def same_place(row: SummaryRow, field: str) -> tuple[Any, ...]:
    """Where the decision on one field of one row stands."""
    return Settlement.summary_id == row.summary_id, Settlement.result_id == row.result_id, Settlement.field == field


def typed(field: str, value: str) -> str | int | None:
    """A text as the column takes it."""
    if field == "member_count":
        return int(value) if value.isdigit() else None
    return value[: LONGEST.get(field, LONGEST_TEXT)]


def hold_settlements(summary_id: int | None, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Put what was settled into the rows of a list that came again: pairs of result and columns, changed in place.

    A decision that rests on something else than what both sides say now is taken away: its field is open again.
    Without decisions this is one statement.
    """
    if summary_id is None:
        return
    known = db.session.scalars(select(Settlement).where(Settlement.summary_id == summary_id)).all()
    if not known:
        return
    told = reports_of({one.result_id for one in known})
    columns = {result_id: columns for result_id, columns in reversed(rows)}
    for one in known:
        listed = columns.get(one.result_id)
        reported = told.get(one.result_id)
        if listed is None:
            continue  # the row is gone; should it come back, so does the decision
        said = "" if listed[one.field] is None else str(listed[one.field])
        if reported and holds(settled_of(one), said, reported.values[one.field]):
            listed[one.field] = typed(one.field, one.value)
        else:
            db.session.delete(one)


def reports_of(results: set[int]) -> dict[int, Reported]:
    """What the forms of these results say now: one statement."""
    query = (
        select(Result.id, AnnexVersion.fields, AnnexVersion.written)
        .join(Annex, and_(Annex.id == Result.annex_id, Annex.state != SubmissionState.WITHDRAWN))
        .join(AnnexVersion, and_(AnnexVersion.annex_id == Annex.id, is_newest()))
        .where(Result.id.in_(results))
    )
    return {number: reported_of(fields, written) for number, fields, written in db.session.execute(query)}
