"""How each role stands for somebody who looks for theirs: open, full, to be approved, not yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.registration_states import Admission
from eventapp.services.role_standing import full_roles
from eventapp.services.roles import Role
from eventapp.web.language import gettext
from eventapp.web.templating import local_time


@dataclass(frozen=True)
class OfferedRole:
    """A role with what is to be known before choosing it; some cannot be chosen now."""

    role: Role
    mark: str = ""
    tone: str = "neutral"
    can_be_chosen: bool = True


def offered_sections(roles: Sequence[Role], now: datetime) -> list[tuple[str, list[OfferedRole]]]:
    """The roles on offer by heading, in the order of the edition."""
    offered = [role for role in roles if role.is_offered]
    full = full_roles(offered)
    sections: dict[str, list[OfferedRole]] = {}
    for role in offered:
        sections.setdefault(role.section, []).append(marked(role, full, now))
    return list(sections.items())


def marked(role: Role, full: Collection[int], now: datetime) -> OfferedRole:
    if closed := closed_mark(role, now):
        return OfferedRole(role, closed, can_be_chosen=False)
    if role.id in full and not role.has_waiting_list:
        return OfferedRole(role, gettext("名额已满"), "danger", can_be_chosen=False)
    if role.id in full:
        return OfferedRole(role, gettext("名额已满，可候补"), "warning")
    return OfferedRole(role, gettext("须审核"), "info") if role.admission is Admission.APPROVAL else OfferedRole(role)


def closed_mark(role: Role, now: datetime) -> str:
    """Why nobody can choose the role here now; empty when one can."""
    if role.opens_at is not None and now < role.opens_at:
        return gettext("%(time)s 开放", time=local_time(role.opens_at, "%m-%d %H:%M"))
    if role.closes_at is not None and now >= role.closes_at:
        return gettext("已截止")
    return gettext("凭邀请链接报名") if role.admission is Admission.INVITATION else ""
