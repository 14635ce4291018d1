"""Whether somebody at the desk can be registered with what is typed, or something must be asked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import RoleChoice, RoleFull, RoleNeed
from eventapp.services import role_subjects, walk_ins
from eventapp.services.attendees import Attendee
from eventapp.services.role_subjects import Result
from eventapp.services.walk_ins import Role
from eventapp.web.desk.forms import WalkInForm
from eventapp.web.language import words_of
from eventapp.web.registration.offers import Offer, offer_of_result, offer_of_story


@dataclass
class Asked:
    """What the page asks once more: is it one of these people, which subject, what about a full role."""

    similar: list[Attendee] = field(default_factory=list)
    need: RoleNeed = RoleNeed.NOTHING
    offers: list[Offer] = field(default_factory=list)
    full: Role | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def is_question(self) -> bool:
        """Whether nothing is wrong: there is only something to choose."""
        return bool(self.similar or self.need is not RoleNeed.NOTHING) and not (self.full or self.faults)


def ask_first(edition: Edition, form: WalkInForm, role: Role) -> Asked:
    """What must be asked before a valid form can be carried out; nothing when it can."""
    asked = Asked()
    if not form.is_other.data:
        asked.similar = walk_ins.find_similar(edition, form.person)
    if role.need is not RoleNeed.NOTHING and (form.subject_id is None or form.listed.data != form.list_name):
        offer_subjects(edition, form, role, asked)
    return asked


def offer_subjects(edition: Edition, form: WalkInForm, role: Role, asked: Asked) -> None:
    """The results or stories that the typed words mean; the only one is chosen already."""
    found = role_subjects.find_subjects(edition, role.need, form.sought)
    asked.need = role.need
    asked.offers = [offer_of_result(one) if isinstance(one, Result) else offer_of_story(one) for one in found]
    if form.subject_id not in {offer.id for offer in asked.offers}:
        form.subject.data = str(asked.offers[0].id) if len(asked.offers) == 1 else ""


def choice_of(form: WalkInForm, role: Role) -> RoleChoice:
    """The role with its subject."""
    number = form.subject_id
    return RoleChoice(
        role.code,
        result_id=number if role.need is RoleNeed.RESULT else None,
        story_id=number if role.need is RoleNeed.STORY else None,
    )


def refused(edition: Edition, form: WalkInForm, role: Role, refusal: Refusal) -> Asked:
    """A refusal on the page; what was chosen stays chosen."""
    is_full = isinstance(refusal, RoleFull)
    asked = Asked(full=role) if is_full else Asked(faults=[words_of(refusal)])
    if role.need is not RoleNeed.NOTHING:
        offer_subjects(edition, form, role, asked)
    return asked


def role_of(roles: Sequence[Role], form: WalkInForm) -> Role:
    """The role that a valid form names."""
    return next(role for role in roles if role.code == form.role.data)
