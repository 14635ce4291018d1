"""Check-in: one decision for every scan, whichever door it comes through."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class CheckpointKind(StrEnum):
    """What a checkpoint is for."""

    ARRIVAL = "arrival"
    PLENARY = "plenary"
    ROOM = "room"
    MEAL = "meal"
    VISIT = "visit"


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


VERDICT_SENTENCES = {
    Verdict.OK: N_("签到成功"),
    Verdict.ALREADY: N_("已经签到过"),
    Verdict.WRONG_EVENT: N_("这是另一届会议的参会证"),
    Verdict.OUTSIDE_HOURS: N_("不在本签到点的开放时间内"),
    Verdict.REVOKED: N_("这张参会证已作废，请出示新的二维码"),
    Verdict.WITHDRAWN: N_("此人的报名已取消"),
    Verdict.NOT_APPROVED: N_("此人的报名未获通过，请联系会务组"),
    Verdict.UNKNOWN: N_("查无此参会证，请到会务组处理"),
    Verdict.FORGED: N_("二维码不是本系统签发的"),
}
