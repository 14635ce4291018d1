"""Drafts: what somebody is typing into the page of a form. Nothing here has effects; submitting has."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from eventapp.domain.annexes import FormKind, Outcome, ReadFile
from eventapp.domain.events import Edition
from eventapp.domain.form_offers import Offer, column_of, differences, merged, offer_from, offer_of
from eventapp.domain.form_pages import BODY
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Fault, NotFound, Refusal
from eventapp.domain.submissions import Step, SubmissionState, next_state
from eventapp.domain.typed_forms import MOST_ROWS, Draft, draft_from, draft_of, kept, read_alike, require_bounded
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.organization import Recommender
from eventapp.models.recommendation import RecommendationSummary, SummaryRow
from eventapp.services.annex_steps import name_of
from eventapp.services.annexes import concerns, listed_faults
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

DRAFT_MARK = "draft:"
TOO_MANY_ROWS = N_("表里有 %(number)s 行，网页上最多填 %(most)s 行；请把文件交给会务组整份导入。")
KEY_LENGTH = len(DRAFT_MARK) + 32
# What a form is about, by which lists show a draft before it has a subject.
SUBJECT_FIELDS = {
    FormKind.QC_RESULT: ("company_name", "group_name"),
    FormKind.TEAM_RESULT: ("company_name", "team_name"),
    FormKind.RECOMMENDATION_SUMMARY: ("region_or_group", ""),
    FormKind.BRAND_STORY: ("company_name", "story_name"),
    FormKind.WORK_SUMMARY: ("company_name", ""),
    FormKind.ACTIVITY_STATISTICS: ("company_name", ""),
}


@dataclass(frozen=True)
class Entrance:
    """How somebody came to one annex: by its number, as who they are, or by the secret link of the annex."""

    actor: Actor
    annex_id: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Saved:
    """A draft is kept: its revision now, and since when."""

    revision: int
    at: datetime


class Stale(Refusal):
    """Another page has saved since this one was opened; nothing was overwritten."""

    def __init__(self, revision: int) -> None:
        super().__init__("这份表在别处（另一个页面或另一个人）改过并保存了。您填写的内容还在本页，没有覆盖对方的。")
        self.revision = revision


def key_hash(key: str) -> str:
    """What is kept of a secret link."""
    return hashlib.sha256(key.encode()).hexdigest()


def may_fill(actor: Actor) -> ColumnElement[bool]:
    """Staff all; a liaison those of their own bodies, and those of nobody that concern them."""
    if actor.is_staff:
        return true()
    orphaned = and_(Annex.recommender_id.is_(None), concerns(actor))
    return or_(Annex.recommender_id.in_(actor.recommender_ids), orphaned)


def admit(edition: Edition, entrance: Entrance, *, lock: bool = False) -> Annex:
    """The annex that somebody may fill in; to everybody else it does not exist."""
    door = (
        Annex.secret_hash == key_hash(entrance.key)
        if entrance.key
        else and_(Annex.id == entrance.annex_id, may_fill(entrance.actor))
    )
    query = select(Annex).where(Annex.event_id == edition.id, door)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    annex = db.session.scalar(query)
    if annex is None:
        raise NotFound("找不到这份申报表；填写链接可能已经更换或停用，请向推荐单位索取新的链接。")
    return annex


def find_fillable(edition: Edition, annex_id: int, actor: Actor) -> Annex | None:
    """The annex, if the actor may fill it in, else None: a page offers only what is possible."""
    mine = Annex.event_id == edition.id, Annex.id == annex_id, may_fill(actor)
    return db.session.scalar(select(Annex).where(*mine))


@transactional
def open_annex(
    edition: Edition, kind: FormKind, *, recommender_id: int | None, actor: Actor, now: datetime, draft: Draft | None = None
) -> int:  # fmt: skip
    """Open the page of a form that nobody has sent yet; returns the number of the annex.

    A liaison opens it for one of their own bodies. Raises `NotFound` for any other body.
    """
    body = own_body(edition, recommender_id, actor)
    if draft is None and kind is FormKind.RECOMMENDATION_SUMMARY and body:
        draft = Draft({BODY: body.name})
    annex = Annex(
        event_id=edition.id, kind=kind, state=SubmissionState.DRAFT, subject_key=DRAFT_MARK + secrets.token_hex(16),
        recommender_id=body.id if body else None, created_at=now, draft=kept(draft or Draft()), draft_revision=0,
        draft_saved_at=now, contact_email="",
    )  # fmt: skip
    db.session.add(annex)
    db.session.flush()
    record(edition.slug, "annex.open", name_of(annex), actor=actor, now=now, after={"kind": kind.value})
    return annex.id


def find_summary(edition: Edition, recommender_id: int, *, actor: Actor) -> int | None:
    """The annex 3 that a body has or is filling in: the one that was sent before any draft."""
    query = select(Annex.id).where(
        Annex.event_id == edition.id, Annex.kind == FormKind.RECOMMENDATION_SUMMARY,
        Annex.recommender_id == recommender_id, Annex.state != SubmissionState.WITHDRAWN, may_fill(actor),
    )  # fmt: skip
    is_draft = Annex.state == SubmissionState.DRAFT
    return db.session.scalar(query.order_by(is_draft, Annex.id.desc()).limit(1))


def own_body(edition: Edition, recommender_id: int | None, actor: Actor) -> Recommender | None:
    """The body for which the actor opens a form; staff may leave it open."""
    if recommender_id is None and actor.is_staff:
        return None
    query = select(Recommender).where(Recommender.event_id == edition.id, Recommender.id == recommender_id)
    if not actor.is_staff:
        query = query.where(Recommender.id.in_(actor.recommender_ids))
    if (body := db.session.scalar(query)) is None:
        raise NotFound("找不到这个推荐单位。")
    return body


def newest_version(annex: Annex) -> AnnexVersion | None:
    query = select(AnnexVersion).where(AnnexVersion.annex_id == annex.id)
    return db.session.scalar(query.order_by(AnnexVersion.number.desc()).limit(1))


def current_draft(annex: Annex) -> Draft:
    """What the page shows: what is being typed, else what was sent last."""
    if annex.draft is not None:
        return draft_of(annex.draft)
    version = newest_version(annex)
    return draft_of_version(annex, version) if version else Draft()


def draft_of_version(annex: Annex, version: AnnexVersion) -> Draft:
    """A version as somebody would type it, certificate names to the letter; those of rows stand in the summary."""
    letters = dict(version.written)
    if annex.kind is FormKind.RECOMMENDATION_SUMMARY:
        rows = select(SummaryRow).join(SummaryRow.summary).where(RecommendationSummary.annex_id == annex.id)
        for row in db.session.scalars(rows):
            letters |= {f"rows[{row.position}].{name}": getattr(row, name) for name in ("company_name", "group_name")}
    return draft_from(annex.kind, version.fields, version.rows, letters)


@transactional
def save_draft(edition: Edition, entrance: Entrance, draft: Draft, *, revision: int, now: datetime) -> Saved:
    """Keep what is typed. Raises `Stale` when another page has saved since `revision`, unless both say the same.

    What was sent stands in normal form: the page that sent it says the same in its own spelling, and may send it again.
    """
    require_bounded(draft)
    annex = admit(edition, entrance, lock=True)
    next_state(Step.SUBMIT, annex.state)
    mine = current_draft(annex)
    if mine.says(draft) or (annex.draft is None and read_alike(annex.kind, mine, draft)):
        return Saved(annex.draft_revision, annex.draft_saved_at or now)
    if annex.draft_revision != revision:
        raise Stale(annex.draft_revision)
    put_draft(annex, replace(draft, read=mine.read), entrance.actor, now)
    return Saved(annex.draft_revision, now)


def put_draft(annex: Annex, draft: Draft, actor: Actor, now: datetime) -> None:
    """Write a draft into its annex; one of nobody becomes that of the liaison's only body."""
    annex.draft = {**(annex.draft or {}), **kept(draft)}
    annex.draft_revision += 1
    annex.draft_saved_at = now
    if annex.recommender_id is None and len(actor.recommender_ids) == 1 and not actor.is_staff:
        [annex.recommender_id] = actor.recommender_ids
    if annex.subject_key.startswith(DRAFT_MARK):
        annex.subject_key = (annex.subject_key[:KEY_LENGTH] + "|" + subject_of(annex.kind, draft))[:400]


def subject_of(kind: FormKind, draft: Draft) -> str:
    """What a draft is about, as names are compared."""
    return "|".join(name_key(draft.texts.get(name, "")) for name in SUBJECT_FIELDS[kind])


@transactional
def put_reading(edition: Edition, annex_id: int, file: str, read: ReadFile, *, actor: Actor, now: datetime) -> None:
    """What a file says goes into the page, where nothing stands in its way; else it is offered, to be chosen from.

    A job calls this: whoever started it was let in by then, maybe by a secret link.
    """
    query = select(Annex).where(Annex.event_id == edition.id, Annex.id == annex_id).with_for_update()
    annex = db.session.scalars(query).one()
    next_state(Step.SUBMIT, annex.state)
    draft, offers = current_draft(annex), [offer_of(form, file) for form in read.forms]
    faults = [] if read.outcome in (Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS) else list(read.faults)
    if too_long := [offer for offer in offers if len(offer.draft.rows) > MOST_ROWS]:
        rows = len(too_long[0].draft.rows)
        faults, offers = [Fault("too_many", TOO_MANY_ROWS, params={"number": rows, "most": MOST_ROWS})], []
    elif len(offers) == 1 and offers[0].kind is annex.kind and not differences(draft, offers[0]):
        put_draft(annex, merged(draft, offers[0], ()), actor, now)
        offers = []
    refused = {"file": file, "faults": listed_faults(faults)} if faults else None
    column = annex.draft if annex.draft is not None else kept(draft)
    annex.draft = {**column, "offers": [column_of(one) for one in offers], "refused": refused}


def offers_of(annex: Annex) -> list[Offer]:
    """What files have been read for this page, and wait for somebody to choose."""
    return [offer_from(column) for column in (annex.draft or {}).get("offers", ())]


@transactional
def settle_offer(
    edition: Edition, entrance: Entrance, number: int | None, taken: frozenset[str], *, now: datetime
) -> None:
    """Take offer `number` into the page, with the answers in `taken` in place of typed ones; None declines all."""
    annex = admit(edition, entrance, lock=True)
    offers = offers_of(annex)
    if number is not None:
        if number >= len(offers) or offers[number].kind is not annex.kind:
            raise NotFound("找不到读出的这份表，请重新上传。")
        put_draft(annex, merged(current_draft(annex), offers[number], taken), entrance.actor, now)
    annex.draft = {**(annex.draft or {}), "offers": [], "refused": None}
