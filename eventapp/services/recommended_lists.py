"""Changing the list of a recommending body on its workbench: levels, rows, the whole list made from the forms.

A changed list goes the way of an imported annex 3 and is a new version of it; a level alone is written where it
stands, and into the version that the workbench made last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.annexes import ReadForm, Value
from eventapp.domain.deadlines import last_day_before
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recommended_lists import Entry, Plan, Told, entry_from, form_of, plan_list, rows_of
from eventapp.domain.refusals import NotFound, Refusal, Severity
from eventapp.domain.submissions import SubmissionState, due_at
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.organization import Recommender
from eventapp.models.recommendation import RecommendationSummary, SummaryRow
from eventapp.services.annex_steps import move_to
from eventapp.services.annexes import begin_intake
from eventapp.services.audit import record
from eventapp.services.recommendations import postcode_of
from eventapp.services.reconciliation import list_lines, values_of
from eventapp.services.summary_entries import enter_summary
from eventapp.services.transactions import transactional
from eventapp.services.turns import take_turn
from eventapp.services.workbench import get_body
from eventapp.services.workbench_lines import GroupLine, line_of, list_unlisted

FROM = (SubmissionState.ACCEPTED,)
FROM_SENT = (SubmissionState.ACCEPTED, SubmissionState.SUBMITTED)


@dataclass(frozen=True)
class Building:
    """How a list is made from forms: from accepted ones or from all that came; what has no form stays or goes."""

    takes_sent: bool = False
    keeps_rest: bool = True

    @property
    def states(self) -> tuple[SubmissionState, ...]:
        return FROM_SENT if self.takes_sent else FROM


@dataclass(frozen=True)
class Holding:
    """The list of one body while somebody works on it."""

    body: Recommender
    summary: RecommendationSummary | None
    annex: Annex | None  # its annex 3
    lines: Sequence[GroupLine]

    @property
    def entries(self) -> list[Entry]:
        return [entry_of(line.row) for line in self.lines if line.row]


def hold_list(edition: Edition, recommender_id: int, *, actor: Actor) -> Holding:
    body, summary, annex = get_body(edition, recommender_id, actor=actor)
    lines = list_lines(edition, SummaryRow.summary_id == summary.id) if summary else []
    return Holding(body, summary, annex, [line_of(line) for line in lines])


def entry_of(row: SummaryRow) -> Entry:
    return Entry(row.result_id, row.kind, values_of(row), row.recommended_level, row.sort_unit_name)


def plan_of(edition: Edition, recommender_id: int, building: Building, *, actor: Actor) -> Plan:
    """The list as the forms of the body would make it, and what would change."""
    return planned(edition, hold_list(edition, recommender_id, actor=actor), building)


def planned(edition: Edition, holding: Holding, building: Building) -> Plan:
    forms = [*holding.lines, *list_unlisted(edition, holding.body.id)]
    told = [
        Told(form.result_id, form.kind, form.reported, frozenset(form.line.settled if form.line else ()))
        for form in forms
        if form.state in building.states and form.result_id and form.reported
    ]
    return plan_list(holding.entries, told, keeps_rest=building.keeps_rest)


@transactional
def build_list(edition: Edition, recommender_id: int, building: Building, *, actor: Actor, now: datetime) -> Plan:
    """Make the list from the forms of the body; returns what has changed."""
    take_turn(edition)
    holding = writable(edition, recommender_id, actor, now)
    plan = planned(edition, holding, building)
    if not plan.is_idle:
        enter(edition, holding, plan.entries, actor=actor, now=now)
    return plan


@transactional
def list_group(edition: Edition, recommender_id: int, annex_id: int, *, actor: Actor, now: datetime) -> Entry:
    """Put the group of an annex 1 or 2 on the list, by what its form says; the level is chosen afterwards."""
    take_turn(edition)
    holding = writable(edition, recommender_id, actor, now)
    found = list_unlisted(edition, holding.body.id, Annex.id == annex_id)
    told = next(
        (Told(form.result_id, form.kind, form.reported) for form in found if form.result_id and form.reported), None
    )
    if told is None:
        raise NotFound("这份成果表还没有提交，或者已经列入推荐名单。")
    fresh = entry_from(told, None)
    enter(edition, holding, [*holding.entries, fresh], actor=actor, now=now)
    return fresh


@transactional
def unlist_group(edition: Edition, recommender_id: int, row_id: int, *, actor: Actor, now: datetime) -> None:
    """Take one row off the list; its form stays and can be listed again."""
    take_turn(edition)
    holding = writable(edition, recommender_id, actor, now)
    gone = next((line.row for line in holding.lines if line.row and line.row.id == row_id), None)
    if gone is None:
        raise NotFound("推荐名单里没有这一行。")
    rest = [entry for entry in holding.entries if entry.result_id != gone.result_id]
    if not rest:
        raise Refusal("推荐名单至少要有一项；要整份撤回，请在附件三的页面上撤回。")
    enter(edition, holding, rest, actor=actor, now=now)


@transactional
def choose_level(
    edition: Edition, recommender_id: int, row_id: int, level: int, *, actor: Actor, now: datetime
) -> None:
    """Recommend one row for a level. Too many at level 1 are told by the page, never refused."""
    take_turn(edition)
    holding = writable(edition, recommender_id, actor, now)
    row = next((line.row for line in holding.lines if line.row and line.row.id == row_id), None)
    if row is None or holding.summary is None:
        raise NotFound("推荐名单里没有这一行。")
    if level not in edition.levels.names:
        raise Refusal("请选择一个等级。")
    if row.recommended_level == level:
        return
    before, row.recommended_level = row.recommended_level, level
    holding.summary.changed_at = now
    write_version(holding, actor=actor, now=now)
    record(
        edition.slug, "summary.choose_level", f"{row.company_name} {row.group_name}", actor=actor, now=now,
        before={"recommended_level": before}, after={"recommended_level": level},
    )  # fmt: skip


def writable(edition: Edition, recommender_id: int, actor: Actor, now: datetime) -> Holding:
    """The list for changing. Raises `Refusal` for a liaison after the deadline, and once the list is accepted."""
    holding = hold_list(edition, recommender_id, actor=actor)
    if reason := reason_closed(edition, holding.body, holding.annex, actor=actor, now=now):
        raise reason
    return holding


def reason_closed(
    edition: Edition, body: Recommender, annex: Annex | None, *, actor: Actor, now: datetime
) -> Refusal | None:
    """Why the actor may not change the list of a body now; None when they may."""
    if actor.is_staff:
        return None
    if annex and annex.state is SubmissionState.ACCEPTED:
        return Refusal("推荐汇总表已经接收，名单和等级不能再改；如需更改，请联系会务组退回。")
    due = due_at(edition, body.extended_until, annex.extended_until if annex else None)
    if due is None or now < due:
        return None
    day = last_day_before(due, ZoneInfo(edition.timezone)).isoformat()
    return Refusal("申报材料已于 %(day)s 截止，名单和等级不能再改；确需更改的，请联系会务组延期。", day=day)


def enter(edition: Edition, holding: Holding, entries: Sequence[Entry], *, actor: Actor, now: datetime) -> None:
    """Let the entries be the list, by the way of an imported annex 3: a new version, rows, results and audit."""
    intake = begin_intake(edition, None, actor=actor, now=now)
    if holding.annex and holding.annex.state is not SubmissionState.SUBMITTED:
        move_to(edition, holding.annex, SubmissionState.SUBMITTED, "annex.submit", actor=actor, now=now)
    form = form_of(head_of(holding.body, holding.summary), sorted(entries, key=lambda entry: entry.order))
    entered, _ = enter_summary(intake, 0, form, holding.body.name)
    if any(fault.severity is Severity.ERROR for fault in entered.faults):
        raise Refusal("有一份成果表缺少单位名称或小组名称，或者名称过长，名单没有改动；请先补全这份成果表。")


def head_of(body: Recommender, summary: RecommendationSummary | None) -> Mapping[str, Value]:
    """Who recommends, who may judge, who filled it in."""
    return {
        "region_or_group": body.name,
        "judges": list(summary.judges) if summary and summary.judges else None,
        "filled_by": summary.filled_by or None if summary else None,
        "filled_by_phone": summary.filled_by_phone or None if summary else None,
    }


def write_version(holding: Holding, *, actor: Actor, now: datetime) -> None:
    """The levels of now in the newest version: in the one that the workbench made, else in a new one."""
    summary = holding.summary
    if summary is None or summary.annex_id is None:
        return
    query = select(AnnexVersion).where(AnnexVersion.annex_id == summary.annex_id).order_by(AnnexVersion.number.desc())
    newest = db.session.scalar(query.limit(1))
    rows = list(rows_of(sorted(holding.entries, key=lambda one: one.order)))
    if newest is not None and newest.file_id is None:
        newest.rows, newest.submitted_by, newest.submitted_at = rows, actor.account_id, now
        return
    db.session.add(
        AnnexVersion(
            annex_id=summary.annex_id, number=newest.number + 1 if newest else 1, file_id=None, rows=rows,
            fields=dict(head_of(holding.body, summary)), written={}, provenance={}, faults=[],
            submitted_by=actor.account_id, submitted_at=now,
        )
    )  # fmt: skip


def official_form(edition: Edition, recommender_id: int, *, actor: Actor) -> ReadForm:
    """The list as an annex 3 to be written: by postcode, a missing one taken from the unit."""
    holding = hold_list(edition, recommender_id, actor=actor)
    entries = [
        Entry(entry.result_id, entry.kind, {**entry.values, "postcode": postcode_of(line.row)}, entry.level, entry.sort_unit_name or entry.unit)
        for line, entry in zip([line for line in holding.lines if line.row], holding.entries, strict=True)
        if line.row
    ]  # fmt: skip
    return form_of(head_of(holding.body, holding.summary), sorted(entries, key=lambda entry: entry.order))
