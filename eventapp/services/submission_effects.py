"""Taking back what a form has done, when it is withdrawn; sending it anew does it again."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from eventapp.domain.annexes import FormKind
from eventapp.domain.recommendations import EntryState
from eventapp.extensions import db
from eventapp.models.recommendation import Group, RecommendationSummary, Result, Story, SummaryRow
from eventapp.services.annexes import Intake
from eventapp.services.audit import record
from eventapp.services.result_book import settle
from eventapp.services.summary_entries import move_aside, withdraw_unlisted


def take_back(intake: Intake) -> None:
    """Undo the effects of `intake.annex`. Annexes 5 and 6 have none: whoever counts them leaves withdrawn ones out."""
    assert intake.annex is not None
    match intake.annex.kind:
        case FormKind.QC_RESULT | FormKind.TEAM_RESULT:
            take_back_result(intake, intake.annex.id)
        case FormKind.BRAND_STORY:
            take_back_story(intake, intake.annex.id)
        case FormKind.RECOMMENDATION_SUMMARY:
            take_back_summary(intake, intake.annex.id)


def take_back_result(intake: Intake, annex_id: int) -> None:
    """A result that a summary lists still takes part, without a form of its own; any other is withdrawn."""
    query = select(Result, exists().where(SummaryRow.result_id == Result.id)).join(Result.group)
    query = query.options(contains_eager(Result.group).joinedload(Group.organization))
    for result, is_listed in db.session.execute(query.where(Result.annex_id == annex_id)).all():
        gone = {} if is_listed or result.state is not EntryState.ENTERED else {"state": EntryState.WITHDRAWN}
        settle(intake, result, {"annex_id": None, **gone})


def take_back_story(intake: Intake, annex_id: int) -> None:
    for story in db.session.scalars(select(Story).where(Story.annex_id == annex_id)):
        if story.state is EntryState.ENTERED:
            settle(intake, story, {"state": EntryState.WITHDRAWN})


def take_back_summary(intake: Intake, annex_id: int) -> None:
    """The list is empty then; results that nobody else lists and that have no form of their own are withdrawn."""
    for summary in db.session.scalars(select(RecommendationSummary).where(RecommendationSummary.annex_id == annex_id)):
        rows = move_aside(summary)
        levels = {row.result_id: row.recommended_level for row in rows}
        for row in rows:
            db.session.delete(row)
        db.session.flush()
        withdraw_unlisted(intake, summary, levels)
        summary.changed_at = intake.now
        record(
            intake.edition.slug, "summary.withdraw", summary.recommender.name, actor=intake.actor, now=intake.now,
            before={"levels": levels},
        )  # fmt: skip
