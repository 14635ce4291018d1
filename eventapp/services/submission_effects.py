"""Sending a form lets it have its effects, withdrawing it takes them back; sending it anew restores them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.submissions import Step, SubmissionState, next_state, require_in_time
from eventapp.domain.typed_forms import Incomplete, read_draft, require_complete
from eventapp.extensions import db
from eventapp.models.recommendation import Group, RecommendationSummary, Result, Story, SummaryRow
from eventapp.services.annex_steps import Note, move_to
from eventapp.services.annexes import Intake
from eventapp.services.audit import record
from eventapp.services.drafts import Entrance, Stale, admit, current_draft, newest_version, subject_of
from eventapp.services.entries import enter_form
from eventapp.services.result_book import settle
from eventapp.services.submission_letters import tell
from eventapp.services.submissions import extension_of_body, last_said, take_step
from eventapp.services.summary_entries import move_aside, withdraw_unlisted
from eventapp.services.transactions import transactional
from eventapp.services.turns import take_turn


@dataclass(frozen=True)
class Submitted:
    """What became of a page: its annex, and what a person should look at though nothing stood in the way."""

    annex_id: int
    doubts: tuple[Fault, ...] = ()


@transactional
def submit(
    edition: Edition, entrance: Entrance, *, address: str = "", revision: int | None = None, now: datetime
) -> Submitted:
    """Make the draft a version and let it have its effects, as a file would. Sent twice, the second changes nothing.

    With `revision` only the draft that was saved under it is sent. Raises `Stale` when another page has saved since,
    `Incomplete` with all that is missing, `SubjectTaken` when another annex speaks of the same, and `Refusal`
    after the deadline without an extension.
    """
    take_turn(edition)
    annex = admit(edition, entrance, lock=True)
    if annex.draft is None and annex.state is SubmissionState.SUBMITTED:
        return Submitted(annex.id)
    if revision not in (None, annex.draft_revision):
        raise Stale(annex.draft_revision)
    state, draft = next_state(Step.SUBMIT, annex.state), current_draft(annex)
    require_in_time(edition, now, annex.extended_until, extension_of_body(annex))
    form = read_draft(annex.kind, draft)
    require_complete(form)
    step = move_to(edition, annex, state, "annex.submit", actor=entrance.actor, now=now)
    intake = Intake(edition, None, entrance.actor, now, annex)
    if newest_version(annex) and subject_of(annex.kind, draft) != subject_of(annex.kind, last_said(annex)):
        take_back(intake)  # the form speaks of another group now
    entered = enter_form(intake, 0, form)
    if entered.annex_id is None:
        raise Incomplete([fault for fault in entered.faults if fault.severity is Severity.ERROR])
    annex.draft, annex.draft_saved_at = None, now
    annex.draft_revision += 1
    tell(edition, annex, draft, Step.SUBMIT, step, address=address, now=now)
    return Submitted(annex.id, entered.faults)


@transactional
def withdraw_submission(
    edition: Edition, entrance: Entrance, *, now: datetime, remark: str = "", address: str = ""
) -> None:
    """Take a form back, with what it has done; submitting it again restores all of it."""
    take_turn(edition)
    annex = admit(edition, entrance, lock=True)
    was_sent = annex.state is not SubmissionState.DRAFT
    note = Note(remark=remark.strip()[:2000])
    take_step(edition, annex, Step.WITHDRAW, note, actor=entrance.actor, address=address, now=now)
    if was_sent:
        take_back(Intake(edition, None, entrance.actor, now, annex))


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
