"""What enrolling rests on, read once for all entries of one submission: statements do not grow with the entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from eventapp.domain.entry_codes import is_proved
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import Person, RoleChoice, RoleNeed, require_subject
from eventapp.domain.registration_states import AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Role
from eventapp.models.recommendation import Result, Story
from eventapp.services.roles import hold_roles_of

PersonKey = tuple[str, str]
Subject = tuple[int, int | None, int | None]  # role, result, story


def person_key(person: Person) -> PersonKey:
    """By what somebody is the same person: name without width, case and blanks, and mobile."""
    return name_key(person.name)[:80], person.mobile


@dataclass
class Known:
    """Somebody who is registered: number, state, and every role row by what it is about."""

    id: int
    state: AttendeeState
    email: str
    held: dict[Subject, tuple[int, RoleState]] = field(default_factory=dict)


@dataclass
class Subjects:
    """Results and stories that may be taken, and who speaks for a story already."""

    results: frozenset[int]
    stories: dict[int, int | None]  # story to its speaker's attendee number

    def checked(self, role: Role, choice: RoleChoice) -> RoleChoice:
        """The choice without what its role does not ask for; raises `Refusal` for an unknown or withdrawn subject."""
        require_subject(role.need, choice)
        if role.need is RoleNeed.RESULT:
            if choice.result_id not in self.results:
                raise NotFound("找不到这项成果，请重新查找并选择。")
            return RoleChoice(role.code, result_id=choice.result_id, entry_code=choice.entry_code)
        if role.need is RoleNeed.STORY:
            if choice.story_id not in self.stories:
                raise NotFound("找不到这个需要演讲的故事，请重新查找并选择。")
            return RoleChoice(role.code, story_id=choice.story_id, entry_code=choice.entry_code)
        return RoleChoice(role.code)


def require_proof(edition: Edition, role: Role, choice: RoleChoice, links: PersonalLinks) -> None:
    """Raises `Refusal` where the edition asks for the recommender's code and it is not the right one."""
    is_asked = edition.registration.needs_entry_code and role.need is not RoleNeed.NOTHING
    if is_asked and not is_proved(links.secret_key, choice):
        raise Refusal("选择码不正确，请向推荐单位联络员索取，并核对成果或故事是否一致。")


def roles_by_code(edition: Edition, codes: Collection[str]) -> dict[str, Role]:
    """The roles of these codes, whose settings stand still until the transaction ends; one statement."""
    return {role.code: role for role in hold_roles_of(edition, codes)}


def subjects_of(edition: Edition, choices: Collection[RoleChoice]) -> Subjects:
    """Those of the named results and stories that may be taken: one statement for each kind that is named."""
    results = {choice.result_id for choice in choices if choice.result_id is not None}
    stories = {choice.story_id for choice in choices if choice.story_id is not None}
    found = Subjects(frozenset(), {})
    if results:
        query = select(Result.id).where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
        found.results = frozenset(db.session.scalars(query.where(Result.id.in_(results))))
    if stories:
        told = select(Story.id, AttendeeRole.attendee_id).outerjoin(AttendeeRole, AttendeeRole.story_id == Story.id)
        told = told.where(Story.event_id == edition.id, Story.state == EntryState.ENTERED, Story.speaker_name != "")
        found.stories = {story: speaker for story, speaker in db.session.execute(told.where(Story.id.in_(stories)))}
    return found


@dataclass(frozen=True)
class People:
    """Those of a batch who are registered, and whether anybody else, even cancelled, shares a name or mobile."""

    known: dict[PersonKey, Known]
    have_likes: bool


PEOPLE = Attendee.__table__.c  # columns of the table: read without making objects, which costs half
ALIKE = (
    select(PEOPLE.id, PEOPLE.name_key, PEOPLE.mobile, PEOPLE.email, PEOPLE.state)
    .where(PEOPLE.event_id == bindparam("event_id"))
    .where(
        PEOPLE.mobile.in_(bindparam("mobiles", expanding=True)) | PEOPLE.name_key.in_(bindparam("keys", expanding=True))
    )
    .order_by(PEOPLE.id)
)  # built once: building a statement costs more than sending it


def known_people(edition: Edition, people: Sequence[Person]) -> People:
    """Those of these people who are registered and not cancelled, held for a change: one statement, three for known."""
    wanted = {person_key(person) for person in people}
    keys, mobiles = sorted({key for key, _mobile in wanted}), sorted({mobile for _key, mobile in wanted})
    rows = db.session.execute(ALIKE, {"event_id": edition.id, "mobiles": mobiles, "keys": keys}).all()
    found = {
        row.id: row for row in rows if row.state is not AttendeeState.CANCELLED and (row.name_key, row.mobile) in wanted
    }
    if not found:
        return People({}, have_likes=bool(rows) or len(people) > 1)
    lock = select(Attendee.id, Attendee.state).where(Attendee.id.in_(found)).order_by(Attendee.id).with_for_update()
    held = {
        number: Known(number, state, found[number].email)
        for number, state in db.session.execute(lock)
        if state is not AttendeeState.CANCELLED
    }
    fill_held(held)
    return People({(found[at].name_key, found[at].mobile): one for at, one in held.items()}, have_likes=True)


def fill_held(known: dict[int, Known]) -> None:
    """The role rows of these people."""
    if not known:
        return
    query = select(AttendeeRole).where(AttendeeRole.attendee_id.in_(known)).order_by(AttendeeRole.id)
    for row in db.session.scalars(query.execution_options(populate_existing=True)):
        known[row.attendee_id].held[row.role_id, row.result_id, row.story_id] = (row.id, row.state)
