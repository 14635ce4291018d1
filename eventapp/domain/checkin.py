"""Check-in: one decision for every scan, whichever door it comes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from eventapp.domain.people import Actor
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.words import N_

OLDEST_READING = timedelta(hours=24)  # a phone without network uploads later, but not days later
UNDO_WINDOW = timedelta(minutes=15)  # for the person who scanned; organizers have no limit
WIDEST_SKEW = 2**31 - 1  # seconds; what an integer column of every database holds


class CheckpointKind(StrEnum):
    """What a checkpoint is for."""

    ARRIVAL = "arrival"
    PLENARY = "plenary"
    ROOM = "room"
    MEAL = "meal"
    VISIT = "visit"


CHECKPOINT_KIND_NAMES = {
    CheckpointKind.ARRIVAL: N_("报到"),
    CheckpointKind.PLENARY: N_("全体会议"),
    CheckpointKind.ROOM: N_("分会场"),
    CheckpointKind.MEAL: N_("用餐"),
    CheckpointKind.VISIT: N_("参观"),
}

# What a new edition starts with: Chinese name, English name, kind. Without hours they are always open.
SHIPPED_CHECKPOINTS = (
    ("报到处", "Registration desk", CheckpointKind.ARRIVAL),
    ("开幕式", "Opening", CheckpointKind.PLENARY),
)


class Verdict(StrEnum):
    """What a scan gets for an answer."""

    OK = "ok"
    ALREADY = "already"
    WRONG_EVENT = "wrong_event"
    OUTSIDE_HOURS = "outside_hours"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    NOT_APPROVED = "not_approved"
    UNKNOWN = "unknown"
    FORGED = "forged"
    STALE = "stale"


VERDICT_SENTENCES = {
    Verdict.OK: N_("签到成功"),
    Verdict.ALREADY: N_("已经签到过"),
    Verdict.WRONG_EVENT: N_("这是另一届会议的参会证"),
    Verdict.OUTSIDE_HOURS: N_("不在本签到点的开放时间内"),
    Verdict.REVOKED: N_("这张参会证已作废，请出示新的二维码"),
    Verdict.WITHDRAWN: N_("此人的报名已取消"),
    Verdict.NOT_APPROVED: N_("此人的报名没有确认（待审核、候补或未通过），请联系会务组"),
    Verdict.UNKNOWN: N_("查无此参会证，请到会务组处理"),
    Verdict.FORGED: N_("不是本系统签发的二维码或号码，请核对"),
    Verdict.STALE: N_("这是截图或过期的二维码，请本人打开报名链接出示"),
}


@dataclass(frozen=True)
class Hours:
    """When a checkpoint is open; a missing end is open on that side."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def include(self, moment: datetime) -> bool:
        """Whether `moment` lies within; the closing moment itself does not."""
        after_opening = self.opens_at is None or self.opens_at <= moment
        return after_opening and (self.closes_at is None or moment < self.closes_at)


@dataclass(frozen=True)
class Holder:
    """The person behind a ticket, as the decision sees them.

    `present_since` is when they were let in at this checkpoint, None when they were not (or it was undone).
    """

    state: AttendeeState
    is_ticket_revoked: bool = False
    present_since: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """The answer to one scan; `first_at` is given with `ALREADY` only."""

    verdict: Verdict
    first_at: datetime | None = None


def decide(refused: Verdict | None, holder: Holder | None, hours: Hours, scanned_at: datetime) -> Decision:
    """Judge one reading on the facts.

    `refused` is what the door found out by itself (forged, of another edition). Who is in is told so even after
    closing time.
    """
    if refused is not None:
        return Decision(refused)
    if objection := objection_to(holder):
        return Decision(objection)
    if holder and holder.present_since:
        return Decision(Verdict.ALREADY, holder.present_since)
    return Decision(Verdict.OK if hours.include(scanned_at) else Verdict.OUTSIDE_HOURS)


def objection_to(holder: Holder | None) -> Verdict | None:
    """Why this person may enter nowhere, or None. The person comes before the ticket: who withdrew must not be told
    to show a newer code."""
    if holder is None:
        return Verdict.UNKNOWN
    if holder.state is AttendeeState.CANCELLED:
        return Verdict.WITHDRAWN
    if holder.state is not AttendeeState.CONFIRMED:
        return Verdict.NOT_APPROVED
    return Verdict.REVOKED if holder.is_ticket_revoked else None


@dataclass(frozen=True)
class ReadingTime:
    """When a reading happened as far as we believe the device, and how far its clock was from ours.

    `skew_seconds` is device minus server at the moment of receipt: positive runs ahead.
    """

    scanned_at: datetime
    skew_seconds: int


def bound_clock(claimed: datetime | None, now: datetime) -> ReadingTime:
    """Believe a device's clock within reason: not in the future, not older than a day; else the time is `now`."""
    if claimed is None:
        return ReadingTime(now, 0)
    skew = int((claimed - now).total_seconds())
    is_believed = now - OLDEST_READING <= claimed <= now
    return ReadingTime(claimed if is_believed else now, max(-WIDEST_SKEW, min(WIDEST_SKEW, skew)))


def may_undo(actor: Actor, *, scanned_by: int | None, received_at: datetime, now: datetime) -> bool:
    """Whether `actor` may take a check-in back: an organizer any time, the one who scanned it for 15 minutes."""
    if actor.is_staff:
        return True
    is_own = actor.account_id is not None and actor.account_id == scanned_by
    return is_own and now - received_at <= UNDO_WINDOW
