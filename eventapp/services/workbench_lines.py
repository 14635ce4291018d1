"""The lines of a workbench: groups, teams and stories on the list of a body, and forms that no list has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.reconciliation import Reported, reported_of
from eventapp.domain.submissions import SubmissionState
from eventapp.domain.typed_forms import draft_of
from eventapp.domain.workbench import lacking
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import Result, Story, SummaryRow
from eventapp.services.recommendations import postcode_of, stories_of
from eventapp.services.reconciliation import Line, is_newest, of_body

KINDS = {FormKind.QC_RESULT: GroupKind.QC, FormKind.TEAM_RESULT: GroupKind.TEAM}


@dataclass(frozen=True)
class GroupLine:
    """One group or team of the body: on its list, or with a form that is not on the list."""

    kind: GroupKind
    unit: str
    group: str
    postcode: str
    line: Line | None  # None: not on the list
    annex_id: int | None
    state: SubmissionState | None  # of annex 1 or 2; None: nothing came
    lacking: tuple[str, ...]
    result_id: int | None
    reported: Reported | None = None

    @property
    def row(self) -> SummaryRow | None:
        return self.line.row if self.line else None

    @property
    def differences(self) -> int:
        return len(self.line.open) if self.line else 0

    @property
    def order(self) -> tuple[str, str, str]:
        return self.postcode or "~", self.unit, self.group


@dataclass(frozen=True)
class StoryLine:
    """One brand story of the body, or the form of one that is being filled in."""

    name: str
    unit: str
    speaker: str
    story_id: int | None
    annex_id: int | None
    state: SubmissionState | None
    lacking: tuple[str, ...]


def line_of(line: Line) -> GroupLine:
    """A row of the list with the form of its group."""
    row = line.row
    kind = FormKind.QC_RESULT if row.kind is GroupKind.QC else FormKind.TEAM_RESULT
    missing = lacking(kind, line.fields) if line.told else ()
    return GroupLine(
        row.kind, row.company_name, row.group_name, postcode_of(row), line, line.annex_id, line.state, missing,
        row.result_id, line.told,
    )  # fmt: skip


Loose = tuple[Annex, AnnexVersion | None, Organization | None, int | None]


def list_unlisted(edition: Edition, recommender_id: int, *conditions: ColumnElement[bool]) -> list[GroupLine]:
    """Forms of groups that no list has, drafts among them."""
    found = list_loose(edition, recommender_id, *conditions)
    return [unlisted_line(*each) for each in found if each[0].kind in KINDS]


def list_loose(edition: Edition, recommender_id: int, *conditions: ColumnElement[bool]) -> list[Loose]:
    """Annexes 1 and 2 that no list has, and annexes 4 that are no story yet, of one body: one statement."""
    merged = aliased(Result)  # its rows are those of the result that it was merged into
    is_merged = exists().where(merged.annex_id == Annex.id, merged.state == EntryState.MERGED)
    query = (
        select(Annex, AnnexVersion, Organization, Result.id)
        .select_from(Annex)
        .outerjoin(AnnexVersion, and_(AnnexVersion.annex_id == Annex.id, is_newest()))
        .outerjoin(Organization, Organization.id == Annex.organization_id)
        .outerjoin(Result, and_(Result.annex_id == Annex.id, Result.state == EntryState.ENTERED))
        .where(
            Annex.event_id == edition.id, Annex.kind.in_((*KINDS, FormKind.BRAND_STORY)),
            Annex.state != SubmissionState.WITHDRAWN,
            of_body(recommender_id),
            ~exists().where(SummaryRow.result_id == Result.id), ~exists().where(Story.annex_id == Annex.id),
            or_(Result.id.is_not(None), ~is_merged),
            *conditions,
        )
        .order_by(Annex.id)
    )  # fmt: skip
    return [(annex, version, unit, number) for annex, version, unit, number in db.session.execute(query)]


def unlisted_line(
    annex: Annex, version: AnnexVersion | None, unit: Organization | None, result_id: int | None
) -> GroupLine:
    """A form that no list has; of a draft what is typed so far."""
    fields: Mapping[str, Any] = version.fields if version else typed_so_far(annex)
    told = reported_of(fields, version.written if version else {})
    postcode = told.values["postcode"] or (unit.postcode if unit else "")
    return GroupLine(
        KINDS[annex.kind], told.values["company_name"] or (unit.name if unit else ""), told.values["group_name"],
        postcode, None, annex.id, annex.state, lacking(annex.kind, fields) if version else (), result_id, told,
    )  # fmt: skip


def story_begun(annex: Annex, version: AnnexVersion | None, unit: Organization | None, _: int | None) -> StoryLine:
    """The form of a story that is being filled in."""
    fields = version.fields if version else typed_so_far(annex)
    name, company = (str(fields.get(field) or "") for field in ("story_name", "company_name"))
    speaker = str(fields.get("speaker_name") or "")
    return StoryLine(name, company or (unit.name if unit else ""), speaker, None, annex.id, annex.state, ())


def typed_so_far(annex: Annex) -> Mapping[str, Any]:
    """The answers of a draft as typed."""
    return draft_of(annex.draft).texts if annex.draft else {}


def list_story_lines(edition: Edition, body: Recommender) -> list[StoryLine]:
    """The stories of a body with the state of their forms: one statement."""
    told = and_(Annex.event_id == edition.id, Annex.kind == FormKind.BRAND_STORY)
    query = (
        select(Story, Annex.id, Annex.state, AnnexVersion.fields)
        .select_from(Story)
        .outerjoin(Annex, and_(told, Annex.id == Story.annex_id))
        .outerjoin(AnnexVersion, and_(AnnexVersion.annex_id == Annex.id, is_newest()))
        .join(Story.organization)
        .where(Story.event_id == edition.id, Story.state == EntryState.ENTERED, stories_of([body.id]))
        .options(contains_eager(Story.organization))
        .order_by(Organization.name, Story.name)
    )
    return [
        StoryLine(
            story.name, story.organization.name, story.speaker_name, story.id, annex_id, state,
            lacking(FormKind.BRAND_STORY, fields) if fields else (),
        )
        for story, annex_id, state, fields in db.session.execute(query)
    ]  # fmt: skip
