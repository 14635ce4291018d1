"""The figures of the work page: one statement counts everything but the differences, which are compared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from eventapp.domain.awards import AwardState
from eventapp.domain.dashboard import Counts
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState
from eventapp.domain.registration_states import AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models.annex import FileReading
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.award import Award, Certificate
from eventapp.models.checkin import Scan
from eventapp.models.judging import Score
from eventapp.models.recommendation import RecommendationSummary, Result, Story
from eventapp.models.schedule import Presentation
from eventapp.services.checkin import is_present
from eventapp.services.duplicates import count_open
from eventapp.services.reconciliation import count_open_names


def count_all(edition: Edition) -> Counts:
    """Every count of the edition."""
    conditions: dict[str, Select[int]] = {
        "readings": rows_of(FileReading, edition),
        "summaries": rows_of(RecommendationSummary, edition),
        "results": rows_of(Result, edition, Result.state == EntryState.ENTERED),
        "stories": rows_of(Story, edition, Story.state == EntryState.ENTERED),
        "attendees": rows_of(Attendee, edition, Attendee.state == AttendeeState.CONFIRMED),
        "pending": rows_of(AttendeeRole, edition, AttendeeRole.state == RoleState.PENDING),
        "waiting": rows_of(AttendeeRole, edition, AttendeeRole.state == RoleState.WAITING),
        "presentations": rows_of(Presentation, edition),
        "checked_in": people_let_in(edition),
        "scores": rows_of(Score, edition, Score.submitted_at.is_not(None)),
        "awards": rows_of(Award, edition, Award.state != AwardState.WITHDRAWN),
        "confirmed_awards": rows_of(Award, edition, Award.state == AwardState.CONFIRMED),
        "certificates": rows_of(Certificate, edition, Certificate.withdrawn_at.is_(None)),
    }
    columns = [query.scalar_subquery().label(name) for name, query in conditions.items()]
    counted = db.session.execute(select(*columns)).one()._asdict()
    return Counts(**counted, open_names=count_open_names(edition), duplicates=count_open(edition))


def rows_of(table: Any, edition: Edition, *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(table.event_id == edition.id, *conditions)


def people_let_in(edition: Edition) -> Select[int]:
    people = func.count(Scan.attendee_id.distinct())
    return select(people).where(Scan.event_id == edition.id, is_present())
