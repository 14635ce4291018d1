"""Who is expected and has not registered yet: presenters of results, speakers of stories, judges; and whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, func, literal, select

from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState
from eventapp.domain.registration_states import LIVING_ROLES
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.annex import Annex
from eventapp.models.attendee import AttendeeRole
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import Group, Result, Story
from eventapp.models.schedule import Judge


class Expected(StrEnum):
    """Who is expected."""

    PRESENTER = "presenter"
    SPEAKER = "speaker"
    JUDGE = "judge"


EXPECTED_NAMES = {
    Expected.PRESENTER: N_("成果发表人"),
    Expected.SPEAKER: N_("故事演讲人"),
    Expected.JUDGE: N_("评委"),
}


@dataclass(frozen=True)
class Absent:
    """One result, story or judge without a registration, and the unit's contact; `person` is who is expected by name."""

    id: int
    title: str
    group: str
    person: str
    unit_name: str
    recommender: str
    contact: str
    phone: str
    email: str


def results_without(edition: Edition) -> Select[Any]:
    """Results in the list of nobody who presents them."""
    taken = exists().where(AttendeeRole.result_id == Result.id, AttendeeRole.state.in_(LIVING_ROLES))
    query: Any = select(
        Result.id, Result.topic_name, Group.name, literal(""), Organization.name, func.coalesce(Recommender.name, ""),
        Result.contact_person, Result.contact_phone, func.coalesce(Annex.contact_email, ""),
    )  # fmt: skip
    query = query.join(Group, Group.id == Result.group_id).join(Organization, Organization.id == Group.organization_id)
    query = query.outerjoin(Annex, Annex.id == Result.annex_id)
    return query.where(
        Result.event_id == edition.id, Result.state == EntryState.ENTERED, Result.merged_into_id.is_(None), ~taken
    )


def stories_without(edition: Edition) -> Select[Any]:
    """Stories for which a speaker is foreseen and none has registered."""
    taken = exists().where(AttendeeRole.story_id == Story.id, AttendeeRole.state.in_(LIVING_ROLES))
    query: Any = select(
        Story.id, Story.name, literal(""), Story.speaker_name, Organization.name, func.coalesce(Recommender.name, ""),
        Story.contact_person, Story.contact_phone, func.coalesce(Annex.contact_email, ""),
    )  # fmt: skip
    query = query.join(Organization, Organization.id == Story.organization_id)
    query = query.outerjoin(Annex, Annex.id == Story.annex_id)
    return query.where(
        Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != "", ~taken
    )


def judges_without(edition: Edition) -> Select[Any]:
    """Judges on the list who are tied to no registration; they are asked themselves."""
    query: Any = select(
        Judge.id, literal(""), literal(""), Judge.name, Judge.unit_name, func.coalesce(Recommender.name, ""),
        Judge.name, Judge.mobile, literal(""),
    )  # fmt: skip
    query = query.outerjoin(Organization, Organization.id == Judge.organization_id)
    return query.where(Judge.event_id == edition.id, Judge.attendee_id.is_(None))


QUERIES: dict[Expected, Callable[[Edition], Select[Any]]] = {
    Expected.PRESENTER: results_without,
    Expected.SPEAKER: stories_without,
    Expected.JUDGE: judges_without,
}


def absent(edition: Edition, expected: Expected, recommender_id: int | None) -> Select[Any]:
    query = QUERIES[expected](edition).outerjoin(Recommender, Recommender.id == Organization.recommender_id)
    return query if recommender_id is None else query.where(Organization.recommender_id == recommender_id)


def list_absent(
    edition: Edition, expected: Expected, recommender_id: int | None = None, *, page: int = 1, size: int | None = 50
) -> list[Absent]:
    """A page of them by recommending body and unit; all of them without a size."""
    query = absent(edition, expected, recommender_id).order_by(Recommender.name, Organization.name)
    if size is not None:
        query = query.offset((page - 1) * size).limit(size)
    return [Absent(*row) for row in db.session.execute(query.order_by(query.selected_columns[0]))]


def count_absent(edition: Edition, recommender_id: int | None = None) -> dict[Expected, int]:
    """How many of each kind; one statement."""
    counts = [
        select(func.count())
        .select_from(absent(edition, one, recommender_id).order_by(None).with_only_columns(literal(1)).subquery())
        .scalar_subquery()
        for one in Expected
    ]
    return dict(zip(Expected, db.session.execute(select(*counts)).one(), strict=True))
