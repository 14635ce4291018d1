"""Narrowed lists that somebody wants to find again: the query of an address under a name, shared in the edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import literal, select, union_all

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.text import one_line
from eventapp.extensions import db
from eventapp.models.organization import Recommender
from eventapp.models.registration import SavedView
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

LONGEST_NAME = 40
LONGEST_QUERY = 1000
MOST_VIEWS = 50
lost_race(("uq_saved_view_event_id", "saved_view.event_id"), "已有同名的常用筛选，请换一个名称，或先删除原来的那一个。")


@dataclass(frozen=True)
class Choices:
    """What the list offers to choose from: recommending bodies by number, saved views as number, name, query."""

    recommenders: list[tuple[int, str]]
    views: list[tuple[int, str, str]]


def list_choices(edition: Edition, page: str) -> Choices:
    """Bodies and views by name, in one statement: a list page has few to spend."""
    bodies = select(literal("body"), Recommender.id, Recommender.name.label("name"), literal("")).where(
        Recommender.event_id == edition.id
    )
    views = select(literal("view"), SavedView.id, SavedView.name, SavedView.query).where(
        SavedView.event_id == edition.id, SavedView.page == page
    )
    found = sorted(db.session.execute(union_all(bodies, views)), key=lambda row: row[2])
    return Choices(
        [(number, name) for what, number, name, _query in found if what == "body"],
        [(number, name, query) for what, number, name, query in found if what == "view"],
    )


@transactional
def save_view(edition: Edition, page: str, name: str, wanted: Wanted, *, actor: Actor, now: datetime) -> None:
    """Keep what a list is narrowed to; raises `Refusal` without a name, for a name that is taken, or for everybody."""
    name = one_line(name).strip()[:LONGEST_NAME]
    query = urlencode(wanted.as_query())
    if not name:
        raise Refusal("请给常用筛选起个名称。")
    if not query or len(query) > LONGEST_QUERY:
        raise Refusal("请先筛选名单，再保存。")
    kept = select(SavedView.id).where(SavedView.event_id == edition.id).limit(MOST_VIEWS)
    if len(db.session.scalars(kept).all()) >= MOST_VIEWS:
        raise Refusal("常用筛选最多保存%(most)s个，请先删除不用的。", most=MOST_VIEWS)
    view = SavedView(
        event_id=edition.id, page=page, name=name, query=query, account_id=actor.account_id, created_at=now
    )
    db.session.add(view)
    db.session.flush()
    after = {"name": name, "query": query}  # a name may be somebody's: subjects are never wiped
    record(edition.slug, "saved_view.save", subject_of(view.id), actor=actor, now=now, after=after)


def subject_of(view_id: int) -> str:
    """How audit entries name a saved view."""
    return f"saved_view:{view_id}"


@transactional
def remove_view(edition: Edition, view_id: int, *, actor: Actor, now: datetime) -> str:
    """Forget a view; returns its name. Raises `NotFound`."""
    view = db.session.scalar(select(SavedView).where(SavedView.event_id == edition.id, SavedView.id == view_id))
    if view is None:
        raise NotFound("这个常用筛选已经删除。")
    db.session.delete(view)
    before = {"name": view.name, "query": view.query}
    record(edition.slug, "saved_view.remove", subject_of(view.id), actor=actor, now=now, before=before)
    return view.name
