"""Who acts: the roles of people who sign in, and the actor that every use case is told about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.words import N_


class StaffRole(StrEnum):
    """What an account may be in an edition. Attendees need no account: their link is their key."""

    ADMINISTRATOR = "administrator"
    SECRETARY = "secretary"
    ORGANIZER = "organizer"
    LIAISON = "liaison"
    VOLUNTEER = "volunteer"
    JUDGE = "judge"


STAFF_ROLE_NAMES = {
    StaffRole.ADMINISTRATOR: N_("管理员"),
    StaffRole.SECRETARY: N_("秘书"),
    StaffRole.ORGANIZER: N_("会务组织"),
    StaffRole.LIAISON: N_("推荐单位联络员"),
    StaffRole.VOLUNTEER: N_("签到志愿者"),
    StaffRole.JUDGE: N_("评委"),
}


@dataclass(frozen=True)
class Actor:
    """The person or program behind a use case, within one edition.

    `recommender_ids` are the recommending bodies a liaison acts for; `judge_id` is the seat of a judge.
    """

    account_id: int | None = None
    name: str = ""
    roles: frozenset[StaffRole] = frozenset()
    recommender_ids: frozenset[int] = frozenset()
    judge_id: int | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def is_any(self, *roles: StaffRole) -> bool:
        """Whether the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """Whether the actor may see the whole edition, not only what concerns them."""
        return self.is_any(StaffRole.ADMINISTRATOR, StaffRole.SECRETARY, StaffRole.ORGANIZER)


NOBODY = Actor()
