"""The workbench of one recommending body: its groups, teams and stories, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState, GroupKind, LevelShare, shares_of
from eventapp.domain.reconciliation import Reported, reported_of
from eventapp.domain.refusals import NotFound
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState
from eventapp.domain.typed_forms import Draft, draft_of
from eventapp.domain.workbench import Facts, Task, lacking, tasks_of
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexAttachment, AnnexVersion
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import RecommendationSummary, Result, Story, SummaryRow
from eventapp.services.recommendations import postcode_of, stories_of
from eventapp.services.reconciliation import Line, is_newest, list_lines, of_body, values_of

KINDS = {FormKind.QC_RESULT: GroupKind.QC, FormKind.TEAM_RESULT: GroupKind.TEAM}
REPORTS = (FormKind.WORK_SUMMARY, FormKind.ACTIVITY_STATISTICS)


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


@dataclass(frozen=True)
class Bench:
    """Everything that one body sees at once."""

    body: Recommender
    summary: RecommendationSummary | None
    annex: Annex | None  # its annex 3
    groups: Mapping[GroupKind, Sequence[GroupLine]]
    shares: Mapping[GroupKind, LevelShare]
    stories: Sequence[StoryLine]
    reports: Mapping[FormKind, tuple[int, bool]]  # of each report that came its annex, and whether this body sent it
    scan: AnnexAttachment | None

    @property
    def extensions(self) -> tuple[datetime | None, ...]:
        """What an organizer has granted: to the body, and for its annex 3."""
        return self.body.extended_until, self.annex.extended_until if self.annex else None

    @property
    def scan_is_old(self) -> bool:
        """Whether the list was changed after its scan was uploaded."""
        if self.scan is None or self.summary is None:
            return False
        return self.scan.attached_at < (self.summary.changed_at or self.summary.imported_at)

    @property
    def tasks(self) -> list[tuple[Task, int]]:
        lines = [line for kind in GroupKind for line in self.groups[kind]]
        listed = [line for line in lines if line.line]
        papers = [(line.state, line.lacking) for line in lines] + [(one.state, one.lacking) for one in self.stories]
        sent = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)
        return tasks_of(
            Facts(
                has_list=bool(listed),
                without_form=sum(line.annex_id is None for line in listed),
                drafts=sum(state is SubmissionState.DRAFT for state, _ in papers),
                returned=sum(state is SubmissionState.RETURNED for state, _ in papers)
                + (self.annex is not None and self.annex.state is SubmissionState.RETURNED),
                lacking=sum(state in sent and bool(missing) for state, missing in papers),
                unlisted=sum(line.line is None and line.state in sent for line in lines),
                without_level=sum(line.row is not None and line.row.recommended_level is None for line in lines),
                differences=sum(line.differences for line in lines),
                excess=sum(share.excess for share in self.shares.values()),
                is_signed=self.scan is not None,
                is_signed_as_it_is=not self.scan_is_old,
                has_report=FormKind.WORK_SUMMARY in self.reports,
                has_statistics=FormKind.ACTIVITY_STATISTICS in self.reports,
            )
        )


def get_bench(edition: Edition, recommender_id: int, *, actor: Actor) -> Bench:
    """The workbench of one body; raises `NotFound` for one that is not the actor's. Six statements."""
    body, summary, annex = get_body(edition, recommender_id, actor=actor)
    lines = list_lines(edition, SummaryRow.summary_id == summary.id) if summary else []
    loose = list_loose(edition, body.id)
    forms = joined([line_of(line) for line in lines], [unlisted_line(*each) for each in loose if each[0].kind in KINDS])
    stories = [*list_story_lines(edition, body), *(story_begun(*each) for each in loose if each[0].kind not in KINDS)]
    groups = {kind: sorted((one for one in forms if one.kind is kind), key=lambda one: one.order) for kind in GroupKind}
    levels = {kind: [line.row.recommended_level for line in lines if line.row.kind is kind] for kind in GroupKind}
    return Bench(
        body, summary, annex, groups, shares_of(levels, edition.levels), stories,
        find_reports(edition, body), find_scan(summary),
    )  # fmt: skip


def joined(listed: Sequence[GroupLine], loose: Sequence[GroupLine]) -> list[GroupLine]:
    """Rows with the forms that are being filled in for them, then the forms of which no row speaks."""
    begun = {subject_of(line): line for line in loose if line.state is SubmissionState.DRAFT and line.group}
    awaited = {subject_of(line) for line in listed if line.annex_id is None}
    found = {subject: form for subject, form in begun.items() if subject in awaited}
    rows = [
        replace(line, annex_id=form.annex_id, state=form.state)
        if line.annex_id is None and (form := found.get(subject_of(line)))
        else line
        for line in listed
    ]
    return rows + [line for line in loose if found.get(subject_of(line)) is not line]


def subject_of(line: GroupLine) -> tuple[GroupKind, str, str]:
    return line.kind, name_key(line.unit), name_key(line.group)


def draft_for(edition: Edition, recommender_id: int, row_id: int, *, actor: Actor) -> tuple[FormKind, Draft]:
    """The form of a listed group as far as the list says it. Raises `NotFound` where the form came or was begun."""
    bench = get_bench(edition, recommender_id, actor=actor)
    lines = [line for kind in GroupKind for line in bench.groups[kind]]
    row = next((line.row for line in lines if line.row and line.row.id == row_id and line.annex_id is None), None)
    if row is None:
        raise NotFound("推荐名单里没有这一行，或者它的成果表已经有了。")
    told = values_of(row)
    phone = told.pop("contact_phone")
    telephone = "contact_phone" if row.kind is GroupKind.QC else "phone"
    told["mobile" if is_mobile(phone) else telephone] = phone
    if row.kind is GroupKind.TEAM:
        told["team_name"] = told.pop("group_name")
        del told["topic_name"]
    kind = next(form for form, group in KINDS.items() if group is row.kind)
    return kind, Draft({name: text for name, text in told.items() if text})


def is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.isdecimal() and phone.startswith("1")


def get_body(
    edition: Edition, recommender_id: int, *, actor: Actor
) -> tuple[Recommender, RecommendationSummary | None, Annex | None]:
    """A body that the actor may act for, with its list and its annex 3."""
    query = (
        select(Recommender, RecommendationSummary, Annex)
        .select_from(Recommender)
        .outerjoin(RecommendationSummary, RecommendationSummary.recommender_id == Recommender.id)
        .outerjoin(Annex, Annex.id == RecommendationSummary.annex_id)
        .where(Recommender.event_id == edition.id, Recommender.id == recommender_id)
    )
    if not actor.is_staff:
        query = query.where(Recommender.id.in_(actor.recommender_ids))
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("找不到这个推荐单位。")
    return found[0], found[1], found[2]


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


def find_reports(edition: Edition, body: Recommender) -> dict[FormKind, tuple[int, bool]]:
    """Annexes 5 and 6 of a body: sent through it, or by a unit that carries its name (河北省, 河北省机械质协)."""
    query = select(Annex.kind, Annex.id, Annex.recommender_id).outerjoin(
        Organization, Organization.id == Annex.organization_id
    )
    query = query.where(
        Annex.event_id == edition.id, Annex.kind.in_(REPORTS),
        Annex.state.in_((SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)),
        or_(Annex.recommender_id == body.id, Organization.name_key.startswith(body.name_key, autoescape=True)),
    )  # fmt: skip
    found = db.session.execute(query.order_by(Annex.id.desc()))
    return {kind: (number, sender == body.id) for kind, number, sender in found}


def find_scan(summary: RecommendationSummary | None) -> AnnexAttachment | None:
    """The newest stamped scan of a list."""
    if summary is None or summary.annex_id is None:
        return None
    query = select(AnnexAttachment).where(
        AnnexAttachment.annex_id == summary.annex_id, AnnexAttachment.purpose == AttachmentPurpose.STAMPED
    )
    query = query.options(joinedload(AnnexAttachment.file)).order_by(AnnexAttachment.id.desc())
    return db.session.scalar(query.limit(1))


def list_bodies(edition: Edition, *, actor: Actor) -> list[tuple[Recommender, RecommendationSummary | None]]:
    """The bodies whose workbench the actor may open, by name, with their lists."""
    query = select(Recommender, RecommendationSummary).where(Recommender.event_id == edition.id)
    query = query.outerjoin(RecommendationSummary, RecommendationSummary.recommender_id == Recommender.id)
    if not actor.is_staff:
        query = query.where(Recommender.id.in_(actor.recommender_ids))
    return [(body, summary) for body, summary in db.session.execute(query.order_by(Recommender.name))]
