"""Steps of an annex's life, written down where they are taken: one row, one audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexStep
from eventapp.services.audit import record


@dataclass(frozen=True)
class Note:
    """What is said with a step: reasons by field, and a remark."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


def move_to(
    edition: Edition, annex: Annex, state: SubmissionState, action: str, *, actor: Actor, now: datetime, note: Note | None = None
) -> AnnexStep:  # fmt: skip
    """Bring an annex into `state` and write down the step; the audit entry is called `action`."""
    note = note or Note()
    before, annex.state = annex.state, state
    step = AnnexStep(
        event_id=edition.id, annex_id=annex.id, state=state, reasons=dict(note.reasons), remark=note.remark,
        account_id=actor.account_id, actor_name=actor.name[:80], taken_at=now,
    )  # fmt: skip
    db.session.add(step)
    db.session.flush()
    told = {"reasons": dict(note.reasons), "remark": note.remark}
    record(
        edition.slug, action, name_of(annex), actor=actor, now=now, before={"state": before.value},
        after={"state": state.value, **{name: value for name, value in told.items() if value}},
    )  # fmt: skip
    return step


def name_of(annex: Annex) -> str:
    """What an audit entry calls an annex: its kind, number and subject."""
    return f"{annex.kind.value} {annex.id} {annex.subject_key}"[:400]
