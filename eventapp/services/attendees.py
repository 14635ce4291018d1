"""What everybody who writes about attendees shares; pages take the kinds of rows from here."""

from __future__ import annotations

from eventapp.models.attendee import Attendee, AttendeeRole, Role, Ticket

__all__ = ["Attendee", "AttendeeRole", "Role", "Ticket", "subject_of"]


def subject_of(attendee_id: int) -> str:
    """How audit entries name an attendee."""
    return f"attendee:{attendee_id}"
