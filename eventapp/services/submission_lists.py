"""Lists of submissions, and what a page tells of one: where it stands, what is missing, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState, is_late
from eventapp.domain.typed_forms import Draft, draft_from, draft_of, read_draft
from eventapp.extensions import db
from eventapp.models.account import Account
from eventapp.models.annex import Annex, AnnexAttachment, AnnexStep, AnnexVersion
from eventapp.models.organization import Organization, Recommender
from eventapp.services.annexes import concerns, fault_of, units_of
from eventapp.services.drafts import SUBJECT_FIELDS

MISSING = "missing_required"


@dataclass(frozen=True)
class SubmissionQuery:
    """What to look for; blanks look for everything."""

    kind: str = ""
    state: str = ""
    text: str = ""
    recommender_id: int | None = None
    page: int = 1
    size: int = 30


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    annex: Annex
    title: str
    unit: str
    body: str  # that sent it, else that recommends the unit
    missing: tuple[str, ...]  # names of fields, those of rows by their path
    purposes: frozenset[AttachmentPurpose]
    changed_at: datetime
    is_late: bool
    has_draft: bool  # something was typed since it was sent


def list_submissions(edition: Edition, wanted: SubmissionQuery, *, actor: Actor) -> tuple[list[Listed], int]:
    """A page of submissions, the last changed first; and how many there are. Four statements, however many rows."""
    newest = aliased(AnnexVersion)
    number = select(func.max(AnnexVersion.number)).where(AnnexVersion.annex_id == Annex.id).scalar_subquery()
    query = (
        select(Annex, newest, Organization.name, Recommender.name)
        .select_from(Annex)
        .outerjoin(newest, (newest.annex_id == Annex.id) & (newest.number == number))
        .outerjoin(Organization, Annex.organization_id == Organization.id)
        .outerjoin(Recommender, Recommender.id == func.coalesce(Annex.recommender_id, Organization.recommender_id))
        .where(*conditions(edition, wanted, actor))
    )
    total = db.session.scalar(select(func.count()).select_from(Annex).where(*conditions(edition, wanted, actor))) or 0
    changed = func.coalesce(Annex.draft_saved_at, newest.submitted_at, Annex.created_at)
    page = query.order_by(changed.desc(), Annex.id.desc()).offset((wanted.page - 1) * wanted.size).limit(wanted.size)
    found = db.session.execute(page).all()
    attached = purposes_of(annex.id for annex, *_ in found)
    return [listed(edition, *row, attached.get(row[0].id, frozenset())) for row in found], total


def conditions(edition: Edition, wanted: SubmissionQuery, actor: Actor) -> list[ColumnElement[bool]]:
    found = [Annex.event_id == edition.id, concerns(actor)]
    if wanted.kind in tuple(FormKind):
        found.append(Annex.kind == FormKind(wanted.kind))
    if wanted.state in tuple(SubmissionState):
        found.append(Annex.state == SubmissionState(wanted.state))
    if wanted.recommender_id:
        of_unit = and_(Annex.recommender_id.is_(None), Annex.organization_id.in_(units_of([wanted.recommender_id])))
        found.append(or_(Annex.recommender_id == wanted.recommender_id, of_unit))
    if key := name_key(wanted.text):
        named = Annex.organization_id.in_(
            select(Organization.id).where(
                Organization.event_id == edition.id, Organization.name_key.contains(key, autoescape=True)
            )
        )
        found.append(or_(Annex.subject_key.contains(key, autoescape=True), named))
    return found


def purposes_of(numbers: Iterable[int]) -> dict[int, frozenset[AttachmentPurpose]]:
    """Which kinds of files lie beside these annexes."""
    query = select(AnnexAttachment.annex_id, AnnexAttachment.purpose)
    found: dict[int, frozenset[AttachmentPurpose]] = {}
    for number, purpose in db.session.execute(query.where(AnnexAttachment.annex_id.in_(list(numbers)))):
        found[number] = found.get(number, frozenset()) | {purpose}
    return found


def listed(
    edition: Edition, annex: Annex, version: AnnexVersion | None, unit: str | None, body: str | None,
    purposes: frozenset[AttachmentPurpose],
) -> Listed:  # fmt: skip
    """One line: by the newest version, by what is being typed where there is none."""
    said = said_by(annex, version)
    unit_field, name_field = SUBJECT_FIELDS[annex.kind]
    moments = [at for at in (annex.created_at, annex.draft_saved_at, version and version.submitted_at) if at]
    return Listed(
        annex, said.texts.get(name_field, ""), said.texts.get(unit_field, "") or unit or "", body or "",
        missing_of(annex, version), purposes, max(moments),
        is_late=version is not None and is_late(edition, version.submitted_at),
        has_draft=annex.draft is not None and version is not None,
    )  # fmt: skip


def said_by(annex: Annex, version: AnnexVersion | None) -> Draft:
    if version is not None:
        return draft_from(annex.kind, version.fields, (), version.written)
    return draft_of(annex.draft or {})


def missing_of(annex: Annex, version: AnnexVersion | None) -> tuple[str, ...]:
    """What is still to be filled in."""
    if version is None:
        return tuple(one.field for one in read_draft(annex.kind, said_by(annex, None)).faults if one.code == MISSING)
    return tuple(fault_of(one).field for one in version.faults if one["code"] == MISSING)


def list_steps(annex: Annex) -> list[AnnexStep]:
    """What happened to an annex, the newest first."""
    query = select(AnnexStep).where(AnnexStep.annex_id == annex.id)
    return list(db.session.scalars(query.order_by(AnnexStep.taken_at.desc(), AnnexStep.id.desc())))


def find_return(steps: list[AnnexStep]) -> AnnexStep | None:
    """The step that returned an annex; an extension may have come after it."""
    since = list(takewhile(lambda step: step.state is SubmissionState.RETURNED, steps))
    return since[-1] if since else None


def names_of(versions: Iterable[AnnexVersion]) -> dict[int, str]:
    """Who sent these versions, by account number."""
    numbers = {version.submitted_by for version in versions if version.submitted_by}
    query = select(Account.id, Account.name).where(Account.id.in_(numbers))
    return {number: name for number, name in db.session.execute(query)} if numbers else {}


def count_states(edition: Edition, *, actor: Actor) -> dict[SubmissionState, int]:
    """How many submissions stand where."""
    query = select(Annex.state, func.count()).where(Annex.event_id == edition.id, concerns(actor)).group_by(Annex.state)
    return {state: number for state, number in db.session.execute(query)}
