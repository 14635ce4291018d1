"""Annexes 1, 2 and 4 as they are entered, without files: what a group's own form says, beside annex 3 as a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventapp.domain.annexes import FormKind, Outcome, ReadFile, ReadForm, Value
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.extensions import db
from eventapp.models import Annex, RecommendationSummary, Recommender, SummaryRow
from eventapp.services import entries
from tests.factories import NOW, SECRETARY
from tests.factories_annexes import a_kept_file, a_row, a_workbook, import_now, rows_up_to


def answers_of(number: int, **overrides: Value) -> dict[str, Value]:
    """The answers of annex 1 of the group that `a_row(number)` lists, in the same words."""
    row = a_row(number)
    return {
        "group_name": row["group"], "company_name": row["company"], "topic_name": row["topic"],
        "postcode": row["postcode"], "member_count": row["members"], "contact_person": row["contact"],
        "mobile": row["phone"],
    } | overrides  # fmt: skip


def enter(edition: Edition, kind: FormKind, fields: dict[str, Value], *, written: dict[str, str] | None = None) -> int:
    """One form as if a file had brought it; returns the number of its annex."""
    form = ReadForm(kind, fields, written=written or {})
    name = f"{kind.value} {sorted(fields.items(), key=str)} {written}"[:200]
    file = a_kept_file(edition, name, name.encode())
    read = ReadFile(name, "", Outcome.ACCEPTED, forms=(form,))
    entries.enter_file(edition, file, read, job_id=None, actor=SECRETARY, now=NOW)
    return db.session.scalars(select(Annex.id).where(Annex.kind == kind).order_by(Annex.id.desc())).first() or 0


def a_form(edition: Edition, number: int = 1, *, written: dict[str, str] | None = None, **overrides: Value) -> int:
    """Annex 1 of group `number`."""
    return enter(edition, FormKind.QC_RESULT, answers_of(number, **overrides), written=written)


def a_team_form(edition: Edition, number: int, name: str) -> int:
    """Annex 2 of a team of unit `number`."""
    answers = answers_of(number)
    del answers["group_name"], answers["topic_name"]
    return enter(edition, FormKind.TEAM_RESULT, {**answers, "team_name": name})


def a_list(edition: Edition, number: int = 3, body: str = "河北省", **overrides: Any) -> RecommendationSummary:
    """Annex 3 with groups 1 to `number`."""
    import_now(edition, **{f"{body}_xlsx": a_workbook(rows_up_to(number, **overrides), body)})
    return the_list(body)


def the_list(body: str = "河北省") -> RecommendationSummary:
    db.session.rollback()
    query = select(RecommendationSummary).join(RecommendationSummary.recommender).where(Recommender.name == body)
    return db.session.scalars(query).one()


def the_row(group: str, body: str = "河北省") -> SummaryRow:
    """The row of a group, as it is listed or as it was settled."""
    query = select(SummaryRow).where(SummaryRow.summary_id == the_list(body).id, SummaryRow.group_name == group)
    return db.session.scalars(query).one()


def a_liaison(body: str = "河北省") -> Actor:
    number = db.session.scalars(select(Recommender.id).where(Recommender.name == body)).one()
    return Actor(
        account_id=None, name="联络员", roles=frozenset({StaffRole.LIAISON}), recommender_ids=frozenset({number})
    )


def extended(body: str, until: datetime) -> None:
    """The body may still change its list."""
    db.session.scalars(select(Recommender).where(Recommender.name == body)).one().extended_until = until
    db.session.commit()
