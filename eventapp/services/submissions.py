"""What may happen to a submission once it was sent: returned, accepted, extended. Every step is noted and told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import Step, last_moment, next_state
from eventapp.domain.typed_forms import Draft
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexStep
from eventapp.models.organization import Recommender
from eventapp.services.annex_steps import Note, move_to
from eventapp.services.annexes import get_annex
from eventapp.services.audit import record
from eventapp.services.drafts import current_draft, draft_of_version, newest_version
from eventapp.services.submission_letters import recipient_of, tell, tell_extension
from eventapp.services.transactions import transactional

LONGEST_REASON = 500  # characters, of one field
ACTIONS = {Step.RETURN: "annex.return", Step.ACCEPT: "annex.accept", Step.WITHDRAW: "annex.withdraw"}


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
) -> str:  # fmt: skip
    """Send a form back for completion; returns the address that was written to, if there is one.

    Raises `Refusal` when nothing says what to mend.
    """
    note = Note(
        {name: reason.strip()[:LONGEST_REASON] for name, reason in reasons.items() if reason.strip()},
        remark.strip()[:2000],
    )
    if not note.reasons and not note.remark:
        raise Refusal("请写明退回的原因：在有问题的栏目旁写，或写在说明里。")
    annex = locked(edition, annex_id, actor)
    take_step(edition, annex, Step.RETURN, note, actor=actor, address=address, now=now)
    return recipient_of(annex, last_said(annex))


@transactional
def accept_submission(
    edition: Edition, annex_id: int, *, actor: Actor, now: datetime, remark: str = "", address: str = ""
) -> str:
    """Take a form as it is: it cannot be changed any more, unless it is returned. Returns the address written to."""
    annex = locked(edition, annex_id, actor)
    take_step(edition, annex, Step.ACCEPT, Note(remark=remark.strip()), actor=actor, address=address, now=now)
    return recipient_of(annex, last_said(annex))


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
    annex.extended_until = until
    note = Note(remark=f"提交时间延长到 {last_moment(edition, until)}" if until else "取消延期")
    move_to(edition, annex, annex.state, "annex.extend", actor=actor, now=now, note=note)
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
