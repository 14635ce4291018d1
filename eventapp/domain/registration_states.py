"""Where a role and a registration stand, and what may happen to them (issue: approval, capacity, waiting list)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from eventapp.domain.words import N_


class Admission(StrEnum):
    """Who may take a role: everybody, everybody whom an organizer approves, or those with an invitation."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


ADMISSION_NAMES = {
    Admission.OPEN: N_("直接报名"),
    Admission.APPROVAL: N_("须审核"),
    Admission.INVITATION: N_("凭邀请链接"),
}


class RoleState(StrEnum):
    """Where one role of one person stands. `offered` holds a place until the person confirms or time runs out."""

    CONFIRMED = "confirmed"
    OFFERED = "offered"
    PENDING = "pending"
    WAITING = "waiting"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class AttendeeState(StrEnum):
    """Where a registration as a whole stands: the best of its roles; only `confirmed` opens doors."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    OFFERED = "offered"


ATTENDEE_STATE_NAMES = {
    AttendeeState.CONFIRMED: N_("已确认"),
    AttendeeState.PENDING: N_("待审核"),
    AttendeeState.WAITING: N_("候补"),
    AttendeeState.OFFERED: N_("待确认候补名额"),
    AttendeeState.REJECTED: N_("未通过"),
    AttendeeState.CANCELLED: N_("已取消"),
}
ROLE_STATE_NAMES = {RoleState(state.value): name for state, name in ATTENDEE_STATE_NAMES.items()}
HOLDS_A_PLACE = frozenset({RoleState.CONFIRMED, RoleState.OFFERED})
LIVING = frozenset({AttendeeState.PENDING, AttendeeState.CONFIRMED, AttendeeState.WAITING, AttendeeState.OFFERED})


def state_of_person(roles: Collection[RoleState]) -> AttendeeState:
    """The best state among a person's roles; somebody without any role has cancelled."""
    return next((AttendeeState(state.value) for state in RoleState if state in roles), AttendeeState.CANCELLED)


class Origin(StrEnum):
    """By which door a registration came in."""

    ALONE = "alone"
    DELEGATION = "delegation"
    INVITATION = "invitation"
    IMPORT = "import"
    WALK_IN = "walk_in"
    OFFICE = "office"


ORIGIN_NAMES = {
    Origin.ALONE: N_("个人报名"),
    Origin.DELEGATION: N_("单位集体报名"),
    Origin.INVITATION: N_("凭邀请"),
    Origin.IMPORT: N_("名单导入"),
    Origin.WALK_IN: N_("现场报名"),
    Origin.OFFICE: N_("会务组录入"),
}
