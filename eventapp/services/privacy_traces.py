"""Where people are named outside of their own rows, and taking them out there; nobody else loses anything by it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, tuple_, update

from eventapp.domain.events import Edition
from eventapp.domain.privacy import ERASED_NAME, without_words
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.audit import AuditEntry
from eventapp.models.job import Job
from eventapp.models.message import Mailing, Message
from eventapp.models.registration import BulkAction, Delegation, Invitation, SavedView
from eventapp.models.schedule import Judge
from eventapp.services.attendees import subject_of
from eventapp.services.audit import wipe_details
from eventapp.services.privacy_wipes import CONTACTS, INVITATIONS, JUDGES, MESSAGES, changed, wipe

A_MOBILE = re.compile(r'"(1\d{10})"')
SWAPPED = ("swapped_in", "swapped_out")
# entries of the trail in which a list that was narrowed to a name, or a list of people, may stand
NAMING = ("attendee.export", "badge.", "bulk_action.", "delegation.", "file.", "invitation.", "judge.", "mailing.", "saved_view.")  # fmt: skip


@dataclass(frozen=True)
class Traces:
    """By what people are found outside of their own rows; `marks` are mobiles and addresses that are theirs alone."""

    ids: frozenset[int]
    names: frozenset[str]
    mobiles: frozenset[str]
    marks: frozenset[str]


def traces_of(edition: Edition, ids: Collection[int]) -> Traces:
    """The people of these numbers and their earlier registrations: the same name and mobile again."""
    own = Attendee.event_id == edition.id
    asked = db.session.execute(select(Attendee.name_key, Attendee.mobile).where(own, Attendee.id.in_(ids))).all()
    pairs = [(name, mobile) for name, mobile in asked if mobile]
    same = tuple_(Attendee.name_key, Attendee.mobile).in_(pairs) if pairs else Attendee.id.in_(ids)
    query = select(Attendee.id, Attendee.name, Attendee.mobile, Attendee.email)
    rows = db.session.execute(query.where(own, or_(Attendee.id.in_(ids), same))).all()
    numbers, mobiles = frozenset(row.id for row in rows), frozenset(row.mobile for row in rows if row.mobile)
    marks = mobiles | {row.email for row in rows if row.email}
    shared = shared_marks(edition, numbers, frozenset(row.name for row in rows), marks)
    return Traces(numbers, frozenset(row.name for row in rows), mobiles, frozenset(marks - shared))


def shared_marks(edition: Edition, ids: Collection[int], names: Collection[str], marks: Collection[str]) -> set[str]:
    """Those of the marks by which somebody else is reached as well: one unit's address for all its people."""
    others = select(Attendee.mobile, Attendee.email).where(
        Attendee.event_id == edition.id, Attendee.id.not_in(ids), or_(Attendee.mobile.in_(marks), Attendee.email.in_(marks))
    )  # fmt: skip
    contacts = select(Delegation.contact_mobile, Delegation.contact_email).where(
        Delegation.event_id == edition.id, Delegation.contact_name.not_in(names),
        or_(Delegation.contact_mobile.in_(marks), Delegation.contact_email.in_(marks)),
    )  # fmt: skip
    return {said for query in (others, contacts) for row in db.session.execute(query) for said in row} & set(marks)


def wipe_traces(edition: Edition, traces: Traces) -> None:
    """What names these people elsewhere."""
    wipe_trail(edition, traces)
    wipe_letters(edition, traces)
    wipe_delegations(edition, traces)
    wipe_roommates(edition, traces)
    wipe_tools(edition, traces)
    same = and_(Judge.name.in_(traces.names), Judge.mobile.in_(traces.mobiles))
    wipe(JUDGES, Judge.event_id == edition.id, or_(Judge.attendee_id.in_(traces.ids), same))


def wipe_trail(edition: Edition, traces: Traces) -> None:
    """Entries about them, with a mark of theirs, with them as somebody's roommate, or about lists that name them."""
    detail = AuditEntry.detail
    about_lists = or_(*(AuditEntry.action.startswith(start, autoescape=True) for start in NAMING))
    wipe_details(edition.slug, AuditEntry.subject.in_([subject_of(number) for number in traces.ids]))
    wipe_details(edition.slug, or_(
        holds_any(detail, [*map(inside, traces.marks), *(json.dumps({"roommate": name})[1:-1] for name in traces.names)]),
        about_lists & holds_any(detail, [json.dumps(name) for name in traces.names]),
    ))  # fmt: skip


def wipe_letters(edition: Edition, traces: Traces) -> None:
    """Letters and invitations to their addresses; of who came or left in a swap, the name in the other's letter."""
    nobodys = or_(Message.attendee_id.is_(None), Message.attendee_id.in_(traces.ids))
    wipe(MESSAGES, Message.event_id == edition.id, Message.recipient.in_(traces.marks), nobodys)
    wipe(INVITATIONS, Invitation.event_id == edition.id, Invitation.email.in_(traces.marks))
    came = select(Attendee.id).where(Attendee.replaces_id.in_(traces.ids))
    left = select(Attendee.replaces_id).where(Attendee.id.in_(traces.ids), Attendee.replaces_id.is_not(None))
    theirs = Message.template.in_(SWAPPED), or_(Message.attendee_id.in_(came), Message.attendee_id.in_(left))
    for name in sorted(traces.names, key=len, reverse=True):
        without = {"body": func.replace(Message.body, name, ERASED_NAME)}
        changed(update(Message).where(Message.event_id == edition.id, *theirs).values(without))


def wipe_delegations(edition: Edition, traces: Traces) -> None:
    """A unit's rows that wait to be mended, its list that nobody has taken yet, its contact if one of these people."""
    mine = Delegation.event_id == edition.id
    wipe(CONTACTS, mine, Delegation.contact_mobile.in_(traces.mobiles), Delegation.contact_name.in_(traces.names))
    said = spelled(traces)
    query = select(Delegation).where(mine, or_(holds_any(Delegation.draft, said), holds_any(Delegation.upload, said)))
    for delegation in db.session.scalars(query.with_for_update()):
        kept = [row for row in delegation.draft if not names_one(row, traces)]
        if kept != delegation.draft:
            delegation.draft, delegation.revision = kept, delegation.revision + 1
        rows = [row for row in delegation.upload.get("rows", ()) if not names_one(row, traces)]
        delegation.upload = {**delegation.upload, "rows": rows} if rows else {}


def wipe_roommates(edition: Edition, traces: Traces) -> None:
    """Whom others wanted to share a room with."""
    said = or_(*(Attendee.roommate.contains(word, autoescape=True) for word in sorted(traces.names | traces.marks)))
    for one in db.session.scalars(select(Attendee).where(Attendee.event_id == edition.id, said).with_for_update()):
        one.roommate = without_words(one.roommate, traces.names, traces.marks)[:80]
    db.session.flush()


def wipe_tools(edition: Edition, traces: Traces) -> None:
    """What organizers looked for: saved lists, audiences, actions on many, and jobs; the last also say what came out."""
    said = spelled(traces)
    for table, column in ((Mailing, "audience"), (BulkAction, "note"), (Job, "params")):
        query = select(table).where(table.event_id == edition.id, holds_any(getattr(table, column), said))
        for row in db.session.scalars(query):
            setattr(row, column, without_words(getattr(row, column), traces.names, traces.marks))
    for view in db.session.scalars(select(SavedView).where(SavedView.event_id == edition.id)):
        asked = dict(parse_qsl(view.query))
        if (kept := without_words(asked, traces.names, traces.marks)) != asked:
            view.query = urlencode(kept)
        if (name := without_words(view.name, traces.names, traces.marks)) != view.name:
            view.name = f"{name} {view.id}"[:80]  # two views of a page have two names
    db.session.flush()
    ended = Job.event_id == edition.id, Job.ended_at.is_not(None)
    changed(update(Job).where(*ended, holds_any(Job.outcome, said)).values(outcome={}))


def spelled(traces: Traces) -> list[str]:
    """Names and marks as columns of JSON spell them, whatever stands around them."""
    return [inside(word) for word in traces.names | traces.marks]


def inside(word: str) -> str:
    return json.dumps(word)[1:-1]


def names_one(row: Any, traces: Traces) -> bool:
    """Whether a row as typed is about one of these people; a namesake with another mobile is not."""
    written = json.dumps(row, ensure_ascii=False)
    if any(mark in written for mark in traces.marks):
        return True
    mobiles = set(A_MOBILE.findall(written))
    is_named = any(json.dumps(name, ensure_ascii=False) in written for name in traces.names)
    return is_named and (not mobiles or not mobiles.isdisjoint(traces.mobiles))


def holds_any(column: Any, spellings: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column of JSON holds one of these; it is kept with every other character than ASCII escaped."""
    return or_(*(cast(column, Text).contains(one, autoescape=True) for one in sorted(spellings)))
