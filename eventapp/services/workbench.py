"""The workbench of one recommending body: its groups, teams and stories, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import GroupKind, LevelShare, shares_of
from eventapp.domain.refusals import NotFound
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState
from eventapp.domain.typed_forms import Draft
from eventapp.domain.workbench import Facts, Task, tasks_of
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexAttachment
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import RecommendationSummary, SummaryRow
from eventapp.services.reconciliation import list_lines, values_of
from eventapp.services.workbench_lines import (
    KINDS,
    GroupLine,
    StoryLine,
    line_of,
    list_loose,
    list_story_lines,
    story_begun,
    unlisted_line,
)

REPORTS = (FormKind.WORK_SUMMARY, FormKind.ACTIVITY_STATISTICS)


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


@dataclass(frozen=True)
class FormToBegin:
    """The form of a listed group: the one that is there, else what the list says for a new one."""

    kind: FormKind
    draft: Draft
    annex_id: int | None


def form_to_begin(edition: Edition, recommender_id: int, row_id: int, *, actor: Actor) -> FormToBegin:
    """The form of one row of a list. Raises `NotFound` for a row that is not on it."""
    bench = get_bench(edition, recommender_id, actor=actor)
    lines = [line for kind in GroupKind for line in bench.groups[kind]]
    line = next((line for line in lines if line.row and line.row.id == row_id), None)
    if line is None or line.row is None:
        raise NotFound("推荐名单里没有这一行。")
    kind = next(form for form, group in KINDS.items() if group is line.kind)
    return FormToBegin(kind, draft_from_row(line.row), line.annex_id)


def draft_from_row(row: SummaryRow) -> Draft:
    """What a row of annex 3 says, under the names of annex 1 or 2."""
    told = values_of(row)
    phone = told.pop("contact_phone")
    telephone = "contact_phone" if row.kind is GroupKind.QC else "phone"
    told["mobile" if is_mobile(phone) else telephone] = phone
    if row.kind is GroupKind.TEAM:
        told["team_name"] = told.pop("group_name")
        del told["topic_name"]
    return Draft({name: text for name, text in told.items() if text})


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
