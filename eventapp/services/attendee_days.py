"""One person's own days: when and where they are needed, how far up the waiting list, whether they have come."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, or_, select

from eventapp.domain.attendee_days import Appearance, Duty
from eventapp.domain.checkin import Verdict
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import RoleState
from eventapp.domain.sessions import PresentationState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.award import Award, Certificate
from eventapp.models.checkin import Scan
from eventapp.models.recommendation import Result, Story
from eventapp.models.schedule import Judge, Panel, PanelSeat, Presentation, Room, Session

TAKES_PART = (RoleState.CONFIRMED, RoleState.OFFERED, RoleState.PENDING)


def list_appearances(edition: Edition, attendee_id: int) -> list[Appearance]:
    """Own presentations and the sessions one judges, by time. Two statements; none before the schedule is published."""
    if edition.schedule_published_at is None:
        return []
    found = presentations_of(edition, attendee_id) + sessions_judged(edition, attendee_id)
    return sorted(found, key=lambda one: (one.starts_at, one.key))


def presentations_of(edition: Edition, attendee_id: int) -> list[Appearance]:
    """What the person presents or tells, by the roles they hold."""
    query = (
        select(
            Presentation.result_id, Presentation.story_id, Presentation.starts_at, Presentation.ends_at,
            Room.name.label("room"), Result.topic_name, Story.name.label("story"),
        )
        .join(AttendeeRole, or_(
            AttendeeRole.result_id == Presentation.result_id, AttendeeRole.story_id == Presentation.story_id
        ))
        .join(Session, Session.id == Presentation.session_id)
        .join(Room, Room.id == Session.room_id)
        .outerjoin(Result, Result.id == Presentation.result_id)
        .outerjoin(Story, Story.id == Presentation.story_id)
        .where(Presentation.event_id == edition.id, AttendeeRole.attendee_id == attendee_id)
        .where(AttendeeRole.state.in_(TAKES_PART), Presentation.state != PresentationState.WITHDRAWN)
    )  # fmt: skip
    found = {}
    for row in db.session.execute(query):
        key = f"result-{row.result_id}" if row.result_id else f"story-{row.story_id}"
        title = row.topic_name or row.story or ""
        found[key] = Appearance(key, Duty.PRESENTS, title, row.starts_at, row.ends_at, row.room)
    return list(found.values())


def sessions_judged(edition: Edition, attendee_id: int) -> list[Appearance]:
    """The sessions on whose panel the person sits."""
    query = (
        select(Judge.id, Session.title, Session.starts_at, Session.ends_at, Room.name.label("room"))
        .join(PanelSeat, PanelSeat.judge_id == Judge.id)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(Session, Session.id == Panel.session_id)
        .join(Room, Room.id == Session.room_id)
        .where(Judge.event_id == edition.id, Judge.attendee_id == attendee_id)
    )
    return [
        Appearance(
            f"judge-{row.id}-{row.starts_at:%Y%m%d%H%M}", Duty.JUDGES, row.title, row.starts_at, row.ends_at, row.room
        )
        for row in db.session.execute(query)
    ]


def list_certificates(edition: Edition, attendee_id: int) -> list[Certificate]:
    """The valid certificates of what the person presents; each has a public page."""
    query = (
        select(Certificate).join(Award, Award.id == Certificate.award_id)
        .join(AttendeeRole, or_(
            AttendeeRole.result_id == Award.result_id, AttendeeRole.story_id == Award.story_id
        ))
        .where(Certificate.event_id == edition.id, Certificate.withdrawn_at.is_(None))
        .where(AttendeeRole.attendee_id == attendee_id, AttendeeRole.state == RoleState.CONFIRMED)
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Certificate.id)).unique())


def has_come(edition: Edition, attendee_id: int) -> bool:
    """Whether the person was let in at any checkpoint: from then on only organizers cancel."""
    query = select(Scan.id).where(
        Scan.event_id == edition.id,
        Scan.attendee_id == attendee_id,
        Scan.verdict == Verdict.OK,
        Scan.undone_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def count_ahead(edition: Edition, attendee: Attendee) -> dict[int, int]:
    """By role row in which the person waits: how many wait longer for the same role."""
    waiting = [held for held in attendee.roles if held.state is RoleState.WAITING and held.waiting_since]
    return {held.id: db.session.scalar(ahead_of(edition, held)) or 0 for held in waiting}


def ahead_of(edition: Edition, held: AttendeeRole) -> Select[int]:
    earlier = or_(
        AttendeeRole.waiting_since < held.waiting_since,
        and_(AttendeeRole.waiting_since == held.waiting_since, AttendeeRole.id < held.id),
    )
    query = select(func.count()).select_from(AttendeeRole).where(AttendeeRole.event_id == edition.id)
    return query.where(AttendeeRole.role_id == held.role_id, AttendeeRole.state == RoleState.WAITING, earlier)
