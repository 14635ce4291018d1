"""What every page of a unit's contact needs: whose link this is, what rows are read by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint

from eventapp import clock
from eventapp.domain.attendee_plans import KnownPerson
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration import Phase, RoleNeed, phase_of
from eventapp.domain.words import N_
from eventapp.services import attendee_plans, delegations
from eventapp.services.delegations import Delegation
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings

bp = Blueprint("delegations", __name__)
PACE = "120 per minute"  # for one address: a page saves every few seconds, an office has several of them
THE_CONTACT = Actor(name=N_("单位联系人"))


def whoever() -> Actor:
    """The signed-in person, or the one who holds the link."""
    actor = current_actor()
    return actor if actor.is_signed_in else THE_CONTACT


def links() -> PersonalLinks:
    """What makes secret links."""
    return personal_links(current_settings())


@dataclass
class Desk:
    """One unit's link, opened."""

    edition: Edition
    key: str

    @cached_property
    def delegation(self) -> Delegation:
        return delegations.get_delegation(self.edition, self.key)

    @cached_property
    def rules(self) -> Rules:
        scope = delegations.scope_of(self.delegation)
        return attendee_plans.rules_of(self.edition, scope, now=clock.now(), secret_key=links().secret_key)

    def person(self, attendee_id: int) -> KnownPerson:
        """One of the unit's own people; raises `NotFound`."""
        return attendee_plans.get_person(self.edition, delegations.scope_of(self.delegation), attendee_id)

    @property
    def is_open(self) -> bool:
        return phase_of(self.edition, clock.now()) is Phase.OPEN

    @property
    def address(self) -> str:
        """The link itself, to be kept."""
        return links().delegation(self.edition.slug, self.delegation.link_nonce)

    @cached_property
    def subjects(self) -> Sequence[str]:
        """Names of what the unit may present or tell."""
        unit = name_key(self.delegation.unit_name)
        needs = (RoleNeed.RESULT, RoleNeed.STORY)
        return [one.name for need in needs for one in self.rules.by_unit.get((need, unit), ())]


def open_desk(key: str) -> Desk:
    """The desk behind a secret link; raises `NotFound`."""
    desk = Desk(current_edition(), key)
    return desk if desk.delegation else desk
