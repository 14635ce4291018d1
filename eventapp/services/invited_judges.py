"""Judges on the organizers' list, and the registrations that turn out to be theirs."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.registration import Person
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.organization import Organization
from eventapp.models.schedule import Judge


def judge_for(edition: Edition, person: Person, unit: Organization) -> tuple[Judge | None, bool]:
    """The judge that this person is on the organizers' list, and whether name and mobile prove it.

    Name and unit alone are public, so they only link; an organizer approves.
    """
    query = select(Judge).where(
        Judge.event_id == edition.id,
        Judge.attendee_id.is_(None),
        or_(Judge.mobile == person.mobile, Judge.organization_id == unit.id),
    )
    same_name = [judge for judge in db.session.scalars(query) if name_key(judge.name) == name_key(person.name)]
    proved = next((judge for judge in same_name if judge.mobile == person.mobile), None)
    return (proved, True) if proved else (same_name[0] if same_name else None, False)


def link_judge(judge: Judge | None, attendee: Attendee) -> None:
    """Tie the judge to their registration, unless somebody else was tied a moment ago."""
    if judge is not None:
        free = (Judge.id == judge.id, Judge.attendee_id.is_(None))
        db.session.execute(update(Judge).where(*free).values(attendee_id=attendee.id))
