"""Registration by role (notice, section 三)."""

from __future__ import annotations

from enum import StrEnum


class AttendeeState(StrEnum):
    """Where a registration stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class RoleNeed(StrEnum):
    """What a role must be tied to."""

    NOTHING = "nothing"
    RESULT = "result"
    STORY = "story"
