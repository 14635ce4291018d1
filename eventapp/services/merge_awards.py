"""Awards of results that are merged or parted again: proposals follow, what people confirmed stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.awards import AwardReason, AwardState
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models.award import Award
from eventapp.models.recommendation import Result, SummaryRow
from eventapp.services.audit import record
from eventapp.services.awards import (
    PROPOSED_COLUMNS,
    Books,
    facts_of,
    has_certificate,
    proposal_for,
    rows_of,
    subject_of,
)
from eventapp.services.result_book import result_name

KEPT_COLUMNS = (*PROPOSED_COLUMNS, "note", "state")
Facts = Mapping[str, Any] | None


def award_of(result: Result) -> Award | None:
    """The award of a result, held until the transaction ends."""
    return db.session.scalar(select(Award).where(Award.result_id == result.id).with_for_update())


def check_award_is_open(result: Result) -> None:
    """Raise `Refusal` when the level of a result is confirmed already: it must not vanish in a merge."""
    award = award_of(result)
    if award is None or award.state is not AwardState.CONFIRMED:
        return
    if has_certificate(award):
        raise Refusal("“%(name)s”的证书已经颁发，请先撤销证书，再处理重复。", name=result_name(result))
    raise Refusal(
        "“%(name)s”的等级已经确认，请改为保留这一项，或先到“等级评定”修改它的等级，使它回到待确认。",
        name=result_name(result),
    )


def kept_facts(result: Result) -> Facts:
    """The award of a result as it can be put back."""
    award = award_of(result)
    return None if award is None else {name: getattr(award, name) for name in KEPT_COLUMNS}


def renew_award(edition: Edition, result: Result, *, actor: Actor, now: datetime) -> None:
    """Bring the award of one result up to date with its rows, when it has one that is not settled by people."""
    award = award_of(result)
    if award is None:
        return
    fresh = db.session.scalars(
        select(Result).where(Result.id == result.id).options(selectinload(Result.rows)),
        execution_options={"populate_existing": True},
    ).one()
    books = Books(edition, actor, now, [award])
    books.settle(("result_id", result.id), fresh.state, proposal_for(fresh), rows_of(fresh))


def put_back(edition: Edition, result: Result, facts: Facts, *, actor: Actor, now: datetime) -> None:
    """Restore the award of a result to the letter; it was noted as `facts` when the results were merged."""
    award = award_of(result)
    if award is None or facts is None or award.state is AwardState.CONFIRMED:
        return
    before = facts_of(award)
    for name, value in facts.items():
        setattr(award, name, value)
    award.reason, award.state = AwardReason(award.reason), AwardState(award.state)
    if award.row_id and db.session.get(SummaryRow, award.row_id) is None:
        award.row_id = None
    record(edition.slug, "award.propose", subject_of(award), actor=actor, now=now, before=before, after=facts_of(award))
