"""The life of a submission: submitted, returned, accepted, withdrawn, extended. Every step is noted and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Fault, NotFound, Refusal, Severity
from eventapp.domain.submissions import Step, SubmissionState, next_state, require_in_time
from eventapp.domain.typed_forms import Draft, Incomplete, read_draft, require_complete
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexStep
from eventapp.models.organization import Recommender
from eventapp.services.annex_steps import Note, move_to, name_of
from eventapp.services.annexes import Intake, get_annex
from eventapp.services.audit import record
from eventapp.services.drafts import Entrance, admit, current_draft, draft_of_version, newest_version, subject_of
from eventapp.services.entries import enter_form
from eventapp.services.submission_effects import take_back
from eventapp.services.submission_letters import tell, tell_extension
from eventapp.services.transactions import transactional
from eventapp.services.turns import take_turn

LONGEST_REASON = 500  # characters, of one field
ACTIONS = {Step.RETURN: "annex.return", Step.ACCEPT: "annex.accept", Step.WITHDRAW: "annex.withdraw"}


@dataclass(frozen=True)
class Submitted:
    """What became of a page: its annex, and what a person should look at though nothing stood in the way."""

    annex_id: int
    doubts: tuple[Fault, ...] = ()


@transactional
def submit(edition: Edition, entrance: Entrance, *, address: str = "", now: datetime) -> Submitted:
    """Make the draft a version and let it have its effects, as a file would. Sent twice, the second changes nothing.

    Raises `Incomplete` with all that is missing, `SubjectTaken` when another annex speaks of the same, and `Refusal`
    after the deadline without an extension.
    """
    take_turn(edition)
    annex = admit(edition, entrance, lock=True)
    if annex.draft is None and annex.state is SubmissionState.SUBMITTED:
        return Submitted(annex.id)
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


def extension_of_body(annex: Annex) -> datetime | None:
    """The extension of the body that an annex belongs to."""
    if annex.recommender_id is None:
        return None
    return db.session.scalar(select(Recommender.extended_until).where(Recommender.id == annex.recommender_id))


def last_said(annex: Annex) -> Draft:
    """What was sent last, else what is being typed: a mail names unit and group by it."""
    version = newest_version(annex)
    return draft_of_version(annex, version) if version else current_draft(annex)


def take_step(
    edition: Edition, annex: Annex, taken: Step, note: Note, *, actor: Actor, address: str, now: datetime
) -> AnnexStep:
    """One step of the table, noted and told, within the running use case."""
    state = next_state(taken, annex.state)
    step = move_to(edition, annex, state, ACTIONS[taken], actor=actor, now=now, note=note)
    tell(edition, annex, last_said(annex), taken, step, address=address, now=now)
    return step


@transactional
def return_submission(
    edition: Edition, annex_id: int, *, reasons: Mapping[str, str], remark: str, actor: Actor, now: datetime, address: str = ""
) -> None:  # fmt: skip
    """Send a form back for completion. Raises `Refusal` when nothing says what to mend."""
    note = Note(
        {name: reason.strip()[:LONGEST_REASON] for name, reason in reasons.items() if reason.strip()},
        remark.strip()[:2000],
    )
    if not note.reasons and not note.remark:
        raise Refusal("请写明退回的原因：在有问题的栏目旁写，或写在说明里。")
    annex = locked(edition, annex_id, actor)
    take_step(edition, annex, Step.RETURN, note, actor=actor, address=address, now=now)


@transactional
def accept_submission(
    edition: Edition, annex_id: int, *, actor: Actor, now: datetime, remark: str = "", address: str = ""
) -> None:
    """Take a form as it is; it cannot be changed any more, unless it is returned."""
    annex = locked(edition, annex_id, actor)
    take_step(edition, annex, Step.ACCEPT, Note(remark=remark.strip()), actor=actor, address=address, now=now)


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


def locked(edition: Edition, annex_id: int, actor: Actor) -> Annex:
    """The annex, held against others until the use case ends."""
    annex = get_annex(edition, annex_id, actor=actor)
    db.session.refresh(annex, with_for_update=True)
    return annex


@transactional
def extend_submission(
    edition: Edition, annex_id: int, *, until: datetime | None, actor: Actor, now: datetime, address: str = ""
) -> None:
    """Give one form more time, or take the extension back; the people of the form are told of the former."""
    annex = locked(edition, annex_id, actor)
    before, annex.extended_until = annex.extended_until, until
    record(
        edition.slug,
        "annex.extend",
        name_of(annex),
        actor=actor,
        now=now,
        before={"until": before},
        after={"until": until},
    )
    if until is not None:
        tell_extension(edition, annex, last_said(annex), until, address=address, now=now)


@transactional
def set_body(
    edition: Edition, recommender_id: int, *, email: str, until: datetime | None, actor: Actor, now: datetime
) -> None:
    """Whom a recommending body is reached by, and until when it may send, all of its forms."""
    query = select(Recommender).where(Recommender.event_id == edition.id, Recommender.id == recommender_id)
    body = db.session.scalar(query.with_for_update())
    if body is None:
        raise NotFound("找不到这个推荐单位。")
    before = {"email": body.email, "until": body.extended_until}
    body.email, body.extended_until = email, until
    after = {"email": email, "until": until}
    if before != after:
        record(edition.slug, "recommender.extend", body.name, actor=actor, now=now, before=before, after=after)
