"""Where a role and a registration stand, and what may happen to them (issue: approval, capacity, waiting list)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from eventapp.domain.refusals import Refusal
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


class Decision(StrEnum):
    """What organizers, the person or the clock may do with one role of one person."""

    APPROVE = "approve"
    REJECT = "reject"
    OFFER = "offer"  # a place to somebody who waits
    CONFIRM = "confirm"  # the offered place, or at once for somebody who waits
    CANCEL = "cancel"
    EXPIRE = "expire"


WAITS = frozenset({RoleState.WAITING, RoleState.OFFERED})
LIVING_ROLES = frozenset({*WAITS, RoleState.CONFIRMED, RoleState.PENDING})
# from which states a decision leads where; everything else has been decided already
DECISIONS: dict[Decision, tuple[frozenset[RoleState], RoleState]] = {
    Decision.APPROVE: (frozenset({RoleState.PENDING, RoleState.REJECTED}), RoleState.CONFIRMED),
    Decision.REJECT: (frozenset({RoleState.PENDING, *WAITS}), RoleState.REJECTED),
    Decision.OFFER: (frozenset({RoleState.WAITING}), RoleState.OFFERED),
    Decision.CONFIRM: (WAITS, RoleState.CONFIRMED),
    Decision.CANCEL: (LIVING_ROLES | {RoleState.REJECTED}, RoleState.CANCELLED),
    Decision.EXPIRE: (frozenset({RoleState.OFFERED}), RoleState.CANCELLED),
}


def decided_state(state: RoleState, decision: Decision) -> RoleState:
    """The state after a decision; raises `Refusal` where there is nothing to decide any more."""
    possible, after = DECISIONS[decision]
    if state not in possible:
        raise Refusal("这份报名已经处理过，请刷新页面查看现在的状态。")
    return after


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
