"""Files that arrived, what reading them gave, and the annexes found in them, version by version."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import aliased, selectinload

from eventapp.domain.annexes import FormKind, ReadForm
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Fault, NotFound, Severity
from eventapp.domain.submissions import SubjectTaken, SubmissionState
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion, StoredFile
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import Group, RecommendationSummary, Result, SummaryRow
from eventapp.services.annex_steps import Note, move_to
from eventapp.services.files import get_file, list_copies
from eventapp.services.transactions import lost_race
from eventapp.services.turns import take_turn

OF_GROUPS = (FormKind.QC_RESULT, FormKind.TEAM_RESULT)
LONGEST_KEY = 400  # characters of the column
MOST_FAULTS = 2000  # of one file; a sheet with more is sent back as a whole anyway

lost_race(
    ("uq_annex_event_id_kind_subject_key", "annex.event_id, annex.kind, annex.subject_key"),
    "同一单位、同一名称的申报表刚刚由别人提交，请刷新后再看。",
)


@dataclass(frozen=True)
class Intake:
    """One file, or what somebody filled in on the page of `annex`, on its way in: into which edition, by whom, when."""

    edition: Edition
    file: StoredFile | None
    actor: Actor
    now: datetime
    annex: Annex | None = None
    copies: frozenset[int] = frozenset()  # the numbers under which the same bytes are known, the file's own among them

    @property
    def source(self) -> str:
        """The file's name, for the places of faults; nothing for a page."""
        return self.file.name if self.file else ""

    @property
    def file_id(self) -> int | None:
        return self.file.id if self.file else None


@dataclass(frozen=True)
class Subject:
    """What a form is about: the key finds the same form again, the owners decide who sees it."""

    key: str
    organization: Organization | None = None
    recommender: Recommender | None = None


@dataclass(frozen=True)
class Kept:
    """The annex of a form, and whether this form is its newest version, the only one that has effects.

    `is_said_anew` is False when the very same content was the newest before: read again, it overwrites nothing that
    came from elsewhere meanwhile.
    """

    annex: Annex
    is_newest: bool
    is_said_anew: bool = True


@dataclass(frozen=True)
class Entered:
    """What became of one form of a file."""

    kind: FormKind
    annex_id: int | None = None
    recommender_id: int | None = None
    rows: int = 0
    faults: tuple[Fault, ...] = ()


def begin_intake(
    edition: Edition, file_id: int | None, *, actor: Actor, now: datetime, annex: Annex | None = None
) -> Intake:
    """Take the turn of this edition: its imports go in one after another, whoever runs them."""
    take_turn(edition)
    if not file_id:
        return Intake(edition, None, actor, now, annex)
    file = get_file(edition, file_id)
    return Intake(edition, file, actor, now, annex, frozenset(list_copies(file)))


def subject_key(*parts: str) -> str:
    """One key of several name keys; too long ones end in their digest, so that they stay different."""
    whole = "|".join(parts)
    if len(whole) <= LONGEST_KEY:
        return whole
    return f"{whole[:300]}#{hashlib.sha256(whole.encode()).hexdigest()}"


def keep_version(intake: Intake, place: int, form: ReadForm, subject: Subject) -> Kept:
    """Keep what a form says as the newest version of its annex.

    The same content makes no second version; nor do the bytes of a file that has been read before, whatever it is
    called now and wherever its version stands: an old mail that is forwarded undoes nothing. What was withdrawn has
    no effects until somebody sends it anew.
    """
    annex = find_or_open_annex(intake, form.kind, subject)
    content = content_of(form)
    versions = db.session.scalars(
        select(AnnexVersion).where(AnnexVersion.annex_id == annex.id).order_by(AnnexVersion.number.desc())
    ).all()
    if intake.file and all(version.file_id not in intake.copies for version in versions):
        receive_again(intake, annex)
    if versions and all(getattr(versions[0], part) == content[part] for part in ("fields", "rows", "written")):
        return Kept(annex, is_newest=annex.state is not SubmissionState.WITHDRAWN, is_said_anew=False)
    same = (one for one in versions if one.file_id in intake.copies and one.place == place)
    known = next(same, None)
    if known is None:
        db.session.add(new_version(intake, annex, versions, place, content))
    elif known is versions[0]:  # the program reads it better than it did
        for name, value in content.items():
            setattr(known, name, value)
    is_newest = known is None or known is versions[0]
    return Kept(annex, is_newest=is_newest and annex.state is not SubmissionState.WITHDRAWN)


def find_or_open_annex(intake: Intake, kind: FormKind, subject: Subject) -> Annex:
    """The annex of this subject, opened when there is none; a draft finds its subject here.

    Raises `SubjectTaken` when the page of one annex speaks of the subject of another.
    """
    same = db.session.scalar(
        select(Annex).where(Annex.event_id == intake.edition.id, Annex.kind == kind, Annex.subject_key == subject.key)
    )
    if intake.annex and same and same is not intake.annex:
        raise SubjectTaken(same.id)
    annex = intake.annex or same
    if annex is None:
        annex = Annex(
            event_id=intake.edition.id, kind=kind, state=SubmissionState.SUBMITTED, created_at=intake.now,
        )  # fmt: skip
        db.session.add(annex)
    annex.subject_key = subject.key
    annex.organization_id = subject.organization.id if subject.organization else annex.organization_id
    annex.recommender_id = subject.recommender.id if subject.recommender else annex.recommender_id
    db.session.flush()
    return annex


def receive_again(intake: Intake, annex: Annex) -> None:
    """Another file for an annex that was returned, withdrawn or accepted: somebody must look at it again."""
    if annex.state is not SubmissionState.SUBMITTED:
        note = Note(remark=intake.source)
        move_to(
            intake.edition,
            annex,
            SubmissionState.SUBMITTED,
            "annex.submit",
            actor=intake.actor,
            now=intake.now,
            note=note,
        )


def new_version(
    intake: Intake, annex: Annex, earlier: Sequence[AnnexVersion], place: int, content: dict[str, Any]
) -> AnnexVersion:
    return AnnexVersion(
        annex_id=annex.id, number=earlier[0].number + 1 if earlier else 1, file_id=intake.file_id, place=place,
        submitted_by=intake.actor.account_id, submitted_at=intake.now, **content,
    )  # fmt: skip


def content_of(form: ReadForm) -> dict[str, Any]:
    """A form as columns of a version. Places and letters of rows stand with the rows of the summary, once."""
    return {
        "fields": {**form.fields, **form.supporting},
        "rows": [dict(row) for row in form.rows],
        "written": {name: form.written[name] for name in form.fields if name in form.written},
        "provenance": {
            name: form.provenance[name] for name in (*form.fields, *form.supporting) if name in form.provenance
        },
        "faults": listed_faults(form.faults),
    }


def listed_faults(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults as they are kept; beyond `MOST_FAULTS` only their number is told."""
    every = list(faults)
    kept = [asdict(fault) for fault in every[:MOST_FAULTS]]
    if len(every) > MOST_FAULTS:
        rest = Fault("too_many", N_("另有 %(number)s 处没有列出。"), params={"number": len(every) - MOST_FAULTS})
        kept.append(asdict(rest))
    return kept


def fault_of(kept: dict[str, Any]) -> Fault:
    """A kept fault as it was."""
    return Fault(**{**kept, "severity": Severity(kept["severity"])})


def get_annex(edition: Edition, annex_id: int, *, actor: Actor) -> Annex:
    """An annex with its versions, for staff, and for the liaison whom it concerns; else it does not exist."""
    annex = db.session.scalar(
        select(Annex)
        .where(Annex.event_id == edition.id, Annex.id == annex_id, concerns(actor))
        .options(selectinload(Annex.versions))
    )
    if annex is None:
        raise NotFound("找不到这份附件。")
    return annex


def concerns(actor: Actor) -> ColumnElement[bool]:
    """Annex 3 of the liaison's bodies, results that their summaries list, and of their units stories and what no list has."""
    if actor.is_staff:
        return true()
    own = actor.recommender_ids
    listed = select(SummaryRow.id).join(SummaryRow.summary).join(SummaryRow.result)
    merged = aliased(Result)
    of_merged = select(merged.merged_into_id).where(merged.annex_id == Annex.id)  # it has no rows of its own any more
    is_free = and_(
        Annex.recommender_id.is_(None), Annex.kind.in_(OF_GROUPS), ~exists(listed.where(Result.annex_id == Annex.id))
    )
    return or_(
        Annex.recommender_id.in_(own),
        exists(listed.where(Result.id.in_(of_merged), RecommendationSummary.recommender_id.in_(own))),
        exists(listed.where(Result.annex_id == Annex.id, RecommendationSummary.recommender_id.in_(own))),
        and_(Annex.organization_id.in_(units_of(own)), or_(Annex.kind == FormKind.BRAND_STORY, is_free)),
    )


def units_of(bodies: Collection[int]) -> Select[int]:
    """The units of recommending bodies: those that they were the first to list, and those on their lists."""
    listing = select(Group.organization_id).join(Result, Result.group_id == Group.id)
    listing = listing.join(SummaryRow, SummaryRow.result_id == Result.id).join(SummaryRow.summary)
    listing = listing.where(RecommendationSummary.recommender_id.in_(bodies))
    own = select(Organization.id).where(Organization.recommender_id.in_(bodies))
    return own.union(listing).subquery().select()


def find_files_of(versions: Iterable[AnnexVersion]) -> dict[int, StoredFile]:
    """The files that versions came from, by number."""
    numbers = {version.file_id for version in versions if version.file_id}
    return {file.id: file for file in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(numbers)))}
