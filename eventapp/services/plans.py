"""Plans into the database and out of it again: nothing illegal is ever saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.refusals import Refusal
from eventapp.domain.schedule import Panel as PlainPanel
from eventapp.domain.schedule import PlacedTalk, Plan
from eventapp.domain.schedule_rules import violations
from eventapp.domain.sessions import PresentationState, SessionKind
from eventapp.extensions import db
from eventapp.models.event import Track
from eventapp.models.schedule import Panel, PanelSeat, Presentation, Recusal, Session
from eventapp.services.audit import record
from eventapp.services.planning_facts import Conference, check_can_plan, load_conference, number_of
from eventapp.services.schedule import check_may_plan, count_presentations, lock_event
from eventapp.services.transactions import transactional

Places = dict[tuple[str, str], list[PlacedTalk]]  # (room, block) to its talks in order
ASIDE = timedelta(days=40_000)


def get_instance(edition: Edition, *, is_published: bool) -> Conference:
    """What is to be planned. Raises `Refusal` when nothing can be, or when people already rely on a plan."""
    check_may_plan(edition, is_published=is_published)
    conference = load_conference(edition)
    check_can_plan(conference)
    return conference


@transactional
def save_plan(edition: Edition, plan: Plan, *, actor: Actor, now: datetime, facts: Mapping[str, object]) -> None:
    """Replace the parallel sessions by the plan, checked again against the data as they are now.

    A presentation that was placed before keeps its row, and with it declared recusals. `facts` go into the audit
    entry (seed, seconds). Raises `Refusal` after the first score, while published, or when the data moved.
    """
    event = lock_event(edition)
    check_may_plan(edition, is_published=event.schedule_published_at is not None)
    conference = load_conference(edition)
    check_is_legal(conference, plan)
    before = {"presentations": count_presentations(edition)}
    old = set_aside(edition)
    sessions = open_sessions(edition, conference, plan)
    presentations = place_talks(edition, conference, plan, sessions)
    seat_panels(edition, plan, sessions)
    db.session.execute(delete(Session).where(Session.id.in_(old)))  # takes along what is no longer entered
    note_recusals(edition, conference, presentations, now=now)
    after = {"presentations": len(plan.talks), "sessions": len(sessions), "score": plan.score, **facts}
    record(edition.slug, "schedule.plan", edition.short_name, actor=actor, now=now, before=before, after=after)


def check_is_legal(conference: Conference, plan: Plan) -> None:
    faults = violations(conference.instance, plan)
    if faults:
        sentence = faults[0].message % conference.words(faults[0].params)
        raise Refusal("编排期间数据有变动，这份日程已不适用：%(fault)s。请重新编排。", fault=sentence)


def set_aside(edition: Edition) -> list[int]:
    """Empty the old sessions' panels and free their hours; they go when their presentations have moved."""
    query = select(Session).where(Session.event_id == edition.id, Session.kind == SessionKind.PARALLEL)
    old = list(db.session.scalars(query))
    db.session.execute(delete(Panel).where(Panel.session_id.in_([session.id for session in old])))
    for session in old:  # one room holds one session at a time: the database would refuse the new ones
        session.starts_at, session.ends_at = session.starts_at - ASIDE, session.ends_at - ASIDE
    db.session.flush()
    return [session.id for session in old]


def places_of(plan: Plan) -> Places:
    places: Places = defaultdict(list)
    for talk in sorted(plan.talks, key=lambda each: each.start):
        places[talk.room, talk.block].append(talk)
    return places


def open_sessions(edition: Edition, conference: Conference, plan: Plan) -> dict[tuple[str, str], Session]:
    instance, sessions = conference.instance, {}
    for (room, block), talks in places_of(plan).items():
        track = instance.track[instance.talk[talks[0].talk].track]
        sessions[room, block] = Session(
            event_id=edition.id, room_id=number_of(room), track_id=number_of(track.id), kind=SessionKind.PARALLEL,
            title=conference.names[track.id], starts_at=conference.moment(instance.block[block].starts),
            ends_at=conference.moment(talks[-1].start + track.slot_minutes),
        )  # fmt: skip
    db.session.add_all(sessions.values())
    db.session.flush()
    return sessions


def place_talks(
    edition: Edition, conference: Conference, plan: Plan, sessions: Mapping[tuple[str, str], Session]
) -> dict[str, Presentation]:
    """Move the presentations that are there, add the new ones."""
    there = db.session.scalars(select(Presentation).where(Presentation.event_id == edition.id))
    rows = {talk_id_of(row): row for row in there}
    change_over = {f"track:{track.id}": track.change_minutes for track in tracks_of(edition)}
    for each in plan.talks:
        track = conference.instance.track[conference.instance.talk[each.talk].track]
        row = rows.get(each.talk) or new_presentation(edition, each.talk)
        row.session_id = sessions[each.room, each.block].id
        row.starts_at = conference.moment(each.start)
        row.ends_at = conference.moment(each.start + track.slot_minutes - change_over[track.id])
        row.state = PresentationState.SCHEDULED
        rows[each.talk] = row
    db.session.add_all(rows.values())
    db.session.flush()
    return rows


def tracks_of(edition: Edition) -> list[Track]:
    return list(db.session.scalars(select(Track).where(Track.event_id == edition.id)))


def new_presentation(edition: Edition, talk_id: str) -> Presentation:
    kind, _, number = talk_id.partition(":")
    return Presentation(event_id=edition.id, **{f"{kind}_id": int(number)})


def talk_id_of(presentation: Presentation) -> str:
    """The id that the planner knows a presentation by."""
    return f"result:{presentation.result_id}" if presentation.result_id else f"story:{presentation.story_id}"


def seat_panels(edition: Edition, plan: Plan, sessions: Mapping[tuple[str, str], Session]) -> None:
    for each in plan.panels:
        session = sessions[each.room, each.block]
        seats = [
            PanelSeat(event_id=edition.id, judge_id=number_of(judge), starts_at=session.starts_at, is_chair=rank == 0)
            for rank, judge in enumerate(each.judges)
        ]
        db.session.add(Panel(event_id=edition.id, session_id=session.id, seats=seats))
    db.session.flush()


def note_recusals(
    edition: Edition, conference: Conference, presentations: Mapping[str, Presentation], *, now: datetime
) -> None:
    """Write down what the rules find; what they no longer find is lifted, what people declared stays."""
    found = {
        (number_of(judge), presentations[talk].id): reason
        for (judge, talk), reason in conference.recusals.items()
    }  # fmt: skip
    noted = {
        (row.judge_id, row.presentation_id): row
        for row in db.session.scalars(select(Recusal).where(Recusal.event_id == edition.id))
    }
    for key, row in noted.items():
        is_by_rule = row.declared_by is None and row.reason is not RecusalReason.DECLARED
        if key not in found and is_by_rule and row.lifted_at is None:
            row.lifted_at = now
    db.session.add_all(
        Recusal(event_id=edition.id, judge_id=judge, presentation_id=presentation, reason=reason, declared_at=now)
        for (judge, presentation), reason in found.items()
        if (judge, presentation) not in noted
    )


def get_plan(edition: Edition, conference: Conference) -> Plan:
    """The plan as it stands in the database, in the words of the planner. Three statements."""
    panel = selectinload(Session.panel).selectinload(Panel.seats)
    query = select(Session).where(Session.event_id == edition.id, Session.kind == SessionKind.PARALLEL)
    sessions = list(db.session.scalars(query.options(selectinload(Session.presentations), panel)))
    block_at = {block.starts: block.id for block in conference.instance.blocks}
    talks, panels = [], []
    for session in sessions:
        room, block = f"room:{session.room_id}", block_at.get(conference.minute(session.starts_at), "")
        talks += [
            PlacedTalk(talk_id_of(row), room, block, conference.minute(row.starts_at)) for row in session.presentations
        ]
        seats = sorted(session.panel.seats if session.panel else (), key=lambda seat: (not seat.is_chair, seat.id))
        panels.append(PlainPanel(room, block, tuple(f"judge:{seat.judge_id}" for seat in seats)))
    return Plan(tuple(talks), tuple(panels))
