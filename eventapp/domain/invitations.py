"""Invitations into a role: whom a pasted list names, and where an invitation stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration import normal_email
from eventapp.domain.words import N_

MOST_AT_ONCE = 500
LONGEST_NAME, LONGEST_UNIT = 80, 400
PARTING = re.compile(r"\t|,|，|;|；")


class InvitationState(StrEnum):
    """Where an invitation stands; only an open one lets somebody in."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


INVITATION_STATE_NAMES = {
    InvitationState.OPEN: N_("待接受"),
    InvitationState.USED: N_("已报名"),
    InvitationState.EXPIRED: N_("已过期"),
    InvitationState.REVOKED: N_("已撤回"),
}


@dataclass(frozen=True)
class Guest:
    """Somebody to invite."""

    name: str
    unit_name: str = ""
    email: str = ""


def state_of_invitation(
    used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime | None, now: datetime
) -> InvitationState:
    """Used counts before everything else, withdrawn before expired."""
    if used_at is not None:
        return InvitationState.USED
    if revoked_at is not None:
        return InvitationState.REVOKED
    is_over = expires_at is not None and expires_at <= now
    return InvitationState.EXPIRED if is_over else InvitationState.OPEN


def read_guests(text: str) -> tuple[list[Guest], list[Fault]]:
    """One guest a line: name, unit, address, parted by tabs (as pasted from a sheet) or commas; each guest once.

    The address is the cell with an @; the first other one is the name. All faults at once, by line.
    """
    guests: dict[Guest, None] = {}
    faults: list[Fault] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for number, line in lines[:MOST_AT_ONCE]:
        try:
            guests.setdefault(guest_of([cell.strip() for cell in PARTING.split(line) if cell.strip()]))
        except Refusal as refusal:
            where = f"{number}"
            faults.append(Fault("invalid_line", refusal.message, where, "guests", Severity.ERROR, refusal.params))
    if len(lines) > MOST_AT_ONCE:
        sentence = N_("一次最多邀请%(most)s人，请分几次粘贴。")
        faults.append(
            Fault("too_many", message=sentence, field="guests", severity=Severity.ERROR, params={"most": MOST_AT_ONCE})
        )
    return list(guests), faults


def guest_of(cells: Sequence[str]) -> Guest:
    """The guest of one line; raises `Refusal`."""
    addresses = [cell for cell in cells if "@" in cell or "＠" in cell]
    others = [cell for cell in cells if cell not in addresses]
    if not others or len(others) > 2 or len(addresses) > 1:
        raise Refusal("请按“姓名、单位、邮箱”的顺序填写一行一人，用制表符或逗号隔开。")
    if len(others[0]) > LONGEST_NAME or len(others[-1]) > LONGEST_UNIT:
        raise Refusal("姓名或单位太长，请检查这一行是否缺少换行。")
    unit = others[1] if len(others) == 2 else ""
    return Guest(others[0], unit, normal_email(addresses[0]) if addresses else "")
