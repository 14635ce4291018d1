"""What is kept of an attendee, as the values that the rules of registration read."""

from __future__ import annotations

from dataclasses import fields

from eventapp.domain.registration import Person, Stay
from eventapp.services.attendee_lists import Attendee


def person_of(attendee: Attendee) -> Person:
    """What they said of themselves."""
    return Person(**{one.name: getattr(attendee, one.name) for one in fields(Person)})


def stay_of(attendee: Attendee) -> Stay:
    """How they travel, sleep and eat."""
    return Stay(**{one.name: getattr(attendee, one.name) for one in fields(Stay)})
